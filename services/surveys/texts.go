package surveys

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
)

// textsAtOnce is how many free texts are read at a time.
const textsAtOnce = 500

// TextPosition is where a page of free texts ends: at a variable and a random id.
type TextPosition struct {
	Variable string
	ID       uuid.UUID
}

// Texts shows free texts of a version that has ended, in no order but that of their questions, those behind a position,
// at most limit, and the position of the last. NotFound (`survey_unknown`, `results_unpublished`); Conflict
// (`survey_not_closed`) until the last answer is stored, (`too_few_answers`) where fewer than k answered.
func (s *Surveys) Texts(
	ctx context.Context, slug string, in kernel.Input[models.SurveyTextsQuery], after TextPosition, limit int,
) (items []models.SurveyTextView, last TextPosition, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, last, false, err
	}
	version, err := s.resultVersion(ctx, slug, in.Form.Version, func(models.SurveyVersion) bool { return true })
	if err != nil {
		return nil, last, false, err
	}
	if err := s.readable(ctx, version); err != nil {
		return nil, last, false, err
	}
	variables, err := s.readableTexts(ctx, version, in.Form.Variable)
	if err != nil {
		return nil, last, false, err
	}
	rows, err := s.textRows(ctx, version.ID, variables, after, limit+1)
	if err != nil {
		return nil, last, false, kernel.Fault(err, "read texts")
	}
	more = len(rows) > limit
	rows = rows[:min(limit, len(rows))]
	if len(rows) > 0 {
		last = TextPosition{Variable: rows[len(rows)-1].Question, ID: rows[len(rows)-1].ID}
	}
	items, err = s.openTexts(ctx, version.ID, rows)
	return items, last, more, kernel.Fault(err, "read texts")
}

// readable fails until a version is settled, and where so few answered that each could be recognised.
func (s *Surveys) readable(ctx context.Context, version models.SurveyVersion) error {
	if version.SettledAt == nil {
		return fault.New(fault.Conflict, "survey_not_closed")
	}
	var tallies []models.SurveyTally
	err := s.env.DB.WithContext(ctx).Select("answers").Where("version_id = ?", version.ID).Find(&tallies).Error
	if err != nil {
		return kernel.Fault(err, "read tally")
	}
	if len(tallies) == 0 || tallies[0].Answers < int64(version.K) {
		return fault.New(fault.Conflict, "too_few_answers")
	}
	return nil
}

// readableTexts are the variables whose texts are shown, or the one of them that is asked for: of those whose number is
// not hidden, for whoever reads them counts them.
func (s *Surveys) readableTexts(
	ctx context.Context, version models.SurveyVersion, wanted string,
) (names []string, err error) {
	counted, err := s.counted(ctx, version)
	if err != nil {
		return nil, err
	}
	f := counted.figures(version)
	for i, variable := range counted.variables {
		if variable.Kind == surveyjs.Text && (wanted == "" || wanted == variable.Name) && f.TextsShown(i) {
			names = append(names, variable.Name)
		}
	}
	return names, nil
}

func (s *Surveys) textRows(
	ctx context.Context, version uuid.UUID, variables []string, after TextPosition, limit int,
) (rows []models.SurveyText, err error) {
	err = s.env.DB.WithContext(ctx).
		Where("version_id = ? AND question IN ? AND (question, id) > (?, ?)",
			version, variables, after.Variable, after.ID).
		Order("question, id").Limit(limit).Find(&rows).Error
	return rows, err
}

func (s *Surveys) openTexts(
	ctx context.Context, version uuid.UUID, rows []models.SurveyText,
) (items []models.SurveyTextView, err error) {
	items = make([]models.SurveyTextView, 0, len(rows))
	if len(rows) == 0 {
		return items, nil
	}
	key, err := s.key(ctx, s.env.DB, version)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		words, err := seal.Open(key, row.ID, placeWords, row.TextSealed)
		if err != nil {
			return nil, err
		}
		items = append(items, models.SurveyTextView{Variable: row.Question, Text: words.Text})
	}
	return items, nil
}

// allTexts reads every free text of the version that results are of.
func (s *Surveys) allTexts(ctx context.Context, results models.SurveyResults) iter.Seq2[models.SurveyTextView, error] {
	return func(yield func(models.SurveyTextView, error) bool) {
		in := kernel.Input[models.SurveyTextsQuery]{Form: &models.SurveyTextsQuery{Version: number(&results.Version)}}
		var after TextPosition
		for more := true; more; {
			var items []models.SurveyTextView
			var err error
			items, after, more, err = s.Texts(ctx, results.Slug, in, after, textsAtOnce)
			if err != nil {
				yield(models.SurveyTextView{}, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
