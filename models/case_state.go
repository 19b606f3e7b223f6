package models

import (
	"slices"
	"time"
)

// CaseState is a state of the lifecycle of a complaint or of feedback.
type CaseState string

// The states of the contract. Complaints and feedback share the words where they mean the same.
const (
	StateReceived            CaseState = "received"
	StateAcknowledged        CaseState = "acknowledged"
	StateInProgress          CaseState = "in_progress"
	StateAwaitingComplainant CaseState = "awaiting_complainant"
	StateAnswered            CaseState = "answered"
	StateClosed              CaseState = "closed"
	StateRejected            CaseState = "rejected"
	StateDuplicate           CaseState = "duplicate"
	StateReferred            CaseState = "referred"
	StateWithdrawn           CaseState = "withdrawn"
	StateInReview            CaseState = "in_review"
	StateTriaged             CaseState = "triaged"
	StateUnderReview         CaseState = "under_review"
	StateAccepted            CaseState = "accepted"
	StatePlanned             CaseState = "planned"
	StateDeclined            CaseState = "declined"
	StateDone                CaseState = "done"
)

// CaseAct is something the holder of the receipt code may do.
type CaseAct string

// The acts.
const (
	ActMessage  CaseAct = "message"
	ActAttach   CaseAct = "attach"
	ActWithdraw CaseAct = "withdraw"
	ActReview   CaseAct = "review"
	ActRate     CaseAct = "rate"
	ActExport   CaseAct = "export"
	ActRectify  CaseAct = "rectify"
	ActErase    CaseAct = "erase"
)

// ReopenableFor is how long after its end a case can be reviewed or taken up again.
const ReopenableFor = 90 * 24 * time.Hour

// CaseStates lists every state that a case of any kind can be in.
func CaseStates() []CaseState {
	return []CaseState{
		StateReceived, StateAcknowledged, StateInProgress, StateAwaitingComplainant, StateAnswered, StateClosed,
		StateRejected, StateDuplicate, StateReferred, StateWithdrawn, StateInReview, StateTriaged, StateUnderReview,
		StateAccepted, StatePlanned, StateDeclined, StateDone,
	}
}

// Ends reports whether a case of this kind that comes to this state has ended: its retention begins.
func Ends(kind CaseKind, state CaseState) bool {
	if kind == KindFeedback {
		return state == StateDone
	}
	return slices.Contains([]CaseState{StateClosed, StateRejected, StateDuplicate, StateWithdrawn}, state)
}

// Ended reports whether nothing more happens to the case, unless it is taken up again.
func (c Case) Ended() bool { return Ends(c.Kind, c.State) }

// Reopenable reports whether the case ended so recently, if at all, that it can be taken up again.
func (c Case) Reopenable(now time.Time) bool {
	return c.EndedAt == nil || now.Sub(*c.EndedAt) <= ReopenableFor
}

// Allowed lists what the holder of the receipt code may do now. Their rights over what is kept about them never end.
func (c Case) Allowed(now time.Time) []CaseAct {
	var acts []CaseAct
	if !c.Ended() {
		acts = append(acts, ActMessage, ActAttach)
	}
	if c.withdrawable() {
		acts = append(acts, ActWithdraw)
	}
	if c.concluded() && !c.Reviewed && c.Reopenable(now) {
		acts = append(acts, ActReview)
	}
	if c.concluded() && !c.Rated {
		acts = append(acts, ActRate)
	}
	return append(acts, ActExport, ActRectify, ActErase)
}

// Allows reports whether the holder of the receipt code may do this now.
func (c Case) Allows(act CaseAct, now time.Time) bool { return slices.Contains(c.Allowed(now), act) }

// withdrawable: feedback has no such state, it can only be erased.
func (c Case) withdrawable() bool {
	return c.Kind == KindComplaint && slices.Contains([]CaseState{
		StateReceived, StateAcknowledged, StateInProgress, StateAwaitingComplainant,
	}, c.State)
}

// concluded: the organisation has said its word on a complaint.
func (c Case) concluded() bool {
	return c.Kind == KindComplaint && slices.Contains([]CaseState{StateAnswered, StateClosed, StateRejected}, c.State)
}
