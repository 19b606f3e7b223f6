package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// Forms describes forms and tries them out.
type Forms struct {
	forms     *services.Forms
	documents *web.Documents
	localizer web.Localizer
	checks    map[string]func(*gin.Context) ([]models.Notice, error)
}

func newForms(s *services.Services, d *web.Documents, l web.Localizer) *Forms {
	return &Forms{
		forms: s.Forms, documents: d, localizer: l,
		checks: map[string]func(*gin.Context) ([]models.Notice, error){
			"complaint":       checkWith(web.NewBinder[models.ComplaintForm](), s.Complaints.Check),
			"feedback":        checkWith(web.NewBinder[models.FeedbackForm](), s.Feedback.Check),
			"survey_response": checkWith(web.NewBinder[models.SurveyResponseForm](), s.Surveys.Check),
		},
	}
}

// Describe answers what a form asks.
//
//	@Summary		Describe a form
//	@Description	Every field with its type, whether it is required, what it serves, how long it is kept, how it is protected and its limits.
//	@Tags			forms
//	@ID				describeForm
//	@Param			form	path		string			true	"The form"	Enums(feedback, complaint, survey_response)
//	@Success		200		{object}	models.FormView	"The form"
//	@Response		304
//	@Router			/api/v1/forms/{form} [get]
func (h *Forms) Describe(c *gin.Context) error {
	name := c.Param("form")
	if _, known := h.checks[name]; !known {
		return fault.New(fault.NotFound, "form_unknown")
	}
	return h.documents.Serve(c, "form "+name, func(ctx context.Context) (any, error) {
		return h.forms.Describe(ctx, name)
	})
}

// Check says what the real request would say, and stores nothing.
//
//	@Summary		Try a form out
//	@Description	Answers whether the form would be accepted, and reports needless personal data in its free text: numbers of ids, cards and accounts. Answers to a survey are tried against the definition that `definition_hash` names. Nothing is stored.
//	@Tags			forms
//	@ID				checkForm
//	@Param			form	path		string					true	"The form"	Enums(feedback, complaint, survey_response)
//	@Param			body	body		object				true	"The form, filled in"
//	@Success		200		{object}	models.CheckView	"It would be accepted"
//	@Failure		409		"Of a survey: no survey in force has this definition"
//	@x-body-any-of	["ComplaintForm", "FeedbackForm", "SurveyResponseForm"]
//	@Router			/api/v1/forms/{form}/check [post]
func (h *Forms) Check(c *gin.Context) error {
	check, known := h.checks[c.Param("form")]
	if !known {
		return fault.New(fault.NotFound, "form_unknown")
	}
	notices, err := check(c)
	if err != nil {
		return err
	}
	return web.OK(c, models.CheckView{Valid: true, Notices: h.localizer.Notices(h.localizer.Language(c), notices)})
}

func checkWith[F any](
	form web.Binder[F], check func(context.Context, kernel.Input[F]) ([]models.Notice, error),
) func(*gin.Context) ([]models.Notice, error) {
	return func(c *gin.Context) ([]models.Notice, error) {
		in, err := form.Bind(c)
		if err != nil {
			return nil, err
		}
		return check(c.Request.Context(), in)
	}
}
