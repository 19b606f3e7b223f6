package models

import "github.com/google/uuid"

// Actor is who acts, as the ledger names them: a role and, of staff, an account.
type Actor struct {
	Role    Role
	Account uuid.UUID
	// Session is the one that staff act in.
	Session uuid.UUID
	// Required is what a member of staff has to do before anything else.
	Required []Requirement
}

// AccountID is the actor's account, nil of who has none.
func (a Actor) AccountID() *uuid.UUID {
	if a.Account == uuid.Nil {
		return nil
	}
	return &a.Account
}
