package surveys_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// TestOneConnectionSuffices: whoever is in a transaction waits for nobody who may be waiting for it.
func TestOneConnectionSuffices(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		pool, err := db.DB()
		require.NoError(t, err)
		pool.SetMaxOpenConns(1)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // would be for ever
		defer cancel()
		view := w.survey(t, "climate", wide(), invited)
		for _, token := range w.invitations(t, "climate", 4) {
			form := models.SurveyResponseForm{
				DefinitionHash: view.Hash, Answers: answers{"mood": 1.0, "note": "یادداشت"}, Invitation: token,
				Respondent: models.Respondent{FirstName: "سارا"},
			}
			_, _, err := w.replica(t).Surveys.Answer(ctx, "climate", keyed(form, token, token))
			require.NoError(t, err)
		}
		stored, err := w.replica(t).Surveys.Store(ctx)
		require.NoError(t, err)
		require.Equal(t, 4, stored)
		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood())})
		require.NoError(t, err)
		_, err = w.replica(t).Surveys.Publish(ctx, surveyEditor(), "climate")
		require.NoError(t, err)
		_, err = w.replica(t).Surveys.Close(ctx, surveyEditor(), "climate")
		require.NoError(t, err)
		w.Pass(400 * kerneltest.Day)
		swept, err := w.replica(t).Surveys.Sweep(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, swept)
	})
}
