package surveys_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// canonical is JSON with its members in order and without white space (RFC 8785, as far as our definitions need it).
func canonical(t kerneltest.Tester, text []byte) string {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(value))
	return string(bytes.TrimSpace(written.Bytes()))
}

func sha256Of(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// states are the versions of a survey and what has become of them, the newest first.
func surveyStates(view models.StaffSurveyView) (states []models.SurveyState) {
	for _, version := range view.Versions {
		states = append(states, version.State)
	}
	return states
}

func TestADraftIsNobodysBusinessUntilItIsPublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		draft := w.surveyDraft(t, "climate", questions(mood()))
		require.Equal(t, models.SurveyDraft, draft.State)
		require.Zero(t, draft.PublishedVersion)
		form := models.SurveyResponseForm{DefinitionHash: draft.Hash, Answers: good(0)}
		_, _, err := w.Surveys.Answer(t.Context(), "climate", kerneltest.With(form))
		kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
		_, err = w.Surveys.Find(t.Context(), "climate", kerneltest.With(models.LanguageQuery{}), models.Persian)
		kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
		_, err = w.Surveys.Results(t.Context(), "climate", kerneltest.With(models.SurveyResultsQuery{}))
		kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
		items, _, err := w.Surveys.Open(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, "", 10)
		require.NoError(t, err)
		require.Empty(t, items)

		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood(), asked("comment", "why"))})
		require.NoError(t, err)
		view := w.surveyPublished(t, "climate")
		require.Equal(t, []models.SurveyState{models.SurveyPublished}, surveyStates(view), "the draft was changed in place")
		require.NotEqual(t, draft.Hash, view.Hash)
		require.NoError(t, w.respond(t, "climate", answers{"mood": 2.0, "why": "چون"}))
	})
}

func TestTheHashIsThatOfTheCanonicalDefinition(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		written := []byte(`{ "elements":[{"name":"mood","type":"radiogroup","choices":[1,2],
			"title":{"fa":"حال‌وهوا؟","en":"Mood <&>?"}}], "title":{"fa":"جو","en":"Climate"} }`)
		view := w.survey(t, "climate", written)
		require.Equal(t, canonical(t, written), string(view.Definition))
		require.Equal(t, sha256Of([]byte(canonical(t, written))), view.Hash)
		require.Equal(t, view.Hash, w.hash(t, "climate"))
		require.Equal(t, canonical(t, written), w.version(t, "climate", 1).Definition)
	})
}

func TestWhatIsPausedTakesNoAnswersUntilItGoesOn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()))
		_, err := w.Surveys.Resume(t.Context(), surveyEditor(), "climate")
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_not_paused")
		for _, goOn := range []func() error{
			func() error { _, err := w.Surveys.Resume(t.Context(), surveyEditor(), "climate"); return err },
			func() error { _, err := w.Surveys.Publish(t.Context(), surveyEditor(), "climate"); return err },
		} {
			_, err = w.Surveys.Pause(t.Context(), surveyEditor(), "climate")
			require.NoError(t, err)
			_, err = w.Surveys.Pause(t.Context(), surveyEditor(), "climate")
			kerneltest.RequireFault(t, err, fault.Conflict, "survey_paused")
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0)), fault.Conflict, "survey_paused")
			require.NoError(t, goOn())
			require.NoError(t, w.respond(t, "climate", good(0)))
		}
		_, err = w.Surveys.Publish(t.Context(), surveyEditor(), "climate")
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_published")
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 2, waiting)
	})
}

func TestWhatIsClosedStaysClosed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()))
		w.crowd(t, "climate", 4, good)
		w.surveyClosed(t, "climate")
		for name, act := range map[string]func() error{
			"survey_closed":     func() error { _, err := w.Surveys.Close(t.Context(), surveyEditor(), "climate"); return err },
			"survey_published":  func() error { _, err := w.Surveys.Publish(t.Context(), surveyEditor(), "climate"); return err },
			"survey_not_paused": func() error { _, err := w.Surveys.Resume(t.Context(), surveyEditor(), "climate"); return err },
		} {
			kerneltest.RequireFault(t, act(), fault.Conflict, name)
		}
		_, err := w.Surveys.Pause(t.Context(), surveyEditor(), "climate")
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_closed")
		later := models.SurveySettings{ClosesAt: stamp(w.Now.Add(kerneltest.Day))}
		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{SurveySettings: later})
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_closed")
		kerneltest.RequireFault(t, w.respond(t, "climate", good(0)), fault.Conflict, "survey_closed")
		_, _, counted := w.held(t, "climate", 1)
		require.Equal(t, 4, counted)
	})
}

