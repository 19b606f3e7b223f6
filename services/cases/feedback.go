package cases

import (
	"context"

	"amanat/models"
	"amanat/services/kernel"
)

// Feedback takes criticism, suggestions and praise in.
type Feedback struct {
	intake *intake
	env    kernel.Environment
}

// Create stores feedback and answers its receipt. Two names suffice. See intake.submit for repeated requests.
func (s *Feedback) Create(
	ctx context.Context, in kernel.Input[models.FeedbackForm],
) (r models.Receipt, replayed bool, err error) {
	notices, err := kernel.Validate(s.env, in)
	if err != nil {
		return r, false, err
	}
	form := in.Form
	return s.intake.submit(ctx, draft{
		kind: models.KindFeedback, prefix: "F", feedbackKind: form.Kind, person: form.Person,
		content: form.Content(), receivedAt: s.env.Clock(), notices: notices,
	}, in.Request)
}

// Check answers what Create would say of the form, and stores nothing.
func (s *Feedback) Check(_ context.Context, in kernel.Input[models.FeedbackForm]) ([]models.Notice, error) {
	return kernel.Validate(s.env, in)
}
