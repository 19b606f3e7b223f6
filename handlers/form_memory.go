package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
)

// Memory answers what the browser remembers.
//
//	@Summary		Read what the browser remembers
//	@Description	Names and contact, so that nobody types them again: from an encrypted cookie on the device, and nowhere else.
//	@Tags			cookies
//	@ID				getFormMemory
//	@Param			Consent-Id	header		string				false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Success		200			{object}	models.FormMemory	"What it remembers; an empty object, if that is nothing"
//	@Failure		403			"It was not consented to"
//	@Router			/api/v1/cookies/memory [get]
func (h *Consents) Memory(c *gin.Context) error {
	bearer := bearerOf(c)
	view, err := h.consents.Remembered(c.Request.Context(), bearer, readCookie(c, cookiesOf(c).Memory))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Remember has the browser remember something.
//
//	@Summary		Have the browser remember names and contact
//	@Description	Sealed in a cookie on the device; the service keeps nothing of it. What is left out is forgotten, and the cookie with all of it. Apps that keep no cookies remember such things by themselves.
//	@Tags			cookies
//	@ID				setFormMemory
//	@Param			Consent-Id	header		string				false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Param			body		body		models.FormMemory	true	"What to remember"
//	@Success		200			{object}	models.FormMemory	"What it remembers"
//	@Header			200			{string}	Set-Cookie			"`amanat-memory`, which nobody but the service can read. Path=/; HttpOnly; SameSite=Lax, and over TLS Secure."
//	@Failure		403			"It was not consented to"
//	@Router			/api/v1/cookies/memory [put]
func (h *Consents) Remember(c *gin.Context) error {
	bearer := bearerOf(c)
	in, err := h.memory.Bind(c)
	if err != nil {
		return err
	}
	view, cookie, err := h.consents.Remember(c.Request.Context(), bearer, in)
	if err != nil {
		return err
	}
	if memory := cookiesOf(c).Memory; cookie == "" {
		expireCookie(c, memory)
	} else {
		setCookie(c, memory, cookie)
	}
	return web.OK(c, view)
}

// Forget has the browser forget.
//
//	@Summary		Have the browser forget names and contact
//	@Description	Whoever still has the cookie is rid of it, also where the answer is 403.
//	@Tags			cookies
//	@ID				deleteFormMemory
//	@Param			Consent-Id	header	string	false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Success		204			"It is forgotten"
//	@Header			204			{string}	Set-Cookie	"`amanat-memory`, with Max-Age=0."
//	@Failure		403			"It was not consented to"
//	@Router			/api/v1/cookies/memory [delete]
func (h *Consents) Forget(c *gin.Context) error {
	bearer, memory := bearerOf(c), cookiesOf(c).Memory
	if err := web.BindNothing(c); err != nil {
		return err
	}
	err := h.consents.Forget(c.Request.Context(), bearer)
	// Whoever still has the cookie is rid of it, consent or not.
	if err == nil || readCookie(c, memory) != "" {
		expireCookie(c, memory)
	}
	if err != nil {
		return err
	}
	return web.NoContent(c)
}
