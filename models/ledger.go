package models

import (
	"time"

	"github.com/google/uuid"
)

// LedgerPending holds the acts of one transaction until they are linked into the ledger, as JSON.
type LedgerPending struct {
	ID   uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Acts []byte    `privacy:"plain;category=user.account;purposes=security;retention=with_ledger"`
	// MAC is a keyed hash of id and acts: nobody else can enter anything.
	MAC []byte `gorm:"column:mac" privacy:"none_personal;retention=permanent"`
	// Spoilt rows are not what this service wrote. They are kept, and named when the ledger is verified.
	Spoilt bool `privacy:"none_personal;retention=permanent"`
}

// TableName is not a plural.
func (LedgerPending) TableName() string { return "ledger_pending" }

// LedgerEntry is one act, linked to the one before it by its hash. It names references and account ids, never a person.
type LedgerEntry struct {
	Sequence     int64     `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	At           time.Time `privacy:"none_personal;retention=permanent"`
	ActorRole    Role      `privacy:"plain;category=user.account;purposes=security;retention=with_ledger"`
	Actor        string    `privacy:"plain;category=user.account;purposes=security;retention=with_ledger"`
	Action       string    `privacy:"none_personal;retention=permanent"`
	Subject      string    `privacy:"plain;category=user.account;purposes=security;retention=with_ledger"`
	Detail       string    `privacy:"plain;category=user.account;purposes=security;retention=with_ledger"`
	PreviousHash []byte    `privacy:"none_personal;retention=permanent"`
	Hash         []byte    `privacy:"none_personal;retention=permanent"`
}

// LedgerHead is a signed statement of where the ledger stood.
type LedgerHead struct {
	Number       int64     `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Sequence     int64     `privacy:"none_personal;retention=permanent"`
	Hash         []byte    `privacy:"none_personal;retention=permanent"`
	PreviousHead []byte    `privacy:"none_personal;retention=permanent"`
	At           time.Time `privacy:"none_personal;retention=permanent"`
	Proof        string    `privacy:"none_personal;retention=permanent"`
}

// LedgerTip says where the ledger ends, under a keyed hash: whoever cuts the end off cannot make it fit.
type LedgerTip struct {
	ID       int    `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Sequence int64  `privacy:"none_personal;retention=permanent"`
	Hash     []byte `privacy:"none_personal;retention=permanent"`
	Heads    int64  `privacy:"none_personal;retention=permanent"`
	LastHead []byte `privacy:"none_personal;retention=permanent"`
	MAC      []byte `gorm:"column:mac" privacy:"none_personal;retention=permanent"`
}

// LedgerDigest is what the ledger last said of something that is outside the database, such as the settings.
type LedgerDigest struct {
	Name   string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Digest string `privacy:"none_personal;retention=permanent"`
}

// LedgerFilter asks for a part of the ledger.
type LedgerFilter struct {
	Action  string `json:"action" normalise:"line" validate:"omitempty,max=60,line" privacy:"none_personal;retention=permanent" example:"case.identity_read"`
	Subject string `json:"subject" normalise:"line" validate:"omitempty,max=60,line" privacy:"none_personal;retention=permanent" example:"C-7F3K-9QX2"`
	Actor   string `json:"actor" normalise:"line" validate:"omitempty,uuid" privacy:"none_personal;retention=permanent" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Role    string `json:"role" normalise:"line" validate:"omitempty,oneof=admin officer lead editor analyst privacy person anybody system operator" privacy:"none_personal;retention=permanent" example:"officer"`
	From    string `json:"from" normalise:"digits" validate:"omitempty,date" privacy:"none_personal;retention=permanent" example:"2026-11-01"`
	To      string `json:"to" normalise:"digits" validate:"omitempty,date" privacy:"none_personal;retention=permanent" example:"2026-11-30"`
}

// LedgerEntryView is an entry as it is shown, with all that its hash is made of.
type LedgerEntryView struct {
	Sequence int64             `json:"sequence" example:"1042"`
	At       time.Time         `json:"at" example:"2026-11-22T10:00:00.123456Z"`
	Actor    LedgerActor       `json:"actor"`
	Action   string            `json:"action" example:"case.identity_read"`
	Subject  string            `json:"subject" example:"C-7F3K-9QX2"`
	Detail   map[string]string `json:"detail"`
	// PreviousHash and Hash are SHA-256, in hexadecimal.
	PreviousHash string `json:"previous_hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Hash         string `json:"hash" example:"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"`
} // @name LedgerEntry

// LedgerActor is who acted: a role and, of staff, the id of the account.
type LedgerActor struct {
	Role    Role   `json:"role" enums:"admin,officer,lead,editor,analyst,privacy,person,anybody,system,operator" example:"officer"`
	Account string `json:"account,omitempty" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
} // @name LedgerActor

// LedgerHeadView is a head as anybody may see and keep it.
type LedgerHeadView struct {
	Number   int64     `json:"number" example:"12"`
	Sequence int64     `json:"sequence" example:"1042"`
	Hash     string    `json:"hash" example:"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"`
	At       time.Time `json:"at" example:"2026-11-22T10:00:00Z"`
	// Proof is a compact JWS (RFC 7515) over the rest; GET /receipts/keys has the key.
	Proof string `json:"proof" example:"eyJhbGciOiJFZERTQSJ9.eyJudW1iZXIiOjEyfQ.c2lnbmF0dXJl"`
} // @name LedgerHead

// LedgerReportView says whether the ledger is whole.
type LedgerReportView struct {
	Holds    bool            `json:"holds" example:"true"`
	Entries  int64           `json:"entries" example:"1042"`
	Heads    int64           `json:"heads" example:"12"`
	Sequence int64           `json:"sequence" example:"1042"`
	Hash     string          `json:"hash" example:"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"`
	Findings []LedgerFinding `json:"findings"`
	// More says that there are further findings than are listed.
	More      bool      `json:"more"`
	CheckedAt time.Time `json:"checked_at" example:"2026-11-22T10:00:00Z"`
} // @name LedgerReport

// LedgerFinding is one thing that is wrong with the ledger.
type LedgerFinding struct {
	Kind     string `json:"kind" enums:"altered,missing,reordered,unlinked,truncated,added,head_missing,head_forged,head_mismatch,state_forged,pending_forged" example:"altered"`
	Sequence int64  `json:"sequence,omitempty" example:"17"`
	Until    int64  `json:"until,omitempty" example:"19"`
	Head     int64  `json:"head,omitempty" example:"3"`
	Detail   string `json:"detail" example:"The entry is not what it was: its content does not give its hash."`
} // @name LedgerFinding
