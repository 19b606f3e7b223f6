package consent

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/policy"
)

// Withdraw takes back whatever was decided, under the header and under every cookie that the service has signed;
// withdrawn is false where nothing was. What holds under cookies ends also where the header is Malformed
// (`consent_id_invalid`): the cookies go, and nobody could end it any more.
func (s *Consents) Withdraw(
	ctx context.Context, bearer Bearer, language models.Language, cookies ...string,
) (view models.WithdrawalView, err error) {
	view = models.WithdrawalView{Choices: models.EffectiveChoices{Necessary: true}, Expired: []models.ExpiredCookie{}}
	id, malformed := s.identify(bearer)
	ids := []uuid.UUID{id}
	for _, cookie := range append(slices.Clone(cookies[:min(len(cookies), mostCookies)]), bearer.Cookie) {
		if id, genuine := s.readCookie(cookie); genuine && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		withdrawn, err := s.withdraw(ctx, id, bearer.GPC, language)
		if err != nil {
			return view, kernel.Fault(err, "withdraw consent")
		}
		view.Withdrawn = view.Withdrawn || withdrawn
	}
	return view, malformed
}

func (s *Consents) withdraw(
	ctx context.Context, id uuid.UUID, gpc bool, language models.Language,
) (withdrawn bool, err error) {
	for range decideAgain {
		withdrawn = false
		err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// For the log refers to versions, and that would wait for them later, with a lock in hand.
			if err := policy.LockForDecision(tx); err != nil {
				return err
			}
			if err := lockDecisions(tx, id); err != nil {
				return err
			}
			last, err := s.last(tx, id)
			if err != nil || last == nil || last.Withdrawn {
				return err
			}
			withdrawn = true
			return s.end(tx, *last, language, gpc)
		})
		if !errors.Is(err, gorm.ErrDuplicatedKey) {
			break
		}
	}
	return withdrawn && err == nil, err
}

// end appends a withdrawal. It is never too late, whatever the policy is now: it ends what was decided under that one.
func (s *Consents) end(tx *gorm.DB, last models.Consent, language models.Language, gpc bool) (err error) {
	next := last
	next.Number, next.Withdrawn, next.Language, next.GPC = last.Number+1, true, language, gpc
	next.At, next.ExpiresAt = decidedAt(&last, s.env.Clock())
	next.Shown = last.Made
	if next.Made, err = textOfChoices(models.NoChoices()); err != nil {
		return err
	}
	return s.append(tx, &next)
}

// replace withdraws what was decided under another id, so that nothing goes on to hold under one that nobody uses any
// more.
func (s *Consents) replace(tx *gorm.DB, last *models.Consent, next models.Consent) error {
	if last == nil || last.Withdrawn || last.ConsentID == next.ConsentID {
		return nil
	}
	return s.end(tx, *last, next.Language, next.GPC)
}
