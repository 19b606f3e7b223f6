package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestAnInvitationLetsSomebodyAnswerOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "invited", moods(), object{"access": "invitation", "k": 3})
		require.Equal(t, models.AccessInvitation, survey.Access)
		tokens := w.inviteTo(editor, "invited", 3)
		w.openSurvey(editor, "elsewhere", moods())
		foreign := w.inviteTo(editor, "elsewhere", 1)[0]
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(tokens))), 3)
		answer := func(token any) reply {
			return w.answer(survey, object{"mood": "good"}, object{"invitation": token})
		}
		broken := w.answer(survey, object{"mood": "good"}).problem(t, 422, "validation_failed").broken()
		require.Equal(t, map[string]string{"/invitation": "required"}, broken)
		for _, wrong := range []string{"x", "7F3K-9QX2-MV0T-8WN4-RHCB-6YJD", flipSymbol(tokens[0]), foreign, "'; --"} {
			answer(wrong).problem(t, http.StatusForbidden, "invitation_unknown")
		}
		requireKept(t, w, 0, 0)

		refused := w.answer(survey, object{"mood": "never"}, object{"invitation": tokens[0]})
		refused.problem(t, 422, "validation_failed")
		spelt := strings.ToLower(strings.ReplaceAll(tokens[0], "-", " "))
		require.Equal(t, http.StatusCreated, answer(spelt).status, "what is refused spends nothing, and spelling is no matter")
		answer(tokens[0]).problem(t, http.StatusForbidden, "invitation_unknown")
		view := w.seeSurvey(editor, "invited")
		require.EqualValues(t, 3, view.Invited)
		require.EqualValues(t, 2, view.Unused)

		next := w.send(http.MethodPatch, staffSurveysPath+"/invited", `{"k":4}`, editor.headers()...)
		require.Equal(t, http.StatusOK, next.status, string(next.body))
		w.moveSurvey(editor, "invited", "publish")
		require.Equal(t, http.StatusCreated, answer(tokens[1]).status, "an invitation is for whatever version is in force")
		answer(tokens[1]).problem(t, http.StatusForbidden, "invitation_unknown")
		requireKept(t, w, 2, 0)
		requireNone(t, "the database", w.stored(), tokens)
	})
}

// TestAnOpenSurveyTakesInvitationsToo: one that is given has to hold, and is spent.
func TestAnOpenSurveyTakesInvitationsToo(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "moods", moods())
		token := w.inviteTo(editor, "moods", 1)[0]
		w.answered(survey, object{"mood": "good"})
		w.answered(survey, object{"mood": "good"}, object{"invitation": token})
		w.answer(survey, object{"mood": "good"}, object{"invitation": token}).problem(t, 403, "invitation_unknown")
		requireKept(t, w, 2, 0)
	})
}

// TestTwoHundredUsesOfOneInvitation at once: one is accepted, and only what it said is kept.
func TestTwoHundredUsesOfOneInvitation(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "invited", moods(), object{"access": "invitation"})
		token := w.inviteTo(editor, "invited", 1)[0]
		form := answering(survey, object{"mood": "good"},
			object{"invitation": token, "respondent": object{"first_name": "سارا"}})
		statuses := inParallel(200, func() int { return w.post(surveysPath+"/invited/responses", form).status })
		require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusForbidden: 199}, statuses)
		require.Zero(t, w.rows("survey_invitations"))
		requireKept(t, w, 1, 1, "of who was refused nothing is kept")
	})
}

// TestEightyInvitationsAtOnce: everybody who was invited gets in.
func TestEightyInvitationsAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "invited", moods(), object{"access": "invitation"})
		tokens := make(chan string, 80)
		for _, token := range w.inviteTo(editor, "invited", cap(tokens)) {
			tokens <- token
		}
		statuses := inParallel(cap(tokens), func() int {
			return w.answer(survey, object{"mood": "bad"}, object{"invitation": <-tokens}).status
		})
		require.Equal(t, map[int]int{http.StatusCreated: cap(tokens)}, statuses, w.log.String())
		requireKept(t, w, int64(cap(tokens)), 0)
	})
}

func TestInvitationsAreMadeAsManyAsAreAskedFor(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.staff(models.RoleEditor), w.staff(models.RolePrivacy)
		w.draftSurvey(editor, "invited", moods())
		for form, broken := range map[string]map[string]string{
			`{}`:                    {"/count": "required"},
			`{"count":0}`:           {"/count": "required"},
			`{"count":-1}`:          {"/count": "out_of_range"},
			`{"count":5001}`:        {"/count": "out_of_range"},
			`{"count":1.5}`:         {"/count": "wrong_type"},
			`{"count":"3"}`:         {"/count": "wrong_type"},
			`{"count":1,"email":1}`: {"/email": "unknown_field"},
		} {
			got := w.actOnSurvey(editor, "invited", "invitations", form)
			require.Equal(t, slices.Collect(maps.Keys(broken)),
				slices.Collect(maps.Keys(got.problem(t, 422, "validation_failed").broken())), form)
		}
		w.actOnSurvey(editor, "never", "invitations", `{"count":1}`).problem(t, 404, "survey_unknown")

		at, key := staffSurveysPath+"/invited/invitations", editor.headers("Idempotency-Key", "letters")
		first := w.post(at, `{"count":5000}`, key...)
		require.Equal(t, http.StatusCreated, first.status)
		require.Equal(t, "no-store", first.header.Get("Cache-Control"))
		again := w.post(at, `{"count":5000}`, key...)
		require.Equal(t, string(first.body), string(again.body), "who lost them on the way gets the same")
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		w.post(at, `{"count":4}`, key...).problem(t, 409, "idempotency_conflict")
		view := w.seeSurvey(editor, "invited")
		require.EqualValues(t, 5000, view.Invited)
		require.EqualValues(t, 5000, view.Unused)
		entries := w.entries(privacy, "action=survey.invited")
		require.Len(t, entries, 1)
		require.Equal(t, map[string]string{"count": "5000"}, entries[0].Detail)
		var tokens struct{ Tokens []string }
		require.NoError(t, json.Unmarshal(first.body, &tokens))
		requireNone(t, "the database", w.stored(), tokens.Tokens[:20])
	})
}
