package models

import "cmp"

// LanguageQuery asks for a language.
type LanguageQuery struct {
	Lang string `json:"lang" normalise:"line" validate:"omitempty,oneof=fa en" privacy:"none_personal;retention=permanent" example:"fa"`
}

// Or is the language that the query names, or else the one that the caller prefers.
func (q LanguageQuery) Or(preferred Language) Language { return cmp.Or(Language(q.Lang), preferred) }
