package surveys

import (
	"context"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/surveys/figures"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

// errResultsUnpublished is what everybody hears of results that are not for them, or not yet.
func errResultsUnpublished() *fault.Error { return fault.New(fault.NotFound, "results_unpublished") }

// PublicResults shows the results of the newest version, or of the one that is named, whose results an editor has
// published. NotFound (`survey_unknown`, `results_unpublished`); Invalid for a variable that cannot be crossed with.
func (s *Surveys) PublicResults(
	ctx context.Context, slug string, in kernel.Input[models.SurveyResultsQuery],
) (models.SurveyResults, error) {
	return s.results(ctx, slug, in, func(v models.SurveyVersion) bool { return v.ResultsPublishedAt != nil })
}

// Results shows the results of the newest version that was published, or of the one that is named, to staff, with what
// can be stored by now. Otherwise as PublicResults.
func (s *Surveys) Results(
	ctx context.Context, slug string, in kernel.Input[models.SurveyResultsQuery],
) (models.SurveyResults, error) {
	every := func(models.SurveyVersion) bool { return true }
	if _, err := kernel.Validate(s.env, in); err != nil {
		return models.SurveyResults{}, err
	}
	version, err := s.resultVersion(ctx, slug, in.Form.Version, every)
	if err != nil {
		return models.SurveyResults{}, err
	}
	s.storeSoon(ctx, &version)
	return s.results(ctx, slug, in, every)
}

func (s *Surveys) results(
	ctx context.Context, slug string, in kernel.Input[models.SurveyResultsQuery], shown func(models.SurveyVersion) bool,
) (results models.SurveyResults, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return results, err
	}
	version, err := s.resultVersion(ctx, slug, in.Form.Version, shown)
	if err != nil {
		return results, err
	}
	counted, err := s.counted(ctx, version)
	if err != nil {
		return results, err
	}
	by, err := crossing(counted.variables, in.Form.By)
	if err != nil {
		return results, err
	}
	final := version.SettledAt != nil
	if by >= 0 && !final {
		return results, fault.New(fault.Conflict, "survey_not_closed")
	}
	results = models.SurveyResults{
		Slug: slug, Version: version.Number, Hash: version.Hash, State: version.State(s.env.Clock()),
		Title: titlesOf(counted.definition), K: version.K, Final: final, By: in.Form.By,
	}
	f := counted.figures(version)
	f.CrossWith(by)
	results.Responses, results.Variables = f.Responses(), f.All()
	return results, nil
}

// resultVersion is the version with that number, or the newest, of which results are shown.
func (s *Surveys) resultVersion(
	ctx context.Context, slug, number string, shown func(models.SurveyVersion) bool,
) (version models.SurveyVersion, err error) {
	db := s.env.DB.WithContext(ctx)
	var surveys []models.Survey
	if err := db.Where("slug = ?", slug).Limit(1).Find(&surveys).Error; err != nil {
		return version, kernel.Fault(err, "read survey")
	}
	if len(surveys) == 0 {
		return version, errSurveyUnknown()
	}
	var versions []models.SurveyVersion
	err = withoutDefinition(db).Where("survey_id = ? AND published_at IS NOT NULL", surveys[0].ID).
		Order("number DESC").Find(&versions).Error
	if err != nil {
		return version, kernel.Fault(err, "read survey versions")
	}
	if len(versions) == 0 { // drafts are nobody's business
		return version, errSurveyUnknown()
	}
	versions = slices.DeleteFunc(versions, func(v models.SurveyVersion) bool {
		return !shown(v) || number != "" && strconv.Itoa(v.Number) != number
	})
	if len(versions) == 0 {
		return version, errResultsUnpublished()
	}
	return versions[0], nil
}

// countedSurvey is what was asked, with how often what was answered.
type countedSurvey struct {
	*definition
	variables []surveyjs.Variable
	counts    *tally.Tally
}

func (s *Surveys) counted(ctx context.Context, version models.SurveyVersion) (c countedSurvey, err error) {
	if c.definition, err = s.definition(ctx, s.env.DB, version); err != nil {
		return c, err
	}
	c.variables = c.Variables()
	c.counts, err = s.openTally(ctx, s.env.DB, version.ID, layoutOf(c.variables))
	return c, kernel.Fault(err, "read tally")
}

// figures are what may be shown of a version's counts.
func (c countedSurvey) figures(version models.SurveyVersion) *figures.Table {
	return figures.New(c.variables, c.counts, version.K, version.SettledAt != nil)
}

// crossing is the variable to cross with; -1 for none. Only what people chose exactly one of can be crossed with.
func crossing(variables []surveyjs.Variable, name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	i := slices.IndexFunc(variables, func(v surveyjs.Variable) bool {
		return v.Name == name && v.Kind == surveyjs.Choice
	})
	if i < 0 {
		return i, fault.Violated([]fault.Violation{{Pointer: "/by", Code: "not_crossable"}})
	}
	return i, nil
}

// PublishResults shows the results of a version to everybody, of the one that was published last if none is named;
// WithdrawResults no longer does. NotFound (`survey_unknown`); Conflict (`survey_unpublished`) where there is no such
// version, or it was never published.
func (s *Surveys) PublishResults(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyShowingForm],
) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	return s.showResults(ctx, actor, slug, in, "survey.results_published", &now)
}

// WithdrawResults is the opposite of PublishResults.
func (s *Surveys) WithdrawResults(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyShowingForm],
) (view models.StaffSurveyView, err error) {
	return s.showResults(ctx, actor, slug, in, "survey.results_withdrawn", nil)
}

func (s *Surveys) showResults(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyShowingForm], action string,
	at *time.Time,
) (view models.StaffSurveyView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		version := c.published()
		if in.Form.Version != nil {
			version = c.number(*in.Form.Version)
		}
		if version == nil || version.PublishedAt == nil {
			return fault.New(fault.Conflict, "survey_unpublished")
		}
		version.ResultsPublishedAt = at
		if err := c.tx.Model(version).Select("ResultsPublishedAt").Updates(*version).Error; err != nil {
			return err
		}
		return s.ledger.Record(c.tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: action, Subject: surveySubject(c.survey, *version),
		})
	})
	return view, kernel.Fault(err, "publish results")
}

// orUnknown makes of a row that is not there a survey that nobody knows.
func orUnknown(err error) error {
	if err == gorm.ErrRecordNotFound { //nolint:errorlint // GORM returns it as it is
		return errSurveyUnknown()
	}
	return err
}
