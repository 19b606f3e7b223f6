package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/surveys"
)

// Surveys serves surveys to those who answer them.
type Surveys struct {
	surveys    *surveys.Surveys
	shown      *web.Documents
	localizer  web.Localizer
	language   web.Query[models.LanguageQuery]
	query      web.Query[models.SurveyResultsQuery]
	list       web.List[models.LanguageQuery]
	response   web.Binder[models.SurveyResponseForm]
	credential web.Binder[models.CredentialForm]
}

func newSurveys(s *surveys.Surveys, shown *web.Documents, cursors *cursor.Codec, l web.Localizer) *Surveys {
	return &Surveys{
		surveys: s, shown: shown, localizer: l, language: web.NewQuery[models.LanguageQuery](),
		query:      web.NewQuery[models.SurveyResultsQuery](),
		list:       web.NewList[models.LanguageQuery](cursors, openSurveys),
		response:   web.NewBinder[models.SurveyResponseForm](),
		credential: web.NewBinder[models.CredentialForm](),
	}
}

// openSurveys names the list in its cursors.
const openSurveys = "surveys"

// Open lists the surveys that can be answered now.
//
//	@Summary	List the surveys that can be answered now
//	@Tags		surveys
//	@ID			listSurveys
//	@Param		lang	query		string							false	"The language; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success	200		{object}	models.Page[models.SurveyItem]	"The surveys, by their slugs"
//	@Response	304
//	@Router		/api/v1/surveys [get]
func (h *Surveys) Open(c *gin.Context) error {
	in, p, err := h.list.Bind(c)
	if err != nil {
		return err
	}
	items, more, err := h.surveys.Open(c.Request.Context(), in, h.localizer.Preferred(c), string(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(s models.SurveyItem) []byte { return []byte(s.Slug) })
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.shown.ServeUncached(c, view)
}

// Get answers the definition that is in force.
//
//	@Summary		Read a survey
//	@Description	Its `definition` is for SurveyJS (survey-core, MIT), whose renderers show it as it is, in Persian and English: `new Model(definition)` with `locale` set to either. Answers name its `hash`. A survey that has not opened yet, is paused or is closed can be read, too; `state` says so. The version is the one that was published last; drafts are not shown.
//	@Tags			surveys
//	@ID				getSurvey
//	@Param			slug	path		string				true	"The survey's name in addresses"							Example(service-satisfaction)
//	@Param			lang	query		string				false	"The language of `title`; that of Accept-Language, if it is left out"	Enums(fa, en)
//	@Success		200		{object}	models.SurveyView	"The survey"
//	@Response		304
//	@Router			/api/v1/surveys/{slug} [get]
func (h *Surveys) Get(c *gin.Context) error {
	in, err := h.language.Bind(c)
	if err != nil {
		return err
	}
	ref, err := h.surveys.Find(c.Request.Context(), c.Param("slug"), in, h.localizer.Preferred(c))
	if err != nil {
		return err
	}
	web.SetContentLanguage(c, in.Form.Lang)
	return h.shown.Serve(c, "survey "+ref.String(), func(ctx context.Context) (any, error) {
		view, err := h.surveys.View(ctx, ref)
		return web.Immutable{View: view}, err
	})
}

// Answer takes answers.
//
//	@Summary		Answer a survey
//	@Description	Every rule of the definition is checked here as well, and all that is broken is answered at once, with pointers into `/answers`. Answers to questions that their conditions hide are refused. Persian and Arabic digits are read as numbers where a number is asked for, and Arabic letters become Persian ones. Nothing about the respondent has to be given; what is given is kept apart, and cannot be joined with the answers. Nothing in the answer leads back to what was said.
//	@Description
//	@Description	Where `access` is `invitation`, an `invitation` has to come along or, where `privacy` is `blind`, a `credential` instead (the example `with_credential` is for such a survey, `staff-climate`). What is refused spends neither. An `Idempotency-Key` makes it safe to send the same again.
//	@Tags			surveys
//	@ID				answerSurvey
//	@Param			slug	path		string						true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			body	body		models.SurveyResponseForm	true	"The answers"
//	@Success		201		{object}	models.SurveyAccepted		"They are kept"
//	@Failure		403		"The invitation or the credential is unknown, or was used before"
//	@Failure		409		"The definition has changed (`definition_changed`: read the survey again), or the survey takes no answers now"
//	@Router			/api/v1/surveys/{slug}/responses [post]
func (h *Surveys) Answer(c *gin.Context) error {
	in, err := h.response.Bind(c)
	if err != nil {
		return err
	}
	in.Request.Scope = web.ResourceScope(c)
	view, replayed, err := h.surveys.Answer(c.Request.Context(), c.Param("slug"), in)
	if err != nil {
		return err
	}
	if len(view.Notices) > 0 {
		view.Notices = h.localizer.Notices(h.localizer.Language(c), view.Notices)
	}
	return web.Created(c, view, replayed)
}

// Credential exchanges an invitation for a blind signature.
//
//	@Summary		Exchange an invitation for a blind signature
//	@Description	Where `privacy` is `blind`: as of RFC 9474 (RSABSSA-SHA384-PSS-Randomized, 3,072 bits). The client prepares a message of 64 random bytes, blinds it with `credential_key`, sends it here with the invitation, and unblinds what it gets. The message and the signature of it, sent with answers as `credential`, show that somebody was invited, and not even whoever holds the database and the key can tell who. The same invitation with the same blinded message gets the same signature again. Whoever answers should not do so at once: two requests shortly after one another look like one person's.
//	@Tags			surveys
//	@ID				issueSurveyCredential
//	@Param			slug	path		string						true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.CredentialForm		true	"The invitation and the blinded message"
//	@Success		200		{object}	models.BlindSignatureView	"The blind signature"
//	@Failure		403		"The invitation is unknown, or was used before"
//	@Failure		409		"The survey is not a blind one, or takes no answers now"
//	@Router			/api/v1/surveys/{slug}/credential [post]
func (h *Surveys) Credential(c *gin.Context) error {
	in, err := h.credential.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.surveys.Credential(c.Request.Context(), c.Param("slug"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Results answers what came of a survey.
//
//	@Summary		Read the results of a survey
//	@Description	Where an editor has published them. What is null is suppressed: fewer than `k` people are behind it, or none, or it would let such a figure be reckoned; these look alike. Until the survey is closed and its last answers are stored (`final`), all counts are rounded down to multiples of `k`, numbers, dates and mean ranks are not shown, and nothing can be crossed.
//	@Tags			surveys
//	@ID				getSurveyResults
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			version	query		integer					false	"The version; the newest whose results are published, if it is left out"	Example(1)
//	@Param			by		query		string					false	"The variable to cross all others with: one of which people chose exactly one"	Example(channel)
//	@Success		200		{object}	models.SurveyResults	"The results"
//	@Response		304
//	@Failure		404		"There is no such survey, or its results, or those of the version, are not published"
//	@Failure		409		"Nothing can be crossed until the survey is closed and its last answers are stored"
//	@Router			/api/v1/surveys/{slug}/results [get]
func (h *Surveys) Results(c *gin.Context) error {
	in, err := h.query.Bind(c)
	if err != nil {
		return err
	}
	return serveResults(c, h.shown, in, h.surveys.PublicResults)
}
