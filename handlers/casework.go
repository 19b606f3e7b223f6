package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases"
	"amanat/services/kernel"
)

// Casework serves what staff do with cases.
type Casework struct {
	casework   *cases.Casework
	localizer  web.Localizer
	list       web.List[models.CaseFilter]
	export     web.Query[models.CaseExportFilter]
	transition web.Binder[models.TransitionForm]
	assign     web.Binder[models.AssignForm]
	extension  web.Binder[models.ExtensionForm]
	identity   web.Binder[models.IdentityForm]
	reply      web.Binder[models.ReplyForm]
	note       web.Binder[models.NoteForm]
}

func newCasework(s *cases.Casework, cursors *cursor.Codec, l web.Localizer) *Casework {
	return &Casework{
		casework: s, localizer: l, list: web.NewList[models.CaseFilter](cursors, "staff-cases"),
		export: web.NewQuery[models.CaseExportFilter](), transition: web.NewBinder[models.TransitionForm](),
		assign: web.NewBinder[models.AssignForm](), extension: web.NewBinder[models.ExtensionForm](),
		identity: web.NewBinder[models.IdentityForm](), reply: web.NewBinder[models.ReplyForm](),
		note: web.NewBinder[models.NoteForm](),
	}
}

// List lists cases.
//
//	@Summary		List cases
//	@Description	Newest first. What can be said of a case without opening anything: never what was written, nor by whom.
//	@Tags			cases
//	@ID				listCases
//	@Param			kind		query		string								false	"Complaints or feedback"			Enums(complaint, feedback)
//	@Param			state		query		string								false	"The state"	MaxLength(40)
//	@Param			category	query		string								false	"The code of a category"	MaxLength(40)
//	@Param			overdue		query		string								false	"Whether the running deadline has passed"	Enums(true, false)
//	@Param			assignee	query		string								false	"`me`, `none` or the id of an account"
//	@Param			from		query		string								false	"The first day of receipt"	Format(date)
//	@Param			to			query		string								false	"The last day of receipt"	Format(date)
//	@Success		200			{object}	models.Page[models.StaffCaseItem]	"The cases"
//	@Security		staff
//	@x-roles		["officer", "lead", "privacy"]
//	@Router			/api/v1/staff/cases [get]
func (h *Casework) List(c *gin.Context) error {
	in, p, err := h.list.Bind(c)
	if err != nil {
		return err
	}
	items, last, more, err := h.casework.List(c.Request.Context(), web.Actor(c), in, casePosition(p), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(models.StaffCaseItem) []byte {
		return cursor.Moment(last.ReceivedAt, last.ID)
	})
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

func casePosition(p web.PageRequest) *cases.Position {
	receivedAt, id, ok := cursor.ReadMoment(p.After)
	if !ok {
		return nil
	}
	return &cases.Position{ReceivedAt: receivedAt, ID: id}
}

// Get shows a case.
//
//	@Summary		See a case
//	@Description	What was written, messages, notes, attachments, timeline and clocks. Never the names or the contact: those are asked for with a purpose. That the case was read is in the ledger.
//	@Tags			cases
//	@ID				getCase
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Success		200			{object}	models.StaffCaseView	"The case"
//	@Security		staff
//	@x-roles		["officer", "lead", "privacy"]
//	@Router			/api/v1/staff/cases/{reference} [get]
func (h *Casework) Get(c *gin.Context) error {
	view, err := h.casework.Get(c.Request.Context(), web.Actor(c), c.Param("reference"))
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, view))
}

func (h *Casework) localised(c *gin.Context, view models.StaffCaseView) models.StaffCaseView {
	language := h.localizer.Language(c)
	for i := range view.Timeline {
		addRemedy(h.localizer, language, &view.Timeline[i].TimelineEntry)
	}
	return view
}

// Transition takes a case to another state.
//
//	@Summary		Take a case to another state
//	@Description	`allowed` of the case names the possible states. A rejection needs a `reason`, which the person reads together with `where_to_turn`; a duplicate names the case that it repeats in `duplicate_of`; taking up again what was answered needs a `reason`, and what has ended a lead as well. Otherwise `reason` is for staff and `public_note` for the person. Whoever takes up a case that is nobody's has it from then on. Nobody is referred to another organisation without their consent.
//	@Tags			cases
//	@ID				transitionCase
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.TransitionForm	true	"The new state"
//	@Success		200			{object}	models.StaffCaseItem	"The case as it is now"
//	@Failure		403			"The case is somebody else's"
//	@Failure		409			"The state does not allow it; `allowed` names the states that are possible"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/transitions [post]
func (h *Casework) Transition(c *gin.Context) error {
	return act(c, h.transition, h.casework.Transition)
}

// Assign gives a case to somebody.
//
//	@Summary		Assign a case
//	@Description	To `me`, or to the id of an account. Officers may only take for themselves what is nobody's. A review goes to somebody who has not decided before.
//	@Tags			cases
//	@ID				assignCase
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.AssignForm		true	"Who is to handle it"
//	@Success		200			{object}	models.StaffCaseItem	"The case as it is now"
//	@Failure		403			"It is for a lead to do this"
//	@Failure		409			"The case has ended, or the review needs somebody else"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/assign [post]
func (h *Casework) Assign(c *gin.Context) error { return act(c, h.assign, h.casework.Assign) }

// Extend gives the running clock more time.
//
//	@Summary		Extend the time for an answer
//	@Description	Once, by at most ten working days, for a reason that the person reads.
//	@Tags			cases
//	@ID				extendCase
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.ExtensionForm	true	"How long, and why"
//	@Success		200			{object}	models.StaffCaseItem	"The case as it is now"
//	@Failure		403			"The case is somebody else's"
//	@Failure		409			"It was extended before, or no answer is owed"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/extensions [post]
func (h *Casework) Extend(c *gin.Context) error { return act(c, h.extension, h.casework.Extend) }

// Identity shows who wrote.
//
//	@Summary		Ask who wrote
//	@Description	Names and contact, for a purpose that they were given for. For those to whom the case is assigned, and for the role `privacy`. It is entered in the ledger, and the person sees the role, the time, the purpose and the reason.
//	@Tags			cases
//	@ID				readIdentity
//	@Param			reference	path		string				true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.IdentityForm	true	"What for, and why"
//	@Success		200			{object}	models.IdentityView	"Who wrote"
//	@Failure		403			"The case is not assigned to the caller"
//	@Security		staff
//	@x-roles		["officer", "lead", "privacy"]
//	@Router			/api/v1/staff/cases/{reference}/identity [post]
func (h *Casework) Identity(c *gin.Context) error { return act(c, h.identity, h.casework.Identity) }

// act binds a form, has it done to the case of the path, and answers what came of it.
func act[F, V any](
	c *gin.Context, form web.Binder[F],
	do func(context.Context, models.Actor, string, kernel.Input[F]) (V, error),
) error {
	in, err := form.Bind(c)
	if err != nil {
		return err
	}
	view, err := do(c.Request.Context(), web.Actor(c), c.Param("reference"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// add is act for what is made anew, once however often it is asked for with the same key.
func add[F, V any](
	c *gin.Context, form web.Binder[F],
	do func(context.Context, models.Actor, string, kernel.Input[F]) (V, bool, error),
) error {
	in, err := form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := do(c.Request.Context(), web.Actor(c), c.Param("reference"), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}
