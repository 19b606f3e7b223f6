package services

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
)

// Adopt takes over what lies outside the database: the weekend of the calendar; the first privacy policy, where there
// is none; the example of a survey; and into the ledger, when they are not the ones that were in force before, the
// settings and the keys.
// settings is how they are printed, without secrets; only its digest is kept.
func (s *Services) Adopt(ctx context.Context, settings string) error {
	// The ledger begins before anything is noted: where something is noted and there is none, somebody took it away.
	if err := s.Ledger.beginOnce(ctx); err != nil {
		return err
	}
	if err := s.Holidays.calendars.adopt(ctx); err != nil {
		return err
	}
	if err := s.Policies.Begin(ctx); err != nil {
		return err
	}
	if err := s.Surveys.Begin(ctx); err != nil {
		return err
	}
	if err := s.Ledger.note(ctx, "settings", []byte(settings)); err != nil {
		return err
	}
	return s.Ledger.note(ctx, "keys", []byte(s.Ledger.env.Keyring.Description()))
}

// note enters into the ledger that something outside the database has changed, if it has.
func (s *Ledger) note(ctx context.Context, name string, content []byte) error {
	sum := sha256.Sum256(content)
	digest := models.LedgerDigest{Name: name, Digest: hex.EncodeToString(sum[:])}
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		noted := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "name"}},
			DoUpdates: clause.AssignmentColumns([]string{"digest"}),
			Where: clause.Where{Exprs: []clause.Expression{
				clause.Neq{Column: clause.Column{Table: "ledger_digests", Name: "digest"}, Value: digest.Digest},
			}},
		}).Create(&digest)
		if noted.Error != nil || noted.RowsAffected == 0 {
			return noted.Error
		}
		return s.env.enter(tx, system().did(s.env.Clock(), name+".changed", "", "digest", digest.Digest))
	})
	return failed("note "+name, err)
}
