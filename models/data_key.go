package models

import (
	"time"

	"github.com/google/uuid"
)

// DataKey is the key of the case, the account or the version of a survey with the same id, wrapped by a master key of
// the keyring. Deleting this row is what erases what was sealed under it.
type DataKey struct {
	ID          uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=with_case"`
	MasterKeyID int64     `privacy:"none_personal;retention=with_case"`
	Wrapped     []byte    `privacy:"none_personal;retention=with_case"`
	CreatedAt   time.Time `privacy:"plain;category=user.behavior.case;purposes=security;retention=with_case"`
}
