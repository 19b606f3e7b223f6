package surveys

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/batch"
	"amanat/services/kit/seal"
)

// wholeDay is what the times of repeated requests are rounded up to.
const wholeDay = 24 * time.Hour

const (
	placeWaiting    = "survey_waiting.answers_sealed"
	placeRespondent = "survey_respondents.person_sealed"
)

// Answer takes answers in. They are kept, sealed, until enough others have come, and what the respondent said about
// themselves is kept apart. NotFound (`survey_unknown`); Conflict (`definition_changed`) for answers to another
// definition than the one in force, and where nobody can answer now (`survey_not_open`, `survey_paused`,
// `survey_closed`); Forbidden (`invitation_unknown`, `credential_unknown`) for what does not let anybody in, or did
// before; Invalid with every rule that is broken. See intake.submit for repeated requests.
func (s *Surveys) Answer(
	ctx context.Context, slug string, in kernel.Input[models.SurveyResponseForm],
) (view models.SurveyAccepted, replayed bool, err error) {
	if view, replayed, err = kernel.Lookup[models.SurveyAccepted](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, err
	}
	for range 2 { // once more, if what was known of the survey had changed meanwhile
		view, err = s.answer(ctx, slug, in)
		if !errors.Is(err, errSurveyMoved) && !fault.Is(err, "definition_changed") {
			break
		}
		s.live.Invalidate()
	}
	switch {
	case kernel.IsDuplicateRequest(err):
		return kernel.Replay[models.SurveyAccepted](ctx, s.env, in.Request)
	case errors.Is(err, errSurveyMoved): // and again between two readings: whoever tries once more will see
		return view, false, fault.Wrap(fault.Unavailable, "unavailable", err)
	case err != nil && in.Request.Key != "":
		// The same request may have been accepted on another connection, and have spent the invitation there.
		if first, found, again := kernel.Lookup[models.SurveyAccepted](ctx, s.env, in.Request); found {
			return first, true, again
		}
	}
	return view, false, kernel.Fault(err, "keep answers")
}

func (s *Surveys) answer(
	ctx context.Context, slug string, in kernel.Input[models.SurveyResponseForm],
) (view models.SurveyAccepted, err error) {
	live, err := s.find(ctx, slug)
	if err != nil {
		return view, err
	}
	if err := s.answerable(live, in.Form.DefinitionHash); err != nil {
		return view, err
	}
	known, err := s.definition(ctx, s.env.DB, live.version)
	if err != nil {
		return view, err
	}
	notices, err := s.admitAnswers(known, live, in)
	if err != nil {
		return view, err
	}
	response, err := s.response(ctx, live, in)
	if err != nil {
		return view, err
	}
	view = models.SurveyAccepted{Accepted: true, Notices: notices}
	if response.record, err = s.env.NewRecord(in.Request, view); err != nil {
		return view, err
	}
	if response.record != nil { // to the day: a moment would be that of the answer
		response.record.ExpiresAt = response.record.ExpiresAt.Truncate(wholeDay).Add(wholeDay)
	}
	// The respondent first, so that whoever hears that their answers are accepted hears it of everything they said.
	forget, err := s.keepRespondent(ctx, live, in.Form.Respondent)
	if err != nil {
		return view, err
	}
	if err := s.answers.Do(ctx, response); err != nil {
		return view, errors.Join(err, forget())
	}
	return view, nil
}

// answerable fails where nobody can answer now, or not under this definition.
func (s *Surveys) answerable(live liveSurvey, hash string) error {
	if hash != "" && hash != live.version.Hash {
		return fault.New(fault.Conflict, "definition_changed")
	}
	switch live.version.State(s.env.Clock()) {
	case models.SurveyPublished:
		return nil
	case models.SurveyPaused:
		return fault.New(fault.Conflict, "survey_paused")
	case models.SurveyClosed:
		return fault.New(fault.Conflict, "survey_closed")
	case models.SurveyDraft, models.SurveyScheduled:
		return fault.New(fault.Conflict, "survey_not_open")
	default:
		return fault.New(fault.Conflict, "survey_not_open")
	}
}

// surveyResponse is everything that is stored of answers, in one transaction, on their way there.
type surveyResponse struct {
	survey     uuid.UUID
	waiting    models.SurveyWaiting
	invitation []byte
	credential []byte
	// invitations and credentials are the same under every key that the keyring still has.
	invitations, credentials [][]byte
	record                   *models.IdempotencyRecord
}

// response seals the answers under an id that says nothing, not even when it was drawn.
func (s *Surveys) response(
	ctx context.Context, live liveSurvey, in kernel.Input[models.SurveyResponseForm],
) (response *surveyResponse, err error) {
	response = &surveyResponse{survey: live.ID, waiting: models.SurveyWaiting{VersionID: live.version.ID}}
	if response.invitation, err = s.invitationHash(live.ID, in.Form.Invitation); err != nil {
		return nil, err
	}
	if response.credential, err = s.credentialHash(live, in.Form.Credential); err != nil {
		return nil, err
	}
	if response.invitations, err = s.invitationHashes(live.ID, in.Form.Invitation); err != nil {
		return nil, err
	}
	if response.credential != nil {
		message := fromBase64(in.Form.Credential.Message)
		if response.credentials, err = s.env.Keyring.Hashes(domainCredential, live.ID[:], message); err != nil {
			return nil, err
		}
	}
	if response.waiting.ID, err = uuid.NewRandom(); err != nil {
		return nil, err
	}
	key, err := s.key(ctx, s.env.DB, live.version.ID)
	if err != nil {
		return nil, err
	}
	response.waiting.AnswersSealed, err = sealAnswers(key, response.waiting.ID, placeWaiting, in.Form.Answers)
	return response, err
}

// keepRespondent keeps what was said about a respondent, if anything was, in a transaction of its own. forget takes it
// back.
func (s *Surveys) keepRespondent(
	ctx context.Context, live liveSurvey, person models.Respondent,
) (forget func() error, err error) {
	if person == (models.Respondent{}) {
		return func() error { return nil }, nil
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return nil, err
	}
	key, err := s.key(ctx, s.env.DB, live.version.ID)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.Seal(key, id, placeRespondent, person)
	if err != nil {
		return nil, err
	}
	row := &models.SurveyRespondent{ID: id, VersionID: live.version.ID, PersonSealed: sealed, Fresh: true}
	return func() error { return s.forgetRespondent(ctx, row) }, s.people.Do(ctx, row)
}

// forgetRespondent deletes what was kept about a respondent whose answers were not. While it is being shuffled it is
// nowhere to be found, for a moment.
func (s *Surveys) forgetRespondent(ctx context.Context, row *models.SurveyRespondent) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), batch.WriteTimeout)
	defer cancel()
	for range 2 {
		gone := s.env.DB.WithContext(ctx).Delete(row)
		if gone.Error != nil || gone.RowsAffected == 1 {
			return gone.Error
		}
	}
	return nil
}
