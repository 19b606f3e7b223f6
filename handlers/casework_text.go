package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/services/cases"
	"amanat/services/cases/attachment"
)

// Reply writes to the person.
//
//	@Summary		Reply to the person
//	@Description	They read it with their receipt code. Possible until the case has ended.
//	@Tags			cases
//	@ID				replyToCase
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.ReplyForm		true	"The message"
//	@Success		201			{object}	models.StaffMessageView	"The message as it is kept"
//	@Failure		403			"The case is somebody else's"
//	@Failure		409			"The case has ended, or it holds too many messages"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/replies [post]
func (h *Casework) Reply(c *gin.Context) error { return add(c, h.reply, h.casework.Reply) }

// Note adds what only staff are to know.
//
//	@Summary		Add an internal note
//	@Description	Only staff see it. It is sealed, and erased, with the case.
//	@Tags			cases
//	@ID				addCaseNote
//	@Param			reference	path		string			true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			body		body		models.NoteForm	true	"The note"
//	@Success		201			{object}	models.NoteView	"The note as it is kept"
//	@Failure		403			"The case is somebody else's"
//	@Failure		409			"The case holds too many notes"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/notes [post]
func (h *Casework) Note(c *gin.Context) error { return add(c, h.note, h.casework.Note) }

// Attach adds a file of the organisation.
//
//	@Summary		Attach a file to a case
//	@Description	A JPEG, PNG or WebP image or a PDF document of at most 5 MiB, told by its content. Images are decoded and encoded anew: nothing but the picture remains. A case holds five files, of both sides together.
//	@Tags			cases
//	@ID				attachToCase
//	@Accept			mpfd
//	@Param			reference	path		string					true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			file		formData	file					true	"The file"
//	@Success		201			{object}	models.AttachmentView	"The file as it is kept"
//	@Failure		403			"The case is somebody else's"
//	@Failure		409			"The case has ended, or it holds too many files"
//	@Security		staff
//	@x-roles		["officer", "lead"]
//	@Router			/api/v1/staff/cases/{reference}/attachments [post]
func (h *Casework) Attach(c *gin.Context) error {
	upload, request, err := web.BindUpload(c, attachment.MostBytes)
	if err != nil {
		return err
	}
	view, replayed, err := h.casework.Attach(
		c.Request.Context(), web.Actor(c), c.Param("reference"), upload, request)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Attachment gives out a file of a case.
//
//	@Summary		Download a file of a case
//	@Description	That it was read is in the ledger.
//	@Tags			cases
//	@ID				getCaseAttachment
//	@Produce		image/jpeg,image/png,application/pdf
//	@Param			reference	path		string	true	"The case's reference"	Example(C-7F3K-9QX2)
//	@Param			id			path		string	true	"The file's id"	Format(uuid)
//	@Success		200			{file}		file	"The file"
//	@Security		staff
//	@x-roles		["officer", "lead", "privacy"]
//	@Router			/api/v1/staff/cases/{reference}/attachments/{id} [get]
func (h *Casework) Attachment(c *gin.Context) error {
	file, err := h.casework.Attachment(c.Request.Context(), web.Actor(c), c.Param("reference"), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Download(c, file)
}

// Counts counts the cases.
//
//	@Summary	Count the cases
//	@Tags		cases
//	@ID			countCases
//	@Success	200	{object}	models.CaseCountsView	"The cases by kind and state, those that are open, and those that are overdue"
//	@Security	staff
//	@x-roles	["officer", "lead", "analyst", "privacy"]
//	@Router		/api/v1/staff/case-counts [get]
func (h *Casework) Counts(c *gin.Context) error {
	view, err := h.casework.Counts(c.Request.Context())
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Satisfaction shows how satisfied people were.
//
//	@Summary		See how satisfied people were
//	@Description	By month and category. Where there were fewer than ten ratings only that there were some: behind a few, somebody could be recognised.
//	@Tags			cases
//	@ID				listSatisfaction
//	@Success		200	{object}	models.SatisfactionListView	"The figures"
//	@Security		staff
//	@x-roles		["lead", "analyst"]
//	@Router			/api/v1/staff/satisfaction [get]
func (h *Casework) Satisfaction(c *gin.Context) error {
	view, err := h.casework.Satisfaction(c.Request.Context())
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Export gives out a table of cases.
//
//	@Summary		Export cases as a table
//	@Description	As CSV or XLSX, oldest first, at most 50,000: what can be said of a case without opening anything. No cell is a formula. That it was made is in the ledger.
//	@Tags			cases
//	@ID				exportCases
//	@Produce		text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
//	@Param			format		query	string	true	"The kind of file"					Enums(csv, xlsx)
//	@Param			kind		query	string	false	"Complaints or feedback"			Enums(complaint, feedback)
//	@Param			state		query	string	false	"The state"	MaxLength(40)
//	@Param			category	query	string	false	"The code of a category"	MaxLength(40)
//	@Param			overdue		query	string	false	"Whether the running deadline has passed"	Enums(true, false)
//	@Param			assignee	query	string	false	"`me`, `none` or the id of an account"
//	@Param			from		query	string	false	"The first day of receipt"	Format(date)
//	@Param			to			query	string	false	"The last day of receipt"	Format(date)
//	@Success		200			{file}	file	"The table"
//	@Security		staff
//	@x-roles		["lead", "privacy"]
//	@Router			/api/v1/staff/cases/exports [get]
func (h *Casework) Export(c *gin.Context) error {
	in, err := h.export.Bind(c)
	if err != nil {
		return err
	}
	headings, rightToLeft := h.headings(c)
	file, err := h.casework.Export(c.Request.Context(), web.Actor(c), in, headings, rightToLeft)
	if err != nil {
		return err
	}
	return web.Download(c, file)
}

// headings are those of a table of cases, and whether it is read from right to left.
func (h *Casework) headings(c *gin.Context) (headings []string, rightToLeft bool) {
	language := h.localizer.Language(c)
	for _, column := range cases.ExportColumns() {
		headings = append(headings, h.localizer.Text(language, "column_"+column))
	}
	return headings, language == "fa"
}
