package handlers

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/consent"
)

// Consents serves the cookies, and what people decide about them.
type Consents struct {
	consents    *consent.Consents
	documents   *web.Documents
	localizer   web.Localizer
	list        web.List[struct{}]
	preferences web.Binder[models.PreferencesForm]
	memory      web.Binder[models.FormMemory]
}

func newConsents(
	s *consent.Consents, d *web.Documents, cursors *cursor.Codec, l web.Localizer,
) *Consents {
	return &Consents{
		consents: s, documents: d, localizer: l, list: web.NewList[struct{}](cursors, cookieList),
		preferences: web.NewBinder[models.PreferencesForm](),
		memory:      web.NewBinder[models.FormMemory](),
	}
}

// Cookies lists every cookie.
//
//	@Summary		List the cookies
//	@Description	Every cookie that the service can set, what it is for, and what deleting it costs. None is set before a choice. Over TLS their names begin with `__Host-`.
//	@Tags			cookies
//	@ID				listCookies
//	@Success		200	{object}	models.Page[models.CookieView]	"The cookies"
//	@Response		304
//	@Router			/api/v1/cookies [get]
func (h *Consents) Cookies(c *gin.Context) error {
	language, jar := h.localizer.Language(c), cookiesOf(c)
	if c.Request.URL.RawQuery == "" {
		return h.documents.Serve(c, "cookies "+jar.Consent.Name+" "+language, func(context.Context) (any, error) {
			return h.page(language, jar, h.list.FirstPage())
		})
	}
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	view, err := h.page(language, jar, p)
	if err != nil {
		return err
	}
	return h.documents.ServeUncached(c, view)
}

// cookieList names the list in its cursors.
const cookieList = "cookies"

func (h *Consents) page(
	language string, jar models.CookieJar, p web.PageRequest,
) (models.Page[models.CookieView], error) {
	all := describeCookies(h.localizer, language, jar)
	after, _ := cursor.ReadNumber(p.After) // 0 is before the first
	begin := min(int(after), len(all))
	end := min(begin+p.Limit, len(all))
	return web.PageOf(h.list, p, all[begin:end], end < len(all), func(models.CookieView) []byte {
		return cursor.Number(int64(end))
	})
}

// bearerOf is what the request shows of who decides. The answer depends on it, and is nobody else's.
func bearerOf(c *gin.Context) consent.Bearer {
	header := c.Writer.Header()
	header.Set("Cache-Control", web.PrivateNoStore)
	header.Add("Vary", "Sec-GPC, Cookie, Consent-Id")
	signals := c.Request.Header.Values("Sec-GPC")
	return consent.Bearer{
		Cookie: readCookie(c, cookiesOf(c).Consent), ID: c.GetHeader("Consent-Id"),
		GPC: len(signals) == 1 && signals[0] == "1",
	}
}

// Preferences answers what is in force.
//
//	@Summary		See what is in force
//	@Description	For this browser, known by the consent cookie, or this app, known by the header Consent-Id; for anybody else nothing was decided. With `Sec-GPC: 1`, `returning` and `newsletter_insight` are off unless they were chosen in spite of the signal. `policy_hash` is what the next decision has to be made under.
//	@Tags			cookies
//	@ID				getPreferences
//	@Param			Consent-Id	header		string					false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Param			Sec-GPC		header		string					false	"`1` is the signal of Global Privacy Control, anything else is none; browsers send it by themselves, and pages cannot"	Example(1)
//	@Success		200			{object}	models.PreferencesView	"What is in force"
//	@Router			/api/v1/cookies/preferences [get]
func (h *Consents) Preferences(c *gin.Context) error {
	view, err := h.consents.Preferences(c.Request.Context(), bearerOf(c))
	if err != nil {
		return err
	}
	if view.Choices.Returning {
		view.ReturningSince = returningSince(readCookie(c, cookiesOf(c).Returning))
	}
	return web.OK(c, view)
}

// returningSince is the day in the cookie of a returning visitor; empty for anything else that may have come instead.
func returningSince(value string) string {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return ""
	}
	return value
}

