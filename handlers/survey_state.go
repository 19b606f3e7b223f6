package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/kernel"
)

// move does to a survey what needs no more than its name.
func (h *SurveyDrafts) move(
	c *gin.Context,
	do func(ctx context.Context, actor models.Actor, slug string) (models.StaffSurveyView, error),
) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := do(c.Request.Context(), web.Actor(c), c.Param("slug"))
	h.forget()
	return h.answer(c, view, err)
}

// show shows the results of a version to everybody, or no longer.
func (h *SurveyDrafts) show(
	c *gin.Context,
	do func(
		ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyShowingForm],
	) (models.StaffSurveyView, error),
) error {
	in, err := h.showing.BindOptional(c)
	if err != nil {
		return err
	}
	view, err := do(c.Request.Context(), web.Actor(c), c.Param("slug"), in)
	h.forget()
	return h.answer(c, view, err)
}

// forget is called when what was served of a survey may have changed.
func (h *SurveyDrafts) forget() {
	h.shown.Invalidate()
	h.figures.Invalidate()
}

// Publish publishes a draft.
//
//	@Summary		Publish the draft of a survey
//	@Description	For good: its definition never changes again, and answers belong to it. The version before it is closed. Where there is no draft, a paused survey goes on.
//	@Tags			staff surveys
//	@ID				publishSurvey
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Success		200		{object}	models.StaffSurveyView	"The survey"
//	@Failure		409		"There is nothing to publish"
//	@Failure		422		"With pointers into the definition: it demands identity (clause `survey-optional`), or its texts lack a language; or it would close at once"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug}/publish [post]
func (h *SurveyDrafts) Publish(c *gin.Context) error { return h.move(c, h.surveys.Publish) }

// Pause stops a survey for a while.
//
//	@Summary	Pause a survey
//	@Tags		staff surveys
//	@ID			pauseSurvey
//	@Param		slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Success	200		{object}	models.StaffSurveyView	"The survey"
//	@Failure	409		"It takes no answers anyway: it is paused, closed, or was never published"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/surveys/{slug}/pause [post]
func (h *SurveyDrafts) Pause(c *gin.Context) error { return h.move(c, h.surveys.Pause) }

// Resume goes on with a survey.
//
//	@Summary	Go on with a paused survey
//	@Tags		staff surveys
//	@ID			resumeSurvey
//	@Param		slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Success	200		{object}	models.StaffSurveyView	"The survey"
//	@Failure	409		"It is not paused"
//	@Security	staff
//	@x-roles	["editor"]
//	@Router		/api/v1/staff/surveys/{slug}/resume [post]
func (h *SurveyDrafts) Resume(c *gin.Context) error { return h.move(c, h.surveys.Resume) }

// Close ends a survey.
//
//	@Summary		Close a survey
//	@Description	For good: only another version can be answered again. What still waits is stored, and the results are final.
//	@Tags			staff surveys
//	@ID				closeSurvey
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Success		200		{object}	models.StaffSurveyView	"The survey"
//	@Failure		409		"It is closed, or was never published"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug}/close [post]
func (h *SurveyDrafts) Close(c *gin.Context) error { return h.move(c, h.surveys.Close) }

// PublishResults shows results to everybody.
//
//	@Summary		Publish the results of a survey
//	@Description	Those of the version that was published last, or of the one that is named, also while it is open: everybody sees them as staff does, and as they grow. Those of other versions stay as they are.
//	@Tags			staff surveys
//	@ID				publishSurveyResults
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.SurveyShowingForm	false	"Of which version; of the one that was published last, if there is no body"
//	@Success		200		{object}	models.StaffSurveyView	"The survey"
//	@Failure		409		"It, or that version, was never published"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug}/results/publish [post]
func (h *SurveyDrafts) PublishResults(c *gin.Context) error {
	return h.show(c, h.surveys.PublishResults)
}

// WithdrawResults no longer shows them.
//
//	@Summary		Withdraw the results of a survey
//	@Description	Those of the version that was published last, or of the one that is named; staff still see them.
//	@Tags			staff surveys
//	@ID				withdrawSurveyResults
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(staff-climate)
//	@Param			body	body		models.SurveyShowingForm	false	"Of which version; of the one that was published last, if there is no body"
//	@Success		200		{object}	models.StaffSurveyView	"The survey"
//	@Failure		409		"It, or that version, was never published"
//	@Security		staff
//	@x-roles		["editor"]
//	@Router			/api/v1/staff/surveys/{slug}/results/withdraw [post]
func (h *SurveyDrafts) WithdrawResults(c *gin.Context) error {
	return h.show(c, h.surveys.WithdrawResults)
}
