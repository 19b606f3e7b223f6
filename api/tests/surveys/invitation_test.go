package surveys_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestAnInvitationLetsSomebodyAnswerOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "invited", apitest.Moods(), object{"access": "invitation", "k": 3})
		require.Equal(t, models.AccessInvitation, survey.Access)
		tokens := w.InviteTo(editor, "invited", 3)
		w.OpenSurvey(editor, "elsewhere", apitest.Moods())
		foreign := w.InviteTo(editor, "elsewhere", 1)[0]
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(tokens))), 3)
		answer := func(token any) reply {
			return w.Answer(survey, object{"mood": "good"}, object{"invitation": token})
		}
		broken := w.Answer(survey, object{"mood": "good"}).Problem(t, 422, "validation_failed").Broken()
		require.Equal(t, map[string]string{"/invitation": "required"}, broken)
		for _, wrong := range []string{
			"x", "7F3K-9QX2-MV0T-8WN4-RHCB-6YJD", apitest.FlipSymbol(tokens[0]), foreign, "'; --",
		} {
			answer(wrong).Problem(t, http.StatusForbidden, "invitation_unknown")
		}
		requireKept(t, w, 0, 0)

		refused := w.Answer(survey, object{"mood": "never"}, object{"invitation": tokens[0]})
		refused.Problem(t, 422, "validation_failed")
		spelt := strings.ToLower(strings.ReplaceAll(tokens[0], "-", " "))
		require.Equal(t, http.StatusCreated, answer(spelt).Status, "what is refused spends nothing, and spelling is no matter")
		answer(tokens[0]).Problem(t, http.StatusForbidden, "invitation_unknown")
		view := w.seeSurvey(editor, "invited")
		require.EqualValues(t, 3, view.Invited)
		require.EqualValues(t, 2, view.Unused)

		next := w.Send(http.MethodPatch, staffSurveysPath+"/invited", `{"k":4}`, editor.Headers()...)
		require.Equal(t, http.StatusOK, next.Status, string(next.Body))
		w.MoveSurvey(editor, "invited", "publish")
		require.Equal(t, http.StatusCreated, answer(tokens[1]).Status, "an invitation is for whatever version is in force")
		answer(tokens[1]).Problem(t, http.StatusForbidden, "invitation_unknown")
		requireKept(t, w, 2, 0)
		requireNone(t, "the database", w.Stored(), tokens)
	})
}

// TestAnOpenSurveyTakesInvitationsToo: one that is given has to hold, and is spent.
func TestAnOpenSurveyTakesInvitationsToo(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "moods", apitest.Moods())
		token := w.InviteTo(editor, "moods", 1)[0]
		w.Answered(survey, object{"mood": "good"})
		w.Answered(survey, object{"mood": "good"}, object{"invitation": token})
		w.Answer(survey, object{"mood": "good"}, object{"invitation": token}).Problem(t, 403, "invitation_unknown")
		requireKept(t, w, 2, 0)
	})
}

// TestTwoHundredUsesOfOneInvitation at once: one is accepted, and only what it said is kept.
func TestTwoHundredUsesOfOneInvitation(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "invited", apitest.Moods(), object{"access": "invitation"})
		token := w.InviteTo(editor, "invited", 1)[0]
		form := apitest.Answering(survey, object{"mood": "good"},
			object{"invitation": token, "respondent": object{"first_name": "سارا"}})
		statuses := apitest.InParallel(200, func() int { return w.Post(surveysPath+"/invited/responses", form).Status })
		require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusForbidden: 199}, statuses)
		require.Zero(t, w.Rows("survey_invitations"))
		requireKept(t, w, 1, 1, "of who was refused nothing is kept")
	})
}

// TestEightyInvitationsAtOnce: everybody who was invited gets in.
func TestEightyInvitationsAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "invited", apitest.Moods(), object{"access": "invitation"})
		tokens := make(chan string, 80)
		for _, token := range w.InviteTo(editor, "invited", cap(tokens)) {
			tokens <- token
		}
		statuses := apitest.InParallel(cap(tokens), func() int {
			return w.Answer(survey, object{"mood": "bad"}, object{"invitation": <-tokens}).Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: cap(tokens)}, statuses, w.Log.String())
		requireKept(t, w, int64(cap(tokens)), 0)
	})
}

func TestInvitationsAreMadeAsManyAsAreAskedFor(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		w.DraftSurvey(editor, "invited", apitest.Moods())
		for form, broken := range map[string]map[string]string{
			`{}`:                    {"/count": "required"},
			`{"count":0}`:           {"/count": "required"},
			`{"count":-1}`:          {"/count": "out_of_range"},
			`{"count":5001}`:        {"/count": "out_of_range"},
			`{"count":1.5}`:         {"/count": "wrong_type"},
			`{"count":"3"}`:         {"/count": "wrong_type"},
			`{"count":1,"email":1}`: {"/email": "unknown_field"},
		} {
			got := w.ActOnSurvey(editor, "invited", "invitations", form)
			require.Equal(t, slices.Collect(maps.Keys(broken)),
				slices.Collect(maps.Keys(got.Problem(t, 422, "validation_failed").Broken())), form)
		}
		w.ActOnSurvey(editor, "never", "invitations", `{"count":1}`).Problem(t, 404, "survey_unknown")

		at, key := staffSurveysPath+"/invited/invitations", editor.Headers("Idempotency-Key", "letters")
		first := w.Post(at, `{"count":5000}`, key...)
		require.Equal(t, http.StatusCreated, first.Status)
		require.Equal(t, "no-store", first.Header.Get("Cache-Control"))
		again := w.Post(at, `{"count":5000}`, key...)
		require.Equal(t, string(first.Body), string(again.Body), "who lost them on the way gets the same")
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		w.Post(at, `{"count":4}`, key...).Problem(t, 409, "idempotency_conflict")
		view := w.seeSurvey(editor, "invited")
		require.EqualValues(t, 5000, view.Invited)
		require.EqualValues(t, 5000, view.Unused)
		entries := w.LedgerEntries(privacy, "action=survey.invited")
		require.Len(t, entries, 1)
		require.Equal(t, map[string]string{"count": "5000"}, entries[0].Detail)
		var tokens struct{ Tokens []string }
		require.NoError(t, json.Unmarshal(first.Body, &tokens))
		requireNone(t, "the database", w.Stored(), tokens.Tokens[:20])
	})
}
