package surveys_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

// file is a survey as somebody would keep it in a filing cabinet.
type file struct {
	*world
	slug   string
	sheets []folder
}

// folder is a version with the answers to it.
type folder struct {
	mark      string
	k         int
	hash      string
	opens     time.Time
	closes    time.Time
	published bool
	paused    bool
	closed    bool
	answers   int
}

// TestASurveyIsWhatIsInTheCabinet drafts, changes, publishes, pauses, goes on, closes, discards, answers, stores and lets
// time pass in any order, possible or not. After each act everything is as it would be on paper; at the end every answer
// that was accepted is stored and counted once, with the version that it was given to.
func TestASurveyIsWhatIsInTheCabinet(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		keyring, err := seal.New()
		require.NoError(t, err)
		w := newWorld(t, db, withKeyring(keyring))
		run := 0
		kerneltest.Check(t, 30, func(t *rapid.T) {
			run++
			f := &file{world: w, slug: "survey-" + strconv.Itoa(run)}
			acts := []func(*rapid.T){
				f.changes, f.changes, f.moves, f.publishes, f.publishes, f.publishes, f.pauses, f.resumes, f.closes,
				f.discards, f.answersSome, f.answersSome, f.answersSome, f.answersSome, f.stores, f.waits,
			}
			f.begins(t)
			for range rapid.IntRange(1, 12).Draw(t, "acts") {
				rapid.SampledFrom(acts).Draw(t, "act")(t)
				f.agree(t)
			}
			f.counted(t)
		})
	})
}

func (f *file) newest() *folder { return &f.sheets[len(f.sheets)-1] }

// current is the version that was published last; nil before the first.
func (f *file) current() *folder {
	for i := len(f.sheets) - 1; i >= 0; i-- {
		if f.sheets[i].published {
			return &f.sheets[i]
		}
	}
	return nil
}

func (f *file) state(s *folder) models.SurveyState {
	switch {
	case !s.published:
		return models.SurveyDraft
	case s.closed || !s.closes.IsZero() && !f.Now.Before(s.closes):
		return models.SurveyClosed
	case s.paused:
		return models.SurveyPaused
	case f.Now.Before(s.opens):
		return models.SurveyScheduled
	default:
		return models.SurveyPublished
	}
}

func paper(mark string) []byte {
	return questions(asked("radiogroup", mark, `"isRequired":true`, `"choices":[1,2,3]`))
}

func (f *file) begins(t *rapid.T) {
	sheet := folder{mark: "a", k: fewest}
	view := f.surveyDraft(t, f.slug, paper(sheet.mark))
	sheet.hash = view.Hash
	f.sheets = []folder{sheet}
}

// period draws when a survey opens and closes, in forms and on paper.
func (f *file) period(t *rapid.T, sheet *folder) (settings models.SurveySettings, backwards bool) {
	moment := func(label string, place *time.Time) *string {
		switch rapid.IntRange(0, 3).Draw(t, label) {
		case 0:
			return nil
		case 1:
			*place = time.Time{}
			return new("")
		default:
			*place = f.Now.Add(time.Duration(rapid.IntRange(-2, 9).Draw(t, "hours")) * time.Hour).Truncate(time.Second)
			return stamp(*place)
		}
	}
	settings.OpensAt, settings.ClosesAt = moment("opens", &sheet.opens), moment("closes", &sheet.closes)
	return settings, !sheet.closes.IsZero() && !sheet.opens.IsZero() && !sheet.closes.After(sheet.opens)
}

func (f *file) changes(t *rapid.T) {
	sheet, isNew := *f.newest(), f.newest().published
	if isNew {
		sheet = folder{
			mark: sheet.mark, k: sheet.k, hash: sheet.hash, opens: f.unlessPast(sheet.opens), closes: f.unlessPast(sheet.closes),
		}
	}
	settings, backwards := f.period(t, &sheet)
	sheet.mark = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "mark")
	sheet.k = rapid.IntRange(fewest, 5).Draw(t, "k")
	settings.K = &sheet.k
	view, err := f.surveyChanged(t, f.slug, models.SurveyChangeForm{Definition: paper(sheet.mark), SurveySettings: settings})
	if !kerneltest.Met(t, when(backwards, "validation_failed"), err) {
		return
	}
	sheet.hash = view.Hash
	if isNew {
		f.sheets = append(f.sheets, sheet)
	} else {
		*f.newest() = sheet
	}
}

