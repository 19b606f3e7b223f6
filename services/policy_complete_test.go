package services_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
)

func TestAllThatIsWrongWithAPublicationIsSaidAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		texts := policyTexts("دو")
		texts.Fa.Body, texts.En = new("<!-- هیچ -->"), models.PolicyTextForm{Title: new("Statement")}
		number := w.draft(t, models.Editorial, texts)
		_, err := w.Policies.Publish(t.Context(), policyEditor(), number,
			with(models.PolicyPublicationForm{EffectiveAt: new("2026-11-21T00:00:00Z")}))
		require.Equal(t, []string{
			"/effective_at in_the_past", "/texts/en/body required", "/texts/en/summary required",
			"/texts/fa/body nothing_to_show",
		}, violated(t, err))
		require.Equal(t, 1, w.policy(t).Version)
	})
}

func TestHowMuchAVersionChangesCanBeSaidAsItIsPublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for _, class := range []models.ChangeClass{models.Material, models.Editorial} {
			number := w.edit(t, string(class))
			form := models.PolicyPublicationForm{ChangeClass: new(string(class))}
			view, err := w.Policies.Publish(t.Context(), policyEditor(), number, with(form))
			require.NoError(t, err)
			require.Equal(t, class, view.ChangeClass)
			require.Equal(t, class, w.requireGenuine(t, number).ChangeClass)
		}
		form := models.PolicyPublicationForm{ChangeClass: new("small")}
		_, err := w.Policies.Publish(t.Context(), policyEditor(), w.edit(t, "چهار"), with(form))
		requireViolation(t, err, "/change_class", "unknown_value")
	})
}
