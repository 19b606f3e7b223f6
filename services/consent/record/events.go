package record

import (
	"slices"
	"time"

	"amanat/models"
)

// The states of a consent, as DPV names them.
const (
	given     = "dpv:ConsentGiven"
	withdrawn = "dpv:ConsentWithdrawn"
	refused   = "dpv:ConsentRefused"
	// deferred is "neither given nor refused" after a notice was shown. ConsentUnknown would say that nothing is known.
	deferred = "dpv:ConsentRequestDeferred"
)

// history is the events as the record shows them, and what they come to for every purpose.
func (in Input) history() (events []models.ConsentEvent, standing []string) {
	rows := table(texts{})
	granted := make([]bool, len(rows))
	standing = make([]string, len(rows))
	events = make([]models.ConsentEvent, len(in.Events))
	for i, event := range in.Events {
		shown, made := inOrder(event.Shown), inOrder(event.Made)
		choices := make([]models.ConsentEventChoice, len(rows))
		for k, row := range rows {
			granted[k] = granted[k] || shown[k] == models.Granted || made[k] == models.Granted
			standing[k] = status(made[k], granted[k])
			choices[k] = models.ConsentEventChoice{
				Process: row.id, Shown: shown[k], Made: made[k], Status: standing[k],
			}
		}
		events[i] = in.event(event, state(standing), choices)
	}
	return events, standing
}

func (in Input) event(e Event, state string, choices []models.ConsentEventChoice) models.ConsentEvent {
	event := models.ConsentEvent{
		EventTime: e.At.UTC().Truncate(time.Minute),
		EntityID:  in.ID,
		// What the person sends says nothing but what they decide, which is more than ExpressedConsent asks for.
		EventType:     "dpv:ExplicitlyExpressedConsent",
		EventState:    state,
		Language:      models.Language(e.Language),
		PrivacyNotice: in.notice(e),
		Choices:       choices,
		GPC:           e.GPC,
		GPCConflict:   e.conflict(),
	}
	if state == given {
		event.ValidityDuration = validity()
	}
	return event
}

// conflict says whether the person granted what Global Privacy Control speaks against. It says nothing about what stays
// on the person's own device for them alone.
func (e Event) conflict() bool {
	return e.GPC && (e.Made.Returning == models.Granted || e.Made.NewsletterInsight == models.Granted)
}

// status is what a choice comes to. What was ever granted can only be withdrawn: by refusing it, by leaving it out of a
// later decision, or together with all the rest.
func status(made Choice, granted bool) string {
	switch {
	case made == models.Granted:
		return given
	case granted:
		return withdrawn
	case made == models.Refused:
		return refused
	default:
		return deferred
	}
}

// state is what an event comes to for the consent as a whole: the first of these that holds of any purpose.
func state(standing []string) string {
	for _, found := range []string{given, withdrawn, refused} {
		if slices.Contains(standing, found) {
			return found
		}
	}
	return deferred
}
