package record_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/services/consent/record"
)

func TestOfThatNoRecordIsMade(t *testing.T) {
	for name, spoil := range map[string]func(*record.Input){
		"no id":                  func(in *record.Input) { in.ID = uuid.Nil },
		"no events":              func(in *record.Input) { in.Events = nil },
		"no controller":          func(in *record.Input) { in.Controller.Name = "" },
		"another language":       func(in *record.Input) { in.Language = "de" },
		"no language":            func(in *record.Input) { in.Language = "" },
		"an event's language":    func(in *record.Input) { in.Events[0].Language = "FA" },
		"no address":             func(in *record.Input) { in.PublicURL = "" },
		"a slash at the end":     func(in *record.Input) { in.PublicURL += "/" },
		"a host alone":           func(in *record.Input) { in.PublicURL = "portal.example.org" },
		"another scheme":         func(in *record.Input) { in.PublicURL = "ftp://portal.example.org" },
		"a query":                func(in *record.Input) { in.PublicURL += "?" },
		"a fragment":             func(in *record.Input) { in.PublicURL += "#" },
		"a password":             func(in *record.Input) { in.PublicURL = "https://a:b@portal.example.org" },
		"a blank in the address": func(in *record.Input) { in.PublicURL += "/my portal" },
		"no time":                func(in *record.Input) { in.Events[0].At = time.Time{} },
		"a time beyond RFC 3339": func(in *record.Input) { in.Events[0].At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"no policy":              func(in *record.Input) { in.Events[0].PolicyVersion = 0 },
		"no hash":                func(in *record.Input) { in.Events[0].PolicyHash = "" },
		"another choice":         func(in *record.Input) { in.Events[0].Made.Returning = "yes" },
		"nothing shown":          func(in *record.Input) { in.Events[0].Shown = record.Choices{} },
		"a withdrawal that grants": func(in *record.Input) {
			in.Events[0].Withdrawn = true
		},
		"the wrong order": func(in *record.Input) { in.Events = append(in.Events, withdrawal(at(13, 29))) },
	} {
		in := granting()
		spoil(&in)
		made, err := record.New(in)
		require.ErrorIs(t, err, record.ErrNoRecord, name)
		require.Empty(t, made, name)
		require.NotContains(t, err.Error(), granting().ID.String(), name)
	}
}
