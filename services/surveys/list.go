package surveys

import (
	"context"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/services/kernel"
)

// Get shows a survey to staff; NotFound (`survey_unknown`).
func (s *Surveys) Get(ctx context.Context, slug string) (view models.StaffSurveyView, err error) {
	c := &surveyChange{tx: s.env.DB.WithContext(ctx)}
	if err := c.tx.Where("slug = ?", slug).Take(&c.survey).Error; err != nil {
		return view, kernel.Fault(orUnknown(err), "read survey")
	}
	err = c.tx.Where("survey_id = ?", c.survey.ID).Order("number").Find(&c.versions).Error
	if err == nil && len(c.versions) > 0 {
		view, err = s.seen(c)
	}
	return view, kernel.Fault(err, "read survey")
}

// List shows every survey to staff, by their slugs, behind the given one, at most limit.
func (s *Surveys) List(
	ctx context.Context, language models.Language, after string, limit int,
) (items []models.StaffSurveyItem, more bool, err error) {
	db := s.env.DB.WithContext(ctx)
	var surveys []models.Survey
	if err := db.Where("slug > ?", after).Order("slug").Limit(limit + 1).Find(&surveys).Error; err != nil {
		return nil, false, kernel.Fault(err, "list surveys")
	}
	shown := surveys[:min(limit, len(surveys))]
	versions, err := s.versionsOf(ctx, shown)
	if err != nil {
		return nil, false, kernel.Fault(err, "list surveys")
	}
	items = []models.StaffSurveyItem{}
	for _, survey := range shown {
		if of := versions[survey.ID]; len(of) > 0 { // none, while it is being discarded
			items = append(items, s.staffItem(survey, of, language))
		}
	}
	return items, len(surveys) > limit, nil
}

// versionsOf reads the versions of surveys, and the definitions of the newest.
func (s *Surveys) versionsOf(
	ctx context.Context, surveys []models.Survey,
) (map[uuid.UUID][]models.SurveyVersion, error) {
	ids := make([]uuid.UUID, len(surveys))
	for i, survey := range surveys {
		ids[i] = survey.ID
	}
	var rows []models.SurveyVersion
	db := s.env.DB.WithContext(ctx)
	if err := withoutDefinition(db).Where("survey_id IN ?", ids).Order("number").Find(&rows).Error; err != nil {
		return nil, err
	}
	versions := map[uuid.UUID][]models.SurveyVersion{}
	for _, row := range rows {
		versions[row.SurveyID] = append(versions[row.SurveyID], row)
	}
	for _, of := range versions {
		newest := &of[len(of)-1]
		if err := db.Select("definition").Where("id = ?", newest.ID).Take(newest).Error; err != nil {
			return nil, err
		}
	}
	return versions, nil
}
