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
	if swept > 0 {
		err = s.eraseEntrances(ctx)
	}
	return swept, failed("sweep surveys", err)
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

// eraseEntrances deletes what let people in to surveys of which every version was erased: nobody can answer them, unless
// another version is published, which then needs invitations of its own.
func (s *Surveys) eraseEntrances(ctx context.Context) error {
	over := s.env.DB.Model(&models.Survey{}).Select("id").Where(
		"EXISTS (SELECT 1 FROM survey_versions v WHERE v.survey_id = surveys.id AND v.erased_at IS NOT NULL) " +
			"AND NOT EXISTS (SELECT 1 FROM survey_versions v WHERE v.survey_id = surveys.id AND v.erased_at IS NULL)")
	for _, rows := range []any{&models.SurveyInvitation{}, &models.SurveySpentCredential{}} {
		if err := s.env.DB.WithContext(ctx).Where("survey_id IN (?)", over).Delete(rows).Error; err != nil {
			return err
		}
	}
	return nil
}
