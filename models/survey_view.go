package models

import (
	"encoding/json"
	"time"
)

// SurveyItem is a survey in the list of those that can be answered.
type SurveyItem struct {
	Slug    string `json:"slug" example:"service-satisfaction"`
	Version int    `json:"version" example:"1"`
	// Hash is the SHA-256 of the definition's canonical JSON (RFC 8785). Answers name it.
	Hash string `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// State is `published` where answers are taken now.
	State SurveyState `json:"state" enums:"scheduled,published,paused,closed" example:"published"`
	Title string      `json:"title" example:"رضایت از خدمات"`
	// Access says whether an invitation is needed.
	Access SurveyAccess `json:"access" enums:"open,invitation" example:"open"`
	// Privacy is `blind` where invitations are exchanged for credentials that nobody can recognise.
	Privacy SurveyPrivacy `json:"privacy" enums:"standard,blind" example:"standard"`
	// OpensAt is null where the survey opened when it was published.
	OpensAt *time.Time `json:"opens_at" example:"2026-12-01T04:30:00Z"`
	// ClosesAt is null where the survey does not close by itself.
	ClosesAt *time.Time `json:"closes_at" example:"2026-12-31T20:30:00Z"`
} // @name SurveyItem

// SurveyView is a survey as people answer it.
type SurveyView struct {
	SurveyItem
	// K is how many people every published figure is made of at least.
	K int `json:"k" example:"10"`
	// ResultsPublished says whether there are results for everybody.
	ResultsPublished bool `json:"results_published" example:"false"`
	// Definition is for SurveyJS: `new Model(definition)`. Under one hash it never changes.
	Definition json.RawMessage `json:"definition" swaggertype:"object"`
	// CredentialKey is what credentials are verified with, where privacy is `blind`.
	CredentialKey *CredentialKeyView `json:"credential_key,omitempty"`
} // @name Survey

// CredentialKeyView is the public key of a survey's credentials.
type CredentialKeyView struct {
	// Suite is the variant of RFC 9474 (section 5).
	Suite string `json:"suite" example:"RSABSSA-SHA384-PSS-Randomized"`
	// Key is a JWK (RFC 7517).
	Key RSAKeyView `json:"key"`
} // @name SurveyCredentialKey

// RSAKeyView is an RSA public key as a JWK.
type RSAKeyView struct {
	Kty string `json:"kty" enums:"RSA" example:"RSA"`
	// N is the modulus, 384 bytes, base64url without padding.
	N string `json:"n" example:"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"`
	// E is the exponent, base64url without padding.
	E string `json:"e" example:"AQAB"`
} // @name RSAKey

// SurveyAccepted says that answers are kept, and nothing that could lead back to them.
type SurveyAccepted struct {
	Accepted bool `json:"accepted" example:"true"`
	// Notices are about needless personal data in free texts.
	Notices []Notice `json:"notices,omitempty"`
} // @name SurveyAccepted

// BlindSignatureView is what an invitation was exchanged for.
type BlindSignatureView struct {
	// BlindSignature is to be finalised (RFC 9474, section 4.4) by who asked for it: 384 bytes, base64url without
	// padding.
	BlindSignature string `json:"blind_signature" example:"c2lnbmF0dXJl"`
} // @name SurveyBlindSignature

// SurveyProblem is why a definition could not be published as it is.
type SurveyProblem struct {
	// Pointer leads into the definition (RFC 6901).
	Pointer string `json:"pointer" example:"/definition/pages/0/elements/1/title"`
	Code    string `json:"code" example:"untranslated"`
	// Detail is in the language of Accept-Language.
	Detail string `json:"detail" example:"This text lacks a language: en."`
	// Clause is that of the statement which is kept.
	Clause string `json:"clause,omitempty" example:"survey-optional"`
	Limit  string `json:"-"`
} // @name SurveyProblem

// StaffSurveyItem is a survey in the list of all, drafts among them.
type StaffSurveyItem struct {
	Slug    string        `json:"slug" example:"service-satisfaction"`
	Title   string        `json:"title" example:"رضایت از خدمات"`
	Privacy SurveyPrivacy `json:"privacy" enums:"standard,blind" example:"standard"`
	Access  SurveyAccess  `json:"access" enums:"open,invitation" example:"open"`
	// Version is the newest, which may be a draft.
	Version int `json:"version" example:"2"`
	// State is what has become of the newest version.
	State SurveyState `json:"state" enums:"draft,scheduled,published,paused,closed" example:"draft"`
	// PublishedVersion is the one that was published last; 0 before the first.
	PublishedVersion int `json:"published_version" example:"1"`
} // @name StaffSurveyItem

// StaffSurveyView is a survey as its editors see it: its newest version, which may be a draft.
type StaffSurveyView struct {
	StaffSurveyItem
	// Hash is that of the newest version's definition, as are the settings below.
	Hash string `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// K is how many people every published figure is made of at least.
	K        int        `json:"k" example:"10"`
	OpensAt  *time.Time `json:"opens_at" example:"2026-12-01T04:30:00Z"`
	ClosesAt *time.Time `json:"closes_at" example:"2026-12-31T20:30:00Z"`
	// Invited is how many invitations were given out, of all versions.
	Invited int64 `json:"invited" example:"120"`
	// Unused is how many of them can still be used.
	Unused int64 `json:"unused" example:"37"`
	// Definition is that of the newest version, as it is kept.
	Definition json.RawMessage `json:"definition" swaggertype:"object"`
	// Problems are what a draft cannot be published with.
	Problems []SurveyProblem `json:"problems"`
	// Overrides are the questions that were let pass.
	Overrides []SurveyOverrideView `json:"overrides"`
	// Versions are the history, the newest first.
	Versions []SurveyVersionView `json:"versions"`
} // @name StaffSurvey

