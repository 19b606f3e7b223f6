package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases/attachment"
)

// Review asks for the answer to be looked at again.
//
//	@Summary		Ask for a review
//	@Description	Once, after an answer or a rejection, and no later than 90 days after the case was closed. Somebody else than who decided looks at it, within 20 working days.
//	@Tags			my case
//	@ID				reviewMyCase
//	@Param			body	body		models.ReviewForm	true	"Why, if you want to say"
//	@Success		200		{object}	models.CaseView		"The case, in review"
//	@Failure		409		"There is no answer yet, it was reviewed already, or it is too late"
//	@Security		receipt
//	@Router			/api/v1/my/case/review [post]
func (h *MyCase) Review(c *gin.Context) error {
	in, err := h.review.BindOptional(c)
	if err != nil {
		return err
	}
	view, err := h.cases.Review(c.Request.Context(), web.ReceiptCode(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, view))
}

// Rate says how satisfied the person is.
//
//	@Summary		Rate the answer
//	@Description	Once. The rating is counted by month and category; the case keeps only that it was rated, so that nobody can see who gave which.
//	@Tags			my case
//	@ID				rateMyCase
//	@Param			body	body	models.RatingForm	true	"The rating"
//	@Success		204		"It is counted"
//	@Failure		409		"There is no answer yet, or it was rated already"
//	@Security		receipt
//	@Router			/api/v1/my/case/rating [post]
func (h *MyCase) Rate(c *gin.Context) error {
	in, err := h.rating.Bind(c)
	if err != nil {
		return err
	}
	if err := h.cases.Rate(c.Request.Context(), web.ReceiptCode(c), in); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Attach adds a file.
//
//	@Summary		Attach a file
//	@Description	A JPEG, PNG or WebP image or a PDF document of at most 5 MiB, told by its content. Images are decoded and encoded anew: nothing but the picture remains, not where or with what it was taken. What is in a PDF document stays in it. A case holds five files, yours and the organisation's together.
//	@Tags			my case
//	@ID				attachToMyCase
//	@Accept			mpfd
//	@Param			file	formData	file					true	"The file"
//	@Success		201		{object}	models.AttachmentView	"The file as it is kept"
//	@Failure		409		"The case has ended, or it holds too many files"
//	@Security		receipt
//	@Router			/api/v1/my/case/attachments [post]
func (h *MyCase) Attach(c *gin.Context) error {
	if err := h.cases.Known(c.Request.Context(), web.ReceiptCode(c)); err != nil {
		return err
	}
	upload, request, err := web.BindUpload(c, attachment.MostBytes)
	if err != nil {
		return err
	}
	view, replayed, err := h.cases.Attach(c.Request.Context(), web.ReceiptCode(c), upload, request)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Attachment gives out a file.
//
//	@Summary	Download a file of my case
//	@Tags		my case
//	@ID			getMyAttachment
//	@Produce	image/jpeg,image/png,application/pdf
//	@Param		id	path	string	true	"The file's id"	Format(uuid)
//	@Success	200	{file}	file	"The file"
//	@Security	receipt
//	@Router		/api/v1/my/case/attachments/{id} [get]
func (h *MyCase) Attachment(c *gin.Context) error {
	file, err := h.cases.Attachment(c.Request.Context(), web.ReceiptCode(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Download(c, file)
}

// Accesses lists who read the names and the contact.
//
//	@Summary		See who asked who I am
//	@Description	Every time that somebody of the organisation read the names and the contact: in which role, when, for what purpose and why.
//	@Tags			my case
//	@ID				listMyAccesses
//	@Success		200	{object}	models.AccessesView	"The accesses, oldest first"
//	@Security		receipt
//	@Router			/api/v1/my/case/accesses [get]
func (h *MyCase) Accesses(c *gin.Context) error {
	view, err := h.cases.Accesses(c.Request.Context(), web.ReceiptCode(c))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// answerForms are the forms with which a person answers to the answer.
type answerForms struct {
	review web.Binder[models.ReviewForm]
	rating web.Binder[models.RatingForm]
}

func newAnswerForms() answerForms {
	return answerForms{review: web.NewBinder[models.ReviewForm](), rating: web.NewBinder[models.RatingForm]()}
}
