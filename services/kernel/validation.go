package kernel

import (
	"slices"
	"strings"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kit/freetext"
)

// Input is what a request brought.
type Input[F any] struct {
	Form *F
	// Refused is what was wrong with the body or the query before any rule of the form was asked: unknown fields, wrong
	// types.
	Refused []fault.Violation
	Request Request
}

// Validate normalises the form in place and answers every violation at once, those that were refused before among them,
// or the notices about needless personal data, which is masked in place if that is the policy. Rules say what tags
// cannot; they see the form as it was normalised.
func Validate[F any](env Environment, in Input[F], rules ...func(form *F) []fault.Violation) ([]models.Notice, error) {
	env.Forms.Normalise(in.Form)
	violations := slices.Clone(in.Refused)
	for _, rule := range rules {
		violations = append(violations, rule(in.Form)...)
	}
	for _, violation := range env.Forms.Violations(in.Form) {
		if !slices.ContainsFunc(violations, Within(violation.Pointer)) {
			violations = append(violations, violation)
		}
	}
	notices := env.scan(in.Form)
	violations = append(violations, env.Refusals(notices)...)
	if len(violations) > 0 {
		return nil, &fault.Error{
			Kind: fault.Invalid, Code: "validation_failed", Violations: violations, Notices: notices,
		}
	}
	return notices, nil
}

// Within finds what is wrong with a field or a part of it: that says more than that the whole is missing.
func Within(pointer string) func(fault.Violation) bool {
	return func(violation fault.Violation) bool {
		return violation.Pointer == pointer || strings.HasPrefix(violation.Pointer, pointer+"/")
	}
}

func (env Environment) scan(f any) []models.Notice {
	var notices []models.Notice
	for _, field := range env.Forms.FreeText(f) {
		notices = append(notices, env.Scan(field.Pointer, field.Text)...)
	}
	return notices
}

// Scan says what is needless in a text, which is masked in place if that is the policy.
func (env Environment) Scan(pointer string, text *string) []models.Notice {
	findings := freetext.Scan(*text)
	if env.FreeText == MaskFreeText {
		*text = freetext.Mask(*text, findings)
	}
	return env.noticesOf(pointer, findings)
}

// Refusals are the notices as violations, if that is the policy.
func (env Environment) Refusals(notices []models.Notice) (refused []fault.Violation) {
	if env.FreeText != RefuseFreeText {
		return nil
	}
	for _, notice := range notices {
		refused = append(refused, fault.Violation{
			Pointer: notice.Pointer, Code: notice.Code, Clause: "minimal", Limit: notice.Found,
		})
	}
	return refused
}

// noticesOf makes one notice per kind of finding in a field.
func (env Environment) noticesOf(pointer string, findings []freetext.Finding) []models.Notice {
	var notices []models.Notice
	for _, kind := range []freetext.Kind{freetext.NationalID, freetext.PaymentCard, freetext.IBAN} {
		count := 0
		for _, finding := range findings {
			if finding.Kind == kind {
				count++
			}
		}
		if count > 0 {
			notices = append(notices, models.Notice{
				Pointer: pointer, Code: "needless_personal_data", Found: string(kind), Count: count,
				Action: env.action(),
			})
		}
	}
	return notices
}

func (env Environment) action() string {
	switch env.FreeText {
	case RefuseFreeText:
		return "refused"
	case KeepFreeText:
		return "kept"
	case MaskFreeText:
		return "masked"
	default:
		return "masked"
	}
}
