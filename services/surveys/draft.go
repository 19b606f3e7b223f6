package surveys

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

// usualK is how many people a figure is made of at least, where nobody asks for more.
const usualK = 10

// Create begins a survey with a draft of its first version. Invalid, with pointers into the definition, for what is
// outside of the subset of SurveyJS; Conflict (`survey_exists`) for a slug that is taken. See intake.submit for
// repeated requests.
func (s *Surveys) Create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.SurveyForm],
) (view models.StaffSurveyView, replayed bool, err error) {
	if view, replayed, err = kernel.Lookup[models.StaffSurveyView](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, err
	}
	var parsed *surveyjs.Survey
	_, err = kernel.Validate(s.env, in, func(form *models.SurveyForm) (refused []fault.Violation) {
		parsed, refused = parseDefinition(form.Definition)
		return append(refused, settingsRefused(form.SurveySettings)...)
	})
	if err != nil {
		return view, false, err
	}
	view, err = s.create(ctx, actor, in, parsed)
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.StaffSurveyView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "create survey")
}

func (s *Surveys) create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.SurveyForm], parsed *surveyjs.Survey,
) (view models.StaffSurveyView, err error) {
	now := s.env.Clock()
	survey := models.Survey{
		Slug: in.Form.Slug, Privacy: models.PrivacyStandard, Access: models.AccessOpen, CreatedAt: now,
	}
	version := models.SurveyVersion{Number: 1, K: usualK, CreatedAt: now}
	take(&survey, &version, in.Form.SurveySettings, parsed)
	if survey.ID, err = s.env.ID(); err != nil {
		return view, err
	}
	if version.ID, err = s.env.ID(); err != nil {
		return view, err
	}
	version.SurveyID = survey.ID
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var taken int64
		if err := tx.Model(&survey).Where("slug = ?", survey.Slug).Count(&taken).Error; err != nil || taken > 0 {
			return cmp.Or(err, error(fault.New(fault.Conflict, "survey_exists")))
		}
		view = s.staffView(survey, []models.SurveyVersion{version}, nil, 0)
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		if err := createSurvey(tx, &survey, &version); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: now, Action: "survey.drafted", Subject: surveySubject(survey, version),
		})
	})
	return view, err
}

// createSurvey writes a survey with its first version. Conflict (`survey_exists`) if another one was faster.
func createSurvey(tx *gorm.DB, survey *models.Survey, version *models.SurveyVersion) error {
	err := tx.Create(survey).Error
	if err == nil {
		return tx.Create(version).Error
	}
	if isDuplicated(err) {
		return fault.Wrap(fault.Conflict, "survey_exists", err)
	}
	return err
}

// surveySubject names a version in the ledger.
func surveySubject(survey models.Survey, version models.SurveyVersion) string {
	return survey.Slug + " " + strconv.Itoa(version.Number)
}

// parseDefinition reads a definition; what is wrong with it points into the body it came in.
func parseDefinition(text []byte) (*surveyjs.Survey, []fault.Violation) {
	if len(text) == 0 {
		return nil, nil // the form's own rules say so, where it is needed
	}
	parsed, problems := surveyjs.Parse(text)
	return parsed, violationsOf(problems)
}

func violationsOf(problems []surveyjs.Problem) []fault.Violation {
	violations := make([]fault.Violation, len(problems))
	for i, problem := range problems {
		violations[i] = fault.Violation{
			Pointer: "/definition" + problem.Pointer, Code: problem.Code, Limit: problem.Limit,
			Clause: clauseOf(problem.Code),
		}
	}
	return violations
}

// clauseOf is what the statement has to do with a rule: nothing is asked that is not declared.
func clauseOf(code string) string {
	if code == "unknown_field" || code == "answer_hidden" {
		return "minimal"
	}
	return ""
}

// settingsRefused says what is wrong with settings that no tag can say.
func settingsRefused(form models.SurveySettings) (refused []fault.Violation) {
	opens, closes := momentOf(form.OpensAt), momentOf(form.ClosesAt)
	if opens != nil && closes != nil && !closes.After(*opens) {
		refused = append(refused, fault.Violation{Pointer: "/closes_at", Code: "not_after_from"})
	}
	if form.Privacy != nil && *form.Privacy == string(models.PrivacyBlind) &&
		form.Access != nil && *form.Access == string(models.AccessOpen) {
		refused = append(refused, fault.Violation{Pointer: "/access", Code: "blind_needs_invitations"})
	}
	return refused
}

