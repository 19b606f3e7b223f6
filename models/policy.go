package models

import "time"

// ChangeClass says how much a version of the privacy policy changes for people.
type ChangeClass string

// The classes. After a material change people are asked for their consent again.
const (
	Material  ChangeClass = "material"
	Editorial ChangeClass = "editorial"
)

// PolicyState is what has become of a version of the privacy policy. Time alone takes one from scheduled to in force,
// and from there to superseded.
type PolicyState string

// The states.
const (
	PolicyDraft      PolicyState = "draft"
	PolicyScheduled  PolicyState = "scheduled"
	PolicyInForce    PolicyState = "in_force"
	PolicySuperseded PolicyState = "superseded"
	PolicyCancelled  PolicyState = "cancelled"
)

// PolicyTextForm asks for the policy in one language. A part that is left out stays as it is.
type PolicyTextForm struct {
	Title   *string `json:"title,omitempty" normalise:"line" validate:"omitempty,max=200,line" privacy:"none_personal;retention=permanent" example:"بیانیهٔ حریم خصوصی"`
	Body    *string `json:"body,omitempty" normalise:"paragraphs" validate:"omitempty,max=120000,paragraphs" privacy:"none_personal;retention=permanent" example:"## کوتاه\n\nتنها نام و نام خانوادگی اجباری است."`
	Summary *string `json:"summary,omitempty" normalise:"paragraphs" validate:"omitempty,max=2000,paragraphs" privacy:"none_personal;retention=permanent" example:"از این پس شمارهٔ تلفن را نمی‌پرسیم."`
} // @name PolicyTextForm

// PolicyTextsForm asks for the policy in both languages. A draft may lack what it cannot be published without.
type PolicyTextsForm struct {
	Fa PolicyTextForm `json:"fa,omitzero"`
	En PolicyTextForm `json:"en,omitzero"`
} // @name PolicyTextsForm

// PolicyDraftForm asks for a new version of the policy.
type PolicyDraftForm struct {
	ChangeClass string          `json:"change_class" normalise:"line" validate:"required,oneof=material editorial" privacy:"none_personal;retention=permanent" example:"editorial"`
	Texts       PolicyTextsForm `json:"texts,omitzero"`
} // @name PolicyDraftForm

// PolicyChangeForm asks for what is to change in a draft.
type PolicyChangeForm struct {
	ChangeClass *string         `json:"change_class,omitempty" normalise:"line" validate:"omitempty,oneof=material editorial" privacy:"none_personal;retention=permanent" example:"material"`
	Texts       PolicyTextsForm `json:"texts,omitzero"`
} // @name PolicyChangeForm

// PolicyPublicationForm asks when a version takes effect, and how much it changes.
type PolicyPublicationForm struct {
	// EffectiveAt is at once, if it is left out.
	EffectiveAt *string `json:"effective_at,omitempty" normalise:"moment" validate:"omitempty,moment" privacy:"none_personal;retention=permanent" format:"date-time" example:"2026-12-22T00:00:00+03:30"`
	// ChangeClass is that of the draft, if it is left out.
	ChangeClass *string `json:"change_class,omitempty" normalise:"line" validate:"omitempty,oneof=material editorial" privacy:"none_personal;retention=permanent" example:"editorial"`
} // @name PolicyPublicationForm

// PolicyQuery asks for a language, and for the text that was in force at a moment or at the end of a day.
type PolicyQuery struct {
	Lang string `json:"lang" normalise:"line" validate:"omitempty,oneof=fa en" privacy:"none_personal;retention=permanent" example:"fa"`
	At   string `json:"at" normalise:"moment" validate:"omitempty,moment|date" privacy:"none_personal;retention=permanent" example:"2026-11-22"`
}

// PolicyDiffQuery asks what has changed between two versions: by default, between the one in force and the one before.
type PolicyDiffQuery struct {
	From   string `json:"from" normalise:"digits" validate:"omitempty,version" privacy:"none_personal;retention=permanent" example:"1"`
	To     string `json:"to" normalise:"digits" validate:"omitempty,version" privacy:"none_personal;retention=permanent" example:"2"`
	Lang   string `json:"lang" normalise:"line" validate:"omitempty,oneof=fa en" privacy:"none_personal;retention=permanent" example:"fa"`
	Format string `json:"format" normalise:"line" validate:"omitempty,oneof=json html" privacy:"none_personal;retention=permanent" example:"json"`
	Ignore string `json:"ignore" normalise:"line" validate:"omitempty,oneof=form" privacy:"none_personal;retention=permanent" example:"form"`
}

// PolicyVersion is one version of the privacy policy. Once it is published the database itself refuses to change it.
type PolicyVersion struct {
	Number       int         `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	ChangeClass  ChangeClass `privacy:"none_personal;retention=permanent"`
	CreatedAt    time.Time   `privacy:"none_personal;retention=permanent"`
	PublishedAt  *time.Time  `privacy:"none_personal;retention=permanent"`
	EffectiveAt  *time.Time  `privacy:"none_personal;retention=permanent"`
	CancelledAt  *time.Time  `privacy:"none_personal;retention=permanent"`
	PreviousHash string      `privacy:"none_personal;retention=permanent"`
	Hash         string      `privacy:"none_personal;retention=permanent"`
}

// PolicyText is a version in one language.
type PolicyText struct {
	Version  int      `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Language Language `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Title    string   `privacy:"none_personal;retention=permanent"`
	Body     string   `privacy:"none_personal;retention=permanent"`
	Summary  string   `privacy:"none_personal;retention=permanent"`
}

// PolicyAcknowledgementCount counts how often a version was acknowledged on a day; not by whom.
type PolicyAcknowledgementCount struct {
	Version int    `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Day     string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Count   int64  `privacy:"none_personal;retention=permanent"`
}

// Published reports whether the version was published and not called off.
func (v PolicyVersion) Published() bool { return v.PublishedAt != nil && v.CancelledAt == nil }

// InForceSince reports whether the version has taken effect by a moment.
func (v PolicyVersion) InForceSince(at time.Time) bool {
	return v.Published() && !v.EffectiveAt.After(at)
}
