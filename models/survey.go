package models

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// SurveyPrivacy is how well invited people are protected from the organisation itself.
type SurveyPrivacy string

// The ways. In a blind survey invitations are exchanged for credentials that nobody can recognise (RFC 9474).
const (
	PrivacyStandard SurveyPrivacy = "standard"
	PrivacyBlind    SurveyPrivacy = "blind"
)

// SurveyAccess is who may answer.
type SurveyAccess string

// The ways. Where an invitation is not needed, one that is given counts, and is spent.
const (
	AccessOpen       SurveyAccess = "open"
	AccessInvitation SurveyAccess = "invitation"
)

// SurveyState is what has become of a version of a survey. Time alone takes one from scheduled to published, and from
// there to closed.
type SurveyState string

// The states.
const (
	SurveyDraft     SurveyState = "draft"
	SurveyScheduled SurveyState = "scheduled"
	SurveyPublished SurveyState = "published"
	SurveyPaused    SurveyState = "paused"
	SurveyClosed    SurveyState = "closed"
)

// SurveyForm asks for a new survey.
type SurveyForm struct {
	// Slug is the survey's name in addresses, for good: small letters a–z and digits, in groups with hyphens between.
	Slug string `json:"slug" normalise:"line" validate:"required,max=60,slug" privacy:"none_personal;retention=permanent" example:"service-satisfaction"`
	// Definition is a SurveyJS definition: an object in the strict subset that drafting a survey describes.
	Definition json.RawMessage `json:"definition" validate:"required" privacy:"none_personal;retention=permanent" swaggertype:"object"`
	SurveySettings
} // @name SurveyForm

// SurveySettings is what can be set of a survey beside its questions.
type SurveySettings struct {
	// K is how many people a published figure is made of at least: 10, if it is left out. It cannot be changed once the
	// version is published.
	K *int `json:"k,omitempty" validate:"omitempty,gte=3,lte=1000" privacy:"none_personal;retention=permanent" example:"10"`
	// Privacy is `standard`, if it is left out. `blind` surveys need invitations. It cannot be changed once a version
	// was published.
	Privacy *string `json:"privacy,omitempty" normalise:"line" validate:"omitempty,oneof=standard blind" privacy:"none_personal;retention=permanent" example:"standard"`
	// Access is `open`, if it is left out, and always `invitation` where privacy is `blind`.
	Access *string `json:"access,omitempty" normalise:"line" validate:"omitempty,oneof=open invitation" privacy:"none_personal;retention=permanent" example:"open"`
	// OpensAt is when the survey opens (RFC 3339): once it is published, if it is left out. An empty text
	// takes it away.
	OpensAt *string `json:"opens_at,omitempty" normalise:"moment" validate:"omitempty,moment|eq=" privacy:"none_personal;retention=permanent" example:"2026-12-01T08:00:00+03:30"`
	// ClosesAt is when the survey closes by itself (RFC 3339): never, if it is left out. An empty text takes it
	// away.
	ClosesAt *string `json:"closes_at,omitempty" normalise:"moment" validate:"omitempty,moment|eq=" privacy:"none_personal;retention=permanent" example:"2027-01-01T00:00:00+03:30"`
}

// SurveyChangeForm asks for what is to change. What is left out stays as it is.
type SurveyChangeForm struct {
	// Definition is the whole SurveyJS definition anew, not what changes in it.
	Definition json.RawMessage `json:"definition,omitempty" privacy:"none_personal;retention=permanent" swaggertype:"object"`
	SurveySettings
} // @name SurveyChangeForm

// SurveyTrialForm asks whether a definition could be published.
type SurveyTrialForm struct {
	// Definition is a SurveyJS definition.
	Definition json.RawMessage `json:"definition" validate:"required" privacy:"none_personal;retention=permanent" swaggertype:"object"`
} // @name SurveyTrialForm

// SurveyOverrideForm asks to let a question pass that seems to demand identity.
type SurveyOverrideForm struct {
	// Question is its name.
	Question string `json:"question" normalise:"line" validate:"required,max=100,line" privacy:"none_personal;retention=permanent" example:"workplace"`
	// Reason is why it does not ask for anybody's identity.
	Reason string `json:"reason" normalise:"paragraphs" validate:"required,max=500,paragraphs" privacy:"none_personal;retention=permanent" example:"تنها ساختمان پرسیده می‌شود، با دو گزینه؛ نشانی کسی نیست."`
} // @name SurveyOverrideForm

