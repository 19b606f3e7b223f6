package kernel

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/kit/seal"
)

// ErrForeignKeyring means that what the database holds was sealed with another keyring.
var ErrForeignKeyring = errors.New("the keyring is not the one that belongs to this database")

const (
	keyringMark = 1
	domainMark  = "keyring mark"
)

// ClaimKeyring marks a new database with its keyring, and fails with ErrForeignKeyring on a database that bears the
// mark of another: with the wrong keyring every receipt code would be unknown, and new cases would be lost to everybody
// else.
func ClaimKeyring(ctx context.Context, db *gorm.DB, keyring *seal.Keyring) error {
	hash, err := keyring.Hash(domainMark)
	if err != nil {
		return err
	}
	mark := models.KeyringMark{ID: keyringMark, Hash: hash}
	if err := db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&mark).Error; err != nil {
		return Fault(err, "mark keyring")
	}
	var marked models.KeyringMark
	if err := db.WithContext(ctx).Where("id = ?", keyringMark).Take(&marked).Error; err != nil {
		return Fault(err, "read keyring mark")
	}
	hashes, err := keyring.Hashes(domainMark)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(hashes, func(own []byte) bool { return bytes.Equal(own, marked.Hash) }) {
		return ErrForeignKeyring
	}
	return nil
}

// DataKey opens the key of a case or of an account.
func (env Environment) DataKey(db *gorm.DB, id uuid.UUID) (key seal.Key, found bool, err error) {
	var row models.DataKey
	result := db.Where("id = ?", id).Limit(1).Find(&row)
	if result.Error != nil || result.RowsAffected == 0 {
		return key, false, Fault(result.Error, "read data key")
	}
	key, err = env.Keyring.Unwrap(row)
	return key, true, Fault(err, "open data key")
}
