package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/policy"
)

// Policies serves the privacy policy, its history, and what changed in it.
type Policies struct {
	policies  *policy.Policies
	documents *web.Documents
	localizer web.Localizer
	query     web.Query[models.PolicyQuery]
	language  web.Query[models.LanguageQuery]
	diff      web.Query[models.PolicyDiffQuery]
	history   web.List[models.LanguageQuery]
}

func newPolicies(s *policy.Policies, d *web.Documents, cursors *cursor.Codec, l web.Localizer) *Policies {
	return &Policies{
		policies: s, documents: d, localizer: l, query: web.NewQuery[models.PolicyQuery](),
		language: web.NewQuery[models.LanguageQuery](), diff: web.NewQuery[models.PolicyDiffQuery](),
		history: web.NewList[models.LanguageQuery](cursors, "privacy-policy-versions"),
	}
}

// Get answers the policy in force, or the one that was.
//
//	@Summary		Read the privacy policy
//	@Description	The version in force, or the one that was in force at a moment or at the end of a day in the service's time zone. `next` announces a version that is to follow. Its `hash` is what a decision about cookies is made under.
//	@Tags			privacy policy
//	@ID				getPrivacyPolicy
//	@Param			lang	query		string				false	"The language; that of Accept-Language, if it is left out"			Enums(fa, en)
//	@Param			at		query		string				false	"A moment (RFC 3339) or a day (ISO 8601); now, if it is left out"	Example(2026-11-22)
//	@Success		200		{object}	models.PolicyView	"The policy"
//	@Failure		404		"There was none yet"
//	@Failure		416		"The moment has not come yet"
//	@Response		304
//	@Router			/api/v1/privacy-policy [get]
func (h *Policies) Get(c *gin.Context) error {
	ctx, preferred := c.Request.Context(), h.localizer.Preferred(c)
	if c.Request.URL.RawQuery == "" {
		ref, err := h.policies.InForce(ctx, preferred)
		if err != nil {
			return err
		}
		return h.serve(c, ref)
	}
	in, err := h.query.Bind(c)
	if err != nil {
		return err
	}
	ref, err := h.policies.Find(ctx, in, preferred)
	if err != nil {
		return err
	}
	return h.serve(c, ref)
}

// serve answers the document that a reference names.
func (h *Policies) serve(c *gin.Context, ref policy.Ref) error {
	c.Header("Content-Language", string(ref.Language))
	return h.documents.Serve(c, "policy "+ref.String(), func(ctx context.Context) (any, error) {
		view, err := h.policies.View(ctx, ref)
		return web.Immutable{View: view}, err
	})
}

// List answers the history.
//
//	@Summary		List the versions of the privacy policy
//	@Description	Everything that was ever published, the newest first; what was called off before it took effect is marked as such.
//	@Tags			privacy policy
//	@ID				listPrivacyPolicyVersions
//	@Param			lang	query		string									false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{object}	models.Page[models.PolicyVersionView]	"The versions"
//	@Response		304
//	@Router			/api/v1/privacy-policy/versions [get]
func (h *Policies) List(c *gin.Context) error {
	in, p, err := h.history.Bind(c)
	if err != nil {
		return err
	}
	before, _ := cursor.ReadNumber(p.After) // 0 is before the newest
	items, more, err := h.policies.History(c.Request.Context(), in, h.localizer.Preferred(c), before, p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.history, p, items, more, func(v models.PolicyVersionView) []byte {
		return cursor.Number(int64(v.Version))
	})
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.documents.ServeUncached(c, view)
}

