package models

import (
	"time"

	"github.com/google/uuid"
)

// ConsentRecord is a consent record after ISO/IEC TS 27560:2023, written as JSON-LD in the terms of the Data Privacy
// Vocabulary (https://w3id.org/dpv/guides/consent-27560). What stands outside the purposes is about the record itself:
// where it is kept and for how long.
type ConsentRecord struct {
	Context       ConsentContext `json:"@context"`
	ID            string         `json:"@id" format:"uri" example:"https://portal.example.org/api/v1/consents/7c9e6679-7425-40de-944b-e07fc1f90ae7/receipt"`
	Type          string         `json:"@type" example:"dpv:ConsentRecord"`
	ConformsTo    string         `json:"conformsTo" format:"uri" example:"https://w3id.org/dpv/schema/dpv-27560#record"`
	SchemaVersion string         `json:"schema_version" example:"ISO/IEC TS 27560:2023"`
	RecordID      uuid.UUID      `json:"record_id" example:"7c9e6679-7425-40de-944b-e07fc1f90ae7"`
	// PIIPrincipalID is the record's own random id: nothing else is known about the person.
	PIIPrincipalID uuid.UUID `json:"pii_principal_id" example:"7c9e6679-7425-40de-944b-e07fc1f90ae7"`
	// Status is what the events come to.
	Status string `json:"status" enums:"dpv:ConsentGiven,dpv:ConsentRefused,dpv:ConsentWithdrawn,dpv:ConsentRequestDeferred" example:"dpv:ConsentGiven"`
	// Language is that of the texts.
	Language            Language       `json:"language" enums:"fa,en" example:"en"`
	PrivacyNotice       ConsentNotice  `json:"privacy_notice"`
	PartyIdentification []ConsentParty `json:"party_identification"`
	// PIIControllers are the parties that answer for the processing.
	PIIControllers []string `json:"pii_controllers" example:"#controller"`
	Jurisdiction   string   `json:"jurisdiction" example:"loc:IR"`
	ConsentStorage
	// RecipientThirdParties is empty: nobody else receives anything.
	RecipientThirdParties []string         `json:"recipient_third_parties"`
	WithdrawalMethod      ConsentControl   `json:"withdrawal_method"`
	PrivacyRights         []ConsentRight   `json:"privacy_rights"`
	Purposes              []ConsentPurpose `json:"purposes"`
	// Events are in the order in which they happened.
	Events []ConsentEvent `json:"events"`
} // @name ConsentRecord

// ConsentContext gives every key of a consent record its IRI (https://www.w3.org/TR/json-ld11/#the-context), so that
// nobody needs to load anything in order to read one.
type ConsentContext map[string]any

