package credential

import "context"

// Occupy takes a place to hash as Hash and Matches do, and keeps it until release is called.
func (h *Hasher) Occupy(ctx context.Context) (release func(), err error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	return h.leave, nil
}
