package services

import (
	"context"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
)

// Sweep deletes the answers, the free texts and the respondents of versions that ended long ago, with the key that they
// were sealed with. Only their counts are left. It answers how many versions there were.
func (s *Surveys) Sweep(ctx context.Context) (swept int, err error) {
	over := s.env.Clock().Add(-privacy.WithSurvey.Rule().After)
	var versions []models.SurveyVersion
	err = withoutDefinition(s.env.DB.WithContext(ctx)).
		Where("settled_at < ? AND erased_at IS NULL", over).Find(&versions).Error
	if err != nil {
		return 0, failed("sweep surveys", err)
	}
	for _, version := range versions {
		if at := ended(version, over); at == nil || !at.Before(over) {
			continue
		}
		if err := s.erase(ctx, version, s.env.Clock()); err != nil {
			return swept, failed("sweep surveys", err)
		}
		swept++
	}
	return swept, nil
}

func (s *Surveys) erase(ctx context.Context, version models.SurveyVersion, now time.Time) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, rows := range []any{
			&models.SurveyWaiting{}, &models.SurveyAnswer{}, &models.SurveyText{}, &models.SurveyRespondent{},
		} {
			if err := tx.Where("version_id = ?", version.ID).Delete(rows).Error; err != nil {
				return err
			}
		}
		if err := tx.Where("id = ?", version.ID).Delete(&models.DataKey{}).Error; err != nil {
			return err
		}
		erased := tx.Model(&models.SurveyVersion{}).Where("id = ?", version.ID).Update("erased_at", now)
		if erased.Error != nil {
			return erased.Error
		}
		return s.env.enter(tx, system().did(now, "survey.answers_erased", version.ID.String()))
	})
	if err == nil {
		s.memory.forget(version.ID)
	}
	return err
}
