package surveys_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// demand is a question that demands identity.
type demand struct {
	question object
	// code is what is wrong at the pointer, which leads on from the question.
	code, pointer string
	// overridable says that it can be let pass.
	overridable bool
}

// asks is a question with this title, in the one language and in the other.
func asks(fa, en string, more ...object) object {
	made := apitest.Element("text", "q", more...)
	if made["title"] = apitest.Says(fa, en); made["isRequired"] == nil {
		made["isRequired"] = true
	}
	return made
}

// demands are all the ways.
func demands() []demand {
	var all []demand
	optional := func(properties object) object { return apitest.Element("text", "q", properties) }
	for _, kind := range []string{"email", "tel", "password", "url"} {
		all = append(all, demand{optional(object{"inputType": kind}), "demands_input_type", "/inputType", false})
	}
	for _, token := range []string{
		"name", "given-name", "family-name", "email", "tel", "street-address", "postal-code", "bday", "username",
		"cc-name", "cc-number", "section-a shipping tel", "OFF name",
	} {
		all = append(all, demand{optional(object{"autocomplete": token}), "demands_autocomplete", "/autocomplete", false})
	}
	all = append(all,
		demand{apitest.Element("signaturepad", "q"), "demands_signature", "/type", false},
		demand{apitest.Element("file", "q"), "demands_file", "/type", false},
		demand{apitest.Element("dropdown", "q", object{"choices": apitest.Choices("a"), "choicesByUrl": object{
			"url": "https://example.org/{mood}", "valueName": "v",
		}}), "demands_remote_choices", "/choicesByUrl", false},
		demand{
			apitest.Element("checkbox", "q", object{"choices": apitest.Choices("a"), "choicesFromQuestion": "mood"}),
			"demands_remote_choices", "/choicesFromQuestion", false,
		},
	)
	return append(all, inWords()...)
}

// inWords are required questions that ask for identity in words.
func inWords() []demand {
	var all []demand
	for code, titles := range map[string][][2]string{
		"demands_name": {
			{"نام شما", "Here"},
			{"نام و نام خانوادگی", "Here"},
			{"نام‌خانوادگی خود را بنویسید", "Here"},
			{"اسم و فامیل", "Here"},
			{"اینجا", "Your name"},
			{"اینجا", "Full name"},
			{"اینجا", "Last name"},
		},
		"demands_phone": {
			{"شمارهٔ تلفن همراه", "Here"},
			{"موبايل شما", "Here"},
			{"شماره تماس", "Here"},
			{"اینجا", "Phone number"},
			{"اینجا", "Your mobile number"},
		},
		"demands_email": {
			{"رایانامه", "Here"},
			{"ایمیل خود را وارد کنید", "Here"},
			{"پست الكترونيكی", "Here"},
			{"اینجا", "Your e-mail"},
			{"اینجا", "Email address"},
		},
		"demands_national_id": {
			{"کد ملی", "Here"},
			{"كدملي", "Here"},
			{"شمارهٔ شناسنامه", "Here"},
			{"اینجا", "National ID"},
			{"اینجا", "Passport number"},
		},
		"demands_address": {
			{"نشانی منزل", "Here"},
			{"آدرس محل سکونت", "Here"},
			{"کد پستی", "Here"},
			{"اینجا", "Home address"},
			{"اینجا", "Postal code"},
		},
	} {
		for _, title := range titles {
			pointer := "/title/fa"
			if title[0] == "اینجا" {
				pointer = "/title/en"
			}
			all = append(all, demand{asks(title[0], title[1]), code, pointer, true})
		}
	}
	choices := []object{{"value": "a", "text": apitest.Says("هیچ", "Nothing")}, {"value": "b", "text": apitest.Says("کد ملی من", "Mine")}}
	return append(all,
		demand{asks("این", "This", object{"description": apitest.Says("ایمیل شما", "Here")}), "demands_email", "/description/fa", true},
		demand{
			asks("این", "This", object{"placeholder": apitest.Says("09…", "Your phone number")}), "demands_phone",
			"/placeholder/en", true,
		},
		demand{
			asks("کد ملی شما", "Here", object{"isRequired": false, "requiredIf": "{mood} = 'good'"}), "demands_national_id",
			"/title/fa", true,
		},
		demand{asks("کد ملی خود را بنویسید", "Here", object{"isRequired": false, "validators": []object{
			{"type": "expression", "expression": "{q} notempty"},
		}}), "demands_national_id", "/title/fa", true},
		demand{
			apitest.Element("radiogroup", "q", object{"isRequired": true, "choices": choices, "showOtherItem": true}),
			"demands_national_id", "/choices/1/text/fa", true,
		},
		demand{apitest.Element("multipletext", "q", object{"items": []object{
			{"name": "a", "title": apitest.Says("تلفن همراه", "Here"), "isRequired": true},
		}}), "demands_phone", "/items/0/title/fa", true},
		demand{asks("این", "This", object{"name": "national_id"}), "demands_national_id", "/name", true},
	)
}

// TestNobodyMayBeAskedWhoTheyAre: whatever demands identity can be saved, is listed then with a reason in either
// language, cannot be published nor passes a trial, and only what words seem to ask can be let pass.
func TestNobodyMayBeAskedWhoTheyAre(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		w.DraftSurvey(editor, "demanding", apitest.Moods())
		for i, d := range demands() {
			definition := apitest.Asking(apitest.Element("radiogroup", "mood",
				object{"choices": apitest.Choices("good", "bad")}), d.question)
			form := apitest.ToText(object{"definition": definition})
			at := staffSurveysPath + "/demanding"
			name := d.code + " " + apitest.ToText(d.question)
			for language, spoken := range map[string]func(string) bool{"fa": hasPersian, "en": hasNoPersian} {
				if i%2 == 0 == (language == "fa") { // one of the two is enough for each
					continue
				}
				headers := editor.Headers("Accept-Language", language)
				got := w.Send(http.MethodPatch, at, form, headers...)
				require.Equal(t, http.StatusOK, got.Status, "%s: %s", name, got.Body)
				found := apitest.Decode[models.StaffSurveyView](t, got).Problems
				require.Len(t, found, 1, name)
				require.Equal(t, "/definition/elements/1"+d.pointer, found[0].Pointer, name)
				require.Equal(t, d.code, found[0].Code, name)
				require.Equal(t, "survey-optional", found[0].Clause, name)
				require.True(t, spoken(found[0].Detail), "%s: %s", name, found[0].Detail)
				for _, refused := range []reply{
					w.Post(at+"/publish", "", headers...), w.Post(staffSurveysPath+"/validate", form, headers...),
				} {
					document := refused.Problem(t, 422, "validation_failed")
					require.Len(t, document.Errors, 1, name)
					said := document.Errors[0]
					require.Equal(t, models.SurveyProblem{
						Pointer: said.Pointer, Code: said.Code, Detail: said.Detail, Clause: said.Clause,
					}, found[0])
				}
			}
			require.Equal(t, models.SurveyDraft, w.seeSurvey(editor, "demanding").State)
			question := d.question["name"].(string)
			got := w.ActOnSurvey(privacy, "demanding", "overrides",
				apitest.Body("question", question, "reason", "آزمایش"))
			if !d.overridable {
				require.Equal(t, map[string]string{"/question": "demands_nothing"},
					got.Problem(t, 422, "validation_failed").Broken(), name)
				continue
			}
			require.Equal(t, http.StatusOK, got.Status, "%s: %s", name, got.Body)
			require.Empty(t, apitest.Decode[models.StaffSurveyView](t, got).Problems, name)
		}
		w.Get(surveysPath+"/demanding").Problem(t, 404, "survey_unknown")
	})
}

func hasNoPersian(text string) bool {
	return text != "" && !hasPersian(strings.ReplaceAll(text, "“q”", ""))
}

func hasPersian(text string) bool { return strings.ContainsAny(text, "آابپتدرسشکم") }

// TestWhatIsOptionalMayBeAsked, and ordinary words that only look like it.
func TestWhatIsOptionalMayBeAsked(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		var elements []object
		for i, d := range inWords() {
			question := maps.Clone(d.question)
			for _, demanding := range []string{"isRequired", "requiredIf", "validators"} {
				delete(question, demanding)
			}
			if question["type"] == "multipletext" {
				question["items"] = []object{{"name": "a", "title": apitest.Says("تلفن همراه", "Your phone")}}
			}
			question["name"] = "q" + apitest.ToText(i)
			elements = append(elements, question)
		}
		for i, title := range [][2]string{
			{"از چه راهی از این درگاه باخبر شدید؟", "How did you hear of this portal?"},
			{"نام این بخش را می‌پسندید؟", "Do you like the design?"},
			{"پاسخ‌گویی تلفنی چطور بود؟", "How was the service by phone?"},
			{"ایمیل‌های ما را خوانا می‌دانید؟", "How fast are our answers?"},
		} {
			required := asks(title[0], title[1])
			required["name"] = "r" + apitest.ToText(i)
			elements = append(elements, required)
		}
		elements = append(elements,
			apitest.Element("text", "auto", object{"autocomplete": "off", "inputType": "number"}))
		view := w.DraftSurvey(editor, "polite", apitest.Asking(elements...))
		require.Empty(t, view.Problems)
		w.MoveSurvey(editor, "polite", "publish")
		require.Equal(t, models.SurveyPublished, w.Survey("polite").State)
	})
}
