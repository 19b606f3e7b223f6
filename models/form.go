package models

// FormView describes a form: what is asked, why, for how long it is kept.
type FormView struct {
	Form   string      `json:"form" example:"complaint"`
	Fields []FieldView `json:"fields"`
} // @name FormDescription

// FieldView describes one field of a form.
type FieldView struct {
	Name       string      `json:"name" example:"first_name"`
	Type       string      `json:"type" enums:"text,multiline,email,phone,date,choice,page,object" example:"text"`
	Required   bool        `json:"required" example:"true"`
	Category   string      `json:"category" example:"user.name.first"`
	Purposes   []string    `json:"purposes" example:"use-answer"`
	Retention  string      `json:"retention" example:"with_case"`
	Protection string      `json:"protection" enums:"none_personal,plain,keyed_hash,sealed" example:"sealed"`
	Limits     FieldLimits `json:"limits"`
} // @name FormField

// FieldLimits is what a value must keep to; only what applies is present.
type FieldLimits struct {
	MaxLength int      `json:"max_length,omitempty" example:"100"`
	Values    []string `json:"values,omitempty" example:"criticism,suggestion,praise"`
	NotFuture bool     `json:"not_future,omitempty"`
} // @name FieldLimits

// CheckView is the answer of a dry run: the form would be accepted, with these notices.
type CheckView struct {
	Valid   bool     `json:"valid" example:"true"`
	Notices []Notice `json:"notices"`
} // @name FormCheck
