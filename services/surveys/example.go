package surveys

import (
	"context"
	_ "embed"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/surveys/surveyjs"
)

//go:embed example/service-satisfaction.json
var exampleSurvey []byte

// exampleSlug is the name of the survey that is there from the beginning.
const exampleSlug = "service-satisfaction"

// Begin publishes an example where there is no survey of its name: whoever has just started the service can answer one.
// Of several replicas that start together one does it.
func (s *Surveys) Begin(ctx context.Context) error {
	parsed, problems := surveyjs.Parse(exampleSurvey)
	if parsed == nil {
		return kernel.Fault(fmt.Errorf("%w: %v", errDefinitionDamaged, problems), "publish example")
	}
	now := s.env.Clock()
	survey := models.Survey{
		Slug: exampleSlug, Privacy: models.PrivacyStandard, Access: models.AccessOpen, CreatedAt: now,
	}
	version := models.SurveyVersion{Number: 1, K: usualK, CreatedAt: now}
	take(&survey, &version, models.SurveySettings{}, parsed)
	var err error
	if survey.ID, err = s.env.ID(); err != nil {
		return err
	}
	if version.ID, err = s.env.ID(); err != nil {
		return err
	}
	version.SurveyID = survey.ID
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&survey)
		if made.Error != nil || made.RowsAffected == 0 {
			return made.Error
		}
		if err := tx.Create(&version).Error; err != nil {
			return err
		}
		c := &surveyChange{tx: tx, survey: survey, versions: []models.SurveyVersion{version}}
		return s.publish(c, models.Actor{Role: models.RoleSystem}, now)
	})
	s.live.Invalidate()
	return kernel.Fault(err, "publish example")
}
