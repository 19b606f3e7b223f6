package surveys

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

// Respondents shows who wanted to be known, in no order, after the end, for a purpose that they said it for. It is in
// the ledger. NotFound and Conflict as with Texts; Invalid with the clause `purpose` for another purpose.
func (s *Surveys) Respondents(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.RespondentsForm],
) (view models.RespondentsView, err error) {
	_, err = kernel.Validate(s.env, in, foreignToRespondents)
	if err != nil {
		return view, err
	}
	version, err := s.resultVersion(ctx, slug, number(in.Form.Version), func(models.SurveyVersion) bool { return true })
	if err != nil {
		return view, err
	}
	if err := s.readable(ctx, version); err != nil {
		return view, err
	}
	db := s.env.DB.WithContext(ctx)
	var rows []models.SurveyRespondent
	if err := db.Where("version_id = ?", version.ID).Order("id").Find(&rows).Error; err != nil {
		return view, kernel.Fault(err, "read respondents")
	}
	err = s.ledger.Record(db, ledger.Act{
		By: actor, At: s.env.Clock(), Action: "survey.respondents_read",
		Subject: slug + " " + strconv.Itoa(version.Number),
		Detail:  map[string]string{"purpose": in.Form.Purpose, "count": strconv.Itoa(len(rows))},
	})
	if err != nil {
		return view, kernel.Fault(err, "read respondents")
	}
	view.Items, err = s.openRespondents(ctx, version.ID, rows)
	return view, kernel.Fault(err, "read respondents")
}

func (s *Surveys) openRespondents(
	ctx context.Context, version uuid.UUID, rows []models.SurveyRespondent,
) (people []models.Respondent, err error) {
	people = make([]models.Respondent, 0, len(rows))
	if len(rows) == 0 {
		return people, nil
	}
	key, err := s.key(ctx, s.env.DB, version)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		person, err := seal.Open(key, row.ID, placeRespondent, row.PersonSealed)
		if err != nil {
			return nil, err
		}
		people = append(people, person)
	}
	return people, nil
}

// foreignToRespondents refuses a purpose of the register that respondents did not give their names for.
func foreignToRespondents(form *models.RespondentsForm) []fault.Violation {
	purpose := privacy.Purpose(form.Purpose)
	if !purpose.Valid() || purpose == privacy.UseService {
		return nil
	}
	return []fault.Violation{{Pointer: "/purpose", Code: "not_its_purpose", Clause: "purpose"}}
}
