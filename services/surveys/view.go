package surveys

import (
	"encoding/json"
	"slices"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/surveys/surveyjs"
)

// seen is a survey as its editors see it, in the transaction that changes it.
func (s *Surveys) seen(c *surveyChange) (view models.StaffSurveyView, err error) {
	var overrides []models.SurveyOverride
	if err := c.tx.Where("survey_id = ?", c.survey.ID).Order("at, id").Find(&overrides).Error; err != nil {
		return view, err
	}
	var unused int64
	err = c.tx.Model(&models.SurveyInvitation{}).
		Where("survey_id = ? AND blinded_hash IS NULL", c.survey.ID).Count(&unused).Error
	return s.staffView(c.survey, c.versions, overrides, unused), err
}

// staffView shows the newest version, and what became of those before it.
func (s *Surveys) staffView(
	survey models.Survey, versions []models.SurveyVersion, overrides []models.SurveyOverride, unused int64,
) models.StaffSurveyView {
	newest := versions[len(versions)-1]
	view := models.StaffSurveyView{
		StaffSurveyItem: s.staffItem(survey, versions, ""), Hash: newest.Hash, K: newest.K,
		OpensAt: models.ShownOrNil(newest.OpensAt), ClosesAt: models.ShownOrNil(newest.ClosesAt),
		Invited: survey.Invited, Unused: unused, Definition: json.RawMessage(newest.Definition),
		Problems: problemsOf(newest, overrides), Overrides: overridesOf(overrides),
		Versions: make([]models.SurveyVersionView, 0, len(versions)),
	}
	for _, version := range slices.Backward(versions) {
		view.Versions = append(view.Versions, models.SurveyVersionView{
			Version: version.Number, State: version.State(s.env.Clock()), Hash: version.Hash, K: version.K,
			PublishedAt:        models.ShownOrNil(version.PublishedAt),
			ClosedAt:           models.ShownOrNil(ended(version, s.env.Clock())),
			ResultsPublishedAt: models.ShownOrNil(version.ResultsPublishedAt),
		})
	}
	return view
}

func (s *Surveys) staffItem(
	survey models.Survey, versions []models.SurveyVersion, language models.Language,
) models.StaffSurveyItem {
	newest := versions[len(versions)-1]
	item := models.StaffSurveyItem{
		Slug: survey.Slug, Privacy: survey.Privacy, Access: survey.Access, Version: newest.Number,
		State: newest.State(s.env.Clock()), Title: titleOf(newest, language),
	}
	for _, version := range versions {
		if version.PublishedAt != nil {
			item.PublishedVersion = version.Number
		}
	}
	return item
}

// titleOf is the title of a version, drafts among them, in the language, or else in any.
func titleOf(version models.SurveyVersion, language models.Language) string {
	parsed, problems := surveyjs.Parse([]byte(version.Definition))
	if len(problems) > 0 {
		return ""
	}
	return parsed.Title(string(language))
}

// problemsOf lists what a draft cannot be published with; of what is published there is nothing to say.
func problemsOf(version models.SurveyVersion, overrides []models.SurveyOverride) []models.SurveyProblem {
	problems := []models.SurveyProblem{}
	if version.PublishedAt != nil {
		return problems
	}
	for _, v := range draftProblems(version, overrides) {
		problems = append(problems, models.SurveyProblem{
			Pointer: v.Pointer, Code: v.Code, Clause: v.Clause, Limit: v.Limit,
		})
	}
	return problems
}

// draftProblems reads the definition once more: what could be saved once may be outside of the subset now.
func draftProblems(version models.SurveyVersion, overrides []models.SurveyOverride) []fault.Violation {
	parsed, problems := surveyjs.Parse([]byte(version.Definition))
	if parsed == nil {
		return violationsOf(problems)
	}
	return unpublishable(parsed, overrides)
}

func overridesOf(overrides []models.SurveyOverride) []models.SurveyOverrideView {
	views := make([]models.SurveyOverrideView, 0, len(overrides))
	for _, override := range overrides {
		views = append(views, models.SurveyOverrideView{
			Question: override.Question, Demand: override.Demand, Reason: override.Reason,
			At: models.Shown(override.At),
		})
	}
	return views
}
