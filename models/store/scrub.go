package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Scrub removes what deleted rows leave behind outside their table. SQLite's write-ahead log keeps pages as they were
// until it is folded into the file, so it is folded and emptied. That cannot be done while somebody reads, a backup for
// instance; then done is false and the next call has to do it. It waits for nobody, since writers would have to wait
// with it; and it is short, so that the end of ctx does not stop it half-way, with the connection left impatient.
// PostgreSQL reuses the place of deleted rows by itself, hurried by the settings of its migration.
func Scrub(ctx context.Context, db *gorm.DB) (done bool, err error) {
	if IsPostgres(db) {
		return true, nil
	}
	err = db.WithContext(context.WithoutCancel(ctx)).Connection(func(conn *gorm.DB) error {
		if err := conn.Exec(fmt.Sprintf("PRAGMA busy_timeout(%d)", scrubPatience)).Error; err != nil {
			return err
		}
		var state struct{ Busy, Log, Checkpointed int }
		checkpoint := conn.Raw("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&state).Error
		done = checkpoint == nil && state.Busy == 0
		if err := conn.Exec(fmt.Sprintf("PRAGMA busy_timeout(%d)", patience)).Error; err != nil {
			return err
		}
		return checkpoint
	})
	return done, err
}
