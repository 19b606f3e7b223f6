package surveys_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/kernel"
)

// confided are answers to ruled and a respondent, each with a mark that is met nowhere else, and the marks.
func confided() (answers, respondent object, marks []string) {
	answers = object{
		"mood": "other", "mood-Comment": "نیلوفرانه", "note": "شباویز", "thoughts": "کهربادل\nدوم",
		"weight": "3.14159", "count": 4, "sum": 271828, "day": "2031-07-19",
		"again": true, "grid": object{"a": "yes", "b": "no"}, "parts": object{"first": "مرغوایی", "second": "دلارامی"},
	}
	respondent = object{
		"first_name": "سیمرغ", "last_name": "ققنوس", "email": "simorgh@example.org", "phone": "+989351112233",
	}
	return answers, respondent, []string{
		"نیلوفرانه", "شباویز", "کهربادل", "3.14159", "271828", "2031-07", "مرغوایی", "دلارامی", "سیمرغ", "ققنوس",
		"simorgh@example.org", "9351112233", "MarkedAgent", "203.0.113.77",
	}
}

// requireNone asserts that a text has none of the marks, however they are spelt.
func requireNone(t *testing.T, place, text string, marks []string) {
	t.Helper()
	for _, mark := range marks {
		for _, spelling := range apitest.Spellings(mark) {
			require.NotContains(t, text, spelling, place)
		}
	}
}

// TestWhatPeopleSayIsHeardAndNotRepeated: answers and names are neither in what is answered, accepted or refused, nor in
// a header, nor in the log, nor readable in the database, before and after the survey is closed.
func TestWhatPeopleSayIsHeardAndNotRepeated(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "ruled", ruled(), object{"k": 3})
		answers, respondent, marks := confided()
		tokens := w.InviteTo(editor, "ruled", 4)
		marks = append(marks, tokens...)
		say := func(changed object, more object) reply {
			said := maps.Clone(answers)
			maps.Copy(said, changed)
			return w.SendLenient(http.MethodPost, surveysPath+"/ruled/responses", apitest.Answering(survey, said, more),
				"User-Agent", "MarkedAgent", "X-Forwarded-For", "203.0.113.77", "Referer", "https://x/نیلوفرانه")
		}
		for i, token := range tokens {
			got := say(nil, object{"respondent": respondent, "invitation": token})
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
			require.JSONEq(t, `{"accepted":true}`, string(got.Body))
			requireNone(t, "a header", apitest.ToText(got.Header), marks)
			requireKept(t, w, int64(i+1), int64(i+1))
		}
		for name, refused := range map[string]reply{
			"an invitation again": say(nil, object{"respondent": respondent, "invitation": tokens[0]}),
			"no invitation":       say(nil, object{"respondent": respondent, "invitation": tokens[0] + "شباویز"}),
			"types": say(object{"mood": []string{"نیلوفرانه"}, "note": object{"a": "شباویز"}, "thoughts": []any{"کهربادل"}},
				object{"respondent": respondent}),
			"rules": say(object{"day": "2031-07-19x", "count": 271828, "sum": "271828x", "note": "شباویز3.14159"},
				object{"respondent": object{"first_name": "سیمرغ1", "email": "simorgh@example.org@", "phone": "9351112233x"}}),
			"choices": say(object{"grid": object{"a": "نیلوفرانه"}, "again": "شباویز"}, object{"respondent": "ققنوس"}),
			"no JSON": w.SendLenient(http.MethodPost, surveysPath+"/ruled/responses",
				apitest.Answering(survey, answers, object{"respondent": respondent})+"نیلوفرانه"),
		} {
			require.GreaterOrEqual(t, refused.Status, 400, name)
			requireNone(t, name, string(refused.Body)+apitest.ToText(refused.Header), marks)
		}
		requireKept(t, w, 4, 4)
		require.Contains(t, w.Log.String(), `"route":"/api/v1/surveys/:slug/responses"`, "the log was looked at")
		for range 2 {
			requireNone(t, "the log", w.Log.String(), marks)
			requireNone(t, "the database", w.Stored(), marks)
			w.RequireNotOnDisk("شباویز", tokens[0])
			if w.Survey("ruled").State != models.SurveyClosed {
				w.MoveSurvey(editor, "ruled", "close")
			}
		}
		require.Zero(t, w.Rows("survey_waiting"))
		require.Zero(t, w.Rows("survey_invitations"))
		requireKept(t, w, 4, 4)
	})
}

