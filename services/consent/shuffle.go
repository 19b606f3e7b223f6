package consent

import (
	"context"
	"time"

	"amanat/models/store"
	"amanat/services/kernel"
)

const (
	// shuffledAgain is how far back before the last turn decisions are shuffled once more: replicas whose clocks lag
	// may have written some since.
	shuffledAgain = 10 * time.Minute
	// shuffledAtMost is how far back they are after a pause, and when a replica has its first turn.
	shuffledAtMost = 24 * time.Hour
)

// Shuffle writes the decisions since the last turn, but for those of this minute, anew in the order of their random
// ids, all in one statement. PostgreSQL keeps rows in the order of writing and numbers its transactions, and whoever
// may read that could tell between which cases a decision was made. SQLite's table has no such order. It answers how
// many were written; running it twice at the same time does no harm.
func (s *Consents) Shuffle(ctx context.Context) (written int64, err error) {
	db := s.env.DB.WithContext(ctx)
	if !store.IsPostgres(db) {
		return 0, nil
	}
	until := s.env.Clock().Truncate(time.Minute)
	since := until.Add(-shuffledAtMost)
	if last := s.shuffled.Load(); last != nil && last.Add(-shuffledAgain).After(since) {
		since = last.Add(-shuffledAgain)
	}
	// A decision expires so and so long after it was made, and the index is on the former.
	//nolint:unqueryvet // rows are written as they were, whatever is in them
	moved := db.Exec(`WITH moved AS (DELETE FROM consents WHERE expires_at >= ? AND expires_at < ? RETURNING *)
		INSERT INTO consents SELECT * FROM moved ORDER BY consent_id, number`,
		since.Add(consentLife()), until.Add(consentLife()))
	if moved.Error == nil {
		s.shuffled.Store(&until)
	}
	return moved.RowsAffected, kernel.Fault(moved.Error, "shuffle decisions")
}
