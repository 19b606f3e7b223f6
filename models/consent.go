package models

import (
	"time"

	"github.com/google/uuid"
)

// ChoicesForm asks for what a person decides about each category. What is left out stays undecided, and counts as no.
type ChoicesForm struct {
	// Necessary is always true; it may be left out.
	Necessary         *bool `json:"necessary,omitempty" validate:"omitempty,eq=true" privacy:"none_personal;retention=permanent" example:"true"`
	Memory            *bool `json:"memory,omitempty" privacy:"plain;category=user.privacy_preferences;purposes=use-ux;retention=consent" example:"true"`
	Returning         *bool `json:"returning,omitempty" privacy:"plain;category=user.privacy_preferences;purposes=use-ux;retention=consent" example:"false"`
	NewsletterInsight *bool `json:"newsletter_insight,omitempty" privacy:"plain;category=user.privacy_preferences;purposes=use-ux;retention=consent" example:"false"`
} // @name ChoicesForm

// PreferencesForm asks for a decision about cookies, and the hash of the privacy policy that it was made under.
type PreferencesForm struct {
	Choices    ChoicesForm `json:"choices" validate:"required"`
	PolicyHash string      `json:"policy_hash" normalise:"line" validate:"required,max=64" privacy:"none_personal;retention=permanent" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// Language is that of the text that was shown; that of Accept-Language, if it is left out.
	Language string `json:"language,omitempty" normalise:"line" validate:"omitempty,oneof=fa en" privacy:"plain;category=user.privacy_preferences;purposes=use-ux;retention=consent" example:"fa"`
} // @name PreferencesForm

// Choice is what a person decided about a category.
type Choice string

// The choices. To have refused is not the same as not to have been asked.
const (
	Granted   Choice = "granted"
	Refused   Choice = "refused"
	Undecided Choice = "undecided"
)

// Choices is what a person decided about every category that is not necessary.
type Choices struct {
	Memory            Choice `json:"memory" enums:"granted,refused,undecided" example:"granted"`
	Returning         Choice `json:"returning" enums:"granted,refused,undecided" example:"refused"`
	NewsletterInsight Choice `json:"newsletter_insight" enums:"granted,refused,undecided" example:"undecided"`
} // @name Choices

// NoChoices is what somebody decided who was not asked yet.
func NoChoices() Choices {
	return Choices{Memory: Undecided, Returning: Undecided, NewsletterInsight: Undecided}
}

// Choices reads what the form says.
func (f ChoicesForm) Choices() Choices {
	return Choices{
		Memory: choice(f.Memory), Returning: choice(f.Returning), NewsletterInsight: choice(f.NewsletterInsight),
	}
}

func choice(given *bool) Choice {
	switch {
	case given == nil:
		return Undecided
	case *given:
		return Granted
	default:
		return Refused
	}
}

// Consent is one decision of one browser or app, appended to the log and never changed. It holds no address and no
// agent; its id is random and its time that of the minute, so that it leads to no visit and to no case.
type Consent struct {
	ConsentID     uuid.UUID `gorm:"primaryKey" privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	Number        int       `gorm:"primaryKey;autoIncrement:false" privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	At            time.Time `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	Withdrawn     bool      `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	Shown         string    `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	Made          string    `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	PolicyVersion int       `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	PolicyHash    string    `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	Language      Language  `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	GPC           bool      `gorm:"column:gpc" privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	ExpiresAt     time.Time `privacy:"plain;category=user.privacy_preferences;purposes=use-ux,security;retention=consent"`
	// MAC is a keyed hash of all the rest: nobody else can enter a decision.
	MAC []byte `gorm:"column:mac" privacy:"keyed_hash;category=user.privacy_preferences;purposes=security;retention=consent"`
}

// EffectiveChoices is what the service may do now.
type EffectiveChoices struct {
	Necessary         bool `json:"necessary" example:"true"`
	Memory            bool `json:"memory" example:"true"`
	Returning         bool `json:"returning" example:"false"`
	NewsletterInsight bool `json:"newsletter_insight" example:"false"`
} // @name EffectiveChoices

// PreferencesView is what is in force for a browser or an app.
type PreferencesView struct {
	Choices EffectiveChoices `json:"choices"`
	// Decided says whether anything was decided at all; `states` says what, for each category.
	Decided bool    `json:"decided" example:"true"`
	States  Choices `json:"states"`
	// GPC says that this request came with the signal `Sec-GPC: 1`.
	GPC bool `json:"gpc" example:"false"`
	// GPCConflict says that a choice stands although the signal speaks against it.
	GPCConflict bool `json:"gpc_conflict" example:"false"`
	// NeedsRenewal asks to decide again: the decision is old, or the policy has changed materially since.
	NeedsRenewal bool `json:"needs_renewal" example:"false"`
	// PolicyVersion is the version of the privacy policy that is in force now.
	PolicyVersion int `json:"policy_version" example:"1"`
	// PolicyHash is the hash of that version: what the next decision has to be made under.
	PolicyHash string `json:"policy_hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// ConsentID names the decision; apps show it in the header Consent-Id.
	ConsentID *uuid.UUID `json:"consent_id,omitempty" example:"7c9e6679-7425-40de-944b-e07fc1f90ae7"`
	DecidedAt *time.Time `json:"decided_at,omitempty" example:"2026-11-22T10:00:00Z"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" example:"2027-12-22T10:00:00Z"`
	// ReturningSince is the day that the cookie of a returning visitor holds, where there is one.
	ReturningSince string `json:"returning_since,omitempty" format:"date" example:"2026-11-22"`
} // @name Preferences

