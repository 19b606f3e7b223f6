package handlers

import (
	"io/fs"
	"time"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/locale"
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
	docs, shown := newDocuments(env.Clock, forAMinute), newDocuments(env.Clock, live)
	surveys, figures := newDocuments(env.Clock, live), newDocuments(env.Clock, forOne)
	texts := newTexts(env.Catalog)
	return &Handlers{
		Complaints: newComplaints(env.Services.Complaints, docs, env.Cursors, texts),
		Feedback:   newFeedback(env.Services.Feedback, texts),
		Forms:      newForms(env.Services, docs, texts),
		MyCase:     newMyCase(env.Services.MyCase, texts),
		Receipts:   newReceipts(env.Services.Receipts, docs),
		Health:     &Health{readiness: env.Services.Readiness},
		Docs:       &Docs{documents: docs, openAPI: env.OpenAPI, page: env.Page},

		Policies:      newPolicies(env.Services.Policies, shown, env.Cursors, texts),
		Announcements: newAnnouncements(env.Services.Announcements, shown, env.Cursors, texts),
		Links:         newLinks(env.Services.Links, shown, env.Cursors, texts),
		Consents:      newConsents(env.Services.Consents, docs, env.Cursors, texts),
		Surveys:       newSurveys(env.Services.Surveys, surveys, env.Cursors, texts),

		Sessions:      newSessions(env.Services.Sessions),
		SignOn:        newSignOn(env.Services.SignOn),
		PolicyDrafts:  newPolicyDrafts(env.Services.Policies, shown, env.Cursors),
		SurveyDrafts:  newSurveyDrafts(env.Services.Surveys, surveys, figures, env.Cursors, texts),
		SurveyResults: newSurveyResults(env.Services.Surveys, figures, env.Cursors, texts),
		Accounts:      newAccounts(env.Services.Accounts, env.Cursors),
		Casework:      newCasework(env.Services.Casework, env.Cursors, texts),
		CannedReplies: newCannedReplies(env.Services.CannedReplies, env.Cursors),
		Holidays:      newHolidays(env.Services.Holidays),
		Ledger:        newLedger(env.Services.Ledger, docs, env.Cursors, texts),
	}
}

// NotFound answers every address that is none.
func NotFound(*gin.Context) error { return fault.New(fault.NotFound, "not_found") }
