package models

import (
	"github.com/google/uuid"

	"amanat/models/privacy"
)

// SurveyResponseForm asks for answers. Nothing that is asked about the one who answers is ever required (clause
// `survey-optional`).
type SurveyResponseForm struct {
	// DefinitionHash is the `hash` of the definition that was answered.
	DefinitionHash string `json:"definition_hash" normalise:"line" validate:"required,max=64" privacy:"none_personal;retention=permanent" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// Answers are the answers by the names of their questions, as SurveyJS has them (`survey.data`): a text for text
	// and comment, a number for numbers, a date as 2026-11-22, true or false for boolean, the `value` of a choice for
	// radiogroup, dropdown and rating, a list of such for checkbox, tagbox and, best first, ranking; an object by rows
	// for matrix, by items for multipletext. What explains the choice `other` has the question's name with `-Comment`.
	// What is not answered is left out.
	Answers map[string]any `json:"answers" validate:"required" privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
	// Respondent is what somebody wants to say about themselves; nothing of it has to be said. It is kept apart from
	// the answers, and cannot be joined with them.
	Respondent Respondent `json:"respondent,omitzero"`
	// Invitation is the token of one, where the survey is for those who are invited. Case, dashes and spaces do not
	// matter.
	Invitation string `json:"invitation,omitempty" normalise:"line" validate:"omitempty,max=100" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey" example:"7ME6-3QKR-ZA76-RQAD-D1ZG-FX23"`
	// Credential takes the invitation's place where privacy is `blind`.
	Credential CredentialPart `json:"credential,omitzero"`
} // @name SurveyResponseForm

// Respondent is what people may say about themselves.
type Respondent struct {
	FirstName string `json:"first_name,omitempty" normalise:"name" validate:"omitempty,max=100,person_name" privacy:"sealed;category=user.name.first;purposes=use-service;retention=with_survey" example:"سارا"`
	LastName  string `json:"last_name,omitempty" normalise:"name" validate:"omitempty,max=100,person_name" privacy:"sealed;category=user.name.last;purposes=use-service;retention=with_survey" example:"احمدی"`
	Email     string `json:"email,omitempty" normalise:"email" validate:"omitempty,max=254,email" privacy:"sealed;category=user.contact.email;purposes=use-service;retention=with_survey" format:"email" example:"sara@example.org"`
	Phone     string `json:"phone,omitempty" normalise:"phone" validate:"omitempty,max=32,phone" privacy:"sealed;category=user.contact.phone_number;purposes=use-service;retention=with_survey" example:"+989121234567"`
} // @name SurveyRespondent

// CredentialPart is a blind-signed credential (RFC 9474), as its holder has unblinded it.
type CredentialPart struct {
	// Message is the prepared message of 64 bytes, base64url without padding.
	Message string `json:"message,omitempty" normalise:"line" validate:"omitempty,max=200" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
	// Signature is the unblinded signature of it, 384 bytes, base64url without padding.
	Signature string `json:"signature,omitempty" normalise:"line" validate:"omitempty,max=1000" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
} // @name SurveyCredential

// CredentialForm asks to exchange an invitation for a blind signature.
type CredentialForm struct {
	Invitation string `json:"invitation" normalise:"line" validate:"required,max=100" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey" example:"7ME6-3QKR-ZA76-RQAD-D1ZG-FX23"`
	// BlindedMessage is the blinded message, 384 bytes as the key's modulus, base64url without padding.
	BlindedMessage string `json:"blinded_message" normalise:"line" validate:"required,max=1000" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
} // @name SurveyCredentialForm

// RespondentsForm asks who answered a survey, for a purpose that they said it for (clause `purpose`).
type RespondentsForm struct {
	// Purpose is `use-service`: respondents say who they are for no other.
	Purpose string `json:"purpose" normalise:"line" validate:"required,oneof=use-ux use-service use-offers use-answer security" privacy:"none_personal;retention=permanent" example:"use-service"`
	// Version is the newest, if it is left out.
	Version *int `json:"version,omitempty" validate:"omitempty,gte=1" privacy:"none_personal;retention=permanent" example:"1"`
} // @name SurveyRespondentsForm

// SurveyAnswers is what somebody answered, free texts apart.
type SurveyAnswers struct {
	Answers map[string]any `json:"answers" privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
	// Padding makes most of them equally long: a length would tell who wrote something besides.
	Padding string `json:"padding" privacy:"sealed;category=user.content.private;purposes=security;retention=with_survey"`
}