// SavedPreferencesView is what is in force from now on, with the evidence.
type SavedPreferencesView struct {
	PreferencesView
	Receipt ConsentEvidence `json:"receipt"`
} // @name SavedPreferences

// ConsentEvidence is where the consent record is, and its signature.
type ConsentEvidence struct {
	// URL is where the record is, as JSON-LD.
	URL string `json:"url" example:"/api/v1/consents/7c9e6679-7425-40de-944b-e07fc1f90ae7/receipt"`
	// Proof is a compact JWS (RFC 7515) whose payload is the record; `/api/v1/receipts/verify` verifies it.
	Proof string `json:"proof" example:"eyJhbGciOiJFZERTQSJ9.eyJyZWNvcmRfaWQiOiI3YzllIn0.c2lnbmF0dXJl"`
} // @name ConsentEvidence

// WithdrawalView says what a withdrawal did.
type WithdrawalView struct {
	// Withdrawn says whether there was a decision to withdraw.
	Withdrawn bool             `json:"withdrawn" example:"true"`
	Choices   EffectiveChoices `json:"choices"`
	Decided   bool             `json:"decided" example:"false"`
	// Expired lists the cookies that this answer expires, and what each deletion costs.
	Expired []ExpiredCookie `json:"expired"`
} // @name Withdrawal

// ExpiredCookie is a cookie that is gone now.
type ExpiredCookie struct {
	Name            string `json:"name" example:"__Host-amanat-memory"`
	LostWhenDeleted string `json:"lost_when_deleted" example:"باید نام و راه تماس خود را دوباره بنویسید."`
} // @name ExpiredCookie

// ConsentReceiptView is a consent record with its signature.
type ConsentReceiptView struct {
	ConsentRecord
	// Proof is a compact JWS (RFC 7515) whose payload is the record without it; `/api/v1/receipts/verify` verifies it.
	Proof string `json:"proof" example:"eyJhbGciOiJFZERTQSJ9.eyJyZWNvcmRfaWQiOiI3YzllIn0.c2lnbmF0dXJl"`
} // @name ConsentReceipt

// FormMemory is what a browser remembers so that nobody types it again: sealed in a cookie on the person's own device,
// and nowhere else (clause `cookie-memory`).
type FormMemory struct {
	FirstName string `json:"first_name,omitempty" normalise:"name" validate:"omitempty,max=100,person_name" privacy:"sealed;category=user.name.first;purposes=use-ux;retention=on_device" example:"سارا"`
	LastName  string `json:"last_name,omitempty" normalise:"name" validate:"omitempty,max=100,person_name" privacy:"sealed;category=user.name.last;purposes=use-ux;retention=on_device" example:"احمدی"`
	Email     string `json:"email,omitempty" normalise:"email" validate:"omitempty,max=254,email" privacy:"sealed;category=user.contact.email;purposes=use-ux;retention=on_device" format:"email" example:"sara@example.org"`
	Phone     string `json:"phone,omitempty" normalise:"phone" validate:"omitempty,max=32,phone" privacy:"sealed;category=user.contact.phone_number;purposes=use-ux;retention=on_device" example:"+989121234567"`
} // @name FormMemory
