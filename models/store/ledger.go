package store

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"amanat/models"
)

// entry is a row of the ledger as JSON. The time is written as the databases write it themselves.
type entry struct {
	Sequence     int64  `json:"s"`
	At           string `json:"t"`
	ActorRole    string `json:"r"`
	Actor        string `json:"a"`
	Action       string `json:"c"`
	Subject      string `json:"u"`
	Detail       string `json:"d"`
	PreviousHash string `json:"p"`
	Hash         string `json:"h"`
}

// AppendLedger writes rows of the ledger as one parameter: the ledger grows by every act, and thousands of parameters
// would cost the requests beside it more than everything else that is done for it.
func AppendLedger(tx *gorm.DB, rows []models.LedgerEntry) error {
	entries := make([]entry, len(rows))
	for i, row := range rows {
		entries[i] = entry{
			Sequence: row.Sequence, At: row.At.UTC().Format(ledgerTime), ActorRole: string(row.ActorRole),
			Actor: row.Actor, Action: row.Action, Subject: row.Subject, Detail: row.Detail,
			PreviousHash: hex.EncodeToString(row.PreviousHash), Hash: hex.EncodeToString(row.Hash),
		}
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return fmt.Errorf("append to ledger: %w", err)
	}
	return tx.Exec(appendTo(tx), string(text)).Error
}

// ledgerTime is timeFormat in UTC.
const ledgerTime = time.DateOnly + "T15:04:05.000000Z"

func appendTo(tx *gorm.DB) string {
	const into = `INSERT INTO ledger_entries
		(sequence, at, actor_role, actor, action, subject, detail, previous_hash, hash) `
	if IsPostgres(tx) {
		return into + `SELECT s, t, r, a, c, u, d, decode(p, 'hex'), decode(h, 'hex')
			FROM json_to_recordset(?::json) AS e
				(s bigint, t timestamptz, r text, a text, c text, u text, d text, p text, h text)`
	}
	return into + `SELECT value ->> 's', value ->> 't', value ->> 'r', value ->> 'a', value ->> 'c', value ->> 'u',
			value ->> 'd', unhex(value ->> 'p'), unhex(value ->> 'h')
		FROM json_each(?)`
}
