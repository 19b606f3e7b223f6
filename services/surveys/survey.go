// Package surveys asks people, and cannot tell afterwards who answered what.
//
// A survey has versions: a draft is checked and published, open for a while, closed, settled when its last answer is
// stored, and erased after its retention. An answer is validated as its definition says (surveyjs), waits sealed in a
// buffer (survey_waiting), and is stored in batches of at least k, shuffled, under new random ids; its free texts are
// parted from it and its values are counted in a sealed tally. Results are made of the counts alone (figures), with
// small groups suppressed. Invitations and blind credentials are spent in the transaction that accepts an answer.
//
// Locks: the survey's row before its versions; an advisory lock on a version, shared by those who answer and exclusive
// for who ends it; the version's row while a batch is stored. What is never stored: who answered, an address, a time
// finer than the week.
package surveys

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/batch"
	"amanat/services/ledger"
	"amanat/services/surveys/blind"
)

// Surveys ask people, and cannot tell afterwards who answered what (clause `survey-optional`).
type Surveys struct {
	env    kernel.Environment
	ledger *ledger.Ledger
	memory *surveyMemory
	// newCredentialKey makes the key that signs the credentials of a blind survey.
	newCredentialKey func() (*blind.Key, error)
	// live are the versions that were published last, one of each survey, without their definitions.
	live    *kernel.Cache[[]liveSurvey]
	answers *batch.Group[*surveyResponse]
	people  *batch.Group[*models.SurveyRespondent]
}

// liveSurvey is a survey with the version of it that was published last.
type liveSurvey struct {
	models.Survey
	version models.SurveyVersion
	title   map[string]string
}

// Options are what surveys are made with.
type Options struct {
	// NewCredentialKey makes the key that signs the credentials of a blind survey; nil: one of 3,072 bits, each time.
	NewCredentialKey func() (*blind.Key, error)
}

// New serves the surveys of a database.
func New(env kernel.Environment, ledger *ledger.Ledger, options Options) *Surveys {
	s := &Surveys{env: env, ledger: ledger, memory: newSurveyMemory(), newCredentialKey: options.NewCredentialKey}
	if s.newCredentialKey == nil {
		s.newCredentialKey = func() (*blind.Key, error) { return blind.NewKey(rand.Reader) }
	}
	s.answers = batch.New(batch.Writers, batch.MaxItems, s.keep)
	s.people = batch.New(batch.Writers, batch.MaxItems, s.keepRespondents)
	s.live = kernel.NewCache(env.Clock, s.readLive)
	return s
}

// Forms are what people and editors fill in here.
func Forms() []any {
	return []any{
		&models.SurveyForm{}, &models.SurveyChangeForm{}, &models.SurveyTrialForm{}, &models.SurveyOverrideForm{},
		&models.InvitationsForm{}, &models.SurveyResponseForm{}, &models.CredentialForm{}, &models.RespondentsForm{},
		&models.SurveyResultsQuery{}, &models.SurveyExportQuery{}, &models.SurveyTextsQuery{},
		&models.SurveyShowingForm{},
	}
}

// withoutDefinition are the columns of a version but for the one that may be long.
func withoutDefinition(tx *gorm.DB) *gorm.DB { return tx.Omit("definition") }

func (s *Surveys) readLive(ctx context.Context) ([]liveSurvey, error) {
	var surveys []models.Survey
	if err := s.env.DB.WithContext(ctx).Order("slug").Find(&surveys).Error; err != nil {
		return nil, kernel.Fault(err, "read surveys")
	}
	var versions []models.SurveyVersion
	err := withoutDefinition(s.env.DB.WithContext(ctx)).
		Where("published_at IS NOT NULL AND number = (?)", s.env.DB.Table("survey_versions AS v").
			Select("MAX(v.number)").
			Where("v.survey_id = survey_versions.survey_id AND v.published_at IS NOT NULL")).
		Find(&versions).Error
	if err != nil {
		return nil, kernel.Fault(err, "read survey versions")
	}
	latest := make(map[uuid.UUID]models.SurveyVersion, len(versions))
	for _, version := range versions {
		latest[version.SurveyID] = version
	}
	live := make([]liveSurvey, 0, len(versions))
	for _, survey := range surveys {
		version, published := latest[survey.ID]
		if !published {
			continue
		}
		entry := liveSurvey{Survey: survey, version: version}
		if entry.title, err = s.titles(ctx, version); err != nil {
			return nil, err
		}
		live = append(live, entry)
	}
	return live, nil
}

