package form_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kit/form"
)

func TestTheDescriptionOfAComplaint(t *testing.T) {
	require.Equal(t, append(described(), []models.FieldView{
		{
			Name: "category", Type: "text", Category: "user.behavior.case", Purposes: []string{"use-service", "use-answer"},
			Retention: "with_case", Protection: "plain", Limits: models.FieldLimits{MaxLength: 40},
		},
		content("subject", "text", models.FieldLimits{MaxLength: 200}, "use-service", "use-answer"),
		content("message", "multiline", models.FieldLimits{MaxLength: 10000}, "use-service", "use-answer"),
		content("occurred_on", "date", models.FieldLimits{NotFuture: true}, "use-service", "use-answer"),
		content("service", "text", models.FieldLimits{MaxLength: 200}, "use-service", "use-answer"),
	}...), formsAt(t, now()).Describe(&models.ComplaintForm{}))
}

func TestTheDescriptionOfFeedback(t *testing.T) {
	require.Equal(t, append(described(), []models.FieldView{
		{
			Name: "kind", Type: "choice", Category: "user.behavior.case", Purposes: []string{"use-ux", "use-service"},
			Retention: "with_case", Protection: "plain",
			Limits: models.FieldLimits{Values: []string{"criticism", "suggestion", "praise"}},
		},
		content("subject", "text", models.FieldLimits{MaxLength: 200}, "use-ux", "use-service"),
		content("message", "multiline", models.FieldLimits{MaxLength: 10000}, "use-ux", "use-service"),
		content("page", "page", models.FieldLimits{MaxLength: 500}, "use-ux", "use-answer"),
	}...), formsAt(t, now()).Describe(&models.FeedbackForm{}))
}

// TestWhatIsOfNobodyServesNoPurpose: readers of JSON expect a list there, too.
func TestWhatIsOfNobodyServesNoPurpose(t *testing.T) {
	require.Equal(t, models.FieldView{
		Name: "definition_hash", Type: "text", Required: true, Category: "system.operations", Purposes: []string{},
		Retention: "permanent", Protection: "none_personal", Limits: models.FieldLimits{MaxLength: 64},
	}, formsAt(t, now()).Describe(&models.SurveyResponseForm{})[0])
}

// described is what both forms ask about the person.
func described() []models.FieldView {
	field := func(name, kind, category string, required bool, most int) models.FieldView {
		return models.FieldView{
			Name: name, Type: kind, Required: required, Category: category, Purposes: []string{"use-answer"},
			Retention: "with_case", Protection: "sealed", Limits: models.FieldLimits{MaxLength: most},
		}
	}
	return []models.FieldView{
		field("first_name", "text", "user.name.first", true, 100), field("last_name", "text", "user.name.last", true, 100),
		field("email", "email", "user.contact.email", false, 254), field("phone", "phone", "user.contact.phone_number", false, 32),
	}
}

func content(name, kind string, limits models.FieldLimits, purposes ...string) models.FieldView {
	return models.FieldView{
		Name: name, Type: kind, Category: "user.content.private", Purposes: purposes, Retention: "with_case",
		Protection: "sealed", Limits: limits,
	}
}

func TestAFormThatSaysWhatNobodyUnderstandsIsRefused(t *testing.T) {
	type unknownNormaliser struct {
		Name string `json:"name" normalise:"shout" validate:"required" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	type noNormaliser struct {
		Name string `json:"name" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	type noDeclaration struct {
		Name string `json:"name" normalise:"name"`
	}
	type wrongDeclaration struct {
		Name string `json:"name" normalise:"name" privacy:"sealed;category=user.name.first;purposes=use-ads;retention=with_case"`
	}
	type unknownRule struct {
		Name string `json:"name" normalise:"name" validate:"required,shouted" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	type number struct {
		Age float64 `json:"age" normalise:"line" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	type kind string
	type namedText struct {
		Kind kind `json:"kind" normalise:"line" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	type unknownScan struct {
		Text string `json:"text" normalise:"line" freetext:"yes" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	}
	for fault, faulty := range map[string]any{
		`form unknownNormaliser: Name: unknown normaliser "shout"`: &unknownNormaliser{},
		`form noNormaliser: Name: unknown normaliser ""`:           &noNormaliser{},
		`form noDeclaration: Name: unknown protection ""`:          &noDeclaration{},
		`form wrongDeclaration: Name: unknown purpose "use-ads"`:   &wrongDeclaration{},
		`form unknownRule: `:       &unknownRule{},
		`form number: Age: `:       &number{},
		`form namedText: Kind: `:   &namedText{},
		`form unknownScan: Text: `: &unknownScan{},
	} {
		_, err := form.New(now, &models.MessageForm{}, faulty)
		require.ErrorContains(t, err, fault)
	}
}
