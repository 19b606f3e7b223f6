package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// IdentityForm asks for the names and the contact of a person, for a purpose that they were given for (clause
// `purpose`). The person sees when, by whom, what for and why.
type IdentityForm struct {
	Purpose string `json:"purpose" normalise:"line" validate:"required,oneof=use-ux use-service use-offers use-answer security" privacy:"plain;category=user.behavior.case;purposes=security;retention=with_case" example:"use-answer"`
	Reason  string `json:"reason" normalise:"paragraphs" validate:"required,max=500,paragraphs" privacy:"sealed;category=user.content.private;purposes=security;retention=with_case" example:"تماس برای هماهنگی زمان بازدید"`
} // @name IdentityForm

// AccessReason is why somebody read an identity.
type AccessReason struct {
	Reason string `json:"reason" privacy:"sealed;category=user.content.private;purposes=security;retention=with_case"`
}

// CaseAccess is one time that somebody read the names and the contact.
type CaseAccess struct {
	ID           uuid.UUID                        `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID       uuid.UUID                        `privacy:"none_personal;retention=with_case"`
	At           time.Time                        `privacy:"plain;category=user.behavior.case;purposes=security;retention=with_case"`
	AccountID    uuid.UUID                        `privacy:"plain;category=user.account;purposes=security;retention=with_case"`
	Role         Role                             `privacy:"plain;category=user.account;purposes=security;retention=with_case"`
	Purpose      string                           `privacy:"plain;category=user.behavior.case;purposes=security;retention=with_case"`
	ReasonSealed privacy.SealedJSON[AccessReason] `privacy:"sealed;category=user.content.private;purposes=security;retention=with_case"`
}

// IdentityView is who wrote.
type IdentityView struct {
	FirstName string `json:"first_name" example:"سارا"`
	LastName  string `json:"last_name" example:"احمدی"`
	Email     string `json:"email,omitempty" format:"email" example:"sara@example.org"`
	Phone     string `json:"phone,omitempty" example:"+989121234567"`
} // @name Identity

// AccessView is one access as the person sees it: a role, never a name.
type AccessView struct {
	At      time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	Role    Role      `json:"role" enums:"officer,lead,privacy" example:"officer"`
	Purpose string    `json:"purpose" example:"use-answer"`
	Reason  string    `json:"reason" example:"تماس برای هماهنگی زمان بازدید"`
} // @name Access

// AccessesView is every access to the identity of one case.
type AccessesView struct {
	Accesses []AccessView `json:"items"`
} // @name Accesses
