package record

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amanat/models"
)

// ErrNoRecord is returned for what no record can be made of: without id, events or controller's name, in another
// language, with an address that is none, with a decision that contradicts itself or comes before the one before it.
var ErrNoRecord = errors.New("no consent record")

func (in Input) check() error {
	switch {
	case in.ID == uuid.Nil:
		return fmt.Errorf("without an id: %w", ErrNoRecord)
	case in.Controller.Name == "":
		return fmt.Errorf("without a controller's name: %w", ErrNoRecord)
	case !published(in.Language):
		return fmt.Errorf("in language %q: %w", in.Language, ErrNoRecord)
	case !isBase(in.PublicURL):
		return fmt.Errorf("public URL %q: %w", in.PublicURL, ErrNoRecord)
	case len(in.Events) == 0:
		return fmt.Errorf("without events: %w", ErrNoRecord)
	}
	before := time.Time{}
	for i, event := range in.Events {
		if err := event.check(before); err != nil {
			return fmt.Errorf("event %d: %w", i+1, err)
		}
		before = event.At
	}
	return nil
}

func (e Event) check(before time.Time) error {
	year := e.At.UTC().Year()
	switch {
	case e.At.IsZero() || year < 1 || year > 9999: // RFC 3339 has four digits for a year
		return fmt.Errorf("at no time: %w", ErrNoRecord)
	case e.At.Before(before):
		return fmt.Errorf("before the one before it: %w", ErrNoRecord)
	case e.PolicyVersion < 1 || e.PolicyHash == "":
		return fmt.Errorf("under no policy: %w", ErrNoRecord)
	case !published(e.Language):
		return fmt.Errorf("in language %q: %w", e.Language, ErrNoRecord)
	}
	for _, choices := range []Choices{e.Shown, e.Made} {
		if slices.ContainsFunc(inOrder(choices), isNoChoice) {
			return fmt.Errorf("with a choice that is none: %w", ErrNoRecord)
		}
	}
	if e.Withdrawn && slices.Contains(inOrder(e.Made), models.Granted) {
		return fmt.Errorf("withdraws and grants: %w", ErrNoRecord)
	}
	return nil
}

func published(language string) bool {
	return slices.Contains(models.Languages(), models.Language(language))
}

func isNoChoice(choice Choice) bool {
	return choice != models.Granted && choice != models.Refused && choice != models.Undecided
}

// isBase says whether paths can be put behind the address, and whether it is an IRI then: JSON-LD drops what is none.
func isBase(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Host != "" &&
		parsed.User == nil && !strings.ContainsAny(address, "?#") && !strings.HasSuffix(address, "/") &&
		parsed.String() == address
}
