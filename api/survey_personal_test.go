package api_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services"
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
		for _, spelling := range spellings(mark) {
			require.NotContains(t, text, spelling, place)
		}
	}
}

// TestWhatPeopleSayIsHeardAndNotRepeated: answers and names are neither in what is answered, accepted or refused, nor in
// a header, nor in the log, nor readable in the database, before and after the survey is closed.
func TestWhatPeopleSayIsHeardAndNotRepeated(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "ruled", ruled(), object{"k": 3})
		answers, respondent, marks := confided()
		tokens := w.inviteTo(editor, "ruled", 4)
		marks = append(marks, tokens...)
		say := func(changed object, more object) reply {
			said := maps.Clone(answers)
			maps.Copy(said, changed)
			return w.sendLenient(http.MethodPost, surveysPath+"/ruled/responses", answering(survey, said, more),
				"User-Agent", "MarkedAgent", "X-Forwarded-For", "203.0.113.77", "Referer", "https://x/نیلوفرانه")
		}
		for i, token := range tokens {
			got := say(nil, object{"respondent": respondent, "invitation": token})
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
			require.JSONEq(t, `{"accepted":true}`, string(got.body))
			requireNone(t, "a header", toText(got.header), marks)
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
			"no JSON": w.sendLenient(http.MethodPost, surveysPath+"/ruled/responses",
				answering(survey, answers, object{"respondent": respondent})+"نیلوفرانه"),
		} {
			require.GreaterOrEqual(t, refused.status, 400, name)
			requireNone(t, name, string(refused.body)+toText(refused.header), marks)
		}
		requireKept(t, w, 4, 4)
		require.Contains(t, w.log.String(), `"route":"/api/v1/surveys/:slug/responses"`, "the log was looked at")
		for range 2 {
			requireNone(t, "the log", w.log.String(), marks)
			requireNone(t, "the database", w.stored(), marks)
			w.requireNotOnDisk([]byte("شباویز"))
			w.requireNotOnDisk([]byte(tokens[0]))
			if w.survey("ruled").State != models.SurveyClosed {
				w.moveSurvey(editor, "ruled", "close")
			}
		}
		require.Zero(t, w.rows("survey_waiting"))
		require.Zero(t, w.rows("survey_invitations"))
		requireKept(t, w, 4, 4)
	})
}

// TestEverySubsetOfARespondentIsAccepted, the empty one too; nobody can tell from the answer which it was.
func TestEverySubsetOfARespondentIsAccepted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.staff(models.RoleEditor), w.staff(models.RolePrivacy)
		survey := w.openSurvey(editor, "moods", moods(), object{"k": 3})
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
			form := answering(survey, object{"mood": "good"}, object{"respondent": respondent})
			got := w.sendLenient(http.MethodPost, surveysPath+"/moods/responses", form)
			require.Equal(t, http.StatusCreated, got.status, "%v: %s", respondent, got.body)
			require.JSONEq(t, `{"accepted":true}`, string(got.body))
			if subset > 0 {
				expected = append(expected, toText(kept))
			}
		}
		w.answered(survey, object{"mood": "bad"}, object{"respondent": object{"first_name": " ", "email": ""}})
		requireKept(t, w, 17, 15, "who said nothing is nobody")

		ask := func() reply { return w.actOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service"}`) }
		ask().problem(t, http.StatusConflict, "survey_not_closed")
		w.moveSurvey(editor, "moods", "close")
		got := ask()
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		var read []string
		for _, person := range decode[struct{ Items []object }](t, got).Items {
			read = append(read, toText(person))
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
		document := w.actOnSurvey(privacy, "moods", "respondents", form).problem(t, 422, "validation_failed")
		require.Equal(t, broken, document.broken(), form)
		if broken["/purpose"] == "not_its_purpose" {
			require.Equal(t, "purpose", document.Errors[0].Clause)
		}
	}
	later := w.actOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service","version":2}`)
	later.problem(t, http.StatusNotFound, "results_unpublished")
	entries := w.entries(privacy, "action=survey.respondents_read")
	require.Len(t, entries, 1, "what was refused was not read")
	require.Equal(t, map[string]string{"purpose": "use-service", "count": "15"}, entries[0].Detail)
	requireNone(t, "the ledger", toText(entries), []string{"کاظمی", "9121234567"})
}

