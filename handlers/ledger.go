package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/ledger"
)

// Ledger serves the ledger of what was done.
type Ledger struct {
	ledger    *ledger.Ledger
	documents *web.Documents
	localizer web.Localizer
	entries   web.List[models.LedgerFilter]
	heads     web.List[struct{}]
}

func newLedger(s *ledger.Ledger, d *web.Documents, cursors *cursor.Codec, l web.Localizer) *Ledger {
	return &Ledger{
		ledger: s, documents: d, localizer: l,
		entries: web.NewList[models.LedgerFilter](cursors, "ledger"),
		heads:   web.NewList[struct{}](cursors, "ledger-heads"),
	}
}

// List shows the ledger.
//
//	@Summary		See the ledger
//	@Description	Newest first: every access to personal data, every change of a state, every sign-in, and every change of accounts, settings and keys. Each entry is linked to the one before it by a hash: SHA-256 over the canonical JSON (RFC 8785) of action, actor, actor_role, at, detail, previous_hash, sequence and subject.
//	@Tags			ledger
//	@ID				listLedger
//	@Param			action	query		string								false	"The action"
//	@Param			subject	query		string								false	"A reference, or the id of an account"
//	@Param			actor	query		string								false	"The id of an account"	Format(uuid)
//	@Param			role	query		string								false	"The role"				Enums(admin, officer, lead, editor, analyst, privacy, person, anybody, system, operator)
//	@Param			from	query		string								false	"The first day"			Format(date)
//	@Param			to		query		string								false	"The last day"			Format(date)
//	@Success		200		{object}	models.Page[models.LedgerEntryView]	"The entries"
//	@Security		staff
//	@x-roles		["privacy"]
//	@Router			/api/v1/staff/ledger [get]
func (h *Ledger) List(c *gin.Context) error {
	in, p, err := h.entries.Bind(c)
	if err != nil {
		return err
	}
	before, _ := cursor.ReadNumber(p.After)
	items, more, err := h.ledger.List(c.Request.Context(), in, before, p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.entries, p, items, more, func(e models.LedgerEntryView) []byte {
		return cursor.Number(e.Sequence)
	})
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Verify says whether the ledger is whole.
//
//	@Summary		Verify the ledger
//	@Description	Reads all of it. Whatever was altered, deleted, reordered or cut off is named. What was rewritten together with its heads shows against heads that were kept elsewhere: `amanat verify ledger --heads`.
//	@Tags			ledger
//	@ID				verifyLedger
//	@Success		200	{object}	models.LedgerReportView	"Whether it holds, and what was found"
//	@Security		staff
//	@x-roles		["privacy"]
//	@Router			/api/v1/staff/ledger/verify [get]
func (h *Ledger) Verify(c *gin.Context) error {
	report, err := h.ledger.Verify(c.Request.Context(), nil)
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, report))
}

// localised says in words what was found.
func (h *Ledger) localised(c *gin.Context, report models.LedgerReportView) models.LedgerReportView {
	language := h.localizer.Language(c)
	for i, finding := range report.Findings {
		report.Findings[i].Detail = h.localizer.Text(language, "finding_"+finding.Kind)
	}
	return report
}

// Heads lists the signed heads of the ledger.
//
//	@Summary		Get the heads of the ledger
//	@Description	Newest first: signed statements of where the ledger stood, every minute in which something happened and every thousand entries. They name nobody. Whoever keeps them can show a history that is rewritten later.
//	@Tags			ledger
//	@ID				listLedgerHeads
//	@Success		200	{object}	models.Page[models.LedgerHeadView]	"The heads"
//	@Response		304
//	@Router			/api/v1/ledger/heads [get]
func (h *Ledger) Heads(c *gin.Context) error {
	p, err := h.heads.BindPage(c)
	if err != nil {
		return err
	}
	before, _ := cursor.ReadNumber(p.After)
	items, more, err := h.ledger.Heads(c.Request.Context(), before, p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.heads, p, items, more, func(head models.LedgerHeadView) []byte {
		return cursor.Number(head.Number)
	})
	if err != nil {
		return err
	}
	return h.documents.ServeUncached(c, view)
}