// SurveyVersionView is a version in the history of a survey.
type SurveyVersionView struct {
	Version int         `json:"version" example:"1"`
	State   SurveyState `json:"state" enums:"draft,scheduled,published,paused,closed" example:"published"`
	Hash    string      `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	K       int         `json:"k" example:"10"`
	// PublishedAt is null of a draft.
	PublishedAt *time.Time `json:"published_at" example:"2026-11-22T10:00:00Z"`
	// ClosedAt is when it was closed, or closed by itself.
	ClosedAt *time.Time `json:"closed_at" example:"2026-12-31T20:30:00Z"`
	// ResultsPublishedAt is null where the results are for staff only.
	ResultsPublishedAt *time.Time `json:"results_published_at" example:"2027-01-04T08:00:00Z"`
} // @name SurveyVersion

// SurveyOverrideView says who let a question pass, and why.
type SurveyOverrideView struct {
	Question string `json:"question" example:"workplace"`
	// Demand is what the question seems to ask for.
	Demand string    `json:"demand" enums:"name,phone,email,national_id,address" example:"address"`
	Reason string    `json:"reason" example:"تنها ساختمان پرسیده می‌شود، با دو گزینه؛ نشانی کسی نیست."`
	At     time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
} // @name SurveyOverride

// SurveyTrialView says that a definition could be published.
type SurveyTrialView struct {
	Valid bool `json:"valid" example:"true"`
	// Hash is what the definition's hash would be.
	Hash string `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// Definition is as it would be kept.
	Definition json.RawMessage `json:"definition" swaggertype:"object"`
} // @name SurveyTrial

// InvitationsView are invitations, shown this once.
type InvitationsView struct {
	Tokens []string `json:"tokens" example:"7ME6-3QKR-ZA76-RQAD-D1ZG-FX23"`
} // @name SurveyInvitations

// RespondentsView are those who wanted to be known, in no order.
type RespondentsView struct {
	Items []Respondent `json:"items"`
} // @name SurveyRespondents

// SurveyTextView is a free text that somebody wrote.
type SurveyTextView struct {
	// Variable is the name of the question, or of its part, as in the results; with `-Comment` behind it where the
	// text explains the choice `other`.
	Variable string `json:"variable" example:"suggestion"`
	Text     string `json:"text" example:"نوبت‌دهی اینترنتی خیلی کمک کرد."`
} // @name SurveyText
