package surveys

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/surveys/surveyjs"
)

// surveyChange is what staff do to a survey, while nobody else of them does anything to it.
type surveyChange struct {
	tx       *gorm.DB
	survey   models.Survey
	versions []models.SurveyVersion // the first version first
}

// newest is the version with the highest number, which may be a draft.
func (c *surveyChange) newest() *models.SurveyVersion { return &c.versions[len(c.versions)-1] }

// published is the version that was published last; nil before the first.
func (c *surveyChange) published() *models.SurveyVersion {
	for i := len(c.versions) - 1; i >= 0; i-- {
		if c.versions[i].PublishedAt != nil {
			return &c.versions[i]
		}
	}
	return nil
}

// number is the version with that number; nil where there is none.
func (c *surveyChange) number(number int) *models.SurveyVersion {
	i := slices.IndexFunc(c.versions, func(v models.SurveyVersion) bool { return v.Number == number })
	if i < 0 {
		return nil
	}
	return &c.versions[i]
}

// change does something to a survey and shows it as it is then. NotFound (`survey_unknown`).
func (s *Surveys) change(
	ctx context.Context, slug string, do func(c *surveyChange) error,
) (view models.StaffSurveyView, err error) {
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		c := &surveyChange{tx: tx}
		if err := c.read(slug); err != nil {
			return err
		}
		if err := do(c); err != nil {
			return err
		}
		view, err = s.seen(c)
		return err
	})
	s.live.Invalidate()
	return view, err
}

// read finds the survey and its versions. Whoever changes a survey locks its row.
func (c *surveyChange) read(slug string) error {
	var surveys []models.Survey
	if err := kernel.ForChange(c.tx).Where("slug = ?", slug).Find(&surveys).Error; err != nil {
		return err
	}
	if len(surveys) == 0 {
		return errSurveyUnknown()
	}
	c.survey = surveys[0]
	return c.tx.Where("survey_id = ?", c.survey.ID).Order("number").Find(&c.versions).Error
}

// Change changes the draft of a survey, or begins one of its next version. Only when a published version opens and
// closes can be changed without a new one, where nothing else is and there is no draft. NotFound (`survey_unknown`);
// Conflict (`survey_privacy_fixed`) for what people were told when a version was published; Invalid as with Create.
func (s *Surveys) Change(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyChangeForm],
) (view models.StaffSurveyView, err error) {
	var parsed *surveyjs.Survey
	_, err = kernel.Validate(s.env, in, func(form *models.SurveyChangeForm) (refused []fault.Violation) {
		parsed, refused = parseDefinition(form.Definition)
		return append(refused, settingsRefused(form.SurveySettings)...)
	})
	if err != nil {
		return view, err
	}
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		switch {
		case in.Form.Definition == nil && in.Form.SurveySettings == models.SurveySettings{}:
			return nil // nothing is to change
		case in.Form.Definition == nil && movesOnly(in.Form.SurveySettings) && c.newest().PublishedAt != nil:
			return s.move(c, actor, in.Form.SurveySettings)
		}
		return s.redraft(c, actor, in.Form.SurveySettings, parsed)
	})
	return view, kernel.Fault(err, "change survey")
}

// movesOnly reports whether a form says nothing but when the survey opens or closes.
func movesOnly(form models.SurveySettings) bool {
	return form.K == nil && form.Privacy == nil && form.Access == nil && (form.OpensAt != nil || form.ClosesAt != nil)
}

