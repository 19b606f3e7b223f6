package record_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/consent/record"
)

const (
	dpv = "https://w3id.org/dpv#"
	own = "urn:amanat:consent-record:"

	recordURL = "https://portal.example.org/api/v1/consents/7c9e6679-7425-40de-944b-e07fc1f90ae7/receipt"
)

func asked() record.Choices { return models.NoChoices() }

func chosen(memory, returning, newsletter record.Choice) record.Choices {
	return record.Choices{Memory: memory, Returning: returning, NewsletterInsight: newsletter}
}

// at is a moment of a day, between two minutes and in a time zone.
func at(hour, minute int) time.Time {
	return time.Date(2026, 11, 22, hour, minute, 43, 123456789, time.FixedZone("Tehran", 3*3600+1800))
}

func decision(moment time.Time, made record.Choices) record.Event {
	return record.Event{
		At: moment, Shown: asked(), Made: made, PolicyVersion: 3, Language: "fa",
		PolicyHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}
}

func withdrawal(moment time.Time) record.Event {
	event := decision(moment, asked())
	event.Withdrawn = true
	return event
}

func input(events ...record.Event) record.Input {
	return record.Input{
		ID:     uuid.MustParse("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
		Events: events,
		Controller: record.Controller{
			Name: "سازمان فناوری اطلاعات", Contact: "privacy@portal.example.org", Address: "تهران، خیابان نمونه، پلاک ۱۲",
		},
		PublicURL: "https://portal.example.org",
		Language:  "fa",
	}
}

func granting() record.Input {
	return input(decision(at(13, 30), chosen(models.Granted, models.Refused, models.Undecided)))
}

func newRecord(t require.TestingT, in record.Input) models.ConsentRecord {
	made, err := record.New(in)
	require.NoError(t, err)
	return made
}

func asJSON(t require.TestingT, record models.ConsentRecord) []byte {
	text, err := json.Marshal(record)
	require.NoError(t, err)
	return text
}

type object = map[string]any

func parsed(t require.TestingT, text []byte) object {
	var document object
	require.NoError(t, json.Unmarshal(text, &document))
	return document
}

// offline is a loader of other documents: a record must need none.
type offline struct{}

func (offline) LoadDocument(string) (*ld.RemoteDocument, error) {
	return nil, errors.New("a record needs no other document")
}

func options() *ld.JsonLdOptions {
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = offline{}
	return options
}

// expanded is the document with every key and every reference as its IRI.
func expanded(t require.TestingT, document object) object {
	nodes, err := ld.NewJsonLdProcessor().Expand(document, options())
	require.NoError(t, err)
	require.Len(t, nodes, 1)
	return nodes[0].(object)
}

// triples is the record as a graph: sorted N-Quads, with blank nodes numbered canonically.
func triples(t *testing.T, in record.Input) string {
	t.Helper()
	options := options()
	options.Format = "application/n-quads"
	options.Algorithm = ld.AlgorithmURDNA2015
	graph, err := ld.NewJsonLdProcessor().Normalize(parsed(t, asJSON(t, newRecord(t, in))), options) //nolint:misspell // its name
	require.NoError(t, err)
	return graph.(string)
}

// keysAnywhere lists the keys of a document, but for those of its context.
func keysAnywhere(node any) []string {
	var keys []string
	switch value := node.(type) {
	case object:
		for key, inner := range value {
			keys = append(keys, key)
			if key != "@context" {
				keys = append(keys, keysAnywhere(inner)...)
			}
		}
	case []any:
		for _, inner := range value {
			keys = append(keys, keysAnywhere(inner)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
