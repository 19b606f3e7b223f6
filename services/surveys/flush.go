package surveys

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/kernel"
)

// storedAtOnce bounds how many answers are stored in one transaction, unless k is more than half of it.
const storedAtOnce = 1000

// Store takes waiting answers out of the buffer and stores them in shuffled batches: of a version that is open, when at
// least k wait; of one that has ended, all. What fails of one version keeps no other waiting. It answers how many were
// stored. Running it twice at the same time, or on two replicas, does no harm.
func (s *Surveys) Store(ctx context.Context) (stored int, err error) {
	var versions []models.SurveyVersion
	err = withoutDefinition(s.env.DB.WithContext(ctx)).
		Where("published_at IS NOT NULL AND settled_at IS NULL").Order("id").Find(&versions).Error
	if err != nil {
		return 0, kernel.Fault(err, "store answers")
	}
	var failures []error
	for _, version := range versions {
		n, err := s.storeVersion(ctx, version)
		stored += n
		failures = append(failures, err)
	}
	return stored, kernel.Fault(errors.Join(failures...), "store answers")
}

// storeSoon stores what waits of a version that has just ended, or is being looked at. What fails is left to the
// periodic work, which says so: it is no reason to tell whoever ended it that they did not.
func (s *Surveys) storeSoon(ctx context.Context, version *models.SurveyVersion) {
	if version != nil && version.SettledAt == nil {
		_, _ = s.storeVersion(ctx, *version)
	}
}

// storing is what is done with a version's buffer, one transaction after the other.
type storing struct {
	stored int
	// over says that the version has ended, and ending that this transaction keeps answers from coming in.
	over, ending bool
	more         bool
}

func (s *Surveys) storeVersion(ctx context.Context, version models.SurveyVersion) (stored int, err error) {
	next := storing{over: version.EndsBy(s.env.Clock()), more: true}
	for next.more {
		turn := storing{ending: next.over}
		err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if turn.ending { // whoever answered before the end is in the buffer then, or was refused
				if err := lockVersionFor(tx, whileEnding, version.ID); err != nil {
					return err
				}
			}
			return s.storeSome(ctx, tx, version, &turn)
		})
		if err != nil {
			return stored, err
		}
		stored += turn.stored
		next = turn
	}
	return stored, nil
}

// storeSome stores a batch of a version, which may have been changed since it was read.
func (s *Surveys) storeSome(ctx context.Context, tx *gorm.DB, version models.SurveyVersion, turn *storing) error {
	err := withoutDefinition(kernel.ForChange(tx)).Where("id = ?", version.ID).Take(&version).Error
	if err != nil || version.SettledAt != nil {
		return err
	}
	now := s.env.Clock()
	turn.over = version.EndsBy(now)
	if turn.over && !turn.ending {
		turn.more = true
		return nil
	}
	var waiting int64
	if err := tx.Model(&models.SurveyWaiting{}).Where("version_id = ?", version.ID).Count(&waiting).Error; err != nil {
		return err
	}
	take, last := batchOf(int(waiting), version.K)
	if turn.over && last {
		take = int(waiting) // also if they are few
	}
	b := &surveyBatch{s: s, tx: tx, version: version, week: weekOf(now.In(s.env.Zone))}
	if err := b.store(ctx, take, turn.over && last); err != nil {
		return err
	}
	turn.stored, turn.more = take, !last
	settling := turn.over && last
	if err := shuffle(tx, version, settling); err != nil || !settling {
		return err
	}
	version.SettledAt = &now
	return tx.Model(&version).Select("SettledAt").Updates(version).Error
}

// batchOf says how many of those that wait are stored now, none if they are fewer than k, and whether so few are left
// then that this was the last batch. What is left for another one is never less than k.
func batchOf(waiting, k int) (take int, last bool) {
	switch {
	case waiting < k:
		return 0, true
	case waiting <= max(storedAtOnce, 2*k):
		return waiting, true
	default:
		return max(storedAtOnce/2, k), false
	}
}

// weekOf is the week of ISO 8601, such as 2026-W47.
func weekOf(day time.Time) string {
	year, week := day.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// shuffle writes what waits, and the respondents who came since the last turn, anew in the order of their random ids.
// PostgreSQL keeps rows in the order of writing and numbers its transactions, and an answer and its respondent are
// written one after the other. At the end all respondents are written once more, together. SQLite's tables have no such
// order.
func shuffle(tx *gorm.DB, version models.SurveyVersion, settling bool) error {
	if !store.IsPostgres(tx) {
		return nil
	}
	err := tx.Exec(`WITH moved AS (
			DELETE FROM survey_waiting WHERE version_id = ? RETURNING id, version_id, answers_sealed
		) INSERT INTO survey_waiting (id, version_id, answers_sealed)
			SELECT id, version_id, answers_sealed FROM moved ORDER BY id`, version.ID).Error
	if err != nil {
		return err
	}
	return tx.Exec(`WITH moved AS (
			DELETE FROM survey_respondents WHERE version_id = ? AND (fresh OR ?) RETURNING id, version_id, person_sealed
		) INSERT INTO survey_respondents (id, version_id, person_sealed, fresh)
			SELECT id, version_id, person_sealed, FALSE FROM moved ORDER BY id`, version.ID, settling).Error
}
