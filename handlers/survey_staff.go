package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/surveys"
)

// SurveyDrafts serves surveys to those who write them.
type SurveyDrafts struct {
	surveys   *surveys.Surveys
	shown     *web.Documents
	figures   *web.Documents
	localizer web.Localizer
	list      web.List[struct{}]
	form      web.Binder[models.SurveyForm]
	change    web.Binder[models.SurveyChangeForm]
	trial     web.Binder[models.SurveyTrialForm]
	override  web.Binder[models.SurveyOverrideForm]
	invite    web.Binder[models.InvitationsForm]
	showing   web.Binder[models.SurveyShowingForm]
}

// definitionLimit is the largest body of a survey, in bytes: its definition has every text in two languages.
const definitionLimit = 512 << 10

func newSurveyDrafts(
	s *surveys.Surveys, shown, figures *web.Documents, cursors *cursor.Codec, l web.Localizer,
) *SurveyDrafts {
	return &SurveyDrafts{
		surveys: s, shown: shown, figures: figures, localizer: l, list: web.NewList[struct{}](cursors, "staff-surveys"),
		form:     web.NewLongBinder[models.SurveyForm](definitionLimit),
		change:   web.NewLongBinder[models.SurveyChangeForm](definitionLimit),
		trial:    web.NewLongBinder[models.SurveyTrialForm](definitionLimit),
		override: web.NewBinder[models.SurveyOverrideForm](), invite: web.NewBinder[models.InvitationsForm](),
		showing: web.NewBinder[models.SurveyShowingForm](),
	}
}

