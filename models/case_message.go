package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// MessageForm asks for a message to the organisation.
type MessageForm struct {
	Body string `json:"body" normalise:"paragraphs" validate:"required,max=5000,paragraphs" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"مدارک را پیوست کردم."`
} // @name MessageForm

// Sender says which side of the case wrote.
type Sender string

// The two sides.
const (
	FromPerson       Sender = "you"
	FromOrganisation Sender = "organisation"
)

// CaseMessage is a message as it is kept.
type CaseMessage struct {
	ID     uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID uuid.UUID `privacy:"none_personal;retention=with_case"`
	At     time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Sender Sender    `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// AuthorID is the account of whoever wrote for the organisation.
	AuthorID   *uuid.UUID                      `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	BodySealed privacy.SealedJSON[MessageForm] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// MessageView is a message as both sides see it.
type MessageView struct {
	ID      uuid.UUID `json:"id" format:"uuid" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	At      time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	From    Sender    `json:"from" enums:"you,organisation" example:"you"`
	Body    string    `json:"body" example:"مدارک را پیوست کردم."`
	Notices []Notice  `json:"notices,omitempty"`
} // @name Message
