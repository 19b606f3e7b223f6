package surveys

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// erasedAtOnce bounds how many rows are deleted in one transaction: others want to write, too.
const erasedAtOnce = 5000

// Sweep deletes the answers, the free texts and the respondents of versions that ended long ago, with the key that they
// were sealed with. Only their counts are left, if at least k people are behind them. It answers how many versions
// there were. Running it twice at the same time does no harm.
func (s *Surveys) Sweep(ctx context.Context) (swept int, err error) {
	over := s.env.Clock().Add(-privacy.WithSurvey.Rule().After)
	var versions []models.SurveyVersion
	err = withoutDefinition(s.env.DB.WithContext(ctx)).
		Where("settled_at IS NOT NULL AND erased_at IS NULL").Find(&versions).Error
	if err != nil {
		return 0, kernel.Fault(err, "sweep surveys")
	}
	var failures []error
	for _, version := range versions {
		if at := ended(version, s.env.Clock()); at == nil || !at.Before(over) {
			continue
		}
		err := s.erase(ctx, version)
		if failures = append(failures, err); err == nil {
			swept++
		}
	}
	return swept, kernel.Fault(errors.Join(failures...), "sweep surveys")
}

func (s *Surveys) erase(ctx context.Context, version models.SurveyVersion) error {
	for _, table := range []string{"survey_waiting", "survey_answers", "survey_texts", "survey_respondents"} {
		if err := s.deleteAll(ctx, table, version.ID); err != nil {
			return err
		}
	}
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		now := s.env.Clock()
		erased := tx.Model(&models.SurveyVersion{}).Where("id = ? AND erased_at IS NULL", version.ID).
			Update("erased_at", now)
		if erased.Error != nil || erased.RowsAffected == 0 {
			return erased.Error
		}
		if err := eraseKeys(tx, version); err != nil {
			return err
		}
		if err := closeEntrances(tx, version.SurveyID); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: models.Actor{Role: models.RoleSystem}, At: now, Action: "survey.answers_erased",
			Subject: version.ID.String(),
		})
	})
	if err == nil {
		s.memory.forget(version.ID)
		s.memory.forget(version.SurveyID)
	}
	return err
}

// deleteAll deletes the rows of a version, some at a time.
func (s *Surveys) deleteAll(ctx context.Context, table string, version uuid.UUID) error {
	for {
		deleted := s.env.DB.WithContext(ctx).Exec(
			"DELETE FROM "+table+" WHERE id IN (SELECT id FROM "+table+" WHERE version_id = ? LIMIT ?)",
			version, erasedAtOnce)
		if deleted.Error != nil || deleted.RowsAffected < erasedAtOnce {
			return deleted.Error
		}
	}
}

// eraseKeys deletes what answers were sealed with and, where the counts are of fewer than k people, these too.
func eraseKeys(tx *gorm.DB, version models.SurveyVersion) error {
	few := tx.Where("version_id = ? AND answers < ?", version.ID, version.K).Delete(&models.SurveyTally{})
	if few.Error != nil {
		return few.Error
	}
	keys := []uuid.UUID{version.ID}
	if few.RowsAffected > 0 {
		keys = append(keys, tallyKeyID(version.ID))
	}
	return tx.Where("id IN ?", keys).Delete(&models.DataKey{}).Error
}

// closeEntrances deletes what let people in, when the last version that was published is erased: invitations, spent
// credentials, and the key that signed these. Another version gets a new one.
func closeEntrances(tx *gorm.DB, survey uuid.UUID) error {
	var left int64
	err := tx.Model(&models.SurveyVersion{}).
		Where("survey_id = ? AND published_at IS NOT NULL AND erased_at IS NULL", survey).Count(&left).Error
	if err != nil || left > 0 {
		return err
	}
	for _, rows := range []any{&models.SurveyInvitation{}, &models.SurveySpentCredential{}} {
		if err := tx.Where("survey_id = ?", survey).Delete(rows).Error; err != nil {
			return err
		}
	}
	if err := tx.Where("id = ?", survey).Delete(&models.DataKey{}).Error; err != nil {
		return err
	}
	return tx.Model(&models.Survey{}).Where("id = ?", survey).
		Updates(map[string]any{"credential_key_sealed": nil, "credential_public_key": nil}).Error
}

// ended is when a version ended; nil if it has not by now.
func ended(version models.SurveyVersion, now time.Time) *time.Time {
	switch {
	case version.ClosedAt != nil && version.ClosesAt != nil && version.ClosesAt.Before(*version.ClosedAt):
		return version.ClosesAt
	case version.ClosedAt != nil:
		return version.ClosedAt
	case version.EndsBy(now):
		return version.ClosesAt
	default:
		return nil
	}
}
