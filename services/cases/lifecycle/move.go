package lifecycle

import (
	"time"

	"amanat/models"
)

// Move takes the case to another state and sets what goes with it. Whether that is possible was asked before; the
// clocks are reckoned after.
func (c Clocks) Move(kase *models.Case, to models.CaseState, category models.ComplaintCategory, at time.Time) {
	if Reopens(*kase, to) {
		c.Restart(kase, category.AnswerDays, at)
		kase.DuplicateOfID = nil
	}
	if to == models.StateInReview {
		c.Restart(kase, ReviewDays, at)
		kase.Reviewed, kase.AssigneeID = true, nil
	}
	if kase.State == models.StateReceived && kase.Kind == models.KindComplaint && to != models.StateWithdrawn {
		kase.AcknowledgedAt, kase.OverdueAt = &at, nil // the deadline of the answer was not missed yet
	}
	kase.State, kase.EndedAt, kase.AnsweredAt = to, nil, answeredAt(*kase, to, at)
	if kase.Ended() {
		kase.EndedAt = &at
	}
}

// answeredAt keeps the time of the answer through the end of the case, until it is taken up again.
func answeredAt(kase models.Case, to models.CaseState, at time.Time) *time.Time {
	if to == models.StateAnswered {
		return &at
	}
	if to == models.StateClosed {
		return kase.AnsweredAt
	}
	return nil
}
