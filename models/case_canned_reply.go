package models

import "github.com/google/uuid"

// CannedReplyForm asks for a text to begin a reply with, in both languages.
type CannedReplyForm struct {
	State   string `json:"state" normalise:"line" validate:"required,max=40,state" privacy:"none_personal;retention=permanent" example:"answered"`
	TitleFa string `json:"title_fa" normalise:"line" validate:"required,max=100,line" privacy:"none_personal;retention=permanent" example:"پاسخ نهایی"`
	TitleEn string `json:"title_en" normalise:"line" validate:"required,max=100,line" privacy:"none_personal;retention=permanent" example:"Our answer"`
	BodyFa  string `json:"body_fa" normalise:"paragraphs" validate:"required,max=5000,paragraphs" privacy:"none_personal;retention=permanent" example:"بررسی شکایت شما پایان یافت."`
	BodyEn  string `json:"body_en" normalise:"paragraphs" validate:"required,max=5000,paragraphs" privacy:"none_personal;retention=permanent" example:"We have finished looking into your complaint."`
} // @name CannedReplyForm

// CannedReplyFilter asks for the texts for one state.
type CannedReplyFilter struct {
	State string `json:"state" normalise:"line" validate:"omitempty,max=40,state" privacy:"none_personal;retention=permanent" example:"answered"`
}

// CannedReply is a text to begin a reply with, for cases that are taken to a state.
type CannedReply struct {
	ID      uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	State   string    `privacy:"none_personal;retention=permanent"`
	TitleFa string    `privacy:"none_personal;retention=permanent"`
	TitleEn string    `privacy:"none_personal;retention=permanent"`
	BodyFa  string    `privacy:"none_personal;retention=permanent"`
	BodyEn  string    `privacy:"none_personal;retention=permanent"`
}

// CannedReplyView is such a text as it is shown.
type CannedReplyView struct {
	ID     uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	State  string    `json:"state" example:"answered"`
	Titles Localised `json:"titles"`
	Bodies Localised `json:"bodies"`
} // @name CannedReply

// View is the reply as it is shown.
func (r CannedReply) View() CannedReplyView {
	return CannedReplyView{
		ID: r.ID, State: r.State, Titles: Localised{Fa: r.TitleFa, En: r.TitleEn},
		Bodies: Localised{Fa: r.BodyFa, En: r.BodyEn},
	}
}
