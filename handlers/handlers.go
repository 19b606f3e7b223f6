package handlers

import (
	"io/fs"
	"time"

	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/services"
	"amanat/services/cursor"
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

	Sessions      *Sessions
	SignOn        *SignOn
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
	docs := newDocuments(env.Clock)
	texts := texts{env.Catalog}
	return &Handlers{
		Complaints: newComplaints(env.Services.Complaints, docs, env.Cursors, texts),
		Feedback:   newFeedback(env.Services.Feedback, texts),
		Forms:      newForms(env.Services, docs, texts),
		MyCase:     newMyCase(env.Services.MyCase, texts),
		Receipts:   newReceipts(env.Services.Receipts, docs),
		Health:     &Health{readiness: env.Services.Readiness},
		Docs:       &Docs{documents: docs, openAPI: env.OpenAPI, page: env.Page},

		Sessions:      newSessions(env.Services.Sessions),
		SignOn:        newSignOn(env.Services.SignOn),
		Accounts:      newAccounts(env.Services.Accounts, env.Cursors),
		Casework:      newCasework(env.Services.Casework, env.Cursors, texts),
		CannedReplies: newCannedReplies(env.Services.CannedReplies, env.Cursors),
		Holidays:      newHolidays(env.Services.Holidays),
		Ledger:        newLedger(env.Services.Ledger, docs, env.Cursors, texts),
	}
}

// NotFound answers every address that is none.
func NotFound(*gin.Context) error { return fault.New(fault.NotFound, "not_found") }
