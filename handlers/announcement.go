package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/content"
	"amanat/services/kernel"
)

// Announcements serves notices on the site, to readers and to those who write them.
type Announcements struct {
	announcements *content.Announcements
	shown         *web.Documents
	localizer     web.Localizer
	form          web.Binder[models.AnnouncementForm]
	change        web.Binder[models.AnnouncementChangeForm]
	active        web.List[models.LanguageQuery]
	list          web.List[struct{}]
}

func newAnnouncements(
	s *content.Announcements, shown *web.Documents, cursors *cursor.Codec, l web.Localizer,
) *Announcements {
	return &Announcements{
		announcements: s, shown: shown, localizer: l, form: web.NewBinder[models.AnnouncementForm](),
		change: web.NewBinder[models.AnnouncementChangeForm](),
		active: web.NewList[models.LanguageQuery](cursors, activeAnnouncements),
		list:   web.NewList[struct{}](cursors, "staff-announcements"),
	}
}

// activeAnnouncements names the list in its cursors.
const activeAnnouncements = "announcements"

// Active lists what is announced now.
//
//	@Summary	List what is announced now
//	@Tags		announcements
//	@ID			listAnnouncements
//	@Param		lang	query		string									false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success	200		{object}	models.Page[models.AnnouncementView]	"The announcements, newest first"
//	@Response	304
//	@Router		/api/v1/announcements [get]
func (h *Announcements) Active(c *gin.Context) error {
	preferred := h.localizer.Preferred(c)
	if c.Request.URL.RawQuery == "" {
		return h.shown.Serve(c, activeAnnouncements+" "+string(preferred), func(ctx context.Context) (any, error) {
			in := kernel.Input[models.LanguageQuery]{Form: &models.LanguageQuery{}}
			return h.page(ctx, in, preferred, h.active.FirstPage())
		})
	}
	in, p, err := h.active.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.page(c.Request.Context(), in, preferred, p)
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.shown.ServeUncached(c, view)
}

func (h *Announcements) page(
	ctx context.Context, in kernel.Input[models.LanguageQuery], preferred models.Language, p web.PageRequest,
) (view models.Page[models.AnnouncementView], err error) {
	items, more, err := h.announcements.Active(ctx, in, preferred, web.ReadID(p.After), p.Limit)
	if err != nil {
		return view, err
	}
	return web.PageOf(h.active, p, items, more, func(a models.AnnouncementView) []byte { return a.ID[:] })
}

// List lists every announcement.
//
//	@Summary	List all announcements, planned and ended ones too
//	@Tags		announcements
//	@ID			listAllAnnouncements
//	@Success	200	{object}	models.Page[models.StaffAnnouncementView]	"The announcements, newest first"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/announcements [get]
func (h *Announcements) List(c *gin.Context) error {
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.announcements.List(c.Request.Context(), web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(a models.StaffAnnouncementView) []byte { return a.ID[:] })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create announces something.
//
//	@Summary		Announce something
//	@Description	In Persian and English; from now on and until it is deleted, unless `from` and `to` say otherwise.
//	@Tags			announcements
//	@ID				createAnnouncement
//	@Param			body	body		models.AnnouncementForm			true	"The announcement"
//	@Success		201		{object}	models.StaffAnnouncementView	"The announcement"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/announcements [post]
func (h *Announcements) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.announcements.Create(c.Request.Context(), web.Actor(c), in)
	h.shown.Invalidate()
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Get shows an announcement.
//
//	@Summary	See an announcement
//	@Tags		announcements
//	@ID			getAnnouncement
//	@Param		id	path		string							true	"The announcement's id"	Format(uuid)
//	@Success	200	{object}	models.StaffAnnouncementView	"The announcement"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/announcements/{id} [get]
func (h *Announcements) Get(c *gin.Context) error {
	view, err := h.announcements.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Change alters an announcement.
//
//	@Summary		Change an announcement
//	@Description	What is left out stays as it is; an empty `to` takes the end away. What announces a version of the privacy policy cannot be changed; it ends thirty days after that takes effect.
//	@Tags			announcements
//	@ID				changeAnnouncement
//	@Param			id		path		string							true	"The announcement's id"	Format(uuid)
//	@Param			body	body		models.AnnouncementChangeForm	true	"What changes"
//	@Success		200		{object}	models.StaffAnnouncementView	"The announcement as it is now"
//	@Failure		409		"It announces a version of the privacy policy"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/announcements/{id} [patch]
func (h *Announcements) Change(c *gin.Context) error {
	in, err := h.change.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.announcements.Change(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	h.shown.Invalidate()
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Delete takes an announcement back.
//
//	@Summary	Delete an announcement
//	@Tags		announcements
//	@ID			deleteAnnouncement
//	@Param		id	path	string	true	"The announcement's id"	Format(uuid)
//	@Success	204	"It is deleted"
//	@Failure	409	"It announces a version of the privacy policy"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/announcements/{id} [delete]
func (h *Announcements) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	err := h.announcements.Delete(c.Request.Context(), web.Actor(c), c.Param("id"))
	h.shown.Invalidate()
	if err != nil {
		return err
	}
	return web.NoContent(c)
}
