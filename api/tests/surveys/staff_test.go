package surveys_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// patchSurvey has an editor change a survey.
func (w *world) patchSurvey(m member, slug, form string) reply {
	w.T.Helper()
	return w.SendLenient(http.MethodPatch, staffSurveysPath+"/"+slug, form, m.Headers("Accept-Language", "en")...)
}

// surveyMistakes are forms for a new survey that is refused; DEFINITION stands for a good definition.
func surveyMistakes() []refusal {
	invalid := func(body string, broken map[string]string) refusal {
		return refusal{
			Name: body, Body: body, Status: http.StatusUnprocessableEntity, Code: "validation_failed", Broken: broken,
		}
	}
	with := func(members string, broken map[string]string) refusal {
		return invalid(`{"slug":"new","definition":DEFINITION,`+members+`}`, broken)
	}
	slug := func(slug, code string) refusal {
		return invalid(`{"slug":"`+slug+`","definition":DEFINITION}`, map[string]string{"/slug": code})
	}
	malformed := func(body string) refusal {
		return refusal{Name: body, Body: body, Status: http.StatusBadRequest, Code: "malformed_json"}
	}
	return []refusal{
		malformed(`[]`), malformed(`{"slug":"a","slug":"b","definition":DEFINITION}`),
		malformed(`{"slug":"new","definition":{"title":"a","title":"b"}}`), malformed(`{"slug":"new","definition":{]}`),
		invalid(`{}`, map[string]string{"/slug": "required", "/definition": "required"}),
		invalid(`{"slug":7,"definition":DEFINITION,"title":"x"}`,
			map[string]string{"/slug": "wrong_type", "/title": "unknown_field"}),
		slug("", "required"), slug("Ab", "not_a_slug"), slug("رضایت", "not_a_slug"), slug("a b", "not_a_slug"),
		slug("-a", "not_a_slug"), slug("a/b", "not_a_slug"), slug("..", "not_a_slug"),
		slug(strings.Repeat("a", 61), "too_long"),
		with(`"k":2`, map[string]string{"/k": "out_of_range"}), with(`"k":1001`, map[string]string{"/k": "out_of_range"}),
		with(`"k":"10"`, map[string]string{"/k": "wrong_type"}), with(`"k":null`, map[string]string{"/k": "wrong_type"}),
		with(`"privacy":"secret"`, map[string]string{"/privacy": "unknown_value"}),
		with(`"access":"closed"`, map[string]string{"/access": "unknown_value"}),
		with(`"privacy":"blind","access":"open"`, map[string]string{"/access": "blind_needs_invitations"}),
		with(`"opens_at":"2026-11-23T10:00:00Z","closes_at":"2026-11-23T10:00:00Z"`,
			map[string]string{"/closes_at": "not_after_from"}),
		with(`"opens_at":"tomorrow"`, map[string]string{"/opens_at": "not_a_time"}),
		with(`"opens_at":"2026-11-23"`, map[string]string{"/opens_at": "not_a_time"}),
		with(`"state":"published"`, map[string]string{"/state": "unknown_field"}),
	}
}

