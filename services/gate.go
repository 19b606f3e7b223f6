package services

import (
	"slices"
	"strings"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/form"
	"amanat/services/freetext"
)

// gate is what every form passes before anything is stored: normalising, the rules, and the search for needless
// personal data in free text.
type gate struct {
	forms  *form.Forms
	policy FreeTextPolicy
}

// Input is what a request brought.
type Input[F any] struct {
	Form *F
	// Refused is what was wrong with the body or the query before any rule of the form was asked: unknown fields, wrong
	// types.
	Refused []fault.Violation
	Request Request
}

// admit normalises the form in place and answers every violation at once, those that were refused before among them, or
// the notices about needless personal data, which is masked in place if that is the policy.
func admit[F any](g *gate, in Input[F], refused ...fault.Violation) ([]models.Notice, error) {
	return admitIf(g, in, func(*F) []fault.Violation { return refused })
}

// admitIf is admit with rules that tags cannot say. They see the form as it was normalised.
func admitIf[F any](g *gate, in Input[F], refuse func(form *F) []fault.Violation) ([]models.Notice, error) {
	g.forms.Normalise(in.Form)
	violations := slices.Concat(in.Refused, refuse(in.Form))
	for _, violation := range g.forms.Violations(in.Form) {
		if !slices.ContainsFunc(violations, within(violation.Pointer)) {
			violations = append(violations, violation)
		}
	}
	notices := g.scan(in.Form)
	violations = append(violations, g.refusals(notices)...)
	if len(violations) > 0 {
		return nil, &fault.Error{
			Kind: fault.Invalid, Code: "validation_failed", Violations: violations, Notices: notices,
		}
	}
	return notices, nil
}

// within finds what is wrong with a field or a part of it: that says more than that the whole is missing.
func within(pointer string) func(fault.Violation) bool {
	return func(violation fault.Violation) bool {
		return violation.Pointer == pointer || strings.HasPrefix(violation.Pointer, pointer+"/")
	}
}

func (g *gate) scan(f any) []models.Notice {
	var notices []models.Notice
	for _, field := range g.forms.FreeText(f) {
		notices = append(notices, g.scanText(field.Pointer, field.Text)...)
	}
	return notices
}

// scanText says what is needless in a text, which is masked in place if that is the policy.
func (g *gate) scanText(pointer string, text *string) []models.Notice {
	findings := freetext.Scan(*text)
	if g.policy == MaskFreeText {
		*text = freetext.Mask(*text, findings)
	}
	return g.noticesOf(pointer, findings)
}

// refusals are the notices as violations, if that is the policy.
func (g *gate) refusals(notices []models.Notice) (refused []fault.Violation) {
	if g.policy != RefuseFreeText {
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
func (g *gate) noticesOf(pointer string, findings []freetext.Finding) []models.Notice {
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
				Action: g.action(),
			})
		}
	}
	return notices
}

func (g *gate) action() string {
	switch g.policy {
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
