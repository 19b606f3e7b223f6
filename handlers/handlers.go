package handlers

import (
	"io/fs"
	"time"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/locale"
	"amanat/handlers/web"
	"amanat/services"
	"amanat/services/fault"
)

// Handlers are the handlers of every resource.
type Handlers struct {
	Complaints *Complaints
	Feedback   *Feedback
	Forms      *Forms
	MyCase     *MyCase
	Receipts   *Receipts
	Health     *Health
	Docs       *Docs

	Policies      *Policies
	Announcements *Announcements
	Links         *Links
	Consents      *Consents
	Surveys       *Surveys

	Sessions      *Sessions
	SignOn        *SignOn
	PolicyDrafts  *PolicyDrafts
	SurveyDrafts  *SurveyDrafts
	SurveyResults *SurveyResults
	Accounts      *Accounts
	Casework      *Casework
	CannedReplies *CannedReplies
	Holidays      *Holidays
	Ledger        *Ledger
}

// Environment is everything the handlers are given.
type Environment struct {
	Services *services.Services
	Catalog  *locale.Catalog
	Cursors  *cursor.Codec
	Clock    func() time.Time
	// OpenAPI is the API's description as it is served, and Page the page that shows it.
	OpenAPI []byte
	Page    fs.FS
}

// New wires the handlers.
func New(env Environment) *Handlers {
	docs, shown := web.NewDocuments(env.Clock, web.CacheMinute), web.NewDocuments(env.Clock, web.CacheRevalidate)
	surveys, figures := web.NewDocuments(env.Clock, web.CacheRevalidate), web.NewDocuments(env.Clock, web.CachePrivate)
	localizer := web.NewLocalizer(env.Catalog)
	return &Handlers{
		Complaints: newComplaints(env.Services.Complaints, docs, env.Cursors, localizer),
		Feedback:   newFeedback(env.Services.Feedback, localizer),
		Forms:      newForms(env.Services, docs, localizer),
		MyCase:     newMyCase(env.Services.MyCase, localizer),
		Receipts:   newReceipts(env.Services.Receipts, docs),
		Health:     &Health{readiness: env.Services.Readiness},
		Docs:       &Docs{documents: docs, openAPI: env.OpenAPI, page: env.Page},

		Policies:      newPolicies(env.Services.Policies, shown, env.Cursors, localizer),
		Announcements: newAnnouncements(env.Services.Announcements, shown, env.Cursors, localizer),
		Links:         newLinks(env.Services.Links, shown, env.Cursors, localizer),
		Consents:      newConsents(env.Services.Consents, docs, env.Cursors, localizer),
		Surveys:       newSurveys(env.Services.Surveys, surveys, env.Cursors, localizer),

		Sessions:      newSessions(env.Services.Sessions),
		SignOn:        newSignOn(env.Services.SignOn),
		PolicyDrafts:  newPolicyDrafts(env.Services.Policies, shown, env.Cursors),
		SurveyDrafts:  newSurveyDrafts(env.Services.Surveys, surveys, figures, env.Cursors, localizer),
		SurveyResults: newSurveyResults(env.Services.Surveys, figures, env.Cursors, localizer),
		Accounts:      newAccounts(env.Services.Accounts, env.Cursors),
		Casework:      newCasework(env.Services.Casework, env.Cursors, localizer),
		CannedReplies: newCannedReplies(env.Services.CannedReplies, env.Cursors),
		Holidays:      newHolidays(env.Services.Holidays),
		Ledger:        newLedger(env.Services.Ledger, docs, env.Cursors, localizer),
	}
}

// NotFound answers every address that is none.
func NotFound(*gin.Context) error { return fault.New(fault.NotFound, "not_found") }
