package surveys

import (
	"amanat/models"
	"amanat/services/kit/seal"
)

// mix takes up k answers of the last week that were stored before, to be written anew together with the few that are
// left at the end: those would otherwise be the only ones of their transaction, and perhaps of their week.
func (b *surveyBatch) mix() error {
	var latest []string
	err := b.tx.Model(&models.SurveyAnswer{}).Where("version_id = ?", b.version.ID).
		Order("week DESC").Limit(1).Pluck("week", &latest).Error
	if err != nil || len(latest) == 0 {
		return err
	}
	for i := range b.answers {
		b.answers[i].Week = latest[0]
	}
	var rows []models.SurveyAnswer
	err = b.tx.Where("version_id = ? AND week = ?", b.version.ID, latest[0]).Order("id").Limit(b.version.K).
		Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		stored, err := seal.Open(b.key, row.ID, placeAnswers, row.AnswersSealed)
		if err != nil {
			return err
		}
		if err := b.addAnswers(row.Week, stored.Answers); err != nil {
			return err
		}
	}
	if err := b.tx.Delete(rows).Error; err != nil {
		return err
	}
	return b.mixTexts()
}

// mixTexts does the same with free texts, variable by variable.
func (b *surveyBatch) mixTexts() error {
	variables := map[string]bool{}
	for _, text := range b.texts {
		variables[text.Question] = true
	}
	for variable := range variables {
		var rows []models.SurveyText
		err := b.tx.Where("version_id = ? AND question = ?", b.version.ID, variable).Order("id").Limit(b.version.K).
			Find(&rows).Error
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		for _, row := range rows {
			words, err := seal.Open(b.key, row.ID, placeWords, row.TextSealed)
			if err != nil {
				return err
			}
			if err := b.addText(variable, words.Text); err != nil {
				return err
			}
		}
		if err := b.tx.Delete(rows).Error; err != nil {
			return err
		}
	}
	return nil
}