// List lists all surveys.
//
//	@Summary	List all surveys, drafts too
//	@Tags		staff surveys
//	@ID			listAllSurveys
//	@Success	200	{object}	models.Page[models.StaffSurveyItem]	"The surveys, by their slugs"
//	@Security	staff
//	@x-roles	["editor", "analyst", "privacy"]
//	@Router		/api/v1/staff/surveys [get]
func (h *SurveyDrafts) List(c *gin.Context) error {
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.surveys.List(c.Request.Context(), h.localizer.Preferred(c), string(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(s models.StaffSurveyItem) []byte { return []byte(s.Slug) })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create begins a survey.
//
//	@Summary		Draft a survey
//	@Description	The definition is a strict subset of SurveyJS; everything else is refused with a pointer to it. `problems` says what the draft cannot be published with. What can be set beside the questions is fixed once the version is published, except for when it opens and closes.
//	@Description
//	@Description	The subset: `pages`, `panel`s up to eight deep, and the elements `text` (`inputType` text, number or date), `comment`, `radiogroup`, `dropdown`, `checkbox`, `tagbox`, `ranking`, `boolean`, `rating`, `matrix`, `multipletext` and `html` (sanitised); `choices` with `showOtherItem`, `showNoneItem` and `showSelectAllItem`; `isRequired`, `requiredIf`, `visibleIf` and `enableIf`; the validators `numeric`, `text`, `answercount`, `regex` (RE2) and `expression`. Expressions compare (`= != < <= > >=`, `empty`, `notempty`, `contains`, `notcontains`, `anyof`, `allof`, `noneof`), reckon (`+ - * / %`), join (`and`, `or`, `!`) and call `iif`, `today`, `sum` and `countInArray`. Texts are strings or `{"fa": …, "en": …}`; to be published, both have to be there. At most 64 KiB, 200 questions, and 200 choices each.
//	@Tags			staff surveys
//	@ID				draftSurvey
//	@Param			body	body		models.SurveyForm		true	"The survey"
//	@Success		201		{object}	models.StaffSurveyView	"The draft"
//	@Failure		409		"There is a survey with this slug"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys [post]
func (h *SurveyDrafts) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.surveys.Create(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.Created(c, h.localised(c, view), replayed)
}

// Validate tries a definition out.
//
//	@Summary		Try a definition out
//	@Description	Says everything that keeps it from being saved or published (422, with pointers into `/definition`), and stores nothing. What somebody let pass of a survey is not known here.
//	@Tags			staff surveys
//	@ID				validateSurvey
//	@Param			body	body		models.SurveyTrialForm	true	"The definition"
//	@Success		200		{object}	models.SurveyTrialView	"It could be published"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/validate [post]
func (h *SurveyDrafts) Validate(c *gin.Context) error {
	in, err := h.trial.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.surveys.Validate(in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Get shows a survey.
//
//	@Summary	See a survey, also a draft
//	@Tags		staff surveys
//	@ID			getStaffSurvey
//	@Param		slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Success	200		{object}	models.StaffSurveyView	"The survey: its newest version, and its history"
//	@Security	staff
//	@x-roles	["editor", "analyst", "privacy"]
//	@Router		/api/v1/staff/surveys/{slug} [get]
func (h *SurveyDrafts) Get(c *gin.Context) error {
	view, err := h.surveys.Get(c.Request.Context(), c.Param("slug"))
	return h.answer(c, view, err)
}

// answer answers a survey, which may have changed.
func (h *SurveyDrafts) answer(c *gin.Context, view models.StaffSurveyView, err error) error {
	if err != nil {
		return err
	}
	return web.OK(c, h.localised(c, view))
}

// localised says in words what keeps a draft from being published.
func (h *SurveyDrafts) localised(c *gin.Context, view models.StaffSurveyView) models.StaffSurveyView {
	language := h.localizer.Language(c)
	for i, problem := range view.Problems {
		view.Problems[i].Detail = h.localizer.Violation(language, problem.Code, problem.Limit)
	}
	return view
}

// Change changes a draft, or begins one.
//
//	@Summary		Change a survey
//	@Description	What is left out stays as it is. A draft is changed; of what is published, or closed, a draft of the next version begins. Only `opens_at` and `closes_at`, if nothing else is sent and there is no draft, change a published version itself.
//	@Tags			staff surveys
//	@ID				changeSurvey
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.SurveyChangeForm	true	"What changes"
//	@Success		200		{object}	models.StaffSurveyView	"The survey as it is now"
//	@Failure		409		"It is closed, so that it cannot be moved, or people were told otherwise about its privacy or access"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug} [patch]
func (h *SurveyDrafts) Change(c *gin.Context) error {
	in, err := h.change.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.surveys.Change(c.Request.Context(), web.Actor(c), c.Param("slug"), in)
	return h.answer(c, view, err)
}

// Delete discards a draft.
//
//	@Summary		Discard the draft of a survey
//	@Description	A survey of which nothing was ever published is gone with it; its slug is free again.
//	@Tags			staff surveys
//	@ID				discardSurvey
//	@Param			slug	path	string	true	"The survey's name in addresses"	Example(staff-climate)
//	@Success		204		"It is gone"
//	@Failure		409		"There is no draft"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug} [delete]
func (h *SurveyDrafts) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.surveys.Discard(c.Request.Context(), web.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Override lets a question pass.
//
//	@Summary		Let a question pass that seems to demand identity
//	@Description	As long as it is worded as it is now: `demands_name`, `demands_phone`, `demands_email`, `demands_national_id` and `demands_address` can be let pass, kinds of input that ask who somebody is cannot. It is in the ledger.
//	@Tags			staff surveys
//	@ID				overrideSurvey
//	@Param			slug	path		string						true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.SurveyOverrideForm	true	"The question, and why it asks for nobody's identity"
//	@Success		200		{object}	models.StaffSurveyView		"The survey"
//	@Failure		409		"There is no draft"
//	@Security		staff
//	@x-roles		["privacy"]
//	@Router			/api/v1/staff/surveys/{slug}/overrides [post]
func (h *SurveyDrafts) Override(c *gin.Context) error {
	in, err := h.override.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.surveys.Override(c.Request.Context(), web.Actor(c), c.Param("slug"), in)
	return h.answer(c, view, err)
}

// Invite makes invitations.
//
//	@Summary		Make invitations
//	@Description	Each lets somebody answer once, whatever version is in force then. They are shown this once; kept are their hashes. They work also where `access` is `open`.
//	@Tags			staff surveys
//	@ID				inviteToSurvey
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.InvitationsForm	true	"How many"
//	@Success		201		{object}	models.InvitationsView	"The invitations"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug}/invitations [post]
func (h *SurveyDrafts) Invite(c *gin.Context) error {
	in, err := h.invite.Bind(c)
	if err != nil {
		return err
	}
	in.Request.Scope = web.ResourceScope(c)
	view, replayed, err := h.surveys.Invite(c.Request.Context(), web.Actor(c), c.Param("slug"), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}