// TestEverySubsetOfARespondentIsAccepted, the empty one too; nobody can tell from the answer which it was.
func TestEverySubsetOfARespondentIsAccepted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		survey := w.OpenSurvey(editor, "moods", apitest.Moods(), object{"k": 3})
		given := []struct{ name, written, kept string }{
			{"first_name", " علي‌رضا ", "علی‌رضا"},
			{"last_name", "كاظمی", "کاظمی"},
			{"email", "Sara@EXAMPLE.org", "Sara@example.org"},
			{"phone", "۰۹۱۲ ۱۲۳ ۴۵۶۷", "+989121234567"},
		}
		var expected []string
		for subset := range 1 << len(given) {
			respondent, kept := object{}, object{}
			for i, field := range given {
				if subset>>i&1 == 1 {
					respondent[field.name], kept[field.name] = field.written, field.kept
				}
			}
			form := apitest.Answering(survey, object{"mood": "good"}, object{"respondent": respondent})
			got := w.SendLenient(http.MethodPost, surveysPath+"/moods/responses", form)
			require.Equal(t, http.StatusCreated, got.Status, "%v: %s", respondent, got.Body)
			require.JSONEq(t, `{"accepted":true}`, string(got.Body))
			if subset > 0 {
				expected = append(expected, apitest.ToText(kept))
			}
		}
		w.Answered(survey, object{"mood": "bad"}, object{"respondent": object{"first_name": " ", "email": ""}})
		requireKept(t, w, 17, 15, "who said nothing is nobody")

		ask := func() reply { return w.ActOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service"}`) }
		ask().Problem(t, http.StatusConflict, "survey_not_closed")
		w.MoveSurvey(editor, "moods", "close")
		got := ask()
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
		var read []string
		for _, person := range apitest.Decode[struct{ Items []object }](t, got).Items {
			read = append(read, apitest.ToText(person))
		}
		require.ElementsMatch(t, expected, read)
		requireRespondentsGuarded(t, w, privacy)
	})
}

// requireRespondentsGuarded reads respondents for what they did not say their names for, and looks for it in the ledger.
func requireRespondentsGuarded(t *testing.T, w *world, privacy member) {
	t.Helper()
	for form, broken := range map[string]map[string]string{
		`{"purpose":"use-offers"}`: {"/purpose": "not_its_purpose"},
		`{"purpose":"security"}`:   {"/purpose": "not_its_purpose"},
		`{"purpose":"curiosity"}`:  {"/purpose": "unknown_value"},
		`{}`:                       {"/purpose": "required"},
		`{"purpose":"use-service","version":"1"}`: {"/version": "wrong_type"},
	} {
		document := w.ActOnSurvey(privacy, "moods", "respondents", form).Problem(t, 422, "validation_failed")
		require.Equal(t, broken, document.Broken(), form)
		if broken["/purpose"] == "not_its_purpose" {
			require.Equal(t, "purpose", document.Errors[0].Clause)
		}
	}
	later := w.ActOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service","version":2}`)
	later.Problem(t, http.StatusNotFound, "results_unpublished")
	entries := w.LedgerEntries(privacy, "action=survey.respondents_read")
	require.Len(t, entries, 1, "what was refused was not read")
	require.Equal(t, map[string]string{"purpose": "use-service", "count": "15"}, entries[0].Detail)
	requireNone(t, "the ledger", apitest.ToText(entries), []string{"کاظمی", "9121234567"})
}

