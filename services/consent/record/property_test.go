package record_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/consent/record"
)

func anInput(t *rapid.T) record.Input {
	choice := rapid.SampledFrom([]record.Choice{granted, refused, undecided})
	none := rapid.SampledFrom([]record.Choice{refused, undecided})
	language := rapid.SampledFrom([]string{"fa", "en"})
	choices := func(of *rapid.Generator[record.Choice], name string) record.Choices {
		return chosen(of.Draw(t, name), of.Draw(t, name), of.Draw(t, name))
	}
	moment := at(0, 0)
	events := make([]record.Event, rapid.IntRange(1, 6).Draw(t, "events"))
	for i := range events {
		moment = moment.Add(rapid.SampledFrom([]time.Duration{0, time.Second, time.Minute, 24 * time.Hour}).Draw(t, "after"))
		events[i] = decision(moment, choices(choice, "made"))
		events[i].Shown = choices(choice, "shown")
		events[i].GPC = rapid.Bool().Draw(t, "gpc")
		events[i].Language = language.Draw(t, "language")
		events[i].PolicyVersion = rapid.IntRange(1, 99).Draw(t, "version")
		if rapid.Bool().Draw(t, "withdrawn") {
			events[i].Withdrawn, events[i].Made = true, choices(none, "made")
		}
	}
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"@id", "dpv:Consent", "#a", "بخشِ می‌دانم ۱۲", "<b>&"}))
	in := input(events...)
	in.Controller = record.Controller{
		Name: text.Filter(func(s string) bool { return s != "" }).Draw(t, "name"), Contact: text.Draw(t, "contact"),
		Address: text.Draw(t, "address"),
	}
	in.PublicURL = rapid.SampledFrom([]string{
		"https://portal.example.org", "http://localhost:8080", "https://example.org/a/b", "https://[2001:db8::1]:8443",
	}).Draw(t, "url")
	in.Language = language.Draw(t, "language")
	return in
}

// lastState is what the events come to, told from the end and not along the way.
func lastState(events []record.Event) string {
	each := func(c record.Choices) []record.Choice {
		return []record.Choice{c.Memory, c.Returning, c.NewsletterInsight}
	}
	last := events[len(events)-1]
	took := false // whether the last event does not grant what had been granted
	for i, choice := range each(last.Made) {
		took = took || choice != granted && slices.ContainsFunc(events, func(event record.Event) bool {
			return each(event.Made)[i] == granted || each(event.Shown)[i] == granted
		})
	}
	switch {
	case slices.Contains(each(last.Made), granted):
		return "dpv:ConsentGiven"
	case took:
		return "dpv:ConsentWithdrawn"
	case slices.Contains(each(last.Made), refused):
		return "dpv:ConsentRefused"
	default:
		return "dpv:ConsentRequestDeferred"
	}
}

func TestWhateverHappenedNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anInput(t)
		requireNothingLost(t, in)
		made := newRecord(t, in)
		last := made.Events[len(made.Events)-1]
		require.Len(t, made.Events, len(in.Events))
		require.Equal(t, lastState(in.Events), last.EventState)
		require.Equal(t, last.EventState, made.Status)
		for _, event := range made.Events {
			require.Zero(t, event.EventTime.Second())
			require.Zero(t, event.EventTime.Nanosecond())
		}
		require.Equal(t, asJSON(t, made), asJSON(t, newRecord(t, in)))
	})
}
