package services

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

// Actor is who acts, as the ledger names them: a role and, of staff, an account.
type Actor struct {
	Role    models.Role
	Account uuid.UUID
	// Session is the one that staff act in.
	Session uuid.UUID
	// Required is what a member of staff has to do before anything else.
	Required []models.Requirement
}

// The actors that are no staff.
func person() Actor   { return Actor{Role: models.RolePerson} }
func anybody() Actor  { return Actor{Role: models.RoleAnybody} }
func system() Actor   { return Actor{Role: models.RoleSystem} }
func operator() Actor { return Actor{Role: models.RoleOperator} }

// account is the actor's, nil of who has none.
func (a Actor) account() *uuid.UUID {
	if a.Account == uuid.Nil {
		return nil
	}
	return &a.Account
}

// act is something that the ledger is to remember. It names references, account ids, states and the like; nothing that
// a person said.
type act struct {
	At      time.Time         `json:"at"`
	Role    models.Role       `json:"role"`
	Actor   string            `json:"actor,omitempty"`
	Action  string            `json:"action"`
	Subject string            `json:"subject,omitempty"`
	Detail  map[string]string `json:"detail,omitempty"`

	session uuid.UUID
}

// did makes an act; detail are pairs of a name and a value.
func (a Actor) did(at time.Time, action, subject string, detail ...string) act {
	done := act{At: at, Role: a.Role, Action: action, Subject: subject, session: a.Session}
	if a.Account != uuid.Nil {
		done.Actor = a.Account.String()
	}
	for i := 0; i+1 < len(detail); i += 2 {
		if done.Detail == nil {
			done.Detail = make(map[string]string, len(detail)/2)
		}
		done.Detail[detail[i]] = detail[i+1]
	}
	return done
}

const domainPending = "ledger pending"

// enter writes acts into the transaction that they happen in: none happens without its entry, and no entry is left of
// what did not happen. One row holds them all, and linking them into the ledger is left to the sealer, so that it costs
// the request next to nothing. Staff whose session has ended meanwhile do nothing any more: Unauthenticated
// (`session_unknown`).
func (env Environment) enter(tx *gorm.DB, acts ...act) error {
	for _, a := range acts {
		if err := stillSignedIn(tx, a.session); err != nil {
			return err
		}
	}
	id, err := env.newID()
	if err != nil {
		return err
	}
	text, err := json.Marshal(acts)
	if err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	mac, err := env.Keyring.Hash(domainPending, id[:], text)
	if err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	if err := tx.Create(&models.LedgerPending{ID: id, Acts: text, MAC: mac}).Error; err != nil {
		return fmt.Errorf("enter into ledger: %w", err)
	}
	return nil
}

// stillSignedIn looks again at the session that an act began in, and keeps it from ending until the transaction does. A
// request may take its time to arrive.
func stillSignedIn(tx *gorm.DB, session uuid.UUID) error {
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