// Save appends a decision.
//
//	@Summary		Decide about cookies
//	@Description	Under the privacy policy in force, whose hash has to be given. It takes the place of all that was decided before: a choice that is left out is undecided from then on, and ends what was granted. The decision is logged under a random id, with the time to the minute and nothing else that could lead to you; `receipt` is the evidence. Cookies that are no longer consented to expire with the answer. Apps keep the `consent_id` of the answer and send it as the header Consent-Id from then on; one that has none yet sends the nil UUID (`00000000-0000-0000-0000-000000000000`), so that it gets no cookies. After a withdrawal, and after thirty-two decisions, the answer has another `consent_id`.
//	@Tags			cookies
//	@ID				savePreferences
//	@Param			Consent-Id	header		string						false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Param			Sec-GPC		header		string						false	"`1` is the signal of Global Privacy Control, anything else is none; browsers send it by themselves, and pages cannot"	Example(1)
//	@Param			body		body		models.PreferencesForm		true	"The decision"
//	@Success		200			{object}	models.SavedPreferencesView	"What is in force now"
//	@Header			200			{string}	Set-Cookie					"One line for each cookie that is set or expires: `amanat-consent` is always set, `amanat-returning` if it was consented to; what is not consented to any more expires. None for requests with the header Consent-Id. Path=/; HttpOnly; SameSite=Lax, and over TLS Secure."
//	@Failure		409			"The privacy policy has changed: read it again"
//	@Router			/api/v1/cookies/preferences [put]
func (h *Consents) Save(c *gin.Context) error {
	bearer := bearerOf(c)
	in, err := h.preferences.Bind(c)
	if err != nil {
		return err
	}
	saved, err := h.consents.Save(c.Request.Context(), bearer, h.localizer.Preferred(c), in)
	if err != nil {
		return err
	}
	if saved.Cookie != "" {
		h.setCookies(c, saved)
	}
	return web.OK(c, saved.SavedPreferencesView)
}

// setCookies sets what was consented to, and expires what was not.
func (h *Consents) setCookies(c *gin.Context, saved consent.Decision) {
	jar := cookiesOf(c)
	setCookie(c, jar.Consent, saved.Cookie)
	switch {
	case !saved.Choices.Returning:
		expireCookie(c, jar.Returning)
	case returningSince(readCookie(c, jar.Returning)) == "":
		setCookie(c, jar.Returning, h.consents.Today())
	}
	// What was remembered under another id cannot be opened any more.
	if !saved.Choices.Memory || saved.Renamed && len(cookieValues(c, jar.Memory)) > 0 {
		expireCookie(c, jar.Memory)
	}
}

// Withdraw takes everything back.
//
//	@Summary		Withdraw everything
//	@Description	Takes back whatever was decided, under the header Consent-Id and under every consent cookie, and expires every cookie that the service can set. The answer says what each deletion costs. It is no failure if nothing was decided: `withdrawn` is false then.
//	@Tags			cookies
//	@ID				withdrawPreferences
//	@Param			Consent-Id	header		string					false	"The `consent_id` of an app's decision, which goes before any cookie; browsers have the cookie instead"	Format(uuid)
//	@Param			Sec-GPC		header		string					false	"`1` is the signal of Global Privacy Control, anything else is none; browsers send it by themselves, and pages cannot"	Example(1)
//	@Success		200			{object}	models.WithdrawalView	"What is gone"
//	@Header			200			{string}	Set-Cookie				"One line for each cookie, with Max-Age=0."
//	@Router			/api/v1/cookies/preferences [delete]
func (h *Consents) Withdraw(c *gin.Context) error {
	bearer, language := bearerOf(c), h.localizer.Preferred(c)
	// No script can delete them, so they go whatever else may fail.
	for _, cookie := range cookiesOf(c).All() {
		expireCookie(c, cookie)
	}
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.consents.Withdraw(c.Request.Context(), bearer, language, cookieValues(c, cookiesOf(c).Consent)...)
	if err != nil {
		return err
	}
	for _, cookie := range cookiesOf(c).All() {
		view.Expired = append(view.Expired, expired(h.localizer, language, cookie))
	}
	return web.OK(c, view)
}

// Receipt answers a consent record.
//
//	@Summary		Get a consent record
//	@Description	ISO/IEC TS 27560 as JSON-LD, in the terms of the W3C's Data Privacy Vocabulary: what was decided, when, under which policy. `proof` signs all the rest; `POST /api/v1/receipts/verify` verifies it. The record names nobody, but it holds the id: whoever sees it can read and change the choices. It is kept for thirteen months after the last decision.
//	@Tags			cookies
//	@ID				getConsentReceipt
//	@Produce		application/ld+json
//	@Param			id	path		string						true	"The `consent_id` of the decision"	Format(uuid)
//	@Success		200	{object}	models.ConsentReceiptView	"The record"
//	@Router			/api/v1/consents/{id}/receipt [get]
func (h *Consents) Receipt(c *gin.Context) error {
	view, err := h.consents.Receipt(c.Request.Context(), c.Param("id"), h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	c.Header("Content-Type", "application/ld+json")
	return web.OK(c, view)
}

// GPC says that the signal is honoured.
//
//	@Summary	Find out whether Global Privacy Control is honoured
//	@Tags		around
//	@ID			getGPC
//	@Success	200	{object}	models.GPCSupport	"It is"
//	@Response	304
//	@Router		/.well-known/gpc.json [get]
func (h *Consents) GPC(c *gin.Context) error {
	return h.documents.Serve(c, "gpc", func(context.Context) (any, error) {
		body, err := web.Marshal(models.GPCSupport{GPC: true, LastUpdate: gpcSince})
		return web.StaticFile{MediaType: "application/json", Body: body}, err
	})
}

// gpcSince is the day on which what is said about the signal last changed.
const gpcSince = "2026-11-22"
