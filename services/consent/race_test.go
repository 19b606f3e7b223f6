package consent_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// ticking is a clock that is a minute further each time somebody looks at it: what happened under it has one order, and
// the minute that a decision is kept with is that in which it was made.
func ticking(env *environment) {
	var minutes atomic.Int64
	begin := env.Clock()
	env.Clock = func() time.Time { return begin.Add(time.Duration(minutes.Add(1)) * time.Minute) }
}

// requireInForce requires every stored decision to have been made under the version in force at the time. It leaves
// withdrawals out: they end what was decided under an earlier one.
func (w *world) requireInForce(t kerneltest.Tester) (rows []models.Consent) {
	t.Helper()
	var versions []models.PolicyVersion
	require.NoError(t, w.db.Where("published_at IS NOT NULL").Order("effective_at").Find(&versions).Error)
	require.NoError(t, w.db.Where("NOT withdrawn").Find(&rows).Error)
	for _, row := range rows {
		var current models.PolicyVersion
		for _, version := range versions {
			if !version.EffectiveAt.After(row.At) {
				current = version
			}
		}
		require.Equal(t, current.Number, row.PolicyVersion, "a decision of %s", row.At)
		require.Equal(t, current.Hash, row.PolicyHash)
	}
	return rows
}

// patience is how many decisions of one browser may come before a publication that waits.
const patience = 500

// insist saves, and goes on under the same hash until that is refused; then it reads the policy again. It ends with a
// decision under the version of this number, and answers how many were stored, and how many refused.
func (w *world) insist(t kerneltest.Tester, last int, saved chan<- struct{}) (stored, refused int, err error) {
	t.Helper()
	var bearer consent.Bearer
	view, err := w.Preferences(t.Context(), bearer)
	for err == nil {
		if stored+refused == patience {
			return stored, refused, fault.New(fault.Conflict, "publishing_never_had_its_turn")
		}
		_, bearer, err = w.decideUnder(t, bearer, view.PolicyHash, everything())
		switch {
		case err == nil:
			stored++
			if view.PolicyVersion == last {
				return stored, refused, nil
			}
			select {
			case saved <- struct{}{}:
			default: // nobody waits for it now
			}
		case fault.As(err).Code == "policy_changed":
			refused++
			stale := view.PolicyHash
			if view, err = w.Preferences(t.Context(), bearer); err == nil && view.PolicyHash == stale {
				return stored, refused, fault.New(fault.Conflict, "refused_without_reason")
			}
		}
	}
	return stored, refused, err
}

// TestPublishingWhilePreferencesAreSaved: a decision counts under the policy in force, or not at all.
func TestPublishingWhilePreferencesAreSaved(t *testing.T) {
	const sides, versions = 8, 4
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, withPortal, ticking)
		var stored, refused atomic.Int64
		saved := make(chan struct{}, sides)
		failing, fail := context.WithCancel(t.Context())
		defer fail()
		results := kerneltest.Together(sides+1, func(side int) error {
			if side < sides {
				s, r, err := w.insist(t, 1+versions, saved)
				stored.Add(int64(s))
				refused.Add(int64(r))
				if err != nil {
					fail()
				}
				return err
			}
			for range versions {
				for range 2 * sides {
					select {
					case <-saved:
					case <-failing.Done():
						return nil
					}
				}
				w.enact(t, models.Material)
			}
			return nil
		})
		require.Equal(t, sides+1, kerneltest.Successes(t, results))
		require.GreaterOrEqual(t, refused.Load(), int64(sides), "each saw at least one change")
		require.Len(t, w.requireInForce(t), int(stored.Load()))
	})
}

