package surveys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/surveys/surveyjs"
)

// Override lets a question of a draft pass that seems to demand identity, as long as it is worded as it is now. It is
// for who watches over privacy, and in the ledger. NotFound (`survey_unknown`); Conflict (`survey_published`) where
// there is no draft; Invalid (`demands_nothing`) for a question that nothing is to be let pass of, or cannot be.
func (s *Surveys) Override(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyOverrideForm],
) (view models.StaffSurveyView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	view, err = s.change(ctx, slug, func(c *surveyChange) error {
		draft := c.newest()
		if draft.PublishedAt != nil {
			return fault.New(fault.Conflict, "survey_published")
		}
		demands := demandsOf(*draft, in.Form.Question)
		if len(demands) == 0 {
			return fault.Violated([]fault.Violation{{Pointer: "/question", Code: "demands_nothing"}})
		}
		for _, demand := range demands {
			if err := s.override(c, actor, demand, in.Form.Reason); err != nil {
				return err
			}
		}
		return nil
	})
	return view, kernel.Fault(err, "override")
}

// demandsOf lists what can be let pass of a question.
func demandsOf(draft models.SurveyVersion, question string) []surveyjs.Demand {
	parsed, _ := surveyjs.Parse([]byte(draft.Definition))
	if parsed == nil {
		return nil
	}
	return slices.DeleteFunc(parsed.Demands(), func(d surveyjs.Demand) bool {
		return d.Question != question || !d.Overridable
	})
}

func (s *Surveys) override(c *surveyChange, actor models.Actor, demand surveyjs.Demand, reason string) (err error) {
	now := s.env.Clock()
	row := models.SurveyOverride{
		SurveyID: c.survey.ID, Question: demand.Question, Demand: demand.What, Wording: wordingOf(demand),
		Reason: reason, AccountID: actor.Account, At: now,
	}
	if row.ID, err = s.env.ID(); err != nil {
		return err
	}
	if err := c.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return err
	}
	return s.ledger.Record(c.tx, ledger.Act{
		By: actor, At: now, Action: "survey.identity_allowed", Subject: surveySubject(c.survey, *c.newest()),
		Detail: map[string]string{"demand": demand.What, "wording": row.Wording},
	})
}

// wordingOf is the SHA-256 of the text that asks.
func wordingOf(demand surveyjs.Demand) string {
	sum := sha256.Sum256([]byte(demand.Text))
	return hex.EncodeToString(sum[:])
}

func allowed(overrides []models.SurveyOverride, demand surveyjs.Demand) bool {
	return slices.ContainsFunc(overrides, func(o models.SurveyOverride) bool {
		return o.Question == demand.Question && o.Demand == demand.What && o.Wording == wordingOf(demand)
	})
}
