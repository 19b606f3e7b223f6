package cases

import (
	"context"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// Complaints takes complaints in.
type Complaints struct {
	intake     *intake
	categories *categories
	calendars  *calendars
	env        kernel.Environment
}

// Create stores a complaint and answers its receipt. Two names suffice. See intake.submit for repeated requests.
func (s *Complaints) Create(
	ctx context.Context, in kernel.Input[models.ComplaintForm],
) (r models.Receipt, replayed bool, err error) {
	notices, category, err := s.admit(ctx, in)
	if err != nil {
		return r, false, err
	}
	clocks, err := s.calendars.clocks(ctx)
	if err != nil {
		return r, false, err
	}
	form := in.Form
	return s.intake.submit(ctx, draft{
		kind: models.KindComplaint, prefix: "C", category: form.Category, person: form.Person,
		content: form.Content(), receivedAt: s.env.Clock(), notices: notices,
		start: func(kase *models.Case) { clocks.Start(kase, category) },
	}, in.Request)
}

// Check answers what Create would say of the form, and stores nothing.
func (s *Complaints) Check(ctx context.Context, in kernel.Input[models.ComplaintForm]) ([]models.Notice, error) {
	notices, _, err := s.admit(ctx, in)
	return notices, err
}

func (s *Complaints) admit(
	ctx context.Context, in kernel.Input[models.ComplaintForm],
) ([]models.Notice, models.ComplaintCategory, error) {
	category, known, err := s.category(ctx, in.Form.Category)
	if err != nil {
		return nil, category, err
	}
	var unknown []fault.Violation
	if !known {
		unknown = append(unknown, fault.Violation{Pointer: "/category", Code: "unknown_value"})
	}
	notices, err := kernel.Validate(s.env, in, func(*models.ComplaintForm) []fault.Violation { return unknown })
	return notices, category, err
}

func (s *Complaints) category(
	ctx context.Context, code string,
) (category models.ComplaintCategory, known bool, err error) {
	if code == "" {
		return usualClocks(), true, nil
	}
	return s.categories.find(ctx, code)
}
