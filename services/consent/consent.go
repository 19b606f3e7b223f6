// Package consent is the log of what people decided about cookies, and what a browser may remember of forms.
//
// A browser is known by a signed cookie, an app by a header; both hold a random id, and the log alone says what was
// decided. A decision is made under the policy in force (policy.Decide is the first lock of its transaction, then the
// oldest decision of the id), is appended under a MAC, and replaces what was decided before; a withdrawal is a
// decision, too. Decisions have times of the minute, and are written anew in random order every ten minutes. The record
// of an id (ISO/IEC TS 27560) is signed. Form memory is sealed into a cookie, and kept nowhere here.
//
// Consent writes no ledger, and nothing in the database leads from a decision to a case or an answer.
package consent

import (
	"cmp"
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/policy"
	"amanat/services/proof"
)

// Consents is the log of what people decided about cookies. A browser is known by a signed cookie, an app by a header;
// both hold a random id, and the log alone says what was decided.
type Consents struct {
	env      kernel.Environment
	policies *policy.Policies
	prover   *proof.Prover
	// publicURL is where people reach the service, without a slash at its end: "https://portal.example.org".
	publicURL string
	// shuffled is until when this replica has shuffled decisions; nil before its first turn.
	shuffled atomic.Pointer[time.Time]
}

// New serves the log of a database; publicURL is where people reach the service, without a slash at its end.
func New(env kernel.Environment, policies *policy.Policies, prover *proof.Prover, publicURL string) *Consents {
	return &Consents{env: env, policies: policies, prover: prover, publicURL: publicURL}
}

// Forms are what people fill in here.
func Forms() []any { return []any{&models.PreferencesForm{}, &models.FormMemory{}} }

// Sweep deletes the decisions whose time is over, and answers how many. Running it twice at the same time does no harm.
func (s *Consents) Sweep(ctx context.Context) (int, error) {
	return s.env.DeleteExpired(ctx, &models.Consent{})
}

// Bearer is what a request shows of who decides.
type Bearer struct {
	// Cookie is the value of the consent cookie, ID the header Consent-Id; empty when there is none.
	Cookie, ID string
	// GPC says that the request came with the signal `Sec-GPC: 1` (https://w3c.github.io/gpc/).
	GPC bool
}

const (
	// renewAfter is how long after a decision people are asked to decide again, while it still holds.
	renewAfter = 365 * 24 * time.Hour
	// mostDecisions bounds the history of one id; after that a new one is begun. The proof of them all, and of a
	// withdrawal, has to be short enough to be verified (models.VerifyForm).
	mostDecisions = 32
	// mostCookies bounds how many consent cookies of one request are looked at.
	mostCookies = 10
	// decideAgain bounds how often a decision is tried that another one of the same browser overtook.
	decideAgain = 5
)

// Preferences answers what is in force for a browser or an app.
func (s *Consents) Preferences(ctx context.Context, bearer Bearer) (view models.PreferencesView, err error) {
	id, err := s.identify(bearer)
	if err != nil {
		return view, err
	}
	last, err := s.last(s.env.DB.WithContext(ctx), id)
	if err != nil {
		return view, kernel.Fault(err, "read consent")
	}
	versions, err := s.policies.Versions(ctx)
	if err != nil {
		return view, err
	}
	return s.view(last, versions, bearer.GPC), nil
}

// Decision is one that was saved.
type Decision struct {
	models.SavedPreferencesView
	// Cookie is the consent cookie's value; empty for an app, which names its decision itself.
	Cookie string
	// Renamed says that the decision has an id of its own, to which nothing belongs that was bound to another one.
	Renamed bool
}

// Save appends a decision. Conflict (`policy_changed`) unless it was made under the privacy policy that is in force.
func (s *Consents) Save(
	ctx context.Context, bearer Bearer, language models.Language, in kernel.Input[models.PreferencesForm],
) (saved Decision, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return saved, err
	}
	id, err := s.identify(bearer)
	if err != nil {
		return saved, err
	}
	language = cmp.Or(models.Language(in.Form.Language), language)
	for range decideAgain {
		saved.SavedPreferencesView, err = s.decide(ctx, id, bearer.GPC, language, in.Form)
		if !errors.Is(err, gorm.ErrDuplicatedKey) {
			break
		}
	}
	if err != nil {
		return saved, kernel.Fault(err, "save preferences")
	}
	saved.Renamed = id != *saved.ConsentID
	if bearer.ID == "" {
		saved.Cookie, err = s.cookie(*saved.ConsentID)
	}
	return saved, kernel.Fault(err, "save preferences")
}

// decide appends a decision to what the id has decided before, under the policy in force, which cannot change
// meanwhile.
func (s *Consents) decide(
	ctx context.Context, id uuid.UUID, gpc bool, language models.Language, form *models.PreferencesForm,
) (view models.SavedPreferencesView, err error) {
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		versions, err := policy.Decide(tx)
		if err != nil {
			return err
		}
		now := s.env.Clock()
		current := versions.InForce(now)
		if current == nil || current.Hash != form.PolicyHash {
			return &fault.Error{Kind: fault.Conflict, Code: "policy_changed", Clause: "change-view"}
		}
		if err := lockDecisions(tx, id); err != nil {
			return err
		}
		last, err := s.last(tx, id)
		if err != nil {
			return err
		}
		next, err := s.next(last, form.Choices.Choices(), now)
		if err != nil {
			return err
		}
		next.PolicyVersion, next.PolicyHash, next.Language, next.GPC = current.Number, current.Hash, language, gpc
		if err := s.append(tx, &next); err != nil {
			return err
		}
		if err := s.replace(tx, last, next); err != nil {
			return err
		}
		view.PreferencesView = s.view(&next, versions, gpc)
		view.Receipt, err = s.evidence(tx, next)
		return err
	})
	return view, err
}

// next is a decision: the next of the same id, or the first of a new one. What was shown is what held before. An id
// that was withdrawn stays so: nothing that was bound to it is good for anything again.
func (s *Consents) next(
	last *models.Consent, made models.Choices, now time.Time,
) (next models.Consent, err error) {
	next = models.Consent{Number: 1}
	shown := models.NoChoices()
	if last != nil && !last.Withdrawn {
		shown = choicesOf(last.Made)
	}
	next.At, next.ExpiresAt = decidedAt(last, now)
	if next.Shown, err = textOfChoices(shown); err != nil {
		return next, err
	}
	if next.Made, err = textOfChoices(made); err != nil {
		return next, err
	}
	if last != nil && !last.Withdrawn && last.Number < mostDecisions {
		next.ConsentID, next.Number = last.ConsentID, last.Number+1
		return next, nil
	}
	// Random, and not of the service's other ids: those say to the millisecond when they were made.
	next.ConsentID, err = uuid.NewRandom()
	return next, err
}

// decidedAt is the minute of a decision, never before that of the last one, whichever replica's clock lags behind; and
// until when the decision is kept.
func decidedAt(last *models.Consent, now time.Time) (at, expires time.Time) {
	at = now.Truncate(time.Minute)
	if last != nil && last.At.After(at) {
		at = last.At
	}
	return at, at.Add(consentLife())
}

// mayRemember fails with Forbidden (`consent_required`) unless the form memory was consented to.
func (s *Consents) mayRemember(ctx context.Context, bearer Bearer) (id uuid.UUID, err error) {
	view, err := s.Preferences(ctx, bearer)
	if err != nil {
		return id, err
	}
	if !view.Choices.Memory {
		return id, &fault.Error{Kind: fault.Forbidden, Code: "consent_required", Clause: "cookie-memory"}
	}
	return *view.ConsentID, nil
}