func TestNeedlessPersonalDataInAnswersIsNoticed(t *testing.T) {
	t.Parallel()
	const id = "0013542419"
	for _, policyOf := range []services.FreeTextPolicy{services.MaskFreeText, services.RefuseFreeText, services.KeepFreeText} {
		t.Run(string(policyOf), func(t *testing.T) {
			everywhere(t, func(t *testing.T, w *world) {
				editor, analyst := w.staff(models.RoleEditor), w.staff(models.RoleAnalyst)
				survey := w.openSurvey(editor, "ruled", ruled(), object{"k": 3})
				answers := object{
					"mood": "other", "mood-Comment": "کد ملی من ۰۰۱۳۵۴۲۴۱۹ است", "thoughts": "id " + id + " end",
					"again": true, "grid": object{"a": "yes", "b": "no"}, "parts": object{"first": "ملی " + id},
				}
				got := w.answer(survey, answers)
				require.NotContains(t, string(got.body), id)
				pointers := []string{"/answers/mood-Comment", "/answers/thoughts", "/answers/parts/first"}
				if policyOf == services.RefuseFreeText {
					broken := got.problem(t, 422, "validation_failed").broken()
					for _, pointer := range pointers {
						require.Equal(t, "needless_personal_data", broken[pointer])
					}
					requireKept(t, w, 0, 0)
					return
				}
				require.Equal(t, http.StatusCreated, got.status, string(got.body))
				var noticed []string
				for _, notice := range decode[models.SurveyAccepted](t, got).Notices {
					require.Equal(t, map[bool]string{true: "masked", false: "kept"}[policyOf == services.MaskFreeText], notice.Action)
					require.NotEmpty(t, notice.Detail)
					noticed = append(noticed, notice.Pointer)
				}
				require.ElementsMatch(t, pointers, noticed)
				for range 2 {
					w.answered(survey, answers)
				}
				w.moveSurvey(editor, "ruled", "close")
				texts := string(w.get(staffSurveysPath+"/ruled/texts", analyst.headers()...).body)
				kept := strings.Count(texts, id) + strings.Count(texts, "۰۰۱۳۵۴۲۴۱۹")
				require.Equal(t, map[bool]int{true: 0, false: 9}[policyOf == services.MaskFreeText], kept, texts)
			}, policy(policyOf))
		})
	}
}

func TestAnAnswerThatIsSentTwiceIsKeptOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "moods", moods(), object{"access": "invitation"})
		other := w.openSurvey(editor, "others", moods())
		token := w.inviteTo(editor, "moods", 1)[0]
		key := []string{"Idempotency-Key", "6f1f0b0e"}
		form := answering(survey, object{"mood": "good", "thoughts": "شباویز"},
			object{"invitation": token, "respondent": object{"first_name": "سیمرغ"}})
		send := func(form string) reply { return w.post(surveysPath+"/moods/responses", form, key...) }
		first := send(form)
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		again := send(form)
		require.Equal(t, http.StatusCreated, again.status, "the invitation is spent, but by the same request")
		require.Equal(t, string(first.body), string(again.body))
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		send(answering(survey, object{"mood": "bad"}, object{"invitation": token})).problem(t, 409, "idempotency_conflict")
		requireKept(t, w, 1, 1)
		elsewhere := w.post(surveysPath+"/others/responses", answering(other, object{"mood": "good"}), key...)
		require.Equal(t, http.StatusCreated, elsewhere.status, "a key means nothing in another survey")
		requireKept(t, w, 2, 1)
		requireNone(t, "the database", w.stored(), []string{"شباویز", "سیمرغ", token, "6f1f0b0e"})

		statuses := inParallel(40, func() int {
			return w.post(surveysPath+"/others/responses", answering(other, object{"mood": "bad"}),
				"Idempotency-Key", "the-same").status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 40}, statuses)
		requireKept(t, w, 3, 1)
	})
}
