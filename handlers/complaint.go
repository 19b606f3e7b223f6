package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases"
)

// Complaints serves complaints and their categories.
type Complaints struct {
	complaints *cases.Complaints
	documents  *web.Documents
	localizer  web.Localizer
	form       web.Binder[models.ComplaintForm]
	list       web.List[struct{}]
}

func newComplaints(s *cases.Complaints, d *web.Documents, cursors *cursor.Codec, l web.Localizer) *Complaints {
	return &Complaints{
		complaints: s, documents: d, localizer: l, form: web.NewBinder[models.ComplaintForm](),
		list: web.NewList[struct{}](cursors, categoryList),
	}
}

// Create takes a complaint and answers the receipt.
//
//	@Summary		File a complaint
//	@Description	The two names alone suffice; everything else is optional. The answer is a receipt: keep its code, it is shown once and is the only way back to the case. Numbers of ids, cards and accounts in free text are masked and reported under `notices`.
//	@Tags			complaints
//	@ID				createComplaint
//	@Param			body	body		models.ComplaintForm	true	"The complaint"
//	@Success		201		{object}	models.Receipt			"The receipt; its code is shown once"
//	@Router			/api/v1/complaints [post]
func (h *Complaints) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	receipt, replayed, err := h.complaints.Create(c.Request.Context(), in)
	if err != nil {
		return err
	}
	return web.Created(c, localisedReceipt(c, h.localizer, receipt), replayed)
}

// categoryList names the list in its cursors.
const categoryList = "complaint-categories"

// Categories lists what a complaint can be about.
//
//	@Summary		List the categories of complaints
//	@Description	Each with its titles and its clocks: how many working days an acknowledgement and an answer may take.
//	@Tags			complaints
//	@ID				listComplaintCategories
//	@Success		200	{object}	models.Page[models.ComplaintCategoryView]	"The categories"
//	@Response		304
//	@Router			/api/v1/complaint-categories [get]
func (h *Complaints) Categories(c *gin.Context) error {
	if c.Request.URL.RawQuery == "" {
		return h.documents.Serve(c, categoryList, func(ctx context.Context) (any, error) {
			return h.categories(ctx, h.list.FirstPage())
		})
	}
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	view, err := h.categories(c.Request.Context(), p)
	if err != nil {
		return err
	}
	return h.documents.ServeUncached(c, view)
}

func (h *Complaints) categories(
	ctx context.Context, p web.PageRequest,
) (view models.Page[models.ComplaintCategoryView], err error) {
	after, _ := cursor.ReadNumber(p.After) // 0 is before the first
	items, last, more, err := h.complaints.Categories(ctx, int(after), p.Limit)
	if err != nil || !more {
		return models.Page[models.ComplaintCategoryView]{Items: items}, err
	}
	next, err := h.list.Next(p, cursor.Number(int64(last)))
	return models.Page[models.ComplaintCategoryView]{Items: items, NextCursor: next}, err
}
