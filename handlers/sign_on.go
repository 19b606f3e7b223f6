package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/staff"
)

// SignOn signs staff in through an identity provider.
type SignOn struct {
	signOn *staff.SignOn
	form   web.Binder[models.SignOnForm]
}

func newSignOn(s *staff.SignOn) *SignOn {
	return &SignOn{signOn: s, form: web.NewBinder[models.SignOnForm]()}
}

// Begin sends the browser to the identity provider.
//
//	@Summary		Begin a sign-in at the identity provider
//	@Description	OpenID Connect, authorization code with PKCE. Send the browser to `authorization_url`; keep `binding` in it, as in the session storage: whatever comes back is of use only together with it. Not found where no provider is configured.
//	@Tags			staff
//	@ID				beginSignOn
//	@Success		200	{object}	models.SignOnView	"Where to go, and what to keep"
//	@Failure		404	"No identity provider is configured"
//	@Router			/api/v1/staff/sign-on [post]
func (h *SignOn) Begin(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.signOn.Begin(c.Request.Context())
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Finish signs in with what the identity provider sent the browser back with.
//
//	@Summary		Finish a sign-in at the identity provider
//	@Description	`code` and `state` are what the browser came back with, within ten minutes. An account with the verified e-mail has to exist. One with a second factor gives `otp` along at once, unless the provider asks for several factors and says so: what came back can be used once, so whoever is answered `otp_required` begins anew.
//	@Tags			staff
//	@ID				finishSignOn
//	@Param			body	body		models.SignOnForm	true	"What came back, and the binding"
//	@Success		200		{object}	models.SessionView	"The session; its token is shown once"
//	@Failure		401		"It did not work, for whatever reason"
//	@Failure		404		"No identity provider is configured"
//	@Router			/api/v1/staff/sign-on/sessions [post]
func (h *SignOn) Finish(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.signOn.Finish(c.Request.Context(), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}
