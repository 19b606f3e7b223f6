package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/content"
)

// Links serves the register of links to other sites, to readers and to those who keep it.
type Links struct {
	links     *content.Links
	shown     *web.Documents
	localizer web.Localizer
	form      web.Binder[models.LinkForm]
	change    web.Binder[models.LinkChangeForm]
	language  web.Query[models.LanguageQuery]
	public    web.List[models.LanguageQuery]
	list      web.List[struct{}]
}

func newLinks(s *content.Links, shown *web.Documents, cursors *cursor.Codec, l web.Localizer) *Links {
	return &Links{
		links: s, shown: shown, localizer: l,
		form: web.NewBinder[models.LinkForm](), change: web.NewBinder[models.LinkChangeForm](),
		language: web.NewQuery[models.LanguageQuery](),
		public:   web.NewList[models.LanguageQuery](cursors, "links"),
		list:     web.NewList[struct{}](cursors, "staff-links"),
	}
}

// Public lists the links.
//
//	@Summary		List the links to other sites
//	@Description	Other sites have privacy policies of their own; each link comes with a notice and the address of that policy.
//	@Tags			links
//	@ID				listLinks
//	@Param			lang	query		string							false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{object}	models.Page[models.LinkView]	"The links, oldest first"
//	@Response		304
//	@Router			/api/v1/links [get]
func (h *Links) Public(c *gin.Context) error {
	in, p, err := h.public.Bind(c)
	if err != nil {
		return err
	}
	items, more, err := h.links.List(c.Request.Context(), in, h.localizer.Preferred(c), web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.public, p, items, more, func(l models.LinkView) []byte { return l.ID[:] })
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.shown.ServeUncached(c, view)
}

// Show shows a link to people who are about to follow it.
//
//	@Summary		See a link before following it
//	@Description	What an interstitial needs. Links are named by id only: no address is ever taken from a parameter, so that nobody can borrow this site's name for theirs.
//	@Tags			links
//	@ID				getLink
//	@Param			id		path		string			true	"The link's id"												Format(uuid)
//	@Param			lang	query		string			false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{object}	models.LinkView	"The link"
//	@Response		304
//	@Router			/api/v1/links/{id} [get]
func (h *Links) Show(c *gin.Context) error {
	in, err := h.language.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.links.Show(c.Request.Context(), c.Param("id"), in, h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.shown.ServeUncached(c, view)
}

// List lists the register.
//
//	@Summary	List the links, with what their check found
//	@Tags		links
//	@ID			listAllLinks
//	@Success	200	{object}	models.Page[models.StaffLinkView]	"The links, oldest first"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/links [get]
func (h *Links) List(c *gin.Context) error {
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.links.ListForStaff(c.Request.Context(), web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(l models.StaffLinkView) []byte { return l.ID[:] })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create registers a link.
//
//	@Summary		Register a link
//	@Description	http and https only, on their usual ports, with a public host name and nothing of a login. Hosts are kept in punycode. The register has room for a thousand.
//	@Tags			links
//	@ID				createLink
//	@Param			body	body		models.LinkForm			true	"The link"
//	@Success		201		{object}	models.StaffLinkView	"The link"
//	@Failure		409		"The register is full"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/links [post]
func (h *Links) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.links.Create(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Get shows a link of the register.
//
//	@Summary	See a link of the register
//	@Tags		links
//	@ID			getRegisteredLink
//	@Param		id	path		string					true	"The link's id"	Format(uuid)
//	@Success	200	{object}	models.StaffLinkView	"The link"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/links/{id} [get]
func (h *Links) Get(c *gin.Context) error {
	view, err := h.links.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Change alters a link.
//
//	@Summary		Change a link
//	@Description	What is left out stays as it is.
//	@Tags			links
//	@ID				changeLink
//	@Param			id		path		string					true	"The link's id"	Format(uuid)
//	@Param			body	body		models.LinkChangeForm	true	"What changes"
//	@Success		200		{object}	models.StaffLinkView	"The link as it is now"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/links/{id} [patch]
func (h *Links) Change(c *gin.Context) error {
	in, err := h.change.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.links.Change(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Delete removes a link.
//
//	@Summary	Delete a link
//	@Tags		links
//	@ID			deleteLink
//	@Param		id	path	string	true	"The link's id"	Format(uuid)
//	@Success	204	"It is deleted"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/links/{id} [delete]
func (h *Links) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.links.Delete(c.Request.Context(), web.Actor(c), c.Param("id")); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Check asks one link whether it still answers.
//
//	@Summary		Check a link
//	@Description	Asks the link and the other site's policy. Only registered hosts are asked, at public addresses only, also after a redirect.
//	@Tags			links
//	@ID				checkLink
//	@Param			id	path		string					true	"The link's id"	Format(uuid)
//	@Success		200	{object}	models.StaffLinkView	"The link, with what was found"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/links/{id}/check [post]
func (h *Links) Check(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.links.Check(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// CheckAll asks the links whose check lies back longest.
//
//	@Summary		Check the links
//	@Description	Asks up to fifty links, those first whose check lies back longest, and lists those first that do not answer as they should.
//	@Tags			links
//	@ID				checkLinks
//	@Success		200	{object}	models.LinkChecksView	"What was found"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/links/check [post]
func (h *Links) CheckAll(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	items, err := h.links.CheckAll(c.Request.Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return web.OK(c, models.LinkChecksView{Items: items})
}
