package jobs

import (
	"context"
	"log/slog"

	"github.com/go-co-op/gocron/v2"

	"amanat/services/fault"
)

// Locker lets gocron ask the database whether it is this replica's turn.
type Locker struct {
	*Leases
	log *slog.Logger
}

// NewLocker takes leases, and logs what stands in the way.
func NewLocker(taken *Leases, log *slog.Logger) Locker { return Locker{taken, log} }

// Lock takes the lease of a work. That another replica has it is as it should be, and not spoken of. It is not
// interrupted: the database may execute a statement after its caller has gone, and the next start would wait for the
// end of a lease that nobody has.
func (l Locker) Lock(ctx context.Context, work string) (gocron.Lock, error) {
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPatience)
	defer cancel()
	err := l.Take(patient, work)
	if err == nil {
		return lease{l, work}, nil
	}
	if !fault.Is(err, "lease_taken") && ctx.Err() == nil {
		l.log.ErrorContext(ctx, "periodic work failed", "work", work, "error", err)
	}
	return nil, err
}

// lease is one that was taken.
type lease struct {
	Locker
	work string
}

// Unlock gives the lease back even when the work was interrupted: the next start must not have to wait for its end.
func (l lease) Unlock(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPatience)
	defer cancel()
	err := l.Release(ctx, l.work)
	if err != nil {
		l.log.ErrorContext(ctx, "lease not given back", "work", l.work, "error", err)
	}
	return err
}
