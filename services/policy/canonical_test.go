package policy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

func (w *world) canonical(t kerneltest.Tester, number string) string {
	t.Helper()
	text, err := w.Policies.Canonical(t.Context(), number)
	require.NoError(t, err)
	return string(text)
}

// TestTheHashIsThatOfTheCanonicalText spells the canonical text out, as RFC 8785 has it: names in order, no white space,
// and no character escaped that need not be.
func TestTheHashIsThatOfTheCanonicalText(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first := w.policy(t)
		texts := models.PolicyTextsForm{
			Fa: models.PolicyTextForm{
				Title: new("بیانیهٔ <حریم> & \"خصوصی\""), Body: new("می‌شود\n\n\\ / 😀 ۱۲"), Summary: new("خلاصه"),
			},
			En: models.PolicyTextForm{Title: new("Title"), Body: new("a\tb"), Summary: new("é – ‘x’")},
		}
		number := w.draft(t, models.Editorial, texts)
		view := w.publish(t, number, kerneltest.Day)
		want := `{"change_class":"editorial","effective_at":"2026-11-23T08:30:00Z","previous_hash":"` + first.Hash +
			`","texts":{"en":{"body":"a\tb","summary":"é – ‘x’","title":"Title"},` +
			`"fa":{"body":"می‌شود\n\n\\ / 😀 ۱۲","summary":"خلاصه","title":"بیانیهٔ <حریم> & \"خصوصی\""}},"version":2}`
		require.Equal(t, want, w.canonical(t, number))
		sum := sha256.Sum256([]byte(want))
		require.Equal(t, hex.EncodeToString(sum[:]), view.Hash)
		w.Pass(2 * kerneltest.Day)
		require.Equal(t, want, w.canonical(t, number))
		w.requireGenuine(t, "1")
		require.Empty(t, w.requireGenuine(t, "1").PreviousHash)
	})
}

func TestTheChainPassesOverWhatWasCalledOff(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first := w.policy(t)
		for _, mark := range []string{"دو", "سه"} {
			number := w.edit(t, mark)
			w.publish(t, number, kerneltest.Day)
			require.NoError(t, w.cancel(t, number))
			require.Equal(t, first.Hash, w.requireGenuine(t, number).PreviousHash)
		}
		w.publish(t, w.edit(t, "چهار"), 0)
		w.publish(t, w.edit(t, "پنج"), kerneltest.Day)
		require.Equal(t, first.Hash, w.requireGenuine(t, "4").PreviousHash)
		fourth, err := w.published(t, "4")
		require.NoError(t, err)
		require.Equal(t, fourth.Hash, w.requireGenuine(t, "5").PreviousHash)
	})
}

func TestADraftHasNoCanonicalText(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		ref, err := w.Policies.InForce(t.Context(), models.Persian)
		require.NoError(t, err)
		w.edit(t, "دو")
		ref.Version = 2
		_, err = w.Policies.Canonical(t.Context(), "2")
		kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
		_, err = w.Policies.View(t.Context(), ref)
		kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
	})
}