// unlessPast is the moment, or none if it is over.
func (f *file) unlessPast(moment time.Time) time.Time {
	if moment.After(f.Now) {
		return moment
	}
	return time.Time{}
}

func when(happens bool, code string) string {
	if happens {
		return code
	}
	return ""
}

// moves says nothing but when the survey opens and closes.
func (f *file) moves(t *rapid.T) {
	sheet := *f.newest()
	settings, backwards := f.period(t, &sheet)
	if settings.OpensAt == nil && settings.ClosesAt == nil {
		return
	}
	before := f.newest()
	isOpen := !before.opens.After(f.Now)
	code := ""
	switch {
	case backwards && settings.OpensAt != nil && settings.ClosesAt != nil: // which the form says by itself
		code = "validation_failed"
	case f.state(before) == models.SurveyClosed:
		code = "survey_closed"
	case backwards, before.published && f.state(&sheet) == models.SurveyClosed,
		before.published && isOpen && !sheet.opens.Equal(before.opens):
		code = "validation_failed"
	}
	_, err := f.surveyChanged(t, f.slug, models.SurveyChangeForm{SurveySettings: settings})
	if kerneltest.Met(t, code, err) {
		*f.newest() = sheet
	}
}

func (f *file) publishes(t *rapid.T) {
	sheet, before := f.newest(), f.current()
	past := !sheet.closes.IsZero() && !sheet.closes.After(f.Now)
	code := ""
	switch {
	case !sheet.published:
		code = when(past, "validation_failed")
	case f.state(sheet) != models.SurveyPaused:
		code = "survey_published"
	}
	_, err := f.Surveys.Publish(t.Context(), surveyEditor(), f.slug)
	if !kerneltest.Met(t, code, err) {
		return
	}
	if sheet.published {
		sheet.paused = false
		return
	}
	if before != nil {
		before.closed = true
	}
	sheet.published = true
}

func (f *file) pauses(t *rapid.T) {
	sheet := f.current()
	code := when(sheet == nil, "survey_unpublished")
	if sheet != nil && f.state(sheet) == models.SurveyClosed {
		code = "survey_closed"
	} else if sheet != nil {
		code = when(sheet.paused, "survey_paused")
	}
	_, err := f.Surveys.Pause(t.Context(), surveyEditor(), f.slug)
	if kerneltest.Met(t, code, err) {
		sheet.paused = true
	}
}

func (f *file) resumes(t *rapid.T) {
	sheet := f.current()
	_, err := f.Surveys.Resume(t.Context(), surveyEditor(), f.slug)
	if kerneltest.Met(t, when(sheet == nil || f.state(sheet) != models.SurveyPaused, "survey_not_paused"), err) {
		sheet.paused = false
	}
}

func (f *file) closes(t *rapid.T) {
	sheet := f.current()
	_, err := f.Surveys.Close(t.Context(), surveyEditor(), f.slug)
	code := when(sheet == nil, "survey_unpublished")
	if sheet != nil {
		code = when(f.state(sheet) == models.SurveyClosed, "survey_closed")
	}
	if kerneltest.Met(t, code, err) {
		sheet.closed = true
	}
}

func (f *file) discards(t *rapid.T) {
	code := when(f.newest().published, "survey_published")
	if !kerneltest.Met(t, code, f.Surveys.Discard(t.Context(), surveyEditor(), f.slug)) {
		return
	}
	if f.sheets = f.sheets[:len(f.sheets)-1]; len(f.sheets) == 0 {
		f.begins(t)
	}
}
