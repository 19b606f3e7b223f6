package lifecycle_test

import (
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/cases/workdays"
	"amanat/services/kit/civil"
)

// life is a case in the hands of everybody who may do anything with it, without any database.
type life struct {
	clocks   lifecycle.Clocks
	category models.ComplaintCategory
	kase     models.Case
	pauses   []workdays.Pause
	now      time.Time
}

func tehran(t require.TestingT) *time.Location {
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	return zone
}

// begun draws a case that has just been received.
func begun(t *rapid.T, kind models.CaseKind) *life {
	l := &life{
		clocks: lifecycle.Clocks{Calendar: workdays.Iranian(tehran(t)), Version: 1},
		category: models.ComplaintCategory{
			AcknowledgeDays: rapid.IntRange(1, 10).Draw(t, "acknowledge days"),
			AnswerDays:      rapid.IntRange(1, 30).Draw(t, "answer days"),
		},
		now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC),
	}
	l.clocks.Calendar.Holidays = map[civil.Date]bool{}
	l.kase = models.Case{Kind: kind, State: models.StateReceived, ReceivedAt: l.now}
	if kind == models.KindComplaint {
		l.clocks.Start(&l.kase, l.category)
	}
	return l
}

func someKind(t *rapid.T) models.CaseKind {
	return rapid.SampledFrom([]models.CaseKind{models.KindComplaint, models.KindFeedback}).Draw(t, "kind")
}

func someRole(t *rapid.T) models.Role {
	return rapid.SampledFrom([]models.Role{models.RoleOfficer, models.RoleLead}).Draw(t, "role")
}

// wait lets up to half a year pass.
func (l *life) wait(t *rapid.T) {
	l.now = l.now.Add(time.Duration(rapid.IntRange(1, 180*24).Draw(t, "hours")) * time.Hour)
}

// move is what the service does for a move that was found to be possible.
func (l *life) move(to models.CaseState) {
	if l.kase.State == models.StateAwaitingComplainant {
		l.pauses[len(l.pauses)-1].To = l.now
	}
	if to == models.StateAwaitingComplainant {
		l.pauses = append(l.pauses, workdays.Pause{From: l.now})
	}
	l.clocks.Move(&l.kase, to, l.category, l.now)
	l.reckon()
}

func (l *life) reckon() { l.clocks.Reckon(&l.kase, l.category, l.pauses, l.now) }

// staff takes the case to any state that is possible for somebody.
func (l *life) staff(t *rapid.T) {
	states := lifecycle.Next(l.kase, someRole(t), l.now)
	if len(states) == 0 {
		t.Skip("nobody can do anything")
	}
	if l.kase.AssigneeID == nil {
		handler := uuid.New()
		l.kase.AssigneeID = &handler
	}
	l.move(rapid.SampledFrom(states).Draw(t, "state"))
}

// person does what the holder of the receipt code may do.
func (l *life) person(t *rapid.T) {
	act, to := models.ActWithdraw, models.StateWithdrawn
	if rapid.Bool().Draw(t, "review") {
		act, to = models.ActReview, models.StateInReview
	}
	if !l.kase.Allows(act, l.now) {
		t.Skip("not possible now")
	}
	l.move(to)
}

func (l *life) extend(t *rapid.T) {
	if !lifecycle.Running(l.kase) || l.kase.ExtensionDays > 0 {
		t.Skip("no clock to extend")
	}
	l.clocks.Extend(&l.kase, rapid.IntRange(1, 10).Draw(t, "days"))
	l.reckon()
}

// lived draws a case to which anything may have happened.
func lived(t *rapid.T, kind models.CaseKind) *life {
	l := begun(t, kind)
	l.anything(t, func(*rapid.T) {})
	return l
}

// through takes the case through states, with days between.
func (l *life) through(t *rapid.T, states ...models.CaseState) {
	for _, state := range states {
		l.now = l.now.Add(time.Duration(rapid.IntRange(0, 20*24).Draw(t, "hours")) * time.Hour)
		l.move(state)
	}
}

// ended draws a complaint that was answered or has ended, so lately that it can be taken up again.
func ended(t *rapid.T) *life {
	l := begun(t, models.KindComplaint)
	handler := uuid.New()
	l.kase.AssigneeID = &handler
	ways := [][]models.CaseState{
		{models.StateRejected},
		{models.StateDuplicate},
		{models.StateAcknowledged, models.StateReferred, models.StateClosed},
		{models.StateAcknowledged, models.StateInProgress, models.StateAnswered},
		{models.StateAcknowledged, models.StateInProgress, models.StateAnswered, models.StateClosed},
		{models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant, models.StateAnswered},
		{models.StateRejected, models.StateInProgress, models.StateAnswered, models.StateInProgress, models.StateRejected},
	}
	l.through(t, rapid.SampledFrom(ways).Draw(t, "way")...)
	if rapid.Bool().Draw(t, "linked") && l.kase.State == models.StateDuplicate {
		original := uuid.New()
		l.kase.DuplicateOfID = &original
	}
	return l
}

// reviewable draws one that the person may have reviewed.
func reviewable(t *rapid.T) *life {
	l := ended(t)
	if !l.kase.Allows(models.ActReview, l.now) {
		l.through(t, models.StateInProgress, models.StateAnswered)
	}
	return l
}

// anything lets anything happen, in any order, and looks at the case after each.
func (l *life) anything(t *rapid.T, look func(*rapid.T)) {
	t.Repeat(map[string]func(*rapid.T){
		"": look, "wait": l.wait, "staff": l.staff, "person": l.person, "extend": l.extend,
	})
}
