package kernel

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/services/fault"
)

// ForUpdate keeps others from changing what is read until the transaction ends.
func ForUpdate(tx *gorm.DB) *gorm.DB {
	return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
}

// ForChange is ForUpdate, except that rows which refer to what is read can be written meanwhile.
func ForChange(tx *gorm.DB) *gorm.DB { return tx.Clauses(clause.Locking{Strength: "NO KEY UPDATE"}) }

// FindByID reads a row by an id as an address has it; the given fault where there is none.
func FindByID[T any](query *gorm.DB, id string, unknown *fault.Error) (row T, err error) {
	parsed, err := uuid.Parse(id)
	if err != nil || parsed.String() != id {
		return row, unknown
	}
	var rows []T
	if err := query.Where("id = ?", parsed).Find(&rows).Error; err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, unknown
	}
	return rows[0], nil
}

// Patch takes over what was given.
func Patch[T any](place, given *T) {
	if given != nil {
		*place = *given
	}
}
