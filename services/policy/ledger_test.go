package policy_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func TestPublishingAnnouncesInTheSameBreathOrNotAtAll(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		number := w.edit(t, "دو")
		before, err := w.Policies.Get(t.Context(), number)
		require.NoError(t, err)
		rows := kerneltest.Rows(t, w.db)
		for _, table := range []string{"announcements", "ledger_pending"} {
			w.refuseInserts(t, table)
			for _, effective := range []time.Time{{}, w.Now.Add(kerneltest.Day)} {
				_, err = w.publishAt(t, number, effective)
				require.Equal(t, fault.Internal, fault.As(err).Kind)
				require.ErrorContains(t, err, "nothing is inserted here")
			}
			w.allowInserts(t)
			after, err := w.Policies.Get(t.Context(), number)
			require.NoError(t, err)
			require.Equal(t, before, after)
			require.Equal(t, rows, kerneltest.Rows(t, w.db))
			require.Nil(t, w.policy(t).Next)
		}
		w.publish(t, number, kerneltest.Day)
		w.refuseInserts(t, "ledger_pending")
		require.ErrorContains(t, w.cancel(t, number), "nothing is inserted here")
		w.allowInserts(t)
		require.Equal(t, []int{2}, w.announced(t))
		require.Equal(t, []string{"1 in_force", "2 scheduled"}, w.states(t))
	})
}

func TestTheLedgerSaysWhoDidWhatAndNothingOfTheText(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		actor := kerneltest.Staff(models.RoleEditor)
		mark := "نشانه‌ای‌یکتا"
		form := kerneltest.With(models.PolicyDraftForm{ChangeClass: "material", Texts: policyTexts(mark)})
		_, _, err := w.Policies.Draft(t.Context(), actor, form)
		require.NoError(t, err)
		_, err = w.Policies.Change(t.Context(), actor, "2", kerneltest.With(models.PolicyChangeForm{Texts: policyTexts(mark)}))
		require.NoError(t, err)
		later := models.PolicyPublicationForm{EffectiveAt: new(w.Now.Add(kerneltest.Day).Format(time.RFC3339))}
		published, err := w.Policies.Publish(t.Context(), actor, "2", kerneltest.With(later))
		require.NoError(t, err)
		_, err = w.Policies.Cancel(t.Context(), actor, "2")
		require.NoError(t, err)
		_, _, err = w.Policies.Draft(t.Context(), actor, form)
		require.NoError(t, err)
		require.NoError(t, w.Policies.Discard(t.Context(), actor, "3"))
		require.Equal(t, []string{
			"editor policy.drafted", "editor policy.changed",
			"editor policy.published material 2026-11-23T08:30:00Z " + published.Hash, "editor policy.cancelled",
		}, ledgertest.Lines(t, w.Ledger, "policy 2"))
		require.Equal(t, []string{"editor policy.drafted", "editor policy.discarded"}, ledgertest.Lines(t, w.Ledger, "policy 3"))
		filter := kerneltest.With(models.LedgerFilter{Actor: actor.Account.String(), Role: "editor"})
		entries, _, err := w.Ledger.List(t.Context(), filter, 0, 100)
		require.NoError(t, err)
		require.Len(t, entries, 6)
		text, err := json.Marshal(ledgertest.Entries(t, w.db))
		require.NoError(t, err)
		require.Contains(t, string(text), published.Hash)
		require.NotContains(t, string(text), mark)
		require.NotContains(t, string(text), "Statement")
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
	})
}

func TestWhoeverSignedOutMeanwhileChangesNoPolicy(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.edit(t, "دو")
		gone := models.Actor{Role: models.RoleEditor, Session: uuid.New()}
		_, err := w.Policies.Publish(t.Context(), gone, "2", kerneltest.With(models.PolicyPublicationForm{}))
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "session_unknown")
		kerneltest.RequireFault(t, w.Policies.Discard(t.Context(), gone, "2"), fault.Unauthenticated, "session_unknown")
		require.Equal(t, []string{"1 in_force", "2 draft"}, w.states(t))
		require.Empty(t, w.announced(t))
	})
}
