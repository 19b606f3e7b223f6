package api

import (
	"net/http"
	"slices"

	"amanat/handlers"
	"amanat/handlers/web"
	"amanat/models"
)

// access says who may call a route. Whatever a route does not grant is denied.
type access struct {
	// credential is what has to be shown.
	credential credential
	// roles are those of staff that may call.
	roles []models.Role
	// settling routes are open to staff who still have to choose a password or enrol a second factor.
	settling bool
}

type credential string

const (
	none credential = "none"
	// receiptCode is shown to the service, which checks it.
	receiptCode credential = "receipt"
	// session is checked, with its role, before the handler runs.
	session credential = "staff"
)

// staff grants a route to roles.
func staff(roles ...models.Role) access { return access{credential: session, roles: roles} }

// pace says how often one caller may call, all routes of the pace together.
type pace string

const (
	unlimited pace = "unlimited"
	reading   pace = "reading"
	// browsing is reading that asks the database every time.
	browsing pace = "browsing"
	// choosing is what every page of a portal asks about cookies: it must not use up what people need for their rights.
	choosing pace = "choosing"
	writing  pace = "writing"
	holding  pace = "holding"
	// opening is holding where a second factor could be guessed: there each receipt code has few tries.
	opening pace = "opening"
	// signing is where passwords could be guessed.
	signing pace = "signing"
	// sending is for uploads, which may take long on a slow line.
	sending pace = "sending"
	// working is what signed-in staff do; lasting is what may take long.
	working pace = "working"
	lasting pace = "lasting"
)

// The limits are generous where many people share one address, as behind a mobile carrier or in one office.
const (
	readsPerMinute   = 1200
	choosesPerMinute = 1200
	writesPerMinute  = 300
	holdsPerMinute   = 600
	opensPerHour     = 20
	signsPerMinute   = 60
	sendsPerMinute   = 60
	worksPerMinute   = 3000
)

type route struct {
	method string
	path   string
	access access
	pace   pace
	handle web.Func
}

const v1 = "/api/v1"

// routes is every route of the API.
func routes(h *handlers.Handlers) []route {
	return slices.Concat(
		publicRoutes(h), policyRoutes(h), surveyRoutes(h), staffRoutes(h), caseRoutes(h), editorRoutes(h),
		staffSurveyRoutes(h),
	)
}

func publicRoutes(h *handlers.Handlers) []route {
	anybody, holder := access{credential: none}, access{credential: receiptCode}
	return []route{
		{http.MethodPost, v1 + "/feedback", anybody, writing, h.Feedback.Create},
		{http.MethodPost, v1 + "/complaints", anybody, writing, h.Complaints.Create},
		{http.MethodGet, v1 + "/complaint-categories", anybody, reading, h.Complaints.Categories},

		{http.MethodGet, v1 + "/forms/:form", anybody, reading, h.Forms.Describe},
		{http.MethodPost, v1 + "/forms/:form/check", anybody, writing, h.Forms.Check},

		{http.MethodGet, v1 + "/receipts/keys", anybody, reading, h.Receipts.Keys},
		{http.MethodPost, v1 + "/receipts/verify", anybody, reading, h.Receipts.Verify},

		{http.MethodGet, v1 + "/my/case", holder, holding, h.MyCase.Get},
		{http.MethodDelete, v1 + "/my/case", holder, holding, h.MyCase.Erase},
		{http.MethodPost, v1 + "/my/case/messages", holder, writing, h.MyCase.Write},
		{http.MethodPost, v1 + "/my/case/attachments", holder, sending, h.MyCase.Attach},
		{http.MethodGet, v1 + "/my/case/attachments/:id", holder, holding, h.MyCase.Attachment},
		{http.MethodPost, v1 + "/my/case/withdraw", holder, holding, h.MyCase.Withdraw},
		{http.MethodPost, v1 + "/my/case/review", holder, writing, h.MyCase.Review},
		{http.MethodPost, v1 + "/my/case/rating", holder, writing, h.MyCase.Rate},
		{http.MethodPost, v1 + "/my/case/export", holder, opening, h.MyCase.Export},
		{http.MethodPatch, v1 + "/my/case/person", holder, opening, h.MyCase.Rectify},
		{http.MethodGet, v1 + "/my/case/accesses", holder, holding, h.MyCase.Accesses},

		{http.MethodGet, v1 + "/ledger/heads", anybody, reading, h.Ledger.Heads},

		{http.MethodGet, "/healthz", anybody, unlimited, h.Health.Live},
		{http.MethodGet, "/readyz", anybody, unlimited, h.Health.Ready},
		{http.MethodGet, "/openapi.json", anybody, reading, h.Docs.OpenAPI},
	}
}

