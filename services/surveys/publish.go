package surveys

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

const placeCredentialKey = "surveys.credential_key_sealed" //nolint:gosec // a column, no credential

// Publish publishes the draft of a survey, for good, and ends the version before it; or goes on with one that is
// paused, where there is no draft. NotFound (`survey_unknown`); Conflict (`survey_published`) where there is nothing to
// publish; Invalid, with pointers into the definition, for what demands identity (clause `survey-optional`) and for
// texts that are missing in either language.
func (s *Surveys) Publish(
	ctx context.Context, actor models.Actor, slug string,
) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	var before *models.SurveyVersion
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		newest := c.newest()
		if newest.PublishedAt == nil {
			before = c.published()
			return s.publish(c, actor, now)
		}
		if newest.State(now) == models.SurveyPaused {
			return s.resume(c, actor, now)
		}
		return fault.New(fault.Conflict, "survey_published")
	})
	if err == nil {
		s.storeSoon(ctx, before)
	}
	return view, kernel.Fault(err, "publish survey")
}

func (s *Surveys) publish(c *surveyChange, actor models.Actor, now time.Time) error {
	draft, before := c.newest(), c.published()
	var overrides []models.SurveyOverride
	if err := c.tx.Where("survey_id = ?", c.survey.ID).Find(&overrides).Error; err != nil {
		return err
	}
	violations := draftProblems(*draft, overrides)
	if draft.ClosesAt != nil && !draft.ClosesAt.After(now) {
		violations = append(violations, fault.Violation{Pointer: "/closes_at", Code: "in_the_past"})
	}
	if err := fault.Violated(violations); err != nil {
		return err
	}
	if before != nil {
		if err := s.end(c, before, now); err != nil {
			return err
		}
	}
	if err := s.prepareKeys(c, draft, now); err != nil {
		return err
	}
	draft.PublishedAt = &now
	if err := c.tx.Model(draft).Select("PublishedAt").Updates(*draft).Error; err != nil {
		return err
	}
	return s.ledger.Record(c.tx, ledger.Act{
		By: actor, At: now, Action: "survey.published", Subject: surveySubject(c.survey, *draft),
		Detail: map[string]string{"hash": draft.Hash, "k": strconv.Itoa(draft.K), "privacy": string(c.survey.Privacy)},
	})
}

// prepareKeys makes the keys of the version's answers and of its counts, and of a blind survey that of credentials,
// where it has none.
func (s *Surveys) prepareKeys(c *surveyChange, draft *models.SurveyVersion, now time.Time) error {
	for _, id := range []uuid.UUID{draft.ID, tallyKeyID(draft.ID)} {
		_, dataKey, err := s.env.Keyring.NewDataKey(id, now)
		if err != nil {
			return err
		}
		if err := c.tx.Create(&dataKey).Error; err != nil {
			return err
		}
	}
	if c.survey.Privacy != models.PrivacyBlind || c.survey.CredentialPublicKey != nil {
		return nil
	}
	return s.prepareCredentials(c, now)
}

func (s *Surveys) prepareCredentials(c *surveyChange, now time.Time) error {
	key, err := s.newCredentialKey()
	if err != nil {
		return err
	}
	private, err := key.Private()
	if err != nil {
		return err
	}
	sealing, dataKey, err := s.env.Keyring.NewDataKey(c.survey.ID, now)
	if err != nil {
		return err
	}
	c.survey.CredentialPublicKey = key.Public().DER()
	c.survey.CredentialKeySealed, err = seal.Bytes(sealing, c.survey.ID, placeCredentialKey, private)
	if err != nil {
		return err
	}
	if err := c.tx.Create(&dataKey).Error; err != nil {
		return err
	}
	return c.tx.Model(&c.survey).Select("CredentialKeySealed", "CredentialPublicKey").Updates(c.survey).Error
}

// Pause stops a survey from taking answers until it is published again or resumed. Conflict (`survey_unpublished`,
// `survey_closed`, `survey_paused`) where it takes none anyway.
func (s *Surveys) Pause(ctx context.Context, actor models.Actor, slug string) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		version := c.published()
		switch {
		case version == nil:
			return fault.New(fault.Conflict, "survey_unpublished")
		case version.EndsBy(now):
			return fault.New(fault.Conflict, "survey_closed")
		case version.PausedAt != nil:
			return fault.New(fault.Conflict, "survey_paused")
		}
		if err := lockVersionFor(c.tx, whileEnding, version.ID); err != nil {
			return err
		}
		version.PausedAt = &now
		if err := c.tx.Model(version).Select("PausedAt").Updates(*version).Error; err != nil {
			return err
		}
		return s.ledger.Record(c.tx, ledger.Act{
			By: actor, At: now, Action: "survey.paused", Subject: surveySubject(c.survey, *version),
		})
	})
	return view, kernel.Fault(err, "pause survey")
}

// Resume goes on with a survey that is paused. Conflict (`survey_not_paused`).
func (s *Surveys) Resume(
	ctx context.Context, actor models.Actor, slug string,
) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		if version := c.published(); version == nil || version.State(now) != models.SurveyPaused {
			return fault.New(fault.Conflict, "survey_not_paused")
		}
		return s.resume(c, actor, now)
	})
	return view, kernel.Fault(err, "resume survey")
}

func (s *Surveys) resume(c *surveyChange, actor models.Actor, now time.Time) error {
	version := c.published()
	version.PausedAt = nil
	if err := c.tx.Model(version).Select("PausedAt").Updates(*version).Error; err != nil {
		return err
	}
	return s.ledger.Record(c.tx, ledger.Act{
		By: actor, At: now, Action: "survey.resumed", Subject: surveySubject(c.survey, *version),
	})
}

// Close ends a survey for good, and stores what still waits. Conflict (`survey_closed`) for one that has ended,
// (`survey_unpublished`) for one that was never published.
func (s *Surveys) Close(ctx context.Context, actor models.Actor, slug string) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	var version *models.SurveyVersion
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		version = c.published()
		if version == nil {
			return fault.New(fault.Conflict, "survey_unpublished")
		}
		if version.EndsBy(now) {
			return fault.New(fault.Conflict, "survey_closed")
		}
		if err := s.end(c, version, now); err != nil {
			return err
		}
		return s.ledger.Record(c.tx, ledger.Act{
			By: actor, At: now, Action: "survey.closed", Subject: surveySubject(c.survey, *version),
		})
	})
	if err == nil {
		s.storeSoon(ctx, version)
	}
	return view, kernel.Fault(err, "close survey")
}

// end closes a version that has not ended by itself. Answers that are being taken in come before.
func (s *Surveys) end(c *surveyChange, version *models.SurveyVersion, now time.Time) error {
	if version.EndsBy(now) {
		return nil
	}
	if err := lockVersionFor(c.tx, whileEnding, version.ID); err != nil {
		return err
	}
	version.ClosedAt = &now
	return c.tx.Model(version).Select("ClosedAt").Updates(*version).Error
}

// isDuplicated reports whether a row's key is taken.
func isDuplicated(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }
