package consent

import (
	"context"
	"encoding/json"
	"strings"

	"amanat/models"
	"amanat/services/kernel"
)

// placeMemory binds an envelope to what it is for.
const placeMemory = "cookie.memory"

// Remember seals what a browser is to remember into the value of its cookie, which is empty if that is nothing. The
// service keeps nothing of it. Forbidden
// (`consent_required`) without the choice.
func (s *Consents) Remember(
	ctx context.Context, bearer Bearer, in kernel.Input[models.FormMemory],
) (remembered models.FormMemory, cookie string, err error) {
	id, err := s.mayRemember(ctx, bearer)
	if err != nil {
		return remembered, "", err
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return remembered, "", err
	}
	if *in.Form == (models.FormMemory{}) {
		return remembered, "", nil
	}
	text, err := json.Marshal(in.Form)
	if err != nil {
		return remembered, "", kernel.Fault(err, "remember form")
	}
	envelope, err := s.env.Keyring.Envelope(placeMemory, id[:], text)
	return *in.Form, cookieVersion + envelope, kernel.Fault(err, "remember form")
}

// Remembered opens what a browser remembers. A cookie that cannot be opened, because it was changed, belongs to another
// consent or was sealed under a key that is gone, is no cookie. Forbidden (`consent_required`) without the choice.
func (s *Consents) Remembered(
	ctx context.Context, bearer Bearer, cookie string,
) (remembered models.FormMemory, err error) {
	id, err := s.mayRemember(ctx, bearer)
	if err != nil {
		return remembered, err
	}
	envelope, known := strings.CutPrefix(cookie, cookieVersion)
	if !known {
		return remembered, nil
	}
	text, err := s.env.Keyring.OpenEnvelope(placeMemory, id[:], envelope)
	if err != nil || json.Unmarshal(text, &remembered) != nil {
		return models.FormMemory{}, nil //nolint:nilerr // see above
	}
	return remembered, nil
}

// Forget checks that a browser may be told to forget what it remembers. Nothing has to be done here. Forbidden
// (`consent_required`) without the choice.
func (s *Consents) Forget(ctx context.Context, bearer Bearer) error {
	_, err := s.mayRemember(ctx, bearer)
	return err
}
