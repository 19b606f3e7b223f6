package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases"
)

// CannedReplies serves texts to begin replies with.
type CannedReplies struct {
	replies *cases.CannedReplies
	form    web.Binder[models.CannedReplyForm]
	list    web.List[models.CannedReplyFilter]
}

func newCannedReplies(s *cases.CannedReplies, cursors *cursor.Codec) *CannedReplies {
	return &CannedReplies{
		replies: s, form: web.NewBinder[models.CannedReplyForm](),
		list: web.NewList[models.CannedReplyFilter](cursors, "canned-replies"),
	}
}

// List lists the replies.
//
//	@Summary	List the canned replies
//	@Tags		cases
//	@ID			listCannedReplies
//	@Param		state	query		string								false	"The state that they are for"	MaxLength(40)
//	@Success	200		{object}	models.Page[models.CannedReplyView]	"The replies, oldest first"
//	@Security	staff
//	@x-roles	["officer", "lead"]
//	@Router		/api/v1/staff/canned-replies [get]
func (h *CannedReplies) List(c *gin.Context) error {
	in, p, err := h.list.Bind(c)
	if err != nil {
		return err
	}
	items, more, err := h.replies.List(c.Request.Context(), in, web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(r models.CannedReplyView) []byte { return r.ID[:] })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create adds a reply.
//
//	@Summary	Add a canned reply
//	@Tags		cases
//	@ID			createCannedReply
//	@Param		body	body		models.CannedReplyForm	true	"The reply, in both languages"
//	@Success	201		{object}	models.CannedReplyView	"The reply"
//	@Security	staff
//	@x-roles	["lead"]
//	@Router		/api/v1/staff/canned-replies [post]
func (h *CannedReplies) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.replies.Create(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Change rewrites a reply.
//
//	@Summary	Rewrite a canned reply
//	@Tags		cases
//	@ID			changeCannedReply
//	@Param		id		path		string					true	"The reply's id"	Format(uuid)
//	@Param		body	body		models.CannedReplyForm	true	"The reply, in both languages"
//	@Success	200		{object}	models.CannedReplyView	"The reply as it is now"
//	@Security	staff
//	@x-roles	["lead"]
//	@Router		/api/v1/staff/canned-replies/{id} [put]
func (h *CannedReplies) Change(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.replies.Change(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Delete removes a reply.
//
//	@Summary	Delete a canned reply
//	@Tags		cases
//	@ID			deleteCannedReply
//	@Param		id	path	string	true	"The reply's id"	Format(uuid)
//	@Success	204	"It is deleted"
//	@Security	staff
//	@x-roles	["lead"]
//	@Router		/api/v1/staff/canned-replies/{id} [delete]
func (h *CannedReplies) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.replies.Delete(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.NoContent(c)
}
