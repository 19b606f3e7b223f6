package store

import (
	"context"

	"gorm.io/gorm"
)

// Scrub removes what deleted rows leave behind outside the table. SQLite's write-ahead log keeps the pages as they were
// until it is folded into the file, so it is folded and emptied; PostgreSQL does the like by itself (autovacuum, WAL
// recycling).
func Scrub(ctx context.Context, db *gorm.DB) error {
	if IsPostgres(db) {
		return nil
	}
	return db.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error
}
