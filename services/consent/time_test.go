package consent_test

import (
	"fmt"
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

func TestPeopleAreAskedAgainAfterAYear(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		w.Now = view.DecidedAt.Add(365*kerneltest.Day - time.Microsecond)
		require.False(t, w.preferences(t, bearer).NeedsRenewal)
		w.Pass(time.Microsecond)
		asked := w.preferences(t, bearer)
		require.True(t, asked.NeedsRenewal)
		require.Equal(t, view.Choices, asked.Choices, "what was decided holds meanwhile")

		renewed, _ := w.decide(t, bearer, everything())
		require.False(t, renewed.NeedsRenewal)
		require.Equal(t, view.ConsentID, renewed.ConsentID)
	})
}

func TestPeopleAreAskedAgainAfterAMaterialChangeOnly(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		w.enact(t, models.Editorial)
		require.False(t, w.preferences(t, bearer).NeedsRenewal, "an editorial change")

		w.Pass(time.Hour)
		soon := w.Now.Truncate(time.Second).Add(kerneltest.Day)
		material := w.enact(t, models.Material, soon)
		require.False(t, w.preferences(t, bearer).NeedsRenewal, "a change that has not taken effect")
		w.Now = soon.Add(-time.Microsecond)
		require.False(t, w.preferences(t, bearer).NeedsRenewal)
		w.Now = soon
		asked := w.preferences(t, bearer)
		require.True(t, asked.NeedsRenewal)
		require.Equal(t, material.Version, asked.PolicyVersion)
		require.True(t, asked.Choices.Memory, "what was decided holds meanwhile")

		w.enact(t, models.Editorial)
		require.True(t, w.preferences(t, bearer).NeedsRenewal, "an editorial change after it changes nothing")
		renewed, bearer := w.decide(t, bearer, everything())
		require.False(t, renewed.NeedsRenewal)
		require.False(t, w.preferences(t, bearer).NeedsRenewal)
		require.False(t, w.preferences(t, consent.Bearer{}).NeedsRenewal, "nobody renews what they never decided")
	})
}

func TestACancelledChangeAsksNobody(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		coming := w.enact(t, models.Material, w.Now.Add(kerneltest.Day))
		_, err := w.Policies.Cancel(t.Context(), models.Actor{Role: models.RoleEditor}, numeral(coming.Version))
		require.NoError(t, err)
		w.Pass(2 * kerneltest.Day)
		require.False(t, w.preferences(t, bearer).NeedsRenewal)
	})
}

func TestADecisionExpiresAfterThirteenMonths(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		require.Equal(t, view.DecidedAt.Add(395*kerneltest.Day), *view.ExpiresAt)
		w.Now = *view.ExpiresAt
		require.True(t, w.preferences(t, bearer).Decided)
		w.Pass(time.Microsecond)

		expired := w.preferences(t, bearer)
		require.False(t, expired.Decided)
		require.Nil(t, expired.ConsentID)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, expired.Choices)
		require.False(t, w.withdraw(t, bearer))
		_, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		kerneltest.RequireFault(t, err, fault.NotFound, "consent_unknown")
		again, _ := w.decide(t, bearer, everything())
		require.NotEqual(t, view.ConsentID, again.ConsentID, "the log has forgotten who that was")
	})
}

func TestTheSweepDeletesWhatHasExpiredAndNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		old, _ := w.decide(t, consent.Bearer{}, everything())
		mixed, bearer := w.decide(t, consent.Bearer{}, everything())
		w.Pass(100 * kerneltest.Day)
		w.decide(t, bearer, models.ChoicesForm{Memory: new(false)})
		young, _ := w.decide(t, consent.Bearer{}, everything())
		expires := old.ExpiresAt.UTC()

		sweep := func() int {
			swept, err := w.Consents.Sweep(t.Context())
			require.NoError(t, err)
			return swept
		}
		w.Now = expires
		require.Zero(t, sweep())
		require.Len(t, w.decisions(t, uuid.Nil), 4)
		w.Now = expires.Add(time.Microsecond)
		require.Equal(t, 2, sweep())
		require.Empty(t, w.decisions(t, *old.ConsentID))
		require.Len(t, w.decisions(t, *young.ConsentID), 1)
		rest := w.decisions(t, *mixed.ConsentID)
		require.Len(t, rest, 1)
		require.Equal(t, 2, rest[0].Number)

		view := w.preferences(t, bearer)
		require.Equal(t, models.Refused, view.States.Memory, "the later decision stands without the earlier one")
		receipt, err := w.Consents.Receipt(t.Context(), mixed.ConsentID.String(), models.English)
		require.NoError(t, err)
		require.Len(t, receipt.Events, 1)
		w.decide(t, bearer, everything())
		require.Equal(t, 3, w.decisions(t, *mixed.ConsentID)[1].Number, "numbers go on")
		require.Zero(t, sweep())
	})
}

