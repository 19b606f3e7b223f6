package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases"
)

// Feedback serves criticism, suggestions and praise.
type Feedback struct {
	feedback  *cases.Feedback
	localizer web.Localizer
	form      web.Binder[models.FeedbackForm]
}

func newFeedback(s *cases.Feedback, l web.Localizer) *Feedback {
	return &Feedback{feedback: s, localizer: l, form: web.NewBinder[models.FeedbackForm]()}
}

// Create takes feedback and answers the receipt.
//
//	@Summary		Send feedback
//	@Description	A criticism, a suggestion or praise. The two names alone suffice; everything else is optional. Of a `page` the query and the fragment are not kept.
//	@Tags			feedback
//	@ID				createFeedback
//	@Param			body	body		models.FeedbackForm	true	"The feedback"
//	@Success		201		{object}	models.Receipt		"The receipt; its code is shown once"
//	@Router			/api/v1/feedback [post]
func (h *Feedback) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	receipt, replayed, err := h.feedback.Create(c.Request.Context(), in)
	if err != nil {
		return err
	}
	return web.Created(c, localisedReceipt(c, h.localizer, receipt), replayed)
}
