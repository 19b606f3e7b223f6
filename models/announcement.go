package models

import (
	"time"

	"github.com/google/uuid"
)

// NoticeTextForm asks for a title and a text in one language.
type NoticeTextForm struct {
	Title string `json:"title" normalise:"line" validate:"required,max=200,line" privacy:"none_personal;retention=permanent" example:"تعطیلی سامانه"`
	Body  string `json:"body" normalise:"paragraphs" validate:"required,max=5000,paragraphs" privacy:"none_personal;retention=permanent" example:"جمعه شب از ساعت ۲۲ تا ۲۴ سامانه در دسترس نیست."`
} // @name NoticeTextForm

// NoticeTextsForm asks for a title and a text in both languages.
type NoticeTextsForm struct {
	Fa NoticeTextForm `json:"fa"`
	En NoticeTextForm `json:"en"`
} // @name NoticeTextsForm

// AnnouncementForm asks for an announcement. It is shown from now on until it is deleted, unless it says otherwise.
type AnnouncementForm struct {
	Texts    NoticeTextsForm `json:"texts"`
	Severity string          `json:"severity" normalise:"line" validate:"required,oneof=info warning critical" privacy:"none_personal;retention=permanent" example:"info"`
	From     *string         `json:"from,omitempty" normalise:"moment" validate:"omitempty,moment" privacy:"none_personal;retention=permanent" format:"date-time" example:"2026-11-22T20:00:00+03:30"`
	To       string          `json:"to,omitempty" normalise:"moment" validate:"omitempty,moment" privacy:"none_personal;retention=permanent" format:"date-time" example:"2026-11-29T20:00:00+03:30"`
	// Dismissible says whether readers can put the announcement away; true, if it is left out.
	Dismissible *bool `json:"dismissible,omitempty" privacy:"none_personal;retention=permanent" example:"true"`
} // @name AnnouncementForm

// NoticeTextChangeForm asks for what is to change in a title and a text.
type NoticeTextChangeForm struct {
	Title *string `json:"title,omitempty" normalise:"line" validate:"omitempty,min=1,max=200,line" privacy:"none_personal;retention=permanent" example:"تعطیلی سامانه"`
	Body  *string `json:"body,omitempty" normalise:"paragraphs" validate:"omitempty,min=1,max=5000,paragraphs" privacy:"none_personal;retention=permanent" example:"تعطیلی به هفتهٔ آینده افتاد."`
} // @name NoticeTextChangeForm

// NoticeTextsChangeForm asks for what is to change in the texts of both languages.
type NoticeTextsChangeForm struct {
	Fa NoticeTextChangeForm `json:"fa,omitzero"`
	En NoticeTextChangeForm `json:"en,omitzero"`
} // @name NoticeTextsChangeForm

// AnnouncementChangeForm asks for what is to change; an empty end is none.
type AnnouncementChangeForm struct {
	Texts       NoticeTextsChangeForm `json:"texts,omitzero"`
	Severity    *string               `json:"severity,omitempty" normalise:"line" validate:"omitempty,oneof=info warning critical" privacy:"none_personal;retention=permanent" example:"warning"`
	From        *string               `json:"from,omitempty" normalise:"moment" validate:"omitempty,moment" privacy:"none_personal;retention=permanent" format:"date-time" example:"2026-11-22T20:00:00+03:30"`
	To          *string               `json:"to,omitempty" normalise:"moment" validate:"omitempty,moment|eq=" privacy:"none_personal;retention=permanent" example:"2026-11-29T20:00:00+03:30"`
	Dismissible *bool                 `json:"dismissible,omitempty" privacy:"none_personal;retention=permanent" example:"false"`
} // @name AnnouncementChangeForm

