package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/cases"
)

// MyCase serves the holder of a receipt code.
type MyCase struct {
	cases     *cases.MyCase
	localizer web.Localizer
	message   web.Binder[models.MessageForm]
	person    web.Binder[models.PersonForm]
	export    web.Binder[models.ExportForm]
	answerForms
}

func newMyCase(s *cases.MyCase, l web.Localizer) *MyCase {
	return &MyCase{
		cases: s, localizer: l, message: web.NewBinder[models.MessageForm](),
		person: web.NewBinder[models.PersonForm](), export: web.NewBinder[models.ExportForm](),
		answerForms: newAnswerForms(),
	}
}

// Get shows the case.
//
//	@Summary		See my case
//	@Description	State, timeline and messages. Never the name, the contact or the first text: a stolen code must not reveal them.
//	@Tags			my case
//	@ID				getMyCase
//	@Success		200	{object}	models.CaseView	"The case"
//	@Security		receipt
//	@Router			/api/v1/my/case [get]
func (h *MyCase) Get(c *gin.Context) error {
	view, err := h.cases.Get(c.Request.Context(), web.ReceiptCode(c))
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, view))
}

// Write adds a message.
//
//	@Summary		Write to the organisation
//	@Description	Adds a message to the case. Numbers of ids, cards and accounts are masked and reported under `notices`.
//	@Tags			my case
//	@ID				createMyMessage
//	@Param			body	body		models.MessageForm	true	"The message"
//	@Success		201		{object}	models.MessageView	"The message as it is kept"
//	@Failure		409		"The case has ended, or it holds too many messages"
//	@Security		receipt
//	@Router			/api/v1/my/case/messages [post]
func (h *MyCase) Write(c *gin.Context) error {
	in, err := h.message.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.cases.Write(c.Request.Context(), web.ReceiptCode(c), in)
	if err != nil {
		return err
	}
	view.Notices = h.localizer.Notices(h.localizer.Language(c), view.Notices)
	return web.Created(c, view, replayed)
}

// Withdraw ends a complaint.
//
//	@Summary		Withdraw my complaint
//	@Description	Possible until the complaint is answered. It stays readable with the receipt code until it is erased.
//	@Tags			my case
//	@ID				withdrawMyCase
//	@Success		200	{object}	models.CaseView	"The case, withdrawn"
//	@Failure		409	"The state of the case does not allow it; feedback cannot be withdrawn, only erased"
//	@Security		receipt
//	@Router			/api/v1/my/case/withdraw [post]
func (h *MyCase) Withdraw(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.cases.Withdraw(c.Request.Context(), web.ReceiptCode(c))
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, view))
}

// Export answers everything that is kept.
//
//	@Summary		Get everything that is kept about me
//	@Description	The last name under which the case was filed is the second factor. Half-spaces, accents and letter variants in it do not matter.
//	@Tags			my case
//	@ID				exportMyCase
//	@Param			body	body		models.ExportForm	true	"The second factor"
//	@Success		200		{object}	models.CaseExport	"Everything that is kept"
//	@Failure		403		"The last name does not match"
//	@Security		receipt
//	@Router			/api/v1/my/case/export [post]
func (h *MyCase) Export(c *gin.Context) error {
	in, err := h.export.Bind(c)
	if err != nil {
		return err
	}
	export, err := h.cases.Export(c.Request.Context(), web.ReceiptCode(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, h.localisedExport(c, export))
}

// Rectify changes names and contact.
//
//	@Summary		Rectify my names and contact
//	@Description	What is left out stays; an empty e-mail or phone is removed. Exports go on asking for the last name under which the case was filed, unless `current_last_name` is named along with the new one: who only found the code cannot choose the second factor.
//	@Tags			my case
//	@ID				rectifyMyPerson
//	@Param			body	body		models.PersonForm		true	"What is to be changed"
//	@Success		200		{object}	models.RectifiedView	"Which fields are kept now"
//	@Failure		403		"The current last name does not match"
//	@Security		receipt
//	@Router			/api/v1/my/case/person [patch]
func (h *MyCase) Rectify(c *gin.Context) error {
	in, err := h.person.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.cases.Rectify(c.Request.Context(), web.ReceiptCode(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Erase removes the case.
//
//	@Summary		Erase my case
//	@Description	Deletes the case and the key that could open what was written. Only a number in a monthly count remains; the code is unknown afterwards.
//	@Tags			my case
//	@ID				eraseMyCase
//	@Success		204	"The case is erased"
//	@Security		receipt
//	@Router			/api/v1/my/case [delete]
func (h *MyCase) Erase(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.cases.Erase(c.Request.Context(), web.ReceiptCode(c)); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (h *MyCase) localised(c *gin.Context, view models.CaseView) models.CaseView {
	language := h.localizer.Language(c)
	for i := range view.Timeline {
		addRemedy(h.localizer, language, &view.Timeline[i])
	}
	return view
}

func (h *MyCase) localisedExport(c *gin.Context, export models.CaseExport) models.CaseExport {
	language := h.localizer.Language(c)
	export.Retention = privacy.Retention(export.Retention).Text(language)
	for i := range export.Timeline {
		addRemedy(h.localizer, language, &export.Timeline[i])
	}
	return export
}

// addRemedy says of a rejection where else to turn, when whoever rejected did not.
func addRemedy(l web.Localizer, language string, entry *models.TimelineEntry) {
	if entry.Event == string(models.StateRejected) && entry.WhereToTurn == "" {
		entry.WhereToTurn = l.Text(language, "where_to_turn")
	}
}
