// Package record makes the consent record that a person gets as evidence: ISO/IEC TS 27560:2023 as JSON-LD, as
// the W3C community group for the Data Privacy Vocabulary describes it (https://w3id.org/dpv/guides/consent-27560).
// Every dpv, pd and loc term is one of DPV 2.3.
package record

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"amanat/models"
)

// Choice is what a person decided about a purpose: "granted", "refused" or "undecided".
type Choice = models.Choice

// Choices is a choice for every optional purpose.
type Choices = models.Choices

// Event is one decision. Shown is what stood when the person was asked, Made what stands after it, for every purpose.
// Withdrawn says that everything was withdrawn at once; nothing can be granted then.
type Event struct {
	// At is shown in UTC and to the minute; what is finer is cut off.
	At            time.Time
	Withdrawn     bool
	Shown, Made   Choices
	PolicyVersion int
	PolicyHash    string
	// Language is the one in which the person was asked: "fa" or "en".
	Language string
	// GPC says that the browser sent "Sec-GPC: 1".
	GPC bool
}

// Controller is who answers for the processing, in the record's language. Contact and address may be empty.
type Controller struct{ Name, Contact, Address string }

// Input is all that a record says of a person and of an installation.
type Input struct {
	ID uuid.UUID
	// Events are in the order in which they happened; there is at least one.
	Events     []Event
	Controller Controller
	// PublicURL is where people reach the service: "https://portal.example.org", without a slash at the end.
	PublicURL string
	// Language is that of the texts: "fa" or "en".
	Language string
}

const (
	conformsTo    = "https://w3id.org/dpv/schema/dpv-27560#record"
	schemaVersion = "ISO/IEC TS 27560:2023"
	jurisdiction  = "loc:IR"

	// What the record calls its own parts, relative to its IRI.
	controllerID = "#controller"
	withdrawalID = "#withdrawal"
)

// New makes the record. The same input gives the same record, and that the same JSON to the byte. The error is
// ErrNoRecord.
func New(in Input) (models.ConsentRecord, error) {
	if err := in.check(); err != nil {
		return models.ConsentRecord{}, err
	}
	words := textsIn(models.Language(in.Language))
	events, standing := in.history()
	return models.ConsentRecord{
		Context:               contextOf(in.recordURL(), in.Language),
		ID:                    in.recordURL(),
		Type:                  "dpv:ConsentRecord",
		ConformsTo:            conformsTo,
		SchemaVersion:         schemaVersion,
		RecordID:              in.ID,
		PIIPrincipalID:        in.ID,
		Status:                events[len(events)-1].EventState,
		Language:              models.Language(in.Language),
		PrivacyNotice:         in.notice(in.Events[len(in.Events)-1]),
		PartyIdentification:   []models.ConsentParty{in.Controller.party()},
		PIIControllers:        []string{controllerID},
		Jurisdiction:          jurisdiction,
		ConsentStorage:        models.ConsentStorage{StorageLocations: atController(), RetentionPeriod: validity()},
		RecipientThirdParties: []string{},
		WithdrawalMethod:      in.withdrawal(words),
		PrivacyRights:         in.rights(words),
		Purposes:              processes(words, standing),
		Events:                events,
	}, nil
}

func (in Input) recordURL() string {
	return in.PublicURL + "/api/v1/consents/" + in.ID.String() + "/receipt"
}

func (in Input) preferencesURL() string { return in.PublicURL + "/api/v1/cookies/preferences" }

// notice is the version of the policy that stood behind a decision. DPV asks for a ConsentNotice where a notice is what
// people were told before they consented.
func (in Input) notice(e Event) models.ConsentNotice {
	return models.ConsentNotice{
		ID:       in.PublicURL + "/api/v1/privacy-policy/versions/" + strconv.Itoa(e.PolicyVersion),
		Type:     "dpv:ConsentNotice",
		Version:  e.PolicyVersion,
		Hash:     e.PolicyHash,
		Language: models.Language(e.Language),
	}
}

func (c Controller) party() models.ConsentParty {
	return models.ConsentParty{
		ID:           controllerID,
		PartyID:      controllerID,
		PartyRole:    "dpv:DataController",
		PartyName:    c.Name,
		PartyContact: c.Contact,
		PartyAddress: c.Address,
	}
}

func (in Input) withdrawal(words texts) models.ConsentControl {
	return models.ConsentControl{
		ID:          withdrawalID,
		Type:        "dpv:WithdrawConsent",
		ExercisedAt: in.preferencesURL(),
		Description: words.withdrawal("DELETE "+in.preferencesURL(), "Consent-Id: "+in.ID.String()),
	}
}

func (in Input) rights(words texts) []models.ConsentRight {
	return []models.ConsentRight{{
		Type:        "dpv:DataSubjectRight",
		ExercisedAt: in.preferencesURL(),
		Description: words.right,
	}}
}
