package surveys

import (
	"context"
	"slices"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// Check says what Answer would say of the rules, and stores nothing; the definition is the one in force with that hash.
// Conflict (`definition_changed`) where there is none.
func (s *Surveys) Check(ctx context.Context, in kernel.Input[models.SurveyResponseForm]) ([]models.Notice, error) {
	all, err := s.live.Get(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(l liveSurvey) bool { return l.version.Hash == in.Form.DefinitionHash })
	if i < 0 && in.Form.DefinitionHash != "" {
		return nil, fault.New(fault.Conflict, "definition_changed")
	}
	if i < 0 {
		_, err := kernel.Validate(s.env, in)
		return nil, err
	}
	known, err := s.definition(ctx, s.env.DB, all[i].version)
	if err != nil {
		return nil, err
	}
	return s.admitAnswers(known, all[i], in)
}

// admitAnswers checks the form and the answers, all at once, and brings them to the form in which they are kept.
func (s *Surveys) admitAnswers(
	known *definition, live liveSurvey, in kernel.Input[models.SurveyResponseForm],
) (notices []models.Notice, err error) {
	_, err = kernel.Validate(s.env, in, func(form *models.SurveyResponseForm) []fault.Violation {
		var broken, refused []fault.Violation
		if !unreadable(in.Refused, "/answers") {
			broken = s.checkAnswers(known, form)
		}
		notices, refused = s.scanAnswers(known, form.Answers)
		entrance := slices.DeleteFunc(entranceRefused(live, form), func(v fault.Violation) bool {
			return unreadable(in.Refused, v.Pointer)
		})
		return slices.Concat(broken, refused, entrance)
	})
	return notices, err
}

// unreadable reports whether a part of the body was refused as it was read: nothing else can be said of it then.
func unreadable(refused []fault.Violation, pointer string) bool {
	part := fault.Violation{Pointer: pointer}
	return slices.ContainsFunc(refused, func(r fault.Violation) bool { return kernel.Within(r.Pointer)(part) })
}

// checkAnswers says which rules of the definition answers break, and brings them to their one spelling.
func (s *Surveys) checkAnswers(known *definition, form *models.SurveyResponseForm) []fault.Violation {
	verdict := known.Check(form.Answers, s.env.Clock().In(s.env.Zone))
	if form.Answers != nil {
		form.Answers = verdict.Answers
	}
	violations := make([]fault.Violation, 0, len(verdict.Violations))
	for _, v := range verdict.Violations {
		violations = append(violations, fault.Violation{
			Pointer: "/answers" + v.Pointer, Code: v.Code, Limit: v.Limit, Clause: clauseOf(v.Code), Words: v.Message,
		})
	}
	return violations
}

// scanAnswers looks for needless personal data in free texts, and masks it if that is the policy.
func (s *Surveys) scanAnswers(
	known *definition, answers map[string]any,
) (notices []models.Notice, refused []fault.Violation) {
	for _, text := range known.Texts(answers) {
		masked := text.Text
		found := s.env.Scan("/answers"+text.Pointer, &masked)
		if len(found) > 0 && masked != text.Text {
			known.Replace(answers, text.Pointer, masked)
		}
		notices = append(notices, found...)
	}
	return notices, s.env.Refusals(notices)
}

// entranceRefused refuses an invitation or a credential where the other one, or none, is asked for, and their lack
// where one is needed.
func entranceRefused(live liveSurvey, form *models.SurveyResponseForm) (refused []fault.Violation) {
	needed := func(pointer string) {
		refused = append(refused, fault.Violation{Pointer: pointer, Code: "required"})
	}
	credential := form.Credential != models.CredentialPart{}
	switch {
	case live.Privacy == models.PrivacyBlind:
		if form.Invitation != "" {
			refused = append(refused, fault.Violation{Pointer: "/invitation", Code: "credential_needed"})
		}
		if form.Credential.Message == "" {
			needed("/credential/message")
		}
		if form.Credential.Signature == "" {
			needed("/credential/signature")
		}
	case credential:
		refused = append(refused, fault.Violation{Pointer: "/credential", Code: "unknown_field", Clause: "minimal"})
	case live.Access == models.AccessInvitation && form.Invitation == "":
		needed("/invitation")
	}
	return refused
}
