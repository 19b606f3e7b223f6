package models

import "slices"

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
	ActWithdraw CaseAct = "withdraw"
	ActExport   CaseAct = "export"
	ActRectify  CaseAct = "rectify"
	ActErase    CaseAct = "erase"
)

// Ended reports whether nothing more happens to a case in this state.
func (s CaseState) Ended() bool {
	return slices.Contains([]CaseState{
		StateClosed, StateRejected, StateDuplicate, StateWithdrawn, StateDone,
	}, s)
}

// Allowed lists what the holder of the receipt code may do now. Their rights over what is kept about them never end.
func Allowed(kind CaseKind, state CaseState) []CaseAct {
	rights := []CaseAct{ActExport, ActRectify, ActErase}
	if state.Ended() {
		return rights
	}
	if WithdrawableFrom(kind, state) {
		return append([]CaseAct{ActMessage, ActWithdraw}, rights...)
	}
	return append([]CaseAct{ActMessage}, rights...)
}

// WithdrawableFrom reports whether the complainant may withdraw. Feedback has no such state: it can only be erased.
func WithdrawableFrom(kind CaseKind, state CaseState) bool {
	return kind == KindComplaint && slices.Contains([]CaseState{
		StateReceived, StateAcknowledged, StateInProgress, StateAwaitingComplainant,
	}, state)
}
