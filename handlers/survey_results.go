package handlers

import (
	"context"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/surveys"
)

// SurveyResults serves to staff what came of surveys.
type SurveyResults struct {
	surveys     *surveys.Surveys
	figures     *web.Documents
	localizer   web.Localizer
	query       web.Query[models.SurveyResultsQuery]
	export      web.Query[models.SurveyExportQuery]
	texts       web.List[models.SurveyTextsQuery]
	respondents web.Binder[models.RespondentsForm]
}

func newSurveyResults(
	s *surveys.Surveys, figures *web.Documents, cursors *cursor.Codec, l web.Localizer,
) *SurveyResults {
	return &SurveyResults{
		surveys: s, figures: figures, localizer: l, query: web.NewQuery[models.SurveyResultsQuery](),
		export:      web.NewQuery[models.SurveyExportQuery](),
		texts:       web.NewList[models.SurveyTextsQuery](cursors, "survey-texts"),
		respondents: web.NewBinder[models.RespondentsForm](),
	}
}

// serveResults answers results. What the query has too much of is refused, though the results may be at hand.
func serveResults(
	c *gin.Context, shown *web.Documents, in kernel.Input[models.SurveyResultsQuery],
	read func(context.Context, string, kernel.Input[models.SurveyResultsQuery]) (models.SurveyResults, error),
) error {
	slug := c.Param("slug")
	if len(in.Refused) > 0 {
		_, err := read(c.Request.Context(), slug, in)
		return err
	}
	key := strings.Join([]string{"results", slug, strconv.Quote(in.Form.Version), strconv.Quote(in.Form.By)}, " ")
	return shown.Serve(c, key, func(ctx context.Context) (any, error) { return read(ctx, slug, in) })
}

// Get answers the results.
//
//	@Summary		See the results of a survey
//	@Description	As everybody sees them once they are published, and protected in the same way: what is null is suppressed. Until the survey is closed and its last answers are stored (`final`), all counts are rounded down to multiples of `k`, numbers, dates and mean ranks are not shown, and nothing can be crossed.
//	@Tags			survey results
//	@ID				getStaffSurveyResults
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			version	query		integer					false	"The version; the newest that was published, if it is left out"	Example(1)
//	@Param			by		query		string					false	"The variable to cross all others with: one of which people chose exactly one"	Example(channel)
//	@Success		200		{object}	models.SurveyResults	"The results"
//	@Response		304
//	@Failure		404		"There is no such survey, or no such version was published"
//	@Failure		409		"Nothing can be crossed until the survey is closed and its last answers are stored"
//	@Security		staff
//	@x-roles		["editor", "analyst"]
//	@Router			/api/v1/staff/surveys/{slug}/results [get]
func (h *SurveyResults) Get(c *gin.Context) error {
	in, err := h.query.Bind(c)
	if err != nil {
		return err
	}
	return serveResults(c, h.figures, in, h.surveys.Results)
}

// Export gives out the results as a file.
//
//	@Summary		Export the results of a survey
//	@Description	As of closing: CSV or XLSX with a line for each figure, free texts behind them, or the figures alone as JSON, as the results have them. The columns are the variable, its question and part, the group, value and label, count, percent, unanswered, mean, median, net promoter score, mean rank, score and text, headed in the language of Accept-Language, as are questions and labels. No cell is a formula, and no line is about one person: what somebody answered to several questions would lead to them. That it was made is in the ledger.
//	@Tags			survey results
//	@ID				exportSurveyResults
//	@Produce		json,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
//	@Param			slug	path	string	true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			format	query	string	false	"The kind of file; csv, if it is left out"	Enums(csv, xlsx, json)
//	@Param			version	query	integer	false	"The version; the newest that was published, if it is left out"	Example(1)
//	@Param			by		query	string	false	"The variable to cross all others with"	Example(channel)
//	@Success		200		{object}	models.SurveyResults	"The file"
//	@Header			200		{string}	Content-Disposition	"The file is to be saved under its name, not to be shown (RFC 6266)."
//	@Failure		409		"The survey is not closed, or its last answers are not stored yet"
//	@Security		staff
//	@x-roles		["analyst"]
//	@Router			/api/v1/staff/surveys/{slug}/exports [get]
func (h *SurveyResults) Export(c *gin.Context) error {
	in, err := h.export.Bind(c)
	if err != nil {
		return err
	}
	file, err := h.surveys.Export(c.Request.Context(), web.Actor(c), c.Param("slug"), in, h.sheet(c))
	if err != nil {
		return err
	}
	return web.Download(c, file)
}

// sheet is how a table of results is written in the caller's language.
func (h *SurveyResults) sheet(c *gin.Context) models.Sheet {
	language := h.localizer.Language(c)
	sheet := models.Sheet{Language: language, RightToLeft: language == "fa"}
	for _, column := range surveys.Columns() {
		sheet.Headings = append(sheet.Headings, h.localizer.Text(language, "survey_column_"+column))
	}
	return sheet
}

// Texts lists free texts.
//
//	@Summary		Read the free texts of a survey
//	@Description	After it was closed, if at least `k` people answered, those of questions to which enough of them wrote for their number to be shown: in no order, and apart from what else their authors answered.
//	@Tags			survey results
//	@ID				listSurveyTexts
//	@Param			slug		path		string								true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			version		query		integer								false	"The version; the newest that was published, if it is left out"	Example(1)
//	@Param			variable	query		string								false	"The name of a question or of its part, as in the results"	Example(suggestion)
//	@Success		200			{object}	models.Page[models.SurveyTextView]	"The texts"
//	@Failure		409			"The survey is not closed, its last answers are not stored yet, or too few answered"
//	@Security		staff
//	@x-roles		["analyst"]
//	@Router			/api/v1/staff/surveys/{slug}/texts [get]
func (h *SurveyResults) Texts(c *gin.Context) error {
	in, p, err := h.texts.Bind(c)
	if err != nil {
		return err
	}
	after := readTextPosition(p.After)
	items, last, more, err := h.surveys.Texts(c.Request.Context(), c.Param("slug"), in, after, p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.texts, p, items, more, func(models.SurveyTextView) []byte {
		return append(last.ID[:], last.Variable...)
	})
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

func readTextPosition(position []byte) (after surveys.TextPosition) {
	if len(position) >= len(after.ID) {
		copy(after.ID[:], position)
		after.Variable = string(position[len(after.ID):])
	}
	return after
}

// Respondents shows who wanted to be known.
//
//	@Summary		See who answered and wanted to be known
//	@Description	After the survey was closed, for a purpose that they said it for. Nothing leads from a person to an answer. They are kept for `use-service`; any other purpose is refused (clause `purpose`). It is in the ledger.
//	@Tags			survey results
//	@ID				readSurveyRespondents
//	@Param			slug	path		string					true	"The survey's name in addresses"	Example(service-satisfaction)
//	@Param			body	body		models.RespondentsForm	true	"What for"
//	@Success		200		{object}	models.RespondentsView	"The respondents, in no order"
//	@Failure		409		"The survey is not closed, its last answers are not stored yet, or too few answered"
//	@Security		staff
//	@x-roles		["privacy"]
//	@Router			/api/v1/staff/surveys/{slug}/respondents [post]
func (h *SurveyResults) Respondents(c *gin.Context) error {
	in, err := h.respondents.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.surveys.Respondents(c.Request.Context(), web.Actor(c), c.Param("slug"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}
