package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

func TestAllThatIsWrongWithAPublicationIsSaidAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		texts := policyTexts("دو")
		texts.Fa.Body, texts.En = new("<!-- هیچ -->"), models.PolicyTextForm{Title: new("Statement")}
		number := w.draft(t, models.Editorial, texts)
		_, err := w.Policies.Publish(t.Context(), kerneltest.Editor(), number,
			kerneltest.With(models.PolicyPublicationForm{EffectiveAt: new("2026-11-21T00:00:00Z")}))
		require.Equal(t, []string{
			"/effective_at in_the_past", "/texts/en/body required", "/texts/en/summary required",
			"/texts/fa/body nothing_to_show",
		}, kerneltest.Violated(t, err))
		require.Equal(t, 1, w.policy(t).Version)
	})
}

func TestHowMuchAVersionChangesCanBeSaidAsItIsPublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for _, class := range []models.ChangeClass{models.Material, models.Editorial} {
			number := w.edit(t, string(class))
			form := models.PolicyPublicationForm{ChangeClass: new(string(class))}
			view, err := w.Policies.Publish(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
			require.NoError(t, err)
			require.Equal(t, class, view.ChangeClass)
			require.Equal(t, class, w.requireGenuine(t, number).ChangeClass)
		}
		form := models.PolicyPublicationForm{ChangeClass: new("small")}
		_, err := w.Policies.Publish(t.Context(), kerneltest.Editor(), w.edit(t, "چهار"), kerneltest.With(form))
		kerneltest.RequireViolation(t, err, "/change_class", "unknown_value")
	})
}
