package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// AttachmentName is what the sender called the file.
type AttachmentName struct {
	Name string `json:"name" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// CaseAttachment is a file that belongs to a case, as it is kept: cleaned, and sealed like all that people write.
type CaseAttachment struct {
	ID         uuid.UUID                          `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID     uuid.UUID                          `privacy:"none_personal;retention=with_case"`
	At         time.Time                          `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Sender     Sender                             `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	AuthorID   *uuid.UUID                         `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	MediaType  string                             `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Bytes      int64                              `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	NameSealed privacy.SealedJSON[AttachmentName] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	DataSealed privacy.SealedBytes                `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// AttachmentView says what a file is; its contents are fetched apart.
type AttachmentView struct {
	ID        uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	At        time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	From      Sender    `json:"from" enums:"you,organisation" example:"you"`
	Name      string    `json:"name" example:"رسید پرداخت.jpg"`
	MediaType string    `json:"media_type" enums:"image/jpeg,image/png,application/pdf" example:"image/jpeg"`
	Bytes     int64     `json:"bytes" example:"183204"`
} // @name Attachment