// Version answers one version.
//
//	@Summary		Read a version of the privacy policy
//	@Description	One that was published, also if it has not taken effect yet or was called off. A published text never changes: the database itself refuses to.
//	@Tags			privacy policy
//	@ID				getPrivacyPolicyVersion
//	@Param			version	path		integer				true	"The number of the version"									Minimum(1)	Example(2)
//	@Param			lang	query		string				false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{object}	models.PolicyView	"The version"
//	@Response		304
//	@Router			/api/v1/privacy-policy/versions/{version} [get]
func (h *Policies) Version(c *gin.Context) error {
	in, err := h.language.Bind(c)
	if err != nil {
		return err
	}
	ref, err := h.policies.FindVersion(c.Request.Context(), c.Param("version"), in, h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	return h.serve(c, ref)
}

// Canonical answers what a version's hash is made of.
//
//	@Summary		Get the canonical text of a version
//	@Description	The very bytes whose SHA-256 is the version's `hash`: canonical JSON (RFC 8785) of both languages and of the hash of the version before, those that were called off left out. `curl -s … | sha256sum` checks it.
//	@Tags			privacy policy
//	@ID				getPrivacyPolicyCanonical
//	@Param			version	path		integer					true	"The number of the version"	Minimum(1)	Example(2)
//	@Success		200		{object}	models.PolicyCanonical	"The canonical text"
//	@Failure		400
//	@Failure		422
//	@Response		304
//	@Router			/api/v1/privacy-policy/versions/{version}/canonical [get]
func (h *Policies) Canonical(c *gin.Context) error {
	if err := web.RefuseQuery(c); err != nil {
		return err
	}
	number := c.Param("version")
	return h.documents.Serve(c, "canonical "+number, func(ctx context.Context) (any, error) {
		body, err := h.policies.Canonical(ctx, number)
		return web.Immutable{View: web.File{MediaType: web.MediaJSON, Body: body}}, err
	})
}

// Diff answers what changed between two versions.
//
//	@Summary		Compare two versions of the privacy policy
//	@Description	Title and Markdown, paragraph by paragraph, and word by word where a paragraph changed. `ignore=form` passes over what is only spelled otherwise: half-spaces, Arabic letters, diacritics, digits. With `format=html` the answer is a fragment of a page instead: an `article` in the direction of its language, whose paragraphs have the class `same`, `added`, `removed` or `changed`, with `<ins>` and `<del>`.
//	@Tags			privacy policy
//	@ID				diffPrivacyPolicy
//	@Produce		json,html
//	@Param			from	query		integer					false	"The version to compare with; the one before, those that were called off left out, if it is left out"	Minimum(1)	Example(2)
//	@Param			to		query		integer					false	"The version to compare; the one in force, if it is left out"				Minimum(1)	Example(4)
//	@Param			lang	query		string					false	"The language; that of Accept-Language, if it is left out"					Enums(fa, en)
//	@Param			format	query		string					false	"JSON, if it is left out"													Enums(json, html)
//	@Param			ignore	query		string					false	"What does not count as a change"											Enums(form)
//	@Success		200		{object}	models.PolicyDiffView	"What has changed"
//	@Failure		404		"There is no such version"
//	@Response		304
//	@Router			/api/v1/privacy-policy/diff [get]
func (h *Policies) Diff(c *gin.Context) error {
	in, err := h.diff.Bind(c)
	if err != nil {
		return err
	}
	diff, err := h.policies.FindDiff(c.Request.Context(), in, h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	c.Header("Content-Language", string(diff.Language))
	return h.documents.Serve(c, "diff "+diff.String(), func(ctx context.Context) (any, error) {
		view, html, err := h.policies.Diff(ctx, diff)
		if diff.HTML {
			return web.Immutable{View: web.File{MediaType: "text/html; charset=utf-8", Body: []byte(html)}}, err
		}
		return web.Immutable{View: view}, err
	})
}

// Feed answers the changes as a feed.
//
//	@Summary		Follow the changes of the privacy policy
//	@Description	An Atom feed (RFC 4287) of the fifty versions that were published last, the newest first; those that were called off have the category `cancelled`.
//	@Tags			privacy policy
//	@ID				getPrivacyPolicyFeed
//	@Produce		application/atom+xml
//	@Param			lang	query	string	false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{file}	file	"The feed"
//	@Response		304
//	@Router			/api/v1/privacy-policy/changes.atom [get]
func (h *Policies) Feed(c *gin.Context) error {
	in, err := h.language.Bind(c)
	if err != nil {
		return err
	}
	body, language, err := h.policies.Feed(c.Request.Context(), in, h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, string(language))
	return h.documents.ServeUncached(c, web.File{MediaType: "application/atom+xml; charset=utf-8", Body: body})
}

// Acknowledge counts an acknowledgement.
//
//	@Summary		Acknowledge a version of the privacy policy
//	@Description	Of one in force, of an earlier one or of one that is announced. Nothing depends on it, and nothing is kept but how many there were on a day (and, with an Idempotency-Key, the sealed answer for a day). The answer has a signed token to keep, if you like; `POST /api/v1/receipts/verify` verifies it.
//	@Tags			privacy policy
//	@ID				acknowledgePrivacyPolicy
//	@Param			version	path		integer						true	"The number of the version"	Minimum(1)	Example(2)
//	@Success		201		{object}	models.AcknowledgementView	"What was acknowledged, and the token"
//	@Failure		409		"It was called off"
//	@Router			/api/v1/privacy-policy/versions/{version}/acknowledgements [post]
func (h *Policies) Acknowledge(c *gin.Context) error {
	request, err := web.BindRequest(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.policies.Acknowledge(c.Request.Context(), c.Param("version"), request)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}
