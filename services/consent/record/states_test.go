package record_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/consent/record"
)

const (
	granted   = models.Granted
	refused   = models.Refused
	undecided = models.Undecided
)

// walk is the record's states: of each event as a whole, and in brackets of each purpose.
func walk(t *testing.T, events ...record.Event) []string {
	t.Helper()
	made := newRecord(t, input(events...))
	var states []string
	for _, event := range made.Events {
		var each []string
		for _, choice := range event.Choices {
			each = append(each, strings.TrimPrefix(choice.Status, "dpv:Consent"))
		}
		states = append(states, strings.TrimPrefix(event.EventState, "dpv:Consent")+" ("+strings.Join(each, " ")+")")
	}
	last := made.Events[len(made.Events)-1]
	require.Equal(t, last.EventState, made.Status)
	for i, purpose := range made.Purposes {
		require.Equal(t, last.Choices[i].Status, purpose.Status)
		require.Equal(t, last.Choices[i].Process, purpose.ID)
	}
	return states
}

func TestConsentIsGivenChangedAndWithdrawn(t *testing.T) {
	require.Equal(t, []string{
		"Given (Given Given RequestDeferred)",
		"Given (Given Withdrawn Refused)",
		"Withdrawn (Withdrawn Withdrawn RequestDeferred)",
		"Given (Withdrawn Withdrawn Given)",
	}, walk(
		t,
		decision(at(9, 0), chosen(granted, granted, undecided)),
		decision(at(9, 5), chosen(granted, refused, refused)),
		withdrawal(at(9, 5)),
		decision(at(9, 6), chosen(refused, refused, granted)),
	))
}

func TestConsentIsRefused(t *testing.T) {
	require.Equal(t, []string{"Refused (Refused Refused Refused)"}, walk(t, decision(at(9, 0), chosen(refused, refused, refused))))
	require.Equal(t, []string{"Refused (RequestDeferred Refused RequestDeferred)"},
		walk(t, decision(at(9, 0), chosen(undecided, refused, undecided))))
}

func TestToDecideNothingIsNotToRefuse(t *testing.T) {
	require.Equal(t, []string{"RequestDeferred (RequestDeferred RequestDeferred RequestDeferred)"},
		walk(t, decision(at(9, 0), asked())))
}

func TestToRefuseWhatWasGrantedIsToWithdrawIt(t *testing.T) {
	require.Equal(t, []string{"Given (Given RequestDeferred RequestDeferred)", "Withdrawn (Withdrawn Refused RequestDeferred)"},
		walk(t, decision(at(9, 0), chosen(granted, undecided, undecided)), decision(at(9, 1), chosen(refused, refused, undecided))))
}

func TestToLeaveOutWhatWasGrantedIsToWithdrawIt(t *testing.T) {
	require.Equal(t, []string{
		"Given (Given Given RequestDeferred)",
		"Given (Withdrawn Given RequestDeferred)",
		"Withdrawn (Withdrawn Withdrawn RequestDeferred)",
	}, walk(
		t,
		decision(at(9, 0), chosen(granted, granted, undecided)),
		decision(at(9, 1), chosen(undecided, granted, undecided)),
		withdrawal(at(9, 2)),
	))
}

func TestWhatHeldUnderAnEarlierIDIsWithdrawnUnderThisOne(t *testing.T) {
	event := decision(at(9, 0), chosen(refused, undecided, refused))
	event.Shown = chosen(granted, granted, refused)
	require.Equal(t, []string{"Withdrawn (Withdrawn Withdrawn Refused)"}, walk(t, event))
}

func TestWhatWasNeverGrantedCannotBeWithdrawn(t *testing.T) {
	require.Equal(t, []string{"RequestDeferred (RequestDeferred RequestDeferred RequestDeferred)"}, walk(t, withdrawal(at(9, 0))))
	require.Equal(t, []string{
		"Refused (Refused Refused Refused)", "RequestDeferred (RequestDeferred RequestDeferred RequestDeferred)",
	}, walk(t, decision(at(9, 0), chosen(refused, refused, refused)), withdrawal(at(9, 1))))
}

func TestEventsSayWhatWasShownAndWhatWasChosen(t *testing.T) {
	event := decision(at(9, 0), chosen(granted, refused, undecided))
	event.Shown = chosen(undecided, granted, refused)
	made := newRecord(t, input(event)).Events[0]
	require.Equal(t, []models.ConsentEventChoice{
		{Process: "#memory", Shown: undecided, Made: granted, Status: "dpv:ConsentGiven"},
		{Process: "#returning", Shown: granted, Made: refused, Status: "dpv:ConsentWithdrawn"},
		{Process: "#newsletter_insight", Shown: refused, Made: undecided, Status: "dpv:ConsentRequestDeferred"},
	}, made.Choices)
	require.Equal(t, "dpv:ExplicitlyExpressedConsent", made.EventType)
	require.Equal(t, input().ID, made.EntityID)
}

func TestOnlyAGivenConsentIsValidForATime(t *testing.T) {
	made := newRecord(t, input(granting().Events[0], withdrawal(at(14, 0)))).Events
	require.Equal(t, "P395D", made[0].ValidityDuration)
	require.Empty(t, made[1].ValidityDuration)
}

func TestAGrantAgainstTheSignalIsAConflict(t *testing.T) {
	for _, row := range []struct {
		made     record.Choices
		gpc      bool
		conflict bool
	}{
		{chosen(undecided, granted, undecided), true, true},
		{chosen(undecided, refused, granted), true, true},
		{chosen(granted, refused, undecided), true, false}, // the device remembers, and tells nobody
		{chosen(refused, refused, refused), true, false},
		{chosen(granted, granted, granted), false, false},
	} {
		event := decision(at(9, 0), row.made)
		event.GPC = row.gpc
		made := newRecord(t, input(event)).Events[0]
		require.Equal(t, row.gpc, made.GPC)
		require.Equal(t, row.conflict, made.GPCConflict, "%v", row)
	}
}

func TestAWithdrawalEndsTheConflict(t *testing.T) {
	first, second := decision(at(9, 0), chosen(granted, granted, granted)), withdrawal(at(9, 1))
	first.GPC, second.GPC = true, true
	made := newRecord(t, input(first, second)).Events
	require.True(t, made[0].GPCConflict)
	require.False(t, made[1].GPCConflict)
}
