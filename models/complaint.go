package models

// ComplaintForm is what we ask of a complainant: the two names suffice (clause `names-only`).
type ComplaintForm struct {
	Person
	Category   string `json:"category,omitempty" normalise:"line" validate:"omitempty,max=40,line" privacy:"plain;category=user.behavior.case;purposes=use-service,use-answer;retention=with_case" example:"delay"`
	Subject    string `json:"subject,omitempty" normalise:"line" validate:"omitempty,max=200,line" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case" example:"تأخیر در صدور گواهی"`
	Message    string `json:"message,omitempty" normalise:"paragraphs" validate:"omitempty,max=10000,paragraphs" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case" example:"سه هفته است که منتظر پاسخ هستم."`
	OccurredOn string `json:"occurred_on,omitempty" normalise:"digits" validate:"omitempty,date,not_future" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case" format:"date" example:"2026-11-01"`
	Service    string `json:"service,omitempty" normalise:"line" validate:"omitempty,max=200,line" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-service,use-answer;retention=with_case" example:"صدور گواهی امضای الکترونیکی"`
} // @name ComplaintForm

// Content is what is kept of the form beside the Person and the category.
func (f ComplaintForm) Content() Content {
	return Content{Subject: f.Subject, Message: f.Message, OccurredOn: f.OccurredOn, Service: f.Service}
}

// ComplaintCategory is a kind of complaint with its clocks, in working days.
type ComplaintCategory struct {
	Code            string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Position        int    `privacy:"none_personal;retention=permanent"`
	TitleFa         string `privacy:"none_personal;retention=permanent"`
	TitleEn         string `privacy:"none_personal;retention=permanent"`
	AcknowledgeDays int    `privacy:"none_personal;retention=permanent"`
	AnswerDays      int    `privacy:"none_personal;retention=permanent"`
}

// ComplaintCategoryView is a category as the API shows it.
type ComplaintCategoryView struct {
	Code   string        `json:"code" example:"delay"`
	Titles Localised     `json:"titles"`
	Clocks CategoryClock `json:"clocks"`
} // @name ComplaintCategory

// @name Localised

// CategoryClock is how long an acknowledgement and an answer may take, in working days.
type CategoryClock struct {
	AcknowledgeDays int `json:"acknowledge_days" example:"5"`
	AnswerDays      int `json:"answer_days" example:"10"`
} // @name CategoryClock

// View is the category as the API shows it.
func (c ComplaintCategory) View() ComplaintCategoryView {
	return ComplaintCategoryView{
		Code:   c.Code,
		Titles: Localised{Fa: c.TitleFa, En: c.TitleEn},
		Clocks: CategoryClock{AcknowledgeDays: c.AcknowledgeDays, AnswerDays: c.AnswerDays},
	}
}