// ConsentNotice is a version of the privacy policy: what the person was told.
type ConsentNotice struct {
	ID       string   `json:"@id" format:"uri" example:"https://portal.example.org/api/v1/privacy-policy/versions/1"`
	Type     string   `json:"@type" example:"dpv:ConsentNotice"`
	Version  int      `json:"version" example:"1"`
	Hash     string   `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Language Language `json:"language" enums:"fa,en" example:"en"`
} // @name ConsentNotice

// ConsentParty is a party to a consent record. Its id is what the record calls it elsewhere.
type ConsentParty struct {
	ID           string `json:"@id" example:"#controller"`
	PartyID      string `json:"party_id" example:"#controller"`
	PartyRole    string `json:"party_role" example:"dpv:DataController"`
	PartyName    string `json:"party_name" example:"Information Technology Organisation"`
	PartyContact string `json:"party_contact,omitempty" example:"privacy@portal.example.org"`
	PartyAddress string `json:"party_address,omitempty" example:"12 Example Street, Tehran"`
} // @name ConsentParty

// ConsentStorage says where something is kept, and for how long as an ISO 8601 duration.
type ConsentStorage struct {
	StorageLocations []string `json:"storage_locations" example:"dpv:WithinDevice"`
	RetentionPeriod  string   `json:"retention_period" example:"P180D"`
}

// ConsentStorageCondition is what ISO/IEC TS 27560 says beside a purpose, once more where DPV looks for it.
type ConsentStorageCondition struct {
	Type []string `json:"@type" example:"dpv:StorageLocation,dpv:StorageDuration"`
	ConsentStorage
} // @name ConsentStorageCondition

// ConsentControl says where and how the person withdraws.
type ConsentControl struct {
	ID          string `json:"@id" example:"#withdrawal"`
	Type        string `json:"@type" example:"dpv:WithdrawConsent"`
	ExercisedAt string `json:"exercised_at" format:"uri" example:"https://portal.example.org/api/v1/cookies/preferences"`
	Description string `json:"description" example:"Send DELETE to this address with the header Consent-Id."`
} // @name ConsentControl

// ConsentRight is a right that the person has, and where they exercise it.
type ConsentRight struct {
	Type        string `json:"@type" example:"dpv:DataSubjectRight"`
	ExercisedAt string `json:"exercised_at" format:"uri" example:"https://portal.example.org/api/v1/cookies/preferences"`
	Description string `json:"description" example:"You may see, change or withdraw this consent at any time."`
} // @name ConsentRight

// ConsentPurpose is one purpose that the person decides about, and the processing that serves it.
type ConsentPurpose struct {
	ID          string `json:"@id" enums:"#memory,#returning,#newsletter_insight" example:"#memory"`
	Type        string `json:"@type" example:"dpv:Process"`
	Purpose     string `json:"purpose" example:"Your name and contact stay in an encrypted cookie on your own device."`
	PurposeType string `json:"purpose_type" example:"dpv:UserInterfacePersonalisation"`
	LawfulBasis string `json:"lawful_basis" example:"dpv:Consent"`
	// Status is what the events come to for this purpose.
	Status           string         `json:"status" enums:"dpv:ConsentGiven,dpv:ConsentRefused,dpv:ConsentWithdrawn,dpv:ConsentRequestDeferred" example:"dpv:ConsentGiven"`
	PIIInformation   []ConsentDatum `json:"pii_information"`
	PIIControllers   []string       `json:"pii_controllers" example:"#controller"`
	CollectionMethod string         `json:"collection_method" example:"dpv:DataSubjectDataSource"`
	ProcessingMethod []string       `json:"processing_method" example:"dpv:Store,dpv:Retrieve"`
	ConsentStorage
	StorageConditions ConsentStorageCondition `json:"storage_conditions"`
	Jurisdiction      string                  `json:"jurisdiction" example:"loc:IR"`
	// Recipients are the controllers themselves; third parties are listed apart, and there are none.
	Recipients            []string `json:"recipients" example:"#controller"`
	RecipientThirdParties []string `json:"recipient_third_parties"`
	WithdrawalMethod      string   `json:"withdrawal_method" example:"#withdrawal"`
} // @name ConsentPurpose

// ConsentDatum is a kind of personal data that a purpose touches; never the datum.
type ConsentDatum struct {
	Type           string `json:"@type" example:"dpv:PersonalData"`
	PIIType        string `json:"pii_type" example:"pd:EmailAddress"`
	PIIAttributeID string `json:"pii_attribute_id" example:"email"`
	PIIOptional    bool   `json:"pii_optional" example:"true"`
	Necessity      string `json:"necessity" example:"dpv:Optional"`
} // @name ConsentDatum

// ConsentEvent is one decision of the person.
type ConsentEvent struct {
	// EventTime is the minute of the decision.
	EventTime  time.Time `json:"event_time" example:"2026-11-22T10:00:00Z"`
	EntityID   uuid.UUID `json:"entity_id" example:"7c9e6679-7425-40de-944b-e07fc1f90ae7"`
	EventType  string    `json:"event_type" example:"dpv:ExplicitlyExpressedConsent"`
	EventState string    `json:"event_state" enums:"dpv:ConsentGiven,dpv:ConsentRefused,dpv:ConsentWithdrawn,dpv:ConsentRequestDeferred" example:"dpv:ConsentGiven"`
	// ValidityDuration is how long a consent counts, as an ISO 8601 duration. It is asked for again afterwards.
	ValidityDuration string `json:"validity_duration,omitempty" example:"P13M"`
	// Language is the one in which the choices were shown.
	Language      Language             `json:"language" enums:"fa,en" example:"en"`
	PrivacyNotice ConsentNotice        `json:"privacy_notice"`
	Choices       []ConsentEventChoice `json:"choices"`
	// GPC says that the browser sent `Sec-GPC: 1`.
	GPC bool `json:"gpc" example:"false"`
	// GPCConflict says that the person granted what the signal speaks against.
	GPCConflict bool `json:"gpc_conflict" example:"false"`
} // @name ConsentEvent

// ConsentEventChoice is what an event did for one purpose.
type ConsentEventChoice struct {
	// Process is the purpose's id.
	Process string `json:"process" enums:"#memory,#returning,#newsletter_insight" example:"#memory"`
	Shown   Choice `json:"shown" enums:"granted,refused,undecided" example:"undecided"`
	Made    Choice `json:"made" enums:"granted,refused,undecided" example:"granted"`
	Status  string `json:"status" enums:"dpv:ConsentGiven,dpv:ConsentRefused,dpv:ConsentWithdrawn,dpv:ConsentRequestDeferred" example:"dpv:ConsentGiven"`
} // @name ConsentEventChoice
