package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/policy"
)

// PolicyDrafts serves editors, who write and publish versions of the privacy policy.
type PolicyDrafts struct {
	policies    *policy.Policies
	shown       *web.Documents
	draft       web.Binder[models.PolicyDraftForm]
	change      web.Binder[models.PolicyChangeForm]
	publication web.Binder[models.PolicyPublicationForm]
	list        web.List[struct{}]
	counts      web.List[struct{}]
}

// policyLimit is the largest body of a policy, in bytes: it comes in two languages at once, and there are those who
// write every letter of it as an escape.
const policyLimit = 2 << 20

func newPolicyDrafts(s *policy.Policies, shown *web.Documents, cursors *cursor.Codec) *PolicyDrafts {
	return &PolicyDrafts{
		policies: s, shown: shown, draft: web.NewLongBinder[models.PolicyDraftForm](policyLimit),
		change:      web.NewLongBinder[models.PolicyChangeForm](policyLimit),
		publication: web.NewBinder[models.PolicyPublicationForm](),
		list:        web.NewList[struct{}](cursors, "staff-privacy-policy-versions"),
		counts:      web.NewList[struct{}](cursors, "acknowledgements"),
	}
}

// List lists every version, drafts among them.
//
//	@Summary	List all versions of the privacy policy, drafts too
//	@Tags		policy drafts
//	@ID			listPolicyDrafts
//	@Success	200	{object}	models.Page[models.StaffPolicyItem]	"The versions, newest first"
//	@Security	staff
//	@x-roles	["editor", "privacy"]
//	@Router		/api/v1/staff/privacy-policy/versions [get]
func (h *PolicyDrafts) List(c *gin.Context) error {
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	before, _ := cursor.ReadNumber(p.After) // 0 is before the newest
	items, more, err := h.policies.List(c.Request.Context(), before, p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(v models.StaffPolicyItem) []byte {
		return cursor.Number(int64(v.Version))
	})
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create begins a version.
//
//	@Summary		Draft a version of the privacy policy
//	@Description	Title and body in Persian and English; the body is Markdown (CommonMark with tables), of which no HTML, no image and no script survives; the summary is plain text. Arabic letters become Persian ones, and spaces at the ends go. A draft may be incomplete. `missing` points to what it cannot be published without.
//	@Tags			policy drafts
//	@ID				draftPolicy
//	@Param			body	body		models.PolicyDraftForm	true	"The draft"
//	@Success		201		{object}	models.StaffPolicyView	"The draft, as readers would see it"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/privacy-policy/versions [post]
func (h *PolicyDrafts) Create(c *gin.Context) error {
	in, err := h.draft.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.policies.Draft(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Get shows a version.
//
//	@Summary	See a version of the privacy policy, also a draft
//	@Tags		policy drafts
//	@ID			getPolicyDraft
//	@Param		version	path		integer					true	"The number of the version"	Minimum(1)	Example(2)
//	@Success	200		{object}	models.StaffPolicyView	"The version, as readers see it"
//	@Security	staff
//	@x-roles	["editor", "privacy"]
//	@Router		/api/v1/staff/privacy-policy/versions/{version} [get]
func (h *PolicyDrafts) Get(c *gin.Context) error {
	view, err := h.policies.Get(c.Request.Context(), c.Param("version"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Change rewrites parts of a draft.
//
//	@Summary		Change a draft of the privacy policy
//	@Description	What is left out stays as it is. What was published cannot be changed.
//	@Tags			policy drafts
//	@ID				changePolicyDraft
//	@Param			version	path		integer					true	"The number of the version"	Minimum(1)	Example(2)
//	@Param			body	body		models.PolicyChangeForm	true	"What changes"
//	@Success		200		{object}	models.StaffPolicyView	"The draft as it is now"
//	@Failure		409		"It is published"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/privacy-policy/versions/{version} [patch]
func (h *PolicyDrafts) Change(c *gin.Context) error {
	in, err := h.change.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.policies.Change(c.Request.Context(), web.Actor(c), c.Param("version"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Delete discards a draft.
//
//	@Summary	Discard a draft of the privacy policy
//	@Tags		policy drafts
//	@ID			discardPolicyDraft
//	@Param		version	path	integer	true	"The number of the version"	Minimum(1)	Example(2)
//	@Success	204		"It is gone"
//	@Failure	409		"It is published"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/privacy-policy/versions/{version} [delete]
func (h *PolicyDrafts) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.policies.Discard(c.Request.Context(), web.Actor(c), c.Param("version")); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Publish publishes a draft.
//
//	@Summary		Publish a draft of the privacy policy
//	@Description	At once or for later, two years ahead at most; it then takes effect by itself. It is announced on the site in the same moment, and can never be changed again. Both languages have to be complete. One version at a time can be waiting, and none that is older than what was published since, even if that was called off.
//	@Tags			policy drafts
//	@ID				publishPolicy
//	@Param			version	path		integer							true	"The number of the version"	Minimum(1)	Example(2)
//	@Param			body	body		models.PolicyPublicationForm	false	"When it takes effect; at once, if there is no body"
//	@Success		200		{object}	models.StaffPolicyView			"The version"
//	@Failure		409		"It is published already, it is older than what was published since, or another version is waiting to take effect"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/privacy-policy/versions/{version}/publish [post]
func (h *PolicyDrafts) Publish(c *gin.Context) error {
	in, err := h.publication.BindOptional(c)
	if err != nil {
		return err
	}
	view, err := h.policies.Publish(c.Request.Context(), web.Actor(c), c.Param("version"), in)
	h.shown.Invalidate()
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Cancel calls off a version that has not taken effect.
//
//	@Summary		Call off a planned version of the privacy policy
//	@Description	Until it takes effect. It stays in the history as cancelled, and its announcement goes.
//	@Tags			policy drafts
//	@ID				cancelPolicy
//	@Param			version	path		integer					true	"The number of the version"	Minimum(1)	Example(3)
//	@Success		200		{object}	models.StaffPolicyView	"The version"
//	@Failure		409		"It is not waiting to take effect"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/privacy-policy/versions/{version}/cancel [post]
func (h *PolicyDrafts) Cancel(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.policies.Cancel(c.Request.Context(), web.Actor(c), c.Param("version"))
	h.shown.Invalidate()
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Acknowledgements lists how often a version was acknowledged.
//
//	@Summary	See how often a version was acknowledged
//	@Tags		policy drafts
//	@ID			listAcknowledgements
//	@Param		version	path		integer											true	"The number of the version"	Minimum(1)	Example(2)
//	@Success	200		{object}	models.Page[models.AcknowledgementCountView]	"The days on which it was, latest first"
//	@Security	staff
//	@x-roles	["editor", "analyst", "privacy"]
//	@Router		/api/v1/staff/privacy-policy/versions/{version}/acknowledgements [get]
func (h *PolicyDrafts) Acknowledgements(c *gin.Context) error {
	p, err := h.counts.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.policies.Acknowledgements(c.Request.Context(), c.Param("version"), string(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.counts, p, items, more, func(v models.AcknowledgementCountView) []byte {
		return []byte(v.Day)
	})
	if err != nil {
		return err
	}
	return web.OK(c, view)
}
