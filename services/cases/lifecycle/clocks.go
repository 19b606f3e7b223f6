package lifecycle

import (
	"slices"
	"time"

	"amanat/models"
	"amanat/services/cases/workdays"
)

// The clocks, in working days, of what has no category of its own.
const (
	AcknowledgeDays = 5
	AnswerDays      = 10
	ReviewDays      = 20
)

// ClosesAfter is how long an answered case stays open for the person to say that it is not.
const ClosesAfter = 14 * 24 * time.Hour

// Clocks reckon by one version of the calendar.
type Clocks struct {
	Calendar workdays.Calendar
	Version  int64
}

// Running reports whether an answer to the case is owed, so that its clocks count. Feedback has none.
func Running(kase models.Case) bool {
	return kase.Kind == models.KindComplaint && slices.Contains(RunningStates(), kase.State)
}

// RunningStates lists the states of a complaint in which an answer is owed.
func RunningStates() []models.CaseState {
	return []models.CaseState{
		models.StateReceived, models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant,
		models.StateInReview, models.StateReferred,
	}
}

// Start begins the clock of a new complaint.
func (c Clocks) Start(kase *models.Case, category models.ComplaintCategory) {
	kase.ClockDays = category.AnswerDays
	c.Reckon(kase, category, nil, kase.ReceivedAt)
}

// Extend gives the running clock more working days. A case has one extension.
func (c Clocks) Extend(kase *models.Case, days int) {
	kase.ClockDays, kase.ExtensionDays = kase.ClockDays+days, days
}

// Restart begins a new clock for a case that is taken up again or reviewed.
func (c Clocks) Restart(kase *models.Case, days int, at time.Time) {
	kase.ClockDays, kase.ClockStartedAt, kase.OverdueAt = days, &at, nil
}

// Reckon works out by when what is owed: after anything happened to the case, and after the calendar changed. A
// deadline that has moved into the future is no longer overdue. Cases to which nothing is owed keep their dates.
func (c Clocks) Reckon(
	kase *models.Case, category models.ComplaintCategory, pauses []workdays.Pause, now time.Time,
) {
	kase.CalendarVersion, kase.DeadlineAt = c.Version, nil
	if !Running(*kase) {
		kase.OverdueAt = nil
		return
	}
	kase.DueAt = nil
	clock := workdays.Clock{Start: started(*kase), Days: kase.ClockDays, Pauses: pauses}
	if due, known := c.Calendar.DueOf(clock); known {
		kase.DueAt, kase.DeadlineAt = &due, &due
	}
	if kase.AcknowledgedAt == nil {
		due := c.Calendar.Due(kase.ReceivedAt, category.AcknowledgeDays)
		kase.AcknowledgeDueAt = &due
		if kase.State == models.StateReceived {
			kase.DeadlineAt = &due
		}
	}
	if !Overdue(*kase, now) {
		kase.OverdueAt = nil
	}
}

// Overdue reports whether the running deadline has passed.
func Overdue(kase models.Case, now time.Time) bool {
	return kase.DeadlineAt != nil && kase.DeadlineAt.Before(now)
}

func started(kase models.Case) time.Time {
	if kase.ClockStartedAt != nil {
		return *kase.ClockStartedAt
	}
	return kase.ReceivedAt
}
