package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
)

// Act is something that the ledger is to remember. It names references, account ids, states and the like; nothing that
// a person said.
type Act struct {
	By models.Actor
	At time.Time
	// Action is what was done: "case.received".
	Action string
	// Subject is what it was done to: a reference, an id; empty where the action says it all.
	Subject string
	// Detail is what else there is to say, by name.
	Detail map[string]string
}

// pendingAct is an act as it waits to be sealed.
type pendingAct struct {
	At      time.Time         `json:"at"`
	Role    models.Role       `json:"role"`
	Actor   string            `json:"actor,omitempty"`
	Action  string            `json:"action"`
	Subject string            `json:"subject,omitempty"`
	Detail  map[string]string `json:"detail,omitempty"`
}

func (a Act) pending() pendingAct {
	pending := pendingAct{At: a.At, Role: a.By.Role, Action: a.Action, Subject: a.Subject, Detail: a.Detail}
	if a.By.Account != uuid.Nil {
		pending.Actor = a.By.Account.String()
	}
	return pending
}

const domainPending = "ledger pending"

// Record writes acts into the transaction that they happen in, unless the session of staff who act has ended meanwhile:
// Unauthenticated (`session_unknown`). It is a transactional outbox: none happens without its entry, and no entry is
// left of what did not happen. One row of ledger_pending holds the acts of a transaction, and Seal links them into the
// hash chain later, so that they cost the request next to nothing.
func (s *Ledger) Record(tx *gorm.DB, acts ...Act) error {
	pending := make([]pendingAct, len(acts))
	for i, a := range acts {
		if err := requireSession(tx, a.By.Session); err != nil {
			return err
		}
		pending[i] = a.pending()
	}
	id, err := s.env.ID()
	if err != nil {
		return err
	}
	text, err := json.Marshal(pending)
	if err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	mac, err := s.env.Keyring.Hash(domainPending, id[:], text)
	if err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	if err := tx.Create(&models.LedgerPending{ID: id, Acts: text, MAC: mac}).Error; err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	return nil
}

// requireSession looks again at the session that an act began in, and keeps it from ending until the transaction does:
// a request may take its time to arrive.
func requireSession(tx *gorm.DB, session uuid.UUID) error {
	if session == uuid.Nil {
		return nil
	}
	var found []models.StaffSession
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).
		Select("id").Where("id = ?", session).Find(&found).Error
	if err != nil {
		return fmt.Errorf("read session: %w", err)
	}
	if len(found) == 0 {
		return fault.New(fault.Unauthenticated, "session_unknown")
	}
	return nil
}