// SurveyWaiting is an answer that is kept until enough others have come: then they are stored together, shuffled. Its
// id is random, and it has no time.
type SurveyWaiting struct {
	ID            uuid.UUID                         `gorm:"primaryKey" privacy:"none_personal;retention=with_survey"`
	VersionID     uuid.UUID                         `privacy:"none_personal;retention=with_survey"`
	AnswersSealed privacy.SealedJSON[SurveyAnswers] `privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
}

// TableName is not the plural that GORM would make of it.
func (SurveyWaiting) TableName() string { return "survey_waiting" }

// SurveyAnswer is an answer. It has another id than the one that it waited under, and of all times only the week in
// which it was stored.
type SurveyAnswer struct {
	ID            uuid.UUID                         `gorm:"primaryKey" privacy:"none_personal;retention=with_survey"`
	VersionID     uuid.UUID                         `privacy:"none_personal;retention=with_survey"`
	Week          string                            `privacy:"none_personal;retention=with_survey"`
	AnswersSealed privacy.SealedJSON[SurveyAnswers] `privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
}

// SurveyWords is a free text.
type SurveyWords struct {
	Text string `json:"text" privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
}

// SurveyText is a free text, apart from what else its author answered.
type SurveyText struct {
	ID        uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=with_survey"`
	VersionID uuid.UUID `privacy:"none_personal;retention=with_survey"`
	// Question is the name of the variable, as the results have it.
	Question   string                          `privacy:"none_personal;retention=with_survey"`
	TextSealed privacy.SealedJSON[SurveyWords] `privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=with_survey"`
}

// SurveyTally is what the results are made of: how many answered what, also crossed by what else they answered. It is
// sealed, for of a few people it tells everything. It outlives the answers if at least k people are behind it.
type SurveyTally struct {
	VersionID    uuid.UUID           `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Answers      int64               `privacy:"none_personal;retention=permanent"`
	CountsSealed privacy.SealedBytes `privacy:"sealed;category=user.content.private;purposes=use-ux,use-service;retention=permanent"`
}

// SurveyRespondent is somebody who wanted to be known. Nothing leads from here to any answer.
type SurveyRespondent struct {
	ID           uuid.UUID                      `gorm:"primaryKey" privacy:"none_personal;retention=with_survey"`
	VersionID    uuid.UUID                      `privacy:"none_personal;retention=with_survey"`
	PersonSealed privacy.SealedJSON[Respondent] `privacy:"sealed;category=user.name.last;purposes=use-service;retention=with_survey"`
	// Fresh rows have not been shuffled yet.
	Fresh bool `privacy:"none_personal;retention=with_survey"`
}

// SurveyInvitation lets somebody answer once. It is deleted when it is used; where privacy is blind it stays, with the
// hash of the blinded message, so that an answer that was lost on the way can be had again.
type SurveyInvitation struct {
	TokenHash   []byte    `gorm:"primaryKey" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
	SurveyID    uuid.UUID `privacy:"none_personal;retention=with_survey"`
	BlindedHash []byte    `privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
}

// SurveySpentCredential keeps a credential from being used twice.
type SurveySpentCredential struct {
	CredentialHash []byte    `gorm:"primaryKey" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_survey"`
	SurveyID       uuid.UUID `privacy:"none_personal;retention=with_survey"`
}
