package surveys

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

func layoutOf(variables []surveyjs.Variable) tally.Layout {
	layout := make(tally.Layout, len(variables))
	for i, variable := range variables {
		layout[i] = tally.Variable{Kind: tallied(variable.Kind), Categories: len(variable.Categories)}
	}
	return layout
}

func tallied(kind surveyjs.Kind) tally.Kind {
	switch kind {
	case surveyjs.Choice:
		return tally.Choice
	case surveyjs.Choices:
		return tally.Choices
	case surveyjs.Number:
		return tally.Number
	case surveyjs.Date:
		return tally.Month
	case surveyjs.Ranking:
		return tally.Ranking
	case surveyjs.Text:
		return tally.Text
	default:
		return tally.Text
	}
}

const placeCounts = "survey_tallies.counts_sealed"

// tallyKeyID names the key of a version's counts, which outlives that of its answers.
func tallyKeyID(version uuid.UUID) uuid.UUID { return uuid.NewSHA1(version, []byte("tally")) }

// openTally opens the counts of a version; there are none yet if nothing was stored.
func (s *Surveys) openTally(
	ctx context.Context, db *gorm.DB, version uuid.UUID, layout tally.Layout,
) (counts *tally.Tally, err error) {
	var rows []models.SurveyTally
	if err := db.WithContext(ctx).Where("version_id = ?", version).Find(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return tally.New(layout)
	}
	key, err := s.key(ctx, db, tallyKeyID(version))
	if err != nil {
		return nil, err
	}
	plain, err := seal.OpenBytes(key, version, placeCounts, rows[0].CountsSealed)
	if err != nil {
		return nil, err
	}
	return tally.Decode(layout, plain)
}

// keepTally seals the counts of a version and writes them.
func (s *Surveys) keepTally(ctx context.Context, tx *gorm.DB, version uuid.UUID, counts *tally.Tally) error {
	key, err := s.key(ctx, tx, tallyKeyID(version))
	if err != nil {
		return err
	}
	row := models.SurveyTally{VersionID: version, Answers: int64(counts.Answers())}
	if row.CountsSealed, err = seal.Bytes(key, version, placeCounts, counts.Encode()); err != nil {
		return err
	}
	kept := tx.Model(&row).Select("Answers", "CountsSealed").Updates(row)
	if kept.Error != nil || kept.RowsAffected == 1 {
		return kept.Error
	}
	return tx.Create(&row).Error
}