// find is a published survey by its slug; NotFound (`survey_unknown`).
func (s *Surveys) find(ctx context.Context, slug string) (liveSurvey, error) {
	all, err := s.live.Get(ctx)
	if err != nil {
		return liveSurvey{}, err
	}
	i, found := slices.BinarySearchFunc(all, slug, func(l liveSurvey, slug string) int {
		return strings.Compare(l.Slug, slug)
	})
	if !found {
		return liveSurvey{}, errSurveyUnknown()
	}
	return all[i], nil
}

func errSurveyUnknown() *fault.Error { return fault.New(fault.NotFound, "survey_unknown") }

// Ref names a published survey and everything that its view depends on beside.
type Ref struct {
	Slug     string
	Language models.Language
	live     liveSurvey
	state    models.SurveyState
}

// String tells one reference from all others.
func (r Ref) String() string {
	v := r.live.version
	opens, closes := kernel.FormatTime(v.OpensAt), kernel.FormatTime(v.ClosesAt)
	published := "-"
	if v.ResultsPublishedAt != nil {
		published = "+"
	}
	return strings.Join([]string{v.ID.String(), string(r.Language), string(r.state), opens, closes, published}, " ")
}

// Find refers to a survey that was published; NotFound (`survey_unknown`).
func (s *Surveys) Find(
	ctx context.Context, slug string, in kernel.Input[models.LanguageQuery], language models.Language,
) (Ref, error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return Ref{}, err
	}
	live, err := s.find(ctx, slug)
	return Ref{
		Slug: slug, Language: in.Form.Or(language), live: live, state: live.version.State(s.env.Clock()),
	}, err
}

// View shows the survey as people answer it.
func (s *Surveys) View(ctx context.Context, ref Ref) (view models.SurveyView, err error) {
	known, err := s.definition(ctx, s.env.DB, ref.live.version)
	if err != nil {
		return view, err
	}
	view = models.SurveyView{
		SurveyItem: s.item(ref.live, ref.Language), K: ref.live.version.K,
		ResultsPublished: ref.live.version.ResultsPublishedAt != nil, Definition: json.RawMessage(known.text),
	}
	view.CredentialKey, err = credentialKeyOf(ref.live.Survey)
	return view, kernel.Fault(err, "show survey")
}

func (s *Surveys) item(live liveSurvey, language models.Language) models.SurveyItem {
	v := live.version
	return models.SurveyItem{
		Slug: live.Slug, Version: v.Number, Hash: v.Hash, State: v.State(s.env.Clock()),
		Title: live.title[string(language)], Access: live.Access, Privacy: live.Privacy,
		OpensAt: models.ShownOrNil(v.OpensAt), ClosesAt: models.ShownOrNil(v.ClosesAt),
	}
}

// Open lists the surveys that can be answered now, by their slugs, behind the given one, at most limit.
func (s *Surveys) Open(
	ctx context.Context, in kernel.Input[models.LanguageQuery], language models.Language, after string, limit int,
) (items []models.SurveyItem, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	all, err := s.live.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	items, now := []models.SurveyItem{}, s.env.Clock()
	for _, live := range all {
		if live.Slug <= after || live.version.State(now) != models.SurveyPublished {
			continue
		}
		if len(items) == limit {
			return items, true, nil
		}
		items = append(items, s.item(live, in.Form.Or(language)))
	}
	return items, false, nil
}

// How a version is locked: those who answer share it, and keep only those waiting who end it.
const (
	whileAnswering = "pg_advisory_xact_lock_shared"
	whileEnding    = "pg_advisory_xact_lock"
)

// lockVersionFor locks a version until the transaction ends, fairly: whoever ends it is not overtaken for ever by those
// who answer, as with the lock of a row. SQLite has one writer at a time anyway.
func lockVersionFor(tx *gorm.DB, mode string, version uuid.UUID) error {
	if !store.IsPostgres(tx) {
		return nil
	}
	// Two versions that share a number wait for each other now and then, which does no harm.
	number := int64(binary.BigEndian.Uint64(version[8:])) //nolint:gosec // any 64 bits will do
	return tx.Exec("SELECT "+mode+"(?)", number).Error
}
