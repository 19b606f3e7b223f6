package surveys_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// TestTheEndWaitsForWhoeverIsAnswering: somebody is past the door, and their answer is not written yet, when the survey
// is closed. SQLite has one writer at a time, so that this cannot be there.
func TestTheEndWaitsForWhoeverIsAnswering(t *testing.T) {
	db := storetest.Postgres(t)
	for name, end := range map[string]func(w *world) error{
		"closing": func(w *world) error {
			_, err := w.Surveys.Close(t.Context(), surveyEditor(), "closing")
			return err
		},
		"pausing": func(w *world) error {
			_, err := w.Surveys.Pause(t.Context(), surveyEditor(), "pausing")
			return err
		},
		"publishing": func(w *world) error {
			_, err := w.Surveys.Publish(t.Context(), surveyEditor(), "publishing")
			return err
		},
	} {
		w := newWorld(t, db)
		view := w.survey(t, name, wide())
		if name == "publishing" {
			_, err := w.surveyChanged(t, name, models.SurveyChangeForm{Definition: questions(mood())})
			require.NoError(t, err)
		}
		ended := make(chan struct{})
		var failure error
		w.meanwhile(t, "survey_waiting", func() {
			go func() {
				defer close(ended)
				failure = end(w)
			}()
			w.untilWaiting(t, ended)
		})
		form := models.SurveyResponseForm{DefinitionHash: view.Hash, Answers: good(0)}
		_, _, err := w.Surveys.Answer(t.Context(), name, kerneltest.With(form))
		<-ended
		require.NoError(t, failure)
		require.NoError(t, err, "it was there before the end")
		waiting, stored, counted := w.held(t, name, 1)
		if name == "pausing" {
			require.Equal(t, []int{1, 0, 0}, []int{waiting, stored, counted})
		} else {
			require.Equal(t, []int{0, 1, 1}, []int{waiting, stored, counted}, name)
		}
		_, _, err = w.Surveys.Answer(t.Context(), name, kerneltest.With(form))
		require.Equal(t, fault.Conflict, fault.As(err).Kind, "and the next one comes after it")
	}
}

// meanwhile has something happen once, just before a row of a table is written.
func (w *world) meanwhile(t kerneltest.Tester, table string, happens func()) {
	t.Helper()
	var once sync.Once
	err := w.db.Callback().Create().Before("gorm:create").Replace("meanwhile", func(tx *gorm.DB) {
		if tx.Statement.Table == table {
			once.Do(happens)
		}
	})
	require.NoError(t, err)
}

// untilWaiting returns when somebody waits for a lock of a version, or does not wait but is done.
func (w *world) untilWaiting(t kerneltest.Tester, done <-chan struct{}) {
	t.Helper()
	for waiting := 0; waiting == 0; {
		select {
		case <-done:
			return
		default:
		}
		err := w.db.Raw("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").Scan(&waiting).Error
		require.NoError(t, err)
	}
}