// TestAVersionTakesEffectWhilePreferencesAreSaved: time alone changes the policy.
func TestAVersionTakesEffectWhilePreferencesAreSaved(t *testing.T) {
	const sides = 4
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, withPortal, ticking)
		before := w.preferences(t, consent.Bearer{})
		next := w.enact(t, models.Material, w.env.Clock().Add(90*time.Minute))
		results := kerneltest.Together(sides, func(int) error {
			var bearer consent.Bearer
			for {
				var err error
				if _, bearer, err = w.decideUnder(t, bearer, before.PolicyHash, everything()); err != nil {
					return err
				}
			}
		})
		require.Zero(t, kerneltest.Successes(t, results, "policy_changed"))
		rows := w.requireInForce(t)
		require.NotEmpty(t, rows)
		for _, row := range rows {
			require.True(t, row.At.Before(*next.EffectiveAt))
		}
		require.False(t, w.env.Clock().Before(*next.EffectiveAt), "nobody was refused before its time")
		_, _, err := w.decideUnder(t, consent.Bearer{}, next.Hash, everything())
		require.NoError(t, err)
	})
}

func TestDecisionsOfOneIDAtTheSameTimeAreAllStored(t *testing.T) {
	const sides = 16
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		results := kerneltest.Together(sides, func(side int) error {
			choices := models.ChoicesForm{Memory: new(side%2 == 0), Returning: new(side%3 == 0)}
			saved, _, err := w.decideUnder(t, bearer, view.PolicyHash, choices)
			if err == nil && *saved.ConsentID != *view.ConsentID {
				return fault.New(fault.Conflict, "another_id")
			}
			return err
		})
		require.Equal(t, sides, kerneltest.Successes(t, results))
		rows := w.decisions(t, uuid.Nil)
		require.Len(t, rows, sides+1)
		for i, row := range rows {
			require.Equal(t, i+1, row.Number)
			if i > 0 {
				require.Equal(t, rows[i-1].Made, row.Shown, "each saw what the one before it had decided")
			}
		}
		_, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		require.NoError(t, err)
	})
}

func TestWithdrawalsAtTheSameTimeAreOne(t *testing.T) {
	const sides = 16
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		var withdrawn atomic.Int64
		results := kerneltest.Together(sides, func(int) error {
			done, err := w.Consents.Withdraw(t.Context(), bearer, models.Persian)
			if done.Withdrawn {
				withdrawn.Add(1)
			}
			return err
		})
		require.Equal(t, sides, kerneltest.Successes(t, results))
		require.EqualValues(t, 1, withdrawn.Load())
		require.Len(t, w.decisions(t, *view.ConsentID), 2)
	})
}

// TestAWithdrawalAmongDecisionsEndsItsID: whatever is decided after it is decided under another.
func TestAWithdrawalAmongDecisionsEndsItsID(t *testing.T) {
	const sides = 12
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		results := kerneltest.Together(sides, func(side int) error {
			if side%4 == 0 {
				_, err := w.Consents.Withdraw(t.Context(), bearer, models.Persian)
				return err
			}
			_, _, err := w.decideUnder(t, bearer, view.PolicyHash, everything())
			return err
		})
		require.Equal(t, sides, kerneltest.Successes(t, results))
		rows := w.decisions(t, *view.ConsentID)
		for i, row := range rows {
			require.Equal(t, i+1, row.Number)
			require.Equal(t, i == len(rows)-1, row.Withdrawn)
		}
		require.Len(t, w.decisions(t, uuid.Nil), 1+9+1)
		require.False(t, w.preferences(t, bearer).Decided)
	})
}

func TestFirstDecisionsAtTheSameTimeAreOfDifferentIDs(t *testing.T) {
	const sides = 8
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		hash := w.preferences(t, consent.Bearer{}).PolicyHash
		results := kerneltest.Together(sides, func(int) error {
			_, _, err := w.decideUnder(t, consent.Bearer{}, hash, everything())
			return err
		})
		require.Equal(t, sides, kerneltest.Successes(t, results))
		rows := w.decisions(t, uuid.Nil)
		require.Len(t, rows, sides)
		for _, row := range rows {
			require.Equal(t, 1, row.Number)
		}
	})
}
