package models

import (
	"time"

	"github.com/google/uuid"
)

// Handling is what the organisation keeps of a case in order to handle it.
type Handling struct {
	// AcknowledgeDueAt and DueAt are by when an acknowledgement and an answer are owed; DueAt is unknown while the case
	// waits for the complainant. DeadlineAt is whichever of them is running now.
	AcknowledgeDueAt *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	DeadlineAt       *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// ClockDays are the working days from ClockStartedAt (nil: from when it was received) to the answer, an extension
	// among them, as reckoned with a version of the calendar.
	ClockDays       int        `privacy:"none_personal;retention=with_case"`
	ClockStartedAt  *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	CalendarVersion int64      `privacy:"none_personal;retention=with_case"`
	AcknowledgedAt  *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// AnsweredAt is set while an answer stands.
	AnsweredAt *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// OverdueAt is when it was noticed that the running deadline had passed.
	OverdueAt     *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	ExtensionDays int        `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	// Reviewed and Rated say that the person has used these, each possible once.
	Reviewed   bool       `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Rated      bool       `privacy:"plain;category=user.behavior.case;purposes=use-service;retention=with_case"`
	AssigneeID *uuid.UUID `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	// DecidedByID is who answered or rejected, and may not review it.
	DecidedByID   *uuid.UUID `privacy:"plain;category=user.account;purposes=use-answer;retention=with_case"`
	DuplicateOfID *uuid.UUID `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
}

// CasePause is a time during which the case waited for the complainant, and its clock stood still.
type CasePause struct {
	ID     uuid.UUID  `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	CaseID uuid.UUID  `privacy:"none_personal;retention=with_case"`
	FromAt time.Time  `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	ToAt   *time.Time `privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
}

// TransitionForm asks for another state.
type TransitionForm struct {
	To string `json:"to" normalise:"line" validate:"required,max=40" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case" example:"acknowledged"`
	// Reason is for staff; of a rejection it is what the person reads.
	Reason string `json:"reason,omitempty" normalise:"paragraphs" validate:"omitempty,max=2000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"این موضوع در صلاحیت سازمان دیگری است."`
	// PublicNote is for the person to read.
	PublicNote string `json:"public_note,omitempty" normalise:"paragraphs" validate:"omitempty,max=2000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"بررسی شکایت شما آغاز شد."`
	// WhereToTurn says, of a rejection, who else can help.
	WhereToTurn string `json:"where_to_turn,omitempty" normalise:"paragraphs" validate:"omitempty,max=2000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"سازمان بازرسی کل کشور، شمارهٔ ۱۳۶"`
	// DuplicateOf is the reference of the case that this one repeats.
	DuplicateOf string `json:"duplicate_of,omitempty" normalise:"reference" validate:"omitempty,max=40" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case" example:"C-61ZD-RW8C"`
} // @name TransitionForm

// AssignForm asks for who is to handle the case: `me`, or the id of an account.
type AssignForm struct {
	Account string `json:"account" normalise:"line" validate:"required,uuid|eq=me" privacy:"plain;category=user.account;purposes=use-answer;retention=with_case" example:"me"`
} // @name AssignForm

// ExtensionForm asks for more time, once, with a reason that the person reads.
type ExtensionForm struct {
	WorkingDays int    `json:"working_days" validate:"required,gte=1,lte=10" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case" example:"5"`
	Reason      string `json:"reason" normalise:"paragraphs" validate:"required,max=2000,paragraphs" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"برای بررسی، اسناد بایگانی لازم است."`
} // @name ExtensionForm

// ReviewForm asks for the answer to be looked at again by somebody else.
type ReviewForm struct {
	Reason string `json:"reason,omitempty" normalise:"paragraphs" validate:"omitempty,max=5000,paragraphs" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case" example:"پاسخ به پرسش من نپرداخته است."`
} // @name ReviewForm