func TestAChangeBeginsTheNextVersionAndAnswersStayWithTheirs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first := w.survey(t, "climate", questions(mood()))
		w.crowd(t, "climate", 5, good)
		draft, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			Definition: questions(mood(), asked("radiogroup", "pace", `"choices":[1,2]`)),
		})
		require.NoError(t, err)
		require.Equal(t, []models.SurveyState{models.SurveyDraft, models.SurveyPublished}, surveyStates(draft))
		require.Equal(t, first.Hash, w.hash(t, "climate"), "people answer the first one still")
		require.NoError(t, w.respond(t, "climate", good(0)))

		second := w.surveyPublished(t, "climate")
		require.Equal(t, []models.SurveyState{models.SurveyPublished, models.SurveyClosed}, surveyStates(second))
		form := models.SurveyResponseForm{DefinitionHash: first.Hash, Answers: good(0)}
		_, _, err = w.Surveys.Answer(t.Context(), "climate", kerneltest.With(form))
		kerneltest.RequireFault(t, err, fault.Conflict, "definition_changed")
		w.crowd(t, "climate", 4, func(int) answers { return answers{"mood": 3.0, "pace": 2.0} })
		w.surveyClosed(t, "climate")

		one, two := w.results(t, "climate", "1", ""), w.results(t, "climate", "", "")
		require.Equal(t, []int{6, 4}, []int{*one.Responses, *two.Responses})
		require.Len(t, one.Variables, 1)
		require.Len(t, two.Variables, 2)
		require.Equal(t, 6, *one.Variables[0].Cells[0].Count)
		require.Equal(t, 4, *two.Variables[0].Cells[2].Count)
	})
}

func TestTimeAloneOpensAndCloses(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		opens, closes := w.Now.Add(kerneltest.Day), w.Now.Add(2*kerneltest.Day)
		w.survey(t, "climate", questions(mood()), func(s *models.SurveySettings) {
			s.OpensAt, s.ClosesAt = stamp(opens), stamp(closes)
		})
		for _, moment := range []struct {
			now  time.Time
			code string
		}{
			{w.Now, "survey_not_open"},
			{opens.Add(-time.Microsecond), "survey_not_open"},
			{opens, ""},
			{closes.Add(-time.Microsecond), ""},
			{closes, "survey_closed"},
		} {
			w.Now = moment.now
			err := w.respond(t, "climate", good(0))
			if moment.code == "" {
				require.NoError(t, err)
				continue
			}
			kerneltest.RequireFault(t, err, fault.Conflict, moment.code)
		}
		view := w.surveySeen(t, "climate")
		require.Equal(t, models.SurveyClosed, view.State)
		require.Equal(t, closes, *view.Versions[0].ClosedAt)
		require.Equal(t, 2, w.stored(t), "though they are fewer than k: it has ended")
		require.True(t, w.results(t, "climate", "", "").Final)
	})
}

func TestOnlyWhenItOpensAndClosesMovesWithoutANewVersion(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()), func(s *models.SurveySettings) { s.ClosesAt = stamp(w.Now.Add(kerneltest.Day)) })
		moved, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{ClosesAt: stamp(w.Now.Add(3 * kerneltest.Day))},
		})
		require.NoError(t, err)
		require.Equal(t, []models.SurveyState{models.SurveyPublished}, surveyStates(moved))
		w.Pass(2 * kerneltest.Day)
		require.NoError(t, w.respond(t, "climate", good(0)))

		never, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{ClosesAt: new("")},
		})
		require.NoError(t, err)
		require.Nil(t, never.ClosesAt)
		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{OpensAt: stamp(w.Now.Add(2 * kerneltest.Day)), ClosesAt: stamp(w.Now.Add(kerneltest.Day))},
		})
		kerneltest.RequireViolation(t, err, "/closes_at", "not_after_from")
		for pointer, settings := range map[string]models.SurveySettings{
			"/opens_at": {OpensAt: stamp(w.Now.Add(kerneltest.Day))}, "/closes_at": {ClosesAt: stamp(w.Now)},
		} {
			_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{SurveySettings: settings})
			kerneltest.RequireViolation(t, err, pointer, "in_the_past")
		}
		require.NoError(t, w.respond(t, "climate", good(0)), "nothing of that has happened")
		same, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{})
		require.NoError(t, err)
		require.Equal(t, []models.SurveyState{models.SurveyPublished}, surveyStates(same), "nothing is to change")
		more, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{SurveySettings: models.SurveySettings{K: new(7)}})
		require.NoError(t, err)
		require.Equal(t, []models.SurveyState{models.SurveyDraft, models.SurveyPublished}, surveyStates(more))
		require.Equal(t, []int{7, 3}, []int{more.Versions[0].K, more.Versions[1].K})
	})
}

func TestWhatIsScheduledCanBeginAtAnotherTime(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		opening := func(moment *string) models.SurveyChangeForm {
			return models.SurveyChangeForm{SurveySettings: models.SurveySettings{OpensAt: moment}}
		}
		w.survey(t, "climate", questions(mood()), func(s *models.SurveySettings) { s.OpensAt = stamp(w.Now.Add(kerneltest.Day)) })
		_, err := w.surveyChanged(t, "climate", opening(stamp(w.Now.Add(2*kerneltest.Day))))
		require.NoError(t, err)
		w.Pass(kerneltest.Day)
		kerneltest.RequireFault(t, w.respond(t, "climate", good(0)), fault.Conflict, "survey_not_open")
		_, err = w.surveyChanged(t, "climate", opening(new("")))
		require.NoError(t, err)
		require.NoError(t, w.respond(t, "climate", good(0)))
	})
}