// policyRoutes are what people are told about their data, and what they decide.
func policyRoutes(h *handlers.Handlers) []route {
	const version = v1 + "/privacy-policy/versions/:version"
	anybody := access{credential: none}
	return []route{
		{http.MethodGet, v1 + "/privacy-policy", anybody, reading, h.Policies.Get},
		{http.MethodGet, v1 + "/privacy-policy/versions", anybody, browsing, h.Policies.List},
		{http.MethodGet, version, anybody, browsing, h.Policies.Version},
		{http.MethodGet, version + "/canonical", anybody, browsing, h.Policies.Canonical},
		{http.MethodPost, version + "/acknowledgements", anybody, writing, h.Policies.Acknowledge},
		{http.MethodGet, v1 + "/privacy-policy/diff", anybody, browsing, h.Policies.Diff},
		{http.MethodGet, v1 + "/privacy-policy/changes.atom", anybody, browsing, h.Policies.Feed},
		{http.MethodGet, v1 + "/announcements", anybody, reading, h.Announcements.Active},
		{http.MethodGet, v1 + "/links", anybody, browsing, h.Links.Public},
		{http.MethodGet, v1 + "/links/:id", anybody, browsing, h.Links.Show},

		{http.MethodGet, v1 + "/cookies", anybody, reading, h.Consents.Cookies},
		{http.MethodGet, v1 + "/cookies/preferences", anybody, choosing, h.Consents.Preferences},
		{http.MethodPut, v1 + "/cookies/preferences", anybody, choosing, h.Consents.Save},
		{http.MethodDelete, v1 + "/cookies/preferences", anybody, choosing, h.Consents.Withdraw},
		{http.MethodGet, v1 + "/cookies/memory", anybody, choosing, h.Consents.Memory},
		{http.MethodPut, v1 + "/cookies/memory", anybody, choosing, h.Consents.Remember},
		{http.MethodDelete, v1 + "/cookies/memory", anybody, choosing, h.Consents.Forget},
		{http.MethodGet, v1 + "/consents/:id/receipt", anybody, choosing, h.Consents.Receipt},
		{http.MethodGet, "/.well-known/gpc.json", anybody, reading, h.Consents.GPC},
	}
}

func staffRoutes(h *handlers.Handlers) []route {
	const at, admin, privacy = v1 + "/staff", models.RoleAdmin, models.RolePrivacy
	anybody := access{credential: none}
	oneself := access{credential: session, roles: models.Roles(), settling: true}
	return []route{
		{http.MethodPost, at + "/sessions", anybody, signing, h.Sessions.Create},
		{http.MethodPost, at + "/sign-on", anybody, signing, h.SignOn.Begin},
		{http.MethodPost, at + "/sign-on/sessions", anybody, signing, h.SignOn.Finish},
		{http.MethodDelete, at + "/sessions/current", oneself, working, h.Sessions.Delete},
		{http.MethodGet, at + "/me", oneself, working, h.Sessions.Me},
		{http.MethodPut, at + "/me/password", oneself, signing, h.Sessions.ChangePassword},
		{http.MethodPost, at + "/me/second-factor", oneself, signing, h.Sessions.Enrol},
		{http.MethodPost, at + "/me/second-factor/confirmation", oneself, signing, h.Sessions.Confirm},
		{http.MethodPost, at + "/me/recovery-codes", oneself, signing, h.Sessions.RenewRecoveryCodes},

		{http.MethodGet, at + "/accounts", staff(admin), working, h.Accounts.List},
		{http.MethodPost, at + "/accounts", staff(admin), working, h.Accounts.Create},
		{http.MethodGet, at + "/accounts/:id", staff(admin), working, h.Accounts.Get},
		{http.MethodPatch, at + "/accounts/:id", staff(admin), working, h.Accounts.Change},
		{http.MethodPost, at + "/accounts/:id/reset", staff(admin), working, h.Accounts.Reset},

		{http.MethodGet, at + "/ledger", staff(privacy), working, h.Ledger.List},
		{http.MethodGet, at + "/ledger/verify", staff(privacy), lasting, h.Ledger.Verify},
	}
}