// TestADecisionIsNeverOlderThanTheOneBefore: the clocks of two replicas differ.
func TestADecisionIsNeverOlderThanTheOneBefore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		first := *view.DecidedAt
		w.Pass(-5 * time.Minute)
		view, bearer = w.decide(t, bearer, everything())
		require.Equal(t, first, *view.DecidedAt)
		require.True(t, w.withdraw(t, bearer))
		for _, row := range w.decisions(t, *view.ConsentID) {
			require.Equal(t, first, row.At.UTC())
			require.Equal(t, first.Add(395*kerneltest.Day), row.ExpiresAt.UTC())
		}
		_, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		require.NoError(t, err)
	})
}

// TestTheSignalSwitchesOffWhatItObjectsTo unless people chose it in spite of the signal (https://w3c.github.io/gpc/).
func TestTheSignalSwitchesOffWhatItObjectsTo(t *testing.T) {
	all := models.EffectiveChoices{Necessary: true, Memory: true, Returning: true, NewsletterInsight: true}
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for _, row := range []struct {
			decided, asked bool
			choices        models.EffectiveChoices
			conflict       bool
		}{
			{false, false, all, false},
			{false, true, models.EffectiveChoices{Necessary: true, Memory: true}, false},
			{true, false, all, false},
			{true, true, all, true},
		} {
			name := fmt.Sprintf("decided with the signal: %t, asked with it: %t", row.decided, row.asked)
			saved, bearer := w.decide(t, consent.Bearer{GPC: row.decided}, everything())
			require.Equal(t, all, saved.Choices, "%s: an explicit choice stands", name)
			require.Equal(t, row.decided, saved.GPCConflict, name)
			bearer.GPC = row.asked
			view := w.preferences(t, bearer)
			require.Equal(t, row.choices, view.Choices, name)
			require.Equal(t, row.conflict, view.GPCConflict, name)
			require.Equal(t, row.asked, view.GPC, name)
			require.Equal(t, models.Granted, view.States.Returning, "%s: what was said stays said", name)
			require.Equal(t, row.decided, w.decisions(t, *view.ConsentID)[0].GPC, name)
		}
	})
}

func TestNoConflictWithoutAChoiceThatTheSignalSpeaksAgainst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for _, choices := range []models.ChoicesForm{
			{Memory: new(true)}, {Necessary: new(true)}, {Returning: new(false), NewsletterInsight: new(false)},
		} {
			view, bearer := w.decide(t, consent.Bearer{GPC: true}, choices)
			require.False(t, view.GPCConflict)
			require.Equal(t, choices.Memory != nil, view.Choices.Memory, "the device remembers, and tells nobody")
			require.True(t, w.withdraw(t, bearer))
			require.False(t, w.preferences(t, bearer).GPCConflict)
		}
		for _, choices := range []models.ChoicesForm{{Returning: new(true)}, {NewsletterInsight: new(true)}} {
			view, bearer := w.decide(t, consent.Bearer{GPC: true}, choices)
			require.True(t, view.GPCConflict)
			require.True(t, w.withdraw(t, bearer))
			require.False(t, w.preferences(t, bearer).GPCConflict)
		}
		view := w.preferences(t, consent.Bearer{GPC: true})
		require.True(t, view.GPC)
		require.False(t, view.GPCConflict)
	})
}

// TestALaterDecisionWithoutTheSignalIsNoLongerInSpiteOfIt: each decision is judged by what came with it.
func TestALaterDecisionWithoutTheSignalIsNoLongerInSpiteOfIt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{GPC: true}, everything())
		bearer.GPC = false
		_, bearer = w.decide(t, bearer, everything())
		bearer.GPC = true
		require.False(t, w.preferences(t, bearer).Choices.Returning)
		view, _ := w.decide(t, bearer, everything())
		require.True(t, view.Choices.Returning)
		require.True(t, view.GPCConflict)
	})
}