func TestMistakesInASurveyAreRefusedAndChangeNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		w.DraftSurvey(editor, "taken", apitest.Moods())
		before := w.surveysStored()
		for _, r := range surveyMistakes() {
			form := strings.ReplaceAll(r.Body, "DEFINITION", apitest.ToText(apitest.Moods()))
			got := w.SendLenient(http.MethodPost, staffSurveysPath, form, editor.Headers()...)
			require.Equal(t, r.Status, got.Status, "%s: %s", r.Name, got.Body)
			document := got.Problem(t, r.Status, r.Code)
			if r.Broken != nil {
				require.Equal(t, r.Broken, document.Broken(), r.Name)
			}
			if strings.Contains(r.Body, `"slug":"new",`) || r.Code == "malformed_json" {
				got := w.patchSurvey(editor, "taken", strings.Replace(form, `"slug":"new",`, "", 1))
				require.Equal(t, r.Status, got.Status, "as a change: %s", r.Name)
			}
		}
		w.TrySurvey(editor, "taken", apitest.Moods()).Problem(t, http.StatusConflict, "survey_exists")
		huge := w.SendLenient(http.MethodPost, staffSurveysPath, strings.Repeat(" ", 512<<10+1), editor.Headers()...)
		huge.Problem(t, http.StatusRequestEntityTooLarge, "body_too_large")
		text := w.SendLenient(http.MethodPost, staffSurveysPath, "{}", editor.Headers("Content-Type", "text/plain")...)
		text.Problem(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
		require.Equal(t, before, w.surveysStored())

		key := editor.Headers("Idempotency-Key", "draft-1")
		form := apitest.ToText(object{"slug": "new", "definition": apitest.Moods()})
		first := w.Post(staffSurveysPath, form, key...)
		again := w.Post(staffSurveysPath, form, key...)
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		require.Equal(t, string(first.Body), string(again.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.EqualValues(t, 2, w.Rows("surveys"))
	})
}

// TestTheLifeOfASurvey from its draft over two versions to its end, with everything that is not possible on the way.
func TestTheLifeOfASurvey(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		not := func(code string, moves ...string) {
			t.Helper()
			for _, what := range moves {
				w.ActOnSurvey(editor, "life", what, "").Problem(t, http.StatusConflict, code)
			}
		}
		draft := w.DraftSurvey(editor, "life", apitest.Moods(), object{"k": 4, "opens_at": "2026-11-22T12:05:00+03:30"})
		require.Equal(t, []any{1, models.SurveyDraft, 0, 4}, []any{draft.Version, draft.State, draft.PublishedVersion, draft.K})
		require.Equal(t, "2026-11-22T08:35:00Z", draft.OpensAt.Format(time.RFC3339))
		not("survey_unpublished", "pause", "close")
		not("survey_not_paused", "resume")
		w.ActOnSurvey(editor, "life", "publish", `{"force":true}`).Problem(t, 422, "validation_failed")

		published := w.MoveSurvey(editor, "life", "publish")
		require.Equal(t, models.SurveyScheduled, published.State)
		not("survey_published", "publish")
		moved := apitest.Decode[models.StaffSurveyView](t, w.patchSurvey(editor, "life", `{"opens_at":""}`))
		require.Equal(t, []any{1, models.SurveyPublished}, []any{moved.Version, moved.State}, "only when it opens was moved")
		not("survey_published", "publish")
		not("survey_not_paused", "resume")
		w.MoveSurvey(editor, "life", "pause")
		not("survey_paused", "pause")
		w.MoveSurvey(editor, "life", "resume")
		w.SendLenient(http.MethodDelete, staffSurveysPath+"/life", "", editor.Headers()...).Problem(t, 409, "survey_published")
		for _, fixed := range []string{`{"privacy":"blind"}`, `{"access":"invitation"}`} {
			w.patchSurvey(editor, "life", fixed).Problem(t, http.StatusConflict, "survey_privacy_fixed")
		}
		w.Answered(w.Survey("life"), object{"mood": "good"})

		second := apitest.Decode[models.StaffSurveyView](t, w.patchSurvey(editor, "life", `{"k":9}`))
		require.Equal(t, []any{2, models.SurveyDraft, 1, 9},
			[]any{second.Version, second.State, second.PublishedVersion, second.K})
		require.Equal(t, 4, w.Survey("life").K)
		gone := w.Send(http.MethodDelete, staffSurveysPath+"/life", "", editor.Headers()...)
		require.Equal(t, http.StatusNoContent, gone.Status)
		require.Equal(t, models.SurveyPublished, w.seeSurvey(editor, "life").State)
		w.patchSurvey(editor, "life", `{"k":7}`)
		w.MoveSurvey(editor, "life", "publish")
		view := w.seeSurvey(editor, "life")
		require.Equal(t, []models.SurveyState{models.SurveyPublished, models.SurveyClosed},
			[]models.SurveyState{view.Versions[0].State, view.Versions[1].State})
		require.NotNil(t, view.Versions[1].ClosedAt)

		w.MoveSurvey(editor, "life", "close")
		not("survey_closed", "close", "pause")
		not("survey_not_paused", "resume")
		not("survey_published", "publish")
		w.patchSurvey(editor, "life", `{"closes_at":""}`).Problem(t, http.StatusConflict, "survey_closed")
		require.Equal(t, models.SurveyClosed, w.Survey("life").State)
		requireLife(t, w, privacy)
	})
}

