package surveys

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

const (
	placeAnswers = "survey_answers.answers_sealed"
	placeWords   = "survey_texts.text_sealed"
)

// surveyBatch is a batch of answers on its way out of the buffer. Its rows get new random ids and are written in their
// order, so that nothing tells which of them came from which.
type surveyBatch struct {
	s       *Surveys
	tx      *gorm.DB
	version models.SurveyVersion
	week    string

	key     seal.Key
	known   *definition
	counts  *tally.Tally
	answers []models.SurveyAnswer
	texts   []models.SurveyText
}

// store stores so many waiting answers, drawn by their random ids. The last of a version, when they are fewer than k,
// are mixed with as many that were stored before.
func (b *surveyBatch) store(ctx context.Context, take int, last bool) (err error) {
	if take == 0 {
		return nil
	}
	if b.known, err = b.s.definition(ctx, b.tx, b.version); err != nil {
		return err
	}
	if b.key, err = b.s.key(ctx, b.tx, b.version.ID); err != nil {
		return err
	}
	if b.counts, err = b.s.openTally(ctx, b.tx, b.version.ID, layoutOf(b.known.Variables())); err != nil {
		return err
	}
	if err := b.takeWaiting(take); err != nil {
		return err
	}
	if last && take < b.version.K {
		if err := b.mix(); err != nil {
			return err
		}
	}
	return b.write(ctx)
}

// takeWaiting opens waiting answers, counts them, and parts their free texts from the rest.
func (b *surveyBatch) takeWaiting(take int) error {
	var rows []models.SurveyWaiting
	err := b.tx.Where("version_id = ?", b.version.ID).Order("id").Limit(take).Find(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		waiting, err := seal.Open(b.key, row.ID, placeWaiting, row.AnswersSealed)
		if err != nil {
			return err
		}
		if err := b.add(waiting.Answers); err != nil {
			return err
		}
	}
	taken := b.tx.Delete(rows)
	if taken.Error == nil && taken.RowsAffected != int64(len(rows)) {
		return errBufferMoved
	}
	return taken.Error
}

// errBufferMoved means that somebody else took out of the buffer what this transaction was about to store.
var errBufferMoved = errors.New("the buffer has changed")

func (b *surveyBatch) add(answers map[string]any) error {
	var readings []tally.Reading
	variables := b.known.Variables()
	for _, r := range b.known.Read(answers) {
		readings = append(readings, tally.Reading{Variable: r.Variable, Categories: r.Categories, Number: r.Number})
		if variables[r.Variable].Kind != surveyjs.Text {
			continue
		}
		if err := b.addText(variables[r.Variable].Name, r.Text); err != nil {
			return err
		}
	}
	// What cannot be counted, although it was accepted, counts as not answered: it must not keep all others waiting.
	if b.counts.Add(readings) != nil {
		if err := b.counts.Add(nil); err != nil {
			return err
		}
	}
	for _, text := range b.known.Texts(answers) {
		remove(answers, strings.Split(text.Pointer, "/")[1:])
	}
	return b.addAnswers(b.week, answers)
}

func (b *surveyBatch) addAnswers(week string, answers map[string]any) error {
	id, err := uuid.NewRandom()
	if err != nil {
		return err
	}
	sealed, err := sealAnswers(b.key, id, placeAnswers, answers)
	b.answers = append(b.answers, models.SurveyAnswer{
		ID: id, VersionID: b.version.ID, Week: week, AnswersSealed: sealed,
	})
	return err
}

func (b *surveyBatch) addText(variable, text string) error {
	id, err := uuid.NewRandom()
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(b.key, id, placeWords, models.SurveyWords{Text: text})
	b.texts = append(b.texts, models.SurveyText{
		ID: id, VersionID: b.version.ID, Question: variable, TextSealed: sealed,
	})
	return err
}

// remove takes a value out of answers by the steps of a JSON pointer, and what is empty then.
func remove(in map[string]any, steps []string) {
	name := unescape(steps[0])
	if inner, ok := in[name].(map[string]any); ok && len(steps) > 1 {
		if remove(inner, steps[1:]); len(inner) > 0 {
			return
		}
	}
	delete(in, name)
}

// unescape is a step of a JSON pointer as it names a member (RFC 6901, section 4).
func unescape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}

func (b *surveyBatch) write(ctx context.Context) error {
	slices.SortFunc(b.answers, func(x, y models.SurveyAnswer) int { return bytes.Compare(x.ID[:], y.ID[:]) })
	slices.SortFunc(b.texts, func(x, y models.SurveyText) int { return bytes.Compare(x.ID[:], y.ID[:]) })
	if err := b.tx.CreateInBatches(b.answers, storedInOne).Error; err != nil {
		return err
	}
	if err := b.tx.CreateInBatches(b.texts, storedInOne).Error; err != nil {
		return err
	}
	return b.s.keepTally(ctx, b.tx, b.version.ID, b.counts)
}

// storedInOne bounds how many rows one statement writes.
const storedInOne = 200