// take takes over what a form says.
func take(
	survey *models.Survey, version *models.SurveyVersion, form models.SurveySettings, parsed *surveyjs.Survey,
) {
	kernel.Patch(&version.K, form.K)
	if form.OpensAt != nil {
		version.OpensAt = momentOf(form.OpensAt)
	}
	if form.ClosesAt != nil {
		version.ClosesAt = momentOf(form.ClosesAt)
	}
	if form.Access != nil {
		survey.Access = models.SurveyAccess(*form.Access)
	}
	if form.Privacy != nil {
		survey.Privacy = models.SurveyPrivacy(*form.Privacy)
	}
	if survey.Privacy == models.PrivacyBlind {
		survey.Access = models.AccessInvitation
	}
	if parsed != nil {
		version.Definition, version.Hash = string(parsed.Definition()), parsed.Hash()
	}
}

// Validate says whether a definition could be published, and stores nothing. Invalid with every reason why not.
func (s *Surveys) Validate(in kernel.Input[models.SurveyTrialForm]) (view models.SurveyTrialView, err error) {
	var parsed *surveyjs.Survey
	_, err = kernel.Validate(s.env, in, func(form *models.SurveyTrialForm) (refused []fault.Violation) {
		if parsed, refused = parseDefinition(form.Definition); parsed != nil {
			refused = append(refused, unpublishable(parsed, nil)...)
		}
		return refused
	})
	if err != nil {
		return view, err
	}
	return models.SurveyTrialView{Valid: true, Hash: parsed.Hash(), Definition: parsed.Definition()}, nil
}

// unpublishable lists why a definition cannot be published: what demands identity and was not let pass, and texts that
// are missing in either language.
func unpublishable(parsed *surveyjs.Survey, overrides []models.SurveyOverride) []fault.Violation {
	violations := violationsOf(parsed.Untranslated(string(models.Persian), string(models.English)))
	if _, err := tally.New(layoutOf(parsed.Variables())); err != nil {
		violations = append(violations, fault.Violation{Pointer: "/definition", Code: "too_many_categories"})
	}
	for _, demand := range parsed.Demands() {
		if !demand.Overridable || !allowed(overrides, demand) {
			code := demandCode(demand.What)
			violations = append(violations, fault.Violation{
				Pointer: "/definition" + demand.Pointer, Code: code, Clause: "survey-optional", Limit: demand.Question,
			})
		}
	}
	return violations
}

// demandCode is the code of something that demands identity.
func demandCode(what string) (code string) {
	switch what {
	case "inputType":
		return "demands_input_type"
	case "autocomplete":
		return "demands_autocomplete"
	case "signature":
		return "demands_signature"
	case "file":
		return "demands_file"
	case "remote_choices":
		return "demands_remote_choices"
	case "phone":
		return "demands_phone"
	case "email":
		return "demands_email"
	case "national_id":
		return "demands_national_id"
	case "address":
		return "demands_address"
	default:
		return "demands_name"
	}
}

// changedVersion is the version that a change is made to: the draft, or a new one with what the newest one has, but for
// times that have passed.
func changedVersion(versions []models.SurveyVersion, id uuid.UUID, now time.Time) (models.SurveyVersion, bool) {
	newest := versions[len(versions)-1]
	if newest.PublishedAt == nil {
		return newest, false
	}
	next := models.SurveyVersion{
		ID: id, SurveyID: newest.SurveyID, Number: newest.Number + 1, Definition: newest.Definition,
		Hash: newest.Hash, K: newest.K, CreatedAt: now,
	}
	if newest.OpensAt != nil && newest.OpensAt.After(now) {
		next.OpensAt = newest.OpensAt
	}
	if newest.ClosesAt != nil && newest.ClosesAt.After(now) {
		next.ClosesAt = newest.ClosesAt
	}
	return next, true
}

// momentOf is the moment that a form names; nil if it names none.
func momentOf(text *string) *time.Time {
	if text == nil {
		return nil
	}
	return kernel.ParseTime(*text)
}
