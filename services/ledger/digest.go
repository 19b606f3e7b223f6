package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/kernel"
)

// RecordDigest records that something outside the database has changed, if it has; only its digest is kept.
func (s *Ledger) RecordDigest(ctx context.Context, name string, content []byte) error {
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
		return s.Record(tx, Act{
			By: models.Actor{Role: models.RoleSystem}, At: s.env.Clock(), Action: name + ".changed",
			Detail: map[string]string{"digest": digest.Digest},
		})
	})
	return kernel.Fault(err, "note "+name)
}
