package models

import "cmp"

// Language is one in which the organisation publishes.
type Language string

// The languages.
const (
	Persian Language = "fa"
	English Language = "en"
)

// Languages lists those in which every published text has to exist.
func Languages() []Language { return []Language{Persian, English} }

// Localised is a text in both languages of the product.
type Localised struct {
	Fa string `json:"fa" example:"تأخیر در ارائهٔ خدمت"`
	En string `json:"en" example:"Delay"`
}

// LanguageQuery asks for a language.
type LanguageQuery struct {
	Lang string `json:"lang" normalise:"line" validate:"omitempty,oneof=fa en" privacy:"none_personal;retention=permanent" example:"fa"`
}

// Or is the language that the query names, or else the one that the caller prefers.
func (q LanguageQuery) Or(preferred Language) Language { return cmp.Or(Language(q.Lang), preferred) }
