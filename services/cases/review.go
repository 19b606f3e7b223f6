package cases

import (
	"context"

	"amanat/models"
	"amanat/services/kernel"
)

// Review asks for the answer to be looked at again, once, by somebody who has not handled the case; Conflict
// (`transition_not_allowed`) when there is no answer, when it was reviewed already, or when it is too late.
func (s *MyCase) Review(
	ctx context.Context, code string, in kernel.Input[models.ReviewForm],
) (view models.CaseView, err error) {
	if _, err := s.find(ctx, code); err != nil {
		return view, err // whoever shows no code learns nothing of the form
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	return s.take(ctx, code, models.ActReview, models.StateInReview, models.EventText{Public: in.Form.Reason})
}
