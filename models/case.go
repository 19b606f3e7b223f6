package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// CaseKind tells complaints, which have clocks and an answer, from feedback.
type CaseKind string

// The kinds of case.
const (
	KindComplaint CaseKind = "complaint"
	KindFeedback  CaseKind = "feedback"
)

// Content is what the person wrote, as it is kept: sealed, apart from the Identity.
type Content struct {
	Subject    string `json:"subject,omitempty" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case"`
	Message    string `json:"message,omitempty" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case"`
	Service    string `json:"service,omitempty" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case"`
	OccurredOn string `json:"occurred_on,omitempty" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case" format:"date"`
	Page       string `json:"page,omitempty" privacy:"sealed;category=user.content.private;purposes=use-ux,use-answer;retention=with_case"`
} // @name CaseContent

// Case is what is kept of a complaint or of feedback. Whatever the person said lies in the two sealed columns; the rest
// is what the organisation needs to handle it without knowing who asked.
type Case struct {
	ID               uuid.UUID  `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	Reference        string     `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	ReceiptHash      []byte     `privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_case"`
	Kind             CaseKind   `privacy:"plain;category=user.behavior.case;purposes=use-service,use-answer;retention=with_case"`
	FeedbackKind     *string    `privacy:"plain;category=user.behavior.case;purposes=use-ux,use-service;retention=with_case"`
	Category         *string    `privacy:"plain;category=user.behavior.case;purposes=use-service,use-answer;retention=with_case"`
	State            CaseState  `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	ReceivedAt       time.Time  `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	DueAt            *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	EndedAt          *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	StatementVersion int        `privacy:"none_personal;retention=with_case"`
	Handling         `gorm:"embedded"`
	IdentitySealed   SealedIdentity              `privacy:"sealed;category=user.name.last;purposes=use-answer;retention=with_case"`
	ContentSealed    privacy.SealedJSON[Content] `privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case"`
}

// CaseEvent is one line of a case's timeline, after the first: that it was received, the case itself says.
type CaseEvent struct {
	ID     uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID uuid.UUID `privacy:"none_personal;retention=with_case"`
	At     time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Event  string    `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// AccountID is who of the staff did it or, of an assignment, to whom.
	AccountID *uuid.UUID `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	// Internal events are for staff alone.
	Internal   bool                          `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	TextSealed privacy.SealedJSON[EventText] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// EventText is what is said about an event.
type EventText struct {
	// Public is for the person, Reason for staff.
	Public      string `json:"public,omitempty" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	Reason      string `json:"reason,omitempty" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	WhereToTurn string `json:"where_to_turn,omitempty" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// ErasedCaseCount is all that is left of erased cases: how many there were in a month.
type ErasedCaseCount struct {
	Month    string   `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Kind     CaseKind `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Category string   `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Count    int64    `privacy:"none_personal;retention=permanent"`
}

// CaseView is what the holder of the receipt code sees. Never the name, the contact or the first text: a stolen code
// must not reveal them.
type CaseView struct {
	Reference  string          `json:"reference" example:"C-7F3K-9QX2"`
	Kind       CaseKind        `json:"kind" enums:"complaint,feedback" example:"complaint"`
	State      CaseState       `json:"state" example:"received"`
	ReceivedAt time.Time       `json:"received_at" example:"2026-11-22T10:00:00Z"`
	DueAt      *time.Time      `json:"due_at" example:"2026-12-06T20:29:59Z"`
	Timeline   []TimelineEntry `json:"timeline"`
	Messages   []MessageView   `json:"messages"`
	// Attachments are fetched one by one, by their ids.
	Attachments []AttachmentView `json:"attachments"`
	Allowed     []CaseAct        `json:"allowed" example:"message,attach,withdraw,export,rectify,erase"`
} // @name Case

// TimelineEntry is one thing that happened to the case.
type TimelineEntry struct {
	At    time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	Event string    `json:"event" example:"received"`
	Text  string    `json:"text,omitempty" example:"برای بررسی پرونده به زمان بیشتری نیاز است."`
	// WhereToTurn says, of a rejection, who else can help.
	WhereToTurn string `json:"where_to_turn,omitempty" example:"می‌توانید بازبینی این تصمیم را از کارشناسی دیگر بخواهید."`
} // @name TimelineEntry

// ExportForm asks for the second factor of an export: whoever only found the code does not know it.
type ExportForm struct {
	LastName string `json:"last_name" normalise:"name" validate:"required,max=100" privacy:"sealed;category=user.name.last;purposes=security;retention=with_case" example:"احمدی"`
} // @name ExportForm

// CaseExport is everything that the person said, and everything that they are told. What staff note for one another is
// not in it.
type CaseExport struct {
	Reference        string          `json:"reference" example:"C-7F3K-9QX2"`
	Kind             CaseKind        `json:"kind" enums:"complaint,feedback" example:"complaint"`
	FeedbackKind     string          `json:"feedback_kind,omitempty" example:"suggestion"`
	Category         string          `json:"category,omitempty" example:"delay"`
	State            CaseState       `json:"state" example:"received"`
	ReceivedAt       time.Time       `json:"received_at" example:"2026-11-22T10:00:00Z"`
	DueAt            *time.Time      `json:"due_at" example:"2026-12-06T20:29:59Z"`
	StatementVersion int             `json:"statement_version" example:"1"`
	Retention        string          `json:"retention"`
	Person           Person          `json:"person"`
	Content          Content         `json:"content"`
	Messages         []MessageView   `json:"messages"`
	Timeline         []TimelineEntry `json:"timeline"`
	// Attachments are fetched one by one, by their ids.
	Attachments []AttachmentView `json:"attachments"`
	// Accesses are every time that somebody read the names and the contact.
	Accesses   []AccessView `json:"accesses"`
	ExportedAt time.Time    `json:"exported_at" example:"2026-11-22T10:00:00Z"`
} // @name CaseExport

// Kept lists the fields that hold something.
func (c Content) Kept() []string {
	var kept []string
	for _, field := range []struct{ name, value string }{
		{"subject", c.Subject},
		{"message", c.Message},
		{"service", c.Service},
		{"occurred_on", c.OccurredOn},
		{"page", c.Page},
	} {
		if field.value != "" {
			kept = append(kept, field.name)
		}
	}
	return kept
}
