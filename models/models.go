// Package models holds each resource's whole privacy story: what we ask (forms), what we keep (GORM models with a
// privacy declaration on every column) and what we show (views). Read one file and you know what enters, what stays
// and what leaves.
package models

import (
	"time"

	"amanat/models/privacy"
)

// SchemaVersion is the table in which the migration tool keeps what it has applied.
type SchemaVersion struct {
	ID        int64     `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	VersionID int64     `privacy:"none_personal;retention=permanent"`
	IsApplied bool      `privacy:"none_personal;retention=permanent"`
	AppliedAt time.Time `gorm:"column:tstamp" privacy:"none_personal;retention=permanent"`
}

// TableName is the migration tool's default.
func (SchemaVersion) TableName() string { return "goose_db_version" }

// Tables lists every model that has a table. A new model is added here, or its table keeps the program from starting.
func Tables() []any {
	return []any{
		Case{},
		CaseEvent{},
		CaseMessage{},
		CaseNote{},
		CasePause{},
		CaseAccess{},
		CaseAttachment{},
		DataKey{},
		ErasedCaseCount{},
		SatisfactionCount{},
		ComplaintCategory{},
		CannedReply{},
		Calendar{},
		Holiday{},
		StaffAccount{},
		StaffSession{},
		StaffRecoveryCode{},
		SignInFailure{},
		SignOnLogin{},
		LedgerPending{},
		LedgerEntry{},
		LedgerHead{},
		LedgerTip{},
		LedgerDigest{},
		IdempotencyRecord{},
		KeyringMark{},
		PolicyVersion{},
		PolicyText{},
		PolicyAcknowledgementCount{},
		Announcement{},
		Link{},
		Consent{},
		Survey{},
		SurveyVersion{},
		SurveyOverride{},
		SurveyWaiting{},
		SurveyAnswer{},
		SurveyText{},
		SurveyTally{},
		SurveyRespondent{},
		SurveyInvitation{},
		SurveySpentCredential{},
		Lease{},
		SchemaVersion{},
	}
}

// Inventory lists every column and every sealed field with its declaration.
func Inventory() ([]privacy.Entry, error) { return privacy.Inventory(Tables()) }