// InvitationsForm asks for invitations.
type InvitationsForm struct {
	// Count is how many more there are to be.
	Count int `json:"count" validate:"required,gte=1,lte=5000" privacy:"none_personal;retention=permanent" example:"3"`
} // @name InvitationsForm

// Survey is a survey under its name, whatever version of it is in force.
type Survey struct {
	ID        uuid.UUID     `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Slug      string        `privacy:"none_personal;retention=permanent"`
	Privacy   SurveyPrivacy `privacy:"none_personal;retention=permanent"`
	Access    SurveyAccess  `privacy:"none_personal;retention=permanent"`
	CreatedAt time.Time     `privacy:"none_personal;retention=permanent"`
	// Invited is how many invitations were ever given out.
	Invited int64 `privacy:"none_personal;retention=permanent"`
	// CredentialKeySealed is what credentials are signed with, where privacy is blind; CredentialPublicKey is for all.
	CredentialKeySealed privacy.SealedBytes `privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_survey"`
	CredentialPublicKey []byte              `privacy:"none_personal;retention=permanent"`
}

// SurveyVersion is one version of a survey. Once it is published the database itself refuses to change its questions.
type SurveyVersion struct {
	ID       uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	SurveyID uuid.UUID `privacy:"none_personal;retention=permanent"`
	Number   int       `privacy:"none_personal;retention=permanent"`
	// Definition is canonical JSON (RFC 8785), and Hash its SHA-256 in hexadecimal digits.
	Definition string `privacy:"none_personal;retention=permanent"`
	Hash       string `privacy:"none_personal;retention=permanent"`
	// K is how many people a figure is made of at least.
	K           int        `gorm:"column:k" privacy:"none_personal;retention=permanent"`
	OpensAt     *time.Time `privacy:"none_personal;retention=permanent"`
	ClosesAt    *time.Time `privacy:"none_personal;retention=permanent"`
	CreatedAt   time.Time  `privacy:"none_personal;retention=permanent"`
	PublishedAt *time.Time `privacy:"none_personal;retention=permanent"`
	PausedAt    *time.Time `privacy:"none_personal;retention=permanent"`
	ClosedAt    *time.Time `privacy:"none_personal;retention=permanent"`
	// SettledAt is when, after the end, the last answers were stored: from then on its figures are final.
	SettledAt          *time.Time `privacy:"none_personal;retention=permanent"`
	ResultsPublishedAt *time.Time `privacy:"none_personal;retention=permanent"`
	// ErasedAt is when the answers were deleted and only their counts kept.
	ErasedAt *time.Time `privacy:"none_personal;retention=permanent"`
}

// State is what has become of the version by a moment.
func (v SurveyVersion) State(at time.Time) SurveyState {
	switch {
	case v.PublishedAt == nil:
		return SurveyDraft
	case v.EndsBy(at):
		return SurveyClosed
	case v.PausedAt != nil:
		return SurveyPaused
	case v.OpensAt != nil && v.OpensAt.After(at):
		return SurveyScheduled
	default:
		return SurveyPublished
	}
}

// EndsBy reports whether the version was closed, or has come to its end, by a moment.
func (v SurveyVersion) EndsBy(at time.Time) bool {
	return v.ClosedAt != nil || v.SettledAt != nil || v.ClosesAt != nil && !v.ClosesAt.After(at)
}

// SurveyOverride lets a question pass that seems to demand identity, as long as it is worded as it was.
type SurveyOverride struct {
	ID       uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	SurveyID uuid.UUID `privacy:"none_personal;retention=permanent"`
	Question string    `privacy:"none_personal;retention=permanent"`
	Demand   string    `privacy:"none_personal;retention=permanent"`
	// Wording is the SHA-256 of the text that was looked at.
	Wording   string    `privacy:"none_personal;retention=permanent"`
	Reason    string    `privacy:"none_personal;retention=permanent"`
	AccountID uuid.UUID `privacy:"plain;category=user.account;purposes=security;retention=permanent"`
	At        time.Time `privacy:"none_personal;retention=permanent"`
}