// move changes when a published version opens or closes. One that has closed stays closed.
func (s *Surveys) move(c *surveyChange, actor models.Actor, form models.SurveySettings) error {
	now, version := s.env.Clock(), c.newest()
	before := *version
	if err := lockVersionFor(c.tx, whileEnding, version.ID); err != nil {
		return err
	}
	if version.EndsBy(now) {
		return fault.New(fault.Conflict, "survey_closed")
	}
	take(&c.survey, version, form, nil)
	violations := append(periodRefused(*version), movesBack(before, *version, now)...)
	if err := fault.Violated(violations); err != nil {
		return err
	}
	if err := c.tx.Model(version).Select("OpensAt", "ClosesAt").Updates(*version).Error; err != nil {
		return err
	}
	return s.ledger.Record(c.tx, ledger.Act{
		By: actor, At: now, Action: "survey.moved", Subject: surveySubject(c.survey, *version),
		Detail: map[string]string{
			"opens_at": kernel.FormatTime(version.OpensAt), "closes_at": kernel.FormatTime(version.ClosesAt),
		},
	})
}

// movesBack refuses an end that has passed, and another beginning than the one that was.
func movesBack(before, after models.SurveyVersion, now time.Time) (refused []fault.Violation) {
	if after.ClosesAt != nil && !after.ClosesAt.After(now) {
		refused = append(refused, fault.Violation{Pointer: "/closes_at", Code: "in_the_past"})
	}
	open := before.OpensAt == nil || !before.OpensAt.After(now)
	if open && kernel.FormatTime(before.OpensAt) != kernel.FormatTime(after.OpensAt) {
		refused = append(refused, fault.Violation{Pointer: "/opens_at", Code: "in_the_past"})
	}
	return refused
}

func periodRefused(version models.SurveyVersion) []fault.Violation {
	if version.OpensAt != nil && version.ClosesAt != nil && !version.ClosesAt.After(*version.OpensAt) {
		return []fault.Violation{{Pointer: "/closes_at", Code: "not_after_from"}}
	}
	return nil
}

// redraft changes the draft, or begins that of the next version.
func (s *Surveys) redraft(
	c *surveyChange, actor models.Actor, form models.SurveySettings, parsed *surveyjs.Survey,
) error {
	id, err := s.env.ID()
	if err != nil {
		return err
	}
	now, before := s.env.Clock(), c.survey
	version, isNew := changedVersion(c.versions, id, now)
	take(&c.survey, &version, form, parsed)
	violations := periodRefused(version)
	if form.Access != nil && *form.Access != string(c.survey.Access) {
		violations = append(violations, fault.Violation{Pointer: "/access", Code: "blind_needs_invitations"})
	}
	if err := fault.Violated(violations); err != nil {
		return err
	}
	if c.published() != nil && (c.survey.Privacy != before.Privacy || c.survey.Access != before.Access) {
		return fault.New(fault.Conflict, "survey_privacy_fixed")
	}
	if err := c.tx.Model(&c.survey).Select("Privacy", "Access").Updates(c.survey).Error; err != nil {
		return err
	}
	if isNew {
		err = c.tx.Create(&version).Error
		c.versions = append(c.versions, version)
	} else {
		err = c.tx.Model(&version).Select("Definition", "Hash", "K", "OpensAt", "ClosesAt").Updates(version).Error
		*c.newest() = version
	}
	if err != nil {
		return err
	}
	return s.ledger.Record(c.tx, ledger.Act{
		By: actor, At: now, Action: "survey.changed", Subject: surveySubject(c.survey, version),
	})
}

// Discard deletes a draft; with it the survey, if nothing of it was ever published. NotFound (`survey_unknown`);
// Conflict (`survey_published`) where there is no draft.
func (s *Surveys) Discard(ctx context.Context, actor models.Actor, slug string) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		c := &surveyChange{tx: tx}
		if err := c.read(slug); err != nil {
			return err
		}
		draft := *c.newest()
		if draft.PublishedAt != nil {
			return fault.New(fault.Conflict, "survey_published")
		}
		if err := tx.Delete(&draft).Error; err != nil {
			return err
		}
		if len(c.versions) == 1 {
			if err := tx.Delete(&c.survey).Error; err != nil {
				return err
			}
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "survey.discarded", Subject: surveySubject(c.survey, draft),
		})
	})
	return kernel.Fault(err, "discard survey")
}