func TestNeedlessPersonalDataInAnswersIsNoticed(t *testing.T) {
	t.Parallel()
	const id = "0013542419"
	for _, policyOf := range []kernel.FreeTextPolicy{kernel.MaskFreeText, kernel.RefuseFreeText, kernel.KeepFreeText} {
		t.Run(string(policyOf), func(t *testing.T) {
			everywhere(t, func(t *testing.T, w *world) {
				editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
				survey := w.OpenSurvey(editor, "ruled", ruled(), object{"k": 3})
				answers := object{
					"mood": "other", "mood-Comment": "کد ملی من ۰۰۱۳۵۴۲۴۱۹ است", "thoughts": "id " + id + " end",
					"again": true, "grid": object{"a": "yes", "b": "no"}, "parts": object{"first": "ملی " + id},
				}
				got := w.Answer(survey, answers)
				require.NotContains(t, string(got.Body), id)
				pointers := []string{"/answers/mood-Comment", "/answers/thoughts", "/answers/parts/first"}
				if policyOf == kernel.RefuseFreeText {
					broken := got.Problem(t, 422, "validation_failed").Broken()
					for _, pointer := range pointers {
						require.Equal(t, "needless_personal_data", broken[pointer])
					}
					requireKept(t, w, 0, 0)
					return
				}
				require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
				var noticed []string
				for _, notice := range apitest.Decode[models.SurveyAccepted](t, got).Notices {
					require.Equal(t, map[bool]string{true: "masked", false: "kept"}[policyOf == kernel.MaskFreeText], notice.Action)
					require.NotEmpty(t, notice.Detail)
					noticed = append(noticed, notice.Pointer)
				}
				require.ElementsMatch(t, pointers, noticed)
				for range 2 {
					w.Answered(survey, answers)
				}
				w.MoveSurvey(editor, "ruled", "close")
				texts := string(w.Get(staffSurveysPath+"/ruled/texts", analyst.Headers()...).Body)
				kept := strings.Count(texts, id) + strings.Count(texts, "۰۰۱۳۵۴۲۴۱۹")
				require.Equal(t, map[bool]int{true: 0, false: 9}[policyOf == kernel.MaskFreeText], kept, texts)
			}, apitest.FreeText(policyOf))
		})
	}
}

func TestAnAnswerThatIsSentTwiceIsKeptOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "moods", apitest.Moods(), object{"access": "invitation"})
		other := w.OpenSurvey(editor, "others", apitest.Moods())
		token := w.InviteTo(editor, "moods", 1)[0]
		key := []string{"Idempotency-Key", "6f1f0b0e"}
		form := apitest.Answering(survey, object{"mood": "good", "thoughts": "شباویز"},
			object{"invitation": token, "respondent": object{"first_name": "سیمرغ"}})
		send := func(form string) reply { return w.Post(surveysPath+"/moods/responses", form, key...) }
		first := send(form)
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		again := send(form)
		require.Equal(t, http.StatusCreated, again.Status, "the invitation is spent, but by the same request")
		require.Equal(t, string(first.Body), string(again.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		send(apitest.Answering(survey, object{"mood": "bad"}, object{"invitation": token})).Problem(t, 409, "idempotency_conflict")
		requireKept(t, w, 1, 1)
		elsewhere := w.Post(surveysPath+"/others/responses", apitest.Answering(other, object{"mood": "good"}), key...)
		require.Equal(t, http.StatusCreated, elsewhere.Status, "a key means nothing in another survey")
		requireKept(t, w, 2, 1)
		requireNone(t, "the database", w.Stored(), []string{"شباویز", "سیمرغ", token, "6f1f0b0e"})

		statuses := apitest.InParallel(40, func() int {
			return w.Post(surveysPath+"/others/responses", apitest.Answering(other, object{"mood": "bad"}),
				"Idempotency-Key", "the-same").Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 40}, statuses)
		requireKept(t, w, 3, 1)
	})
}
