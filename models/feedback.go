package models

// FeedbackForm is what we ask of somebody with a criticism, a suggestion or praise: the two names suffice.
type FeedbackForm struct {
	Person
	Kind    string `json:"kind,omitempty" normalise:"line" validate:"omitempty,oneof=criticism suggestion praise" privacy:"plain;category=user.behavior.case;purposes=use-ux,use-service;retention=with_case" enums:"criticism,suggestion,praise" example:"suggestion"`
	Subject string `json:"subject,omitempty" normalise:"line" validate:"omitempty,max=200,line" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_case" example:"جست‌وجوی درگاه"`
	Message string `json:"message,omitempty" normalise:"paragraphs" validate:"omitempty,max=10000,paragraphs" freetext:"scan" privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_case" example:"جست‌وجو نیم‌فاصله را نمی‌شناسد."`
	Page    string `json:"page,omitempty" normalise:"page" validate:"omitempty,max=500,page" privacy:"sealed;category=user.content.private;purposes=use-ux,use-answer;retention=with_case" example:"/services/certificates"`
} // @name FeedbackForm

// Content is what is kept of the form beside the Person and the kind.
func (f FeedbackForm) Content() Content {
	return Content{Subject: f.Subject, Message: f.Message, Page: f.Page}
}
