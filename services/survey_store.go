package services

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
)

// storedAtOnce bounds how many answers are stored in one transaction.
const storedAtOnce = 1000

// Store takes waiting answers out of the buffer and stores them in shuffled batches: of a version that is open, when at
// least k wait; of one that has ended, all. It answers how many were stored. Running it twice at the same time, or on
// two replicas, does no harm.
func (s *Surveys) Store(ctx context.Context) (stored int, err error) {
	var versions []models.SurveyVersion
	err = withoutDefinition(s.env.DB.WithContext(ctx)).
		Where("published_at IS NOT NULL AND settled_at IS NULL").Order("id").Find(&versions).Error
	if err != nil {
		return 0, failed("store answers", err)
	}
	for _, version := range versions {
		n, err := s.storeVersion(ctx, version)
		if stored += n; err != nil {
			return stored, failed("store answers", err)
		}
	}
	return stored, nil
}

// settleSoon stores what waits of versions that were ended just now. What fails is left to the next turn of the
// periodic work: that they were ended is true already.
func (s *Surveys) settleSoon(ctx context.Context) { _, _ = s.Store(ctx) }

func (s *Surveys) storeVersion(ctx context.Context, version models.SurveyVersion) (stored int, err error) {
	over := version.EndsBy(s.env.Clock())
	for {
		n, more := 0, false
		err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) (err error) {
			if over { // whoever answered before the end is in the buffer then, or was refused
				if err := lockSurvey(tx, whileEnding, version.SurveyID); err != nil {
					return err
				}
			}
			n, more, err = s.storeSome(ctx, tx, version.ID, over)
			return err
		})
		if stored += n; err != nil || !more {
			return stored, err
		}
	}
}

// storeSome stores a batch of a version. more says that it should be called again.
func (s *Surveys) storeSome(
	ctx context.Context, tx *gorm.DB, id uuid.UUID, over bool,
) (stored int, more bool, err error) {
	version, err := lockVersion(tx, id)
	if err != nil || version.SettledAt != nil {
		return 0, false, err
	}
	now := s.env.Clock()
	var waiting int64
	if err := tx.Model(&models.SurveyWaiting{}).Where("version_id = ?", id).Count(&waiting).Error; err != nil {
		return 0, false, err
	}
	take, last := batchOf(int(waiting), version.K)
	if !over && take == 0 {
		return 0, false, nil
	}
	if over && last {
		take = int(waiting)
	}
	b := &surveyBatch{s: s, tx: tx, version: version, week: weekOf(now.In(s.env.Zone))}
	if err := b.store(ctx, take, over && last); err != nil {
		return 0, false, err
	}
	if over && last {
		return take, false, s.settle(tx, version, now)
	}
	return take, !last, nil
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

// lockVersion keeps others from storing answers of a version. Answers can go on coming in.
func lockVersion(tx *gorm.DB, id uuid.UUID) (version models.SurveyVersion, err error) {
	err = withoutDefinition(forChange(tx)).Where("id = ?", id).Take(&version).Error
	return version, err
}

// weekOf is the week of ISO 8601, such as 2026-W47.
func weekOf(day time.Time) string {
	year, week := day.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// settle ends the storing of a version. Respondents are written anew, in the order of their random ids: PostgreSQL keeps
// rows in the order of writing, and answers were written in batches.
func (s *Surveys) settle(tx *gorm.DB, version models.SurveyVersion, now time.Time) error {
	if store.IsPostgres(tx) {
		//nolint:unqueryvet // rows are written as they were, whatever is in them
		err := tx.Exec(`WITH moved AS (DELETE FROM survey_respondents WHERE version_id = ? RETURNING *)
			INSERT INTO survey_respondents SELECT * FROM moved ORDER BY id`, version.ID).Error
		if err != nil {
			return err
		}
	}
	settled := now
	version.SettledAt = &settled
	return tx.Model(&version).Select("SettledAt").Updates(version).Error
}