// Announcement is a notice on the site, shown from a moment on and, if it has an end, until then.
type Announcement struct {
	ID          uuid.UUID  `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Severity    string     `privacy:"none_personal;retention=permanent"`
	Dismissible bool       `privacy:"none_personal;retention=permanent"`
	FromAt      time.Time  `privacy:"none_personal;retention=permanent"`
	ToAt        *time.Time `privacy:"none_personal;retention=permanent"`
	TitleFa     string     `privacy:"none_personal;retention=permanent"`
	TitleEn     string     `privacy:"none_personal;retention=permanent"`
	BodyFa      string     `privacy:"none_personal;retention=permanent"`
	BodyEn      string     `privacy:"none_personal;retention=permanent"`
	// PolicyVersion is the version of the privacy policy that is announced, if one is.
	PolicyVersion *int `privacy:"none_personal;retention=permanent"`
}

// AnnouncementView is an announcement as readers see it, in one language.
type AnnouncementView struct {
	ID       uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Language Language  `json:"language" enums:"fa,en" example:"fa"`
	Title    string    `json:"title" example:"تعطیلی سامانه"`
	// Body is plain text; blank lines part its paragraphs.
	Body        string     `json:"body" example:"جمعه شب از ساعت ۲۲ تا ۲۴ سامانه در دسترس نیست."`
	Severity    string     `json:"severity" enums:"info,warning,critical" example:"info"`
	Dismissible bool       `json:"dismissible" example:"true"`
	From        time.Time  `json:"from" example:"2026-11-22T16:30:00Z"`
	To          *time.Time `json:"to,omitempty" example:"2026-11-29T16:30:00Z"`
	// PolicyVersion is the version of the privacy policy that is announced, if one is.
	PolicyVersion *int `json:"policy_version,omitempty" example:"2"`
} // @name Announcement

// StaffAnnouncementView is an announcement as editors see it.
type StaffAnnouncementView struct {
	ID          uuid.UUID   `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	State       string      `json:"state" enums:"planned,active,ended" example:"active"`
	Texts       NoticeTexts `json:"texts"`
	Severity    string      `json:"severity" enums:"info,warning,critical" example:"info"`
	Dismissible bool        `json:"dismissible" example:"true"`
	From        time.Time   `json:"from" example:"2026-11-22T16:30:00Z"`
	To          *time.Time  `json:"to,omitempty" example:"2026-11-29T16:30:00Z"`
	// PolicyVersion is the version of the privacy policy that is announced, if one is.
	PolicyVersion *int `json:"policy_version,omitempty" example:"2"`
} // @name StaffAnnouncement

// NoticeTexts is a title and a text in both languages.
type NoticeTexts struct {
	Fa NoticeText `json:"fa"`
	En NoticeText `json:"en"`
} // @name NoticeTexts

// NoticeText is a title and a text in one language.
type NoticeText struct {
	Title string `json:"title" example:"تعطیلی سامانه"`
	Body  string `json:"body" example:"جمعه شب از ساعت ۲۲ تا ۲۴ سامانه در دسترس نیست."`
} // @name NoticeText

// Active reports whether the announcement is shown at a moment.
func (a Announcement) Active(at time.Time) bool {
	return !a.FromAt.After(at) && (a.ToAt == nil || a.ToAt.After(at))
}

// View is the announcement in one language.
func (a Announcement) View(language Language) AnnouncementView {
	view := AnnouncementView{
		ID: a.ID, Language: language, Title: a.TitleFa, Body: a.BodyFa, Severity: a.Severity,
		Dismissible: a.Dismissible, From: Shown(a.FromAt), To: ShownOrNil(a.ToAt), PolicyVersion: a.PolicyVersion,
	}
	if language == English {
		view.Title, view.Body = a.TitleEn, a.BodyEn
	}
	return view
}

// StaffView is the announcement as editors see it at a moment.
func (a Announcement) StaffView(at time.Time) StaffAnnouncementView {
	view := StaffAnnouncementView{
		ID: a.ID, State: "active", Severity: a.Severity, Dismissible: a.Dismissible, From: Shown(a.FromAt),
		To: ShownOrNil(a.ToAt), PolicyVersion: a.PolicyVersion,
		Texts: NoticeTexts{Fa: NoticeText{a.TitleFa, a.BodyFa}, En: NoticeText{a.TitleEn, a.BodyEn}},
	}
	switch {
	case a.FromAt.After(at):
		view.State = "planned"
	case !a.Active(at):
		view.State = "ended"
	}
	return view
}
