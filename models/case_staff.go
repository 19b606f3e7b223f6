package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// CaseFilter asks for some of the cases.
type CaseFilter struct {
	Kind     string `json:"kind" normalise:"line" validate:"omitempty,oneof=complaint feedback" privacy:"none_personal;retention=permanent" example:"complaint"`
	State    string `json:"state" normalise:"line" validate:"omitempty,max=40,state" privacy:"none_personal;retention=permanent" example:"in_progress"`
	Category string `json:"category" normalise:"line" validate:"omitempty,max=40,line" privacy:"none_personal;retention=permanent" example:"delay"`
	Overdue  string `json:"overdue" normalise:"line" validate:"omitempty,oneof=true false" privacy:"none_personal;retention=permanent" example:"true"`
	// Assignee is `me`, `none` or the id of an account.
	Assignee string `json:"assignee" normalise:"line" validate:"omitempty,uuid|eq=me|eq=none" privacy:"none_personal;retention=permanent" example:"me"`
	// From and To are days in the service's time zone, both included.
	From string `json:"from" normalise:"digits" validate:"omitempty,date" privacy:"none_personal;retention=permanent" example:"2026-11-01"`
	To   string `json:"to" normalise:"digits" validate:"omitempty,date" privacy:"none_personal;retention=permanent" example:"2026-11-30"`
}

// CaseExportFilter asks for a table of some of the cases.
type CaseExportFilter struct {
	CaseFilter
	Format string `json:"format" normalise:"line" validate:"required,oneof=csv xlsx" privacy:"none_personal;retention=permanent" example:"xlsx"`
}

// NoteForm asks for a note that only staff see.
type NoteForm struct {
	Body string `json:"body" normalise:"paragraphs" validate:"required,max=5000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"با واحد صدور هماهنگ شد."`
} // @name NoteForm

// ReplyForm asks for a message to the person.
type ReplyForm struct {
	Body string `json:"body" normalise:"paragraphs" validate:"required,max=5000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"گواهی شما صادر شد."`
} // @name ReplyForm

// CaseNote is an internal note as it is kept.
type CaseNote struct {
	ID         uuid.UUID                    `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID     uuid.UUID                    `privacy:"none_personal;retention=with_case"`
	At         time.Time                    `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	AuthorID   uuid.UUID                    `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	BodySealed privacy.SealedJSON[NoteForm] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

// NoteView is an internal note as staff see it.
type NoteView struct {
	ID     uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	At     time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	Author uuid.UUID `json:"author" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Body   string    `json:"body" example:"با واحد صدور هماهنگ شد."`
} // @name Note

// StaffCaseItem is a case in a list: what can be said of it without opening anything.
type StaffCaseItem struct {
	Reference        string     `json:"reference" example:"C-7F3K-9QX2"`
	Kind             CaseKind   `json:"kind" enums:"complaint,feedback" example:"complaint"`
	FeedbackKind     string     `json:"feedback_kind,omitempty" example:"suggestion"`
	Category         string     `json:"category,omitempty" example:"delay"`
	State            CaseState  `json:"state" example:"in_progress"`
	ReceivedAt       time.Time  `json:"received_at" example:"2026-11-22T10:00:00Z"`
	AcknowledgeDueAt *time.Time `json:"acknowledge_due_at" example:"2026-11-29T20:29:59Z"`
	DueAt            *time.Time `json:"due_at" example:"2026-12-06T20:29:59Z"`
	Overdue          bool       `json:"overdue"`
	Assignee         *uuid.UUID `json:"assignee" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	// Allowed are the states to which the caller may take the case.
	Allowed []CaseState `json:"allowed" example:"awaiting_complainant,answered,rejected,duplicate"`
} // @name StaffCaseItem

// StaffCaseView is a case as those who handle it see it. Never the names or the contact: those are asked for with a
// purpose.
type StaffCaseView struct {
	StaffCaseItem
	Content     Content              `json:"content"`
	Messages    []StaffMessageView   `json:"messages"`
	Notes       []NoteView           `json:"notes"`
	Attachments []AttachmentView     `json:"attachments"`
	Timeline    []StaffTimelineEntry `json:"timeline"`
	Clocks      ClocksView           `json:"clocks"`
	DuplicateOf string               `json:"duplicate_of,omitempty" example:"C-61ZD-RW8C"`
	Reviewed    bool                 `json:"reviewed"`
} // @name StaffCase

// StaffMessageView is a message with the account of whoever wrote it for the organisation.
type StaffMessageView struct {
	MessageView
	Author *uuid.UUID `json:"author" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
} // @name StaffMessage

// StaffTimelineEntry is one thing that happened to the case, with what only staff see.
type StaffTimelineEntry struct {
	TimelineEntry
	Internal bool   `json:"internal"`
	Reason   string `json:"reason,omitempty" example:"اسناد کامل نبود."`
} // @name StaffTimelineEntry

// ClocksView is how the clocks of a case stand.
type ClocksView struct {
	AcknowledgeDueAt *time.Time `json:"acknowledge_due_at" example:"2026-11-29T20:29:59Z"`
	AcknowledgedAt   *time.Time `json:"acknowledged_at" example:"2026-11-23T08:00:00Z"`
	DueAt            *time.Time `json:"due_at" example:"2026-12-06T20:29:59Z"`
	AnsweredAt       *time.Time `json:"answered_at" example:"2026-12-01T08:00:00Z"`
	// ClosesAt is when an answered case closes by itself.
	ClosesAt *time.Time `json:"closes_at" example:"2026-12-15T08:00:00Z"`
	// Paused says that the case waits for the complainant, and the clock with it.
	Paused        bool `json:"paused"`
	ExtensionDays int  `json:"extension_days" example:"0"`
	Overdue       bool `json:"overdue"`
	// WorkingDaysLate is how many working days have passed since the running deadline.
	WorkingDaysLate int `json:"working_days_late" example:"0"`
} // @name Clocks

// CaseCountsView counts the cases as they stand now.
type CaseCountsView struct {
	States  []StateCount `json:"states"`
	Open    int64        `json:"open" example:"42"`
	Overdue int64        `json:"overdue" example:"3"`
} // @name CaseCounts

// StateCount is how many cases of a kind are in a state.
type StateCount struct {
	Kind  CaseKind  `json:"kind" enums:"complaint,feedback" example:"complaint"`
	State CaseState `json:"state" example:"in_progress"`
	Count int64     `json:"count" example:"12"`
} // @name StateCount