// caseRoutes are for those who handle cases.
func caseRoutes(h *handlers.Handlers) []route {
	const at = v1 + "/staff"
	const admin, officer, lead = models.RoleAdmin, models.RoleOfficer, models.RoleLead
	const analyst, privacy = models.RoleAnalyst, models.RolePrivacy
	handling, looking := staff(officer, lead), staff(officer, lead, privacy)
	return []route{
		{http.MethodGet, at + "/cases", looking, working, h.Casework.List},
		{http.MethodGet, at + "/cases/:reference", looking, working, h.Casework.Get},
		{http.MethodPost, at + "/cases/:reference/identity", looking, working, h.Casework.Identity},
		{http.MethodPost, at + "/cases/:reference/transitions", handling, working, h.Casework.Transition},
		{http.MethodPost, at + "/cases/:reference/assign", handling, working, h.Casework.Assign},
		{http.MethodPost, at + "/cases/:reference/replies", handling, working, h.Casework.Reply},
		{http.MethodPost, at + "/cases/:reference/notes", handling, working, h.Casework.Note},
		{http.MethodPost, at + "/cases/:reference/extensions", handling, working, h.Casework.Extend},
		{http.MethodPost, at + "/cases/:reference/attachments", handling, sending, h.Casework.Attach},
		{http.MethodGet, at + "/cases/:reference/attachments/:id", looking, working, h.Casework.Attachment},
		{http.MethodGet, at + "/cases/exports", staff(lead, privacy), lasting, h.Casework.Export},
		{http.MethodGet, at + "/case-handlers", looking, working, h.Accounts.Handlers},
		{http.MethodGet, at + "/case-counts", staff(officer, lead, analyst, privacy), working, h.Casework.Counts},
		{http.MethodGet, at + "/satisfaction", staff(lead, analyst), working, h.Casework.Satisfaction},

		{http.MethodGet, at + "/canned-replies", handling, working, h.CannedReplies.List},
		{http.MethodPost, at + "/canned-replies", staff(lead), working, h.CannedReplies.Create},
		{http.MethodPut, at + "/canned-replies/:id", staff(lead), working, h.CannedReplies.Change},
		{http.MethodDelete, at + "/canned-replies/:id", staff(lead), working, h.CannedReplies.Delete},

		{http.MethodGet, at + "/holidays", staff(admin, officer, lead, privacy), working, h.Holidays.List},
		{http.MethodPut, at + "/holidays/:date", staff(admin, lead), lasting, h.Holidays.Set},
		{http.MethodDelete, at + "/holidays/:date", staff(admin, lead), lasting, h.Holidays.Remove},
	}
}

// editorRoutes are for those who write what is published.
func editorRoutes(h *handlers.Handlers) []route {
	const at, policy = v1 + "/staff", v1 + "/staff/privacy-policy/versions"
	const version, editor = policy + "/:version", models.RoleEditor
	reviewing := staff(editor, models.RolePrivacy)
	counting := staff(editor, models.RoleAnalyst, models.RolePrivacy)
	return []route{
		{http.MethodGet, policy, reviewing, working, h.PolicyDrafts.List},
		{http.MethodPost, policy, staff(editor), working, h.PolicyDrafts.Create},
		{http.MethodGet, version, reviewing, working, h.PolicyDrafts.Get},
		{http.MethodPatch, version, staff(editor), working, h.PolicyDrafts.Change},
		{http.MethodDelete, version, staff(editor), working, h.PolicyDrafts.Delete},
		{http.MethodPost, version + "/publish", staff(editor), working, h.PolicyDrafts.Publish},
		{http.MethodPost, version + "/cancel", staff(editor), working, h.PolicyDrafts.Cancel},
		{http.MethodGet, version + "/acknowledgements", counting, working, h.PolicyDrafts.Acknowledgements},

		{http.MethodGet, at + "/announcements", staff(editor), working, h.Announcements.List},
		{http.MethodPost, at + "/announcements", staff(editor), working, h.Announcements.Create},
		{http.MethodGet, at + "/announcements/:id", staff(editor), working, h.Announcements.Get},
		{http.MethodPatch, at + "/announcements/:id", staff(editor), working, h.Announcements.Change},
		{http.MethodDelete, at + "/announcements/:id", staff(editor), working, h.Announcements.Delete},

		{http.MethodGet, at + "/links", staff(editor), working, h.Links.List},
		{http.MethodPost, at + "/links", staff(editor), working, h.Links.Create},
		{http.MethodPost, at + "/links/check", staff(editor), lasting, h.Links.CheckAll},
		{http.MethodGet, at + "/links/:id", staff(editor), working, h.Links.Get},
		{http.MethodPatch, at + "/links/:id", staff(editor), working, h.Links.Change},
		{http.MethodDelete, at + "/links/:id", staff(editor), working, h.Links.Delete},
		{http.MethodPost, at + "/links/:id/check", staff(editor), lasting, h.Links.Check},
	}
}
