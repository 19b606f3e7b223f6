package models

import "time"

// Receipt is what a person gets instead of an account. The code is shown here once and kept nowhere; the proof lets
// them show to others what was received and when, without naming anybody.
type Receipt struct {
	Reference        string    `json:"reference" example:"C-7F3K-9QX2"`
	ReceiptCode      string    `json:"receipt_code" example:"7F3K-9QX2-M4TB-61ZD-RW8C-YN5E"`
	Kind             CaseKind  `json:"kind" enums:"complaint,feedback" example:"complaint"`
	ReceivedAt       time.Time `json:"received_at" example:"2026-11-22T10:00:00Z"`
	Kept             []string  `json:"kept" example:"first_name,last_name,message"`
	Retention        string    `json:"retention" example:"until you erase it, and in any case no longer than two years after the case is closed"`
	StatementVersion int       `json:"statement_version" example:"1"`
	Proof            string    `json:"proof" example:"eyJhbGciOiJFZERTQSJ9.eyJyZWZlcmVuY2UiOiJDLTdGM0stOVFYMiJ9.c2lnbmF0dXJl"`
	Notices          []Notice  `json:"notices,omitempty"`
} // @name Receipt

// ReceiptClaims is what a proof says: the receipt without the code and without anything personal.
type ReceiptClaims struct {
	Reference        string    `json:"reference" example:"C-7F3K-9QX2"`
	Kind             CaseKind  `json:"kind" enums:"complaint,feedback" example:"complaint"`
	ReceivedAt       time.Time `json:"received_at" example:"2026-11-22T10:00:00Z"`
	Kept             []string  `json:"kept" example:"first_name,last_name,message"`
	Retention        string    `json:"retention" example:"P2Y"`
	StatementVersion int       `json:"statement_version" example:"1"`
} // @name ReceiptClaims

// VerifyForm asks for a proof to verify.
type VerifyForm struct {
	Proof string `json:"proof" normalise:"line" validate:"required,max=60000" privacy:"plain;category=user.behavior.case;purposes=security;retention=with_case" example:"eyJhbGciOiJFZERTQSJ9.eyJyZWZlcmVuY2UiOiJDLTdGM0stOVFYMiJ9.c2lnbmF0dXJl"`
} // @name VerifyForm

// VerificationView says whether a proof was signed by this service; if so, what it says and with which key.
type VerificationView struct {
	Valid   bool           `json:"valid" example:"true"`
	KeyID   string         `json:"key_id,omitempty" example:"3q2-7w"`
	Receipt *ReceiptClaims `json:"receipt,omitempty"`
	// Consent is set when the proof is that of a consent record.
	Consent *ConsentRecord `json:"consent,omitempty"`
	// Acknowledgement is set when the proof is the token of an acknowledgement.
	Acknowledgement *AcknowledgementClaims `json:"acknowledgement,omitempty"`
} // @name Verification

// @name Notice
