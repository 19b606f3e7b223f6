// Package lifecycle is the state machine of cases and their clocks, without any database.
package lifecycle

import (
	"slices"
	"time"

	"amanat/models"
)

// Next lists the states to which somebody of this role may take the case at this time. Whoever reads it as the person
// wants models.Case.Allowed.
func Next(kase models.Case, role models.Role, now time.Time) []models.CaseState {
	var states []models.CaseState
	for _, to := range after(kase.Kind, kase.State) {
		if reopensEnded(kase, to) && (role != models.RoleLead || !kase.Reopenable(now)) {
			continue
		}
		states = append(states, to)
	}
	return states
}

// Possible reports whether Next lists the state.
func Possible(kase models.Case, to models.CaseState, role models.Role, now time.Time) bool {
	return slices.Contains(Next(kase, role, now), to)
}

// Reopens reports whether this would take up again what was answered or has ended.
func Reopens(kase models.Case, to models.CaseState) bool {
	return reopensEnded(kase, to) || kase.State == models.StateAnswered && to == models.StateInProgress
}

// reopensEnded: only what has ended is for a lead alone to take up again.
func reopensEnded(kase models.Case, to models.CaseState) bool {
	return kase.Ended() && to == models.StateInProgress
}

func after(kind models.CaseKind, state models.CaseState) []models.CaseState {
	if kind == models.KindFeedback {
		return afterFeedback(state)
	}
	switch state { //nolint:exhaustive // the other states are those of feedback
	case models.StateReceived:
		return []models.CaseState{
			models.StateAcknowledged, models.StateRejected, models.StateDuplicate, models.StateReferred,
		}
	case models.StateAcknowledged:
		return []models.CaseState{
			models.StateInProgress, models.StateRejected, models.StateDuplicate, models.StateReferred,
		}
	case models.StateInProgress:
		return []models.CaseState{
			models.StateAwaitingComplainant, models.StateAnswered, models.StateRejected, models.StateDuplicate,
			models.StateReferred,
		}
	case models.StateAwaitingComplainant:
		return []models.CaseState{models.StateInProgress, models.StateAnswered, models.StateRejected}
	case models.StateInReview:
		return []models.CaseState{models.StateAnswered, models.StateRejected}
	case models.StateReferred, models.StateAnswered:
		return []models.CaseState{models.StateClosed, models.StateInProgress}
	case models.StateClosed, models.StateRejected, models.StateDuplicate:
		return []models.CaseState{models.StateInProgress}
	default:
		return nil // what was withdrawn stays withdrawn
	}
}

func afterFeedback(state models.CaseState) []models.CaseState {
	switch state { //nolint:exhaustive // the other states are those of complaints
	case models.StateReceived:
		return []models.CaseState{models.StateTriaged}
	case models.StateTriaged:
		return []models.CaseState{models.StateUnderReview, models.StateDeclined, models.StateDuplicate}
	case models.StateUnderReview:
		return []models.CaseState{
			models.StateAccepted, models.StatePlanned, models.StateDeclined, models.StateDuplicate,
		}
	case models.StateAccepted:
		return []models.CaseState{models.StatePlanned, models.StateDone}
	case models.StatePlanned, models.StateDeclined, models.StateDuplicate:
		return []models.CaseState{models.StateDone}
	default:
		return nil
	}
}