// requireLife looks for the life of a survey in the ledger.
func requireLife(t *testing.T, w *world, privacy member) {
	t.Helper()
	var actions []string
	for _, entry := range w.LedgerEntries(privacy, "") {
		if action, ours := strings.CutPrefix(entry.Action, "survey."); ours {
			actions = append(actions, action+" "+entry.Subject)
		}
	}
	require.Equal(t, []string{
		"drafted life 1", "published life 1", "moved life 1", "paused life 1", "resumed life 1", "changed life 2",
		"discarded life 2", "changed life 2", "published life 2", "closed life 2",
	}, actions)
}

func TestASurveyOpensAndClosesInOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		w.DraftSurvey(editor, "timed", apitest.Moods(), object{"closes_at": "2026-11-22T08:30:00Z"})
		broken := w.ActOnSurvey(editor, "timed", "publish", "").Problem(t, 422, "validation_failed").Broken()
		require.Equal(t, map[string]string{"/closes_at": "in_the_past"}, broken)
		w.patchSurvey(editor, "timed", `{"closes_at":"۲۰۲۶-۱۱-۲۲T۰۸:۵۰:۰۰Z"}`)
		w.MoveSurvey(editor, "timed", "publish")
		require.Equal(t, "2026-11-22T08:50:00Z", w.Survey("timed").ClosesAt.Format(time.RFC3339))
		broken = w.patchSurvey(editor, "timed", `{"opens_at":"2026-11-22T08:50:00Z"}`).Problem(t, 422,
			"validation_failed").Broken()
		require.Equal(t, map[string]string{"/closes_at": "not_after_from", "/opens_at": "in_the_past"}, broken)
		w.Answered(w.Survey("timed"), object{"mood": "good"})
		w.Clock.Advance(20 * time.Minute)
		w.patchSurvey(editor, "timed", `{"closes_at":"2026-11-23T08:50:00Z"}`).Problem(t, 409, "survey_closed")
		require.Equal(t, models.SurveyClosed, w.seeSurvey(editor, "timed").State)
		require.Equal(t, "2026-11-22T08:50:00Z", w.seeSurvey(editor, "timed").Versions[0].ClosedAt.Format(time.RFC3339))
	})
}

func TestAllSurveysAreListedForStaff(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		w.OpenSurvey(editor, "b-open", apitest.Moods())
		w.DraftSurvey(editor, "a-draft", apitest.Moods(), object{"privacy": "blind"})
		w.OpenSurvey(editor, "c-closed", apitest.Moods())
		w.MoveSurvey(editor, "c-closed", "close")
		var seen []string
		for cursor := ""; ; {
			got := w.Get(staffSurveysPath+"?limit=2"+cursor, editor.Headers("Accept-Language", "en")...)
			page := apitest.Decode[models.Page[models.StaffSurveyItem]](t, got)
			for _, item := range page.Items {
				require.Equal(t, "Survey", item.Title)
				seen = append(seen, item.Slug+" "+string(item.State)+" "+string(item.Access))
			}
			if page.NextCursor == nil {
				break
			}
			cursor = "&cursor=" + *page.NextCursor
		}
		require.Equal(t, []string{"a-draft draft invitation", "b-open published open", "c-closed closed open"}, seen)
		got := w.SendLenient(http.MethodGet, staffSurveysPath+"?state=draft", "", editor.Headers()...)
		got.Problem(t, 422, "validation_failed")
		w.Get(staffSurveysPath+"/never", editor.Headers()...).Problem(t, 404, "survey_unknown")
	})
}
