package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/cases"
	"amanat/services/surveys"
)

// texts puts what services answer in codes into the caller's language.
type texts struct {
	catalog *locale.Catalog
	// named holds each language's name as a header has it, and varies what answers in several languages vary by: public
	// documents are served often, and need not allocate them anew.
	named  map[string]headerValue
	varies headerValue
}

func newTexts(catalog *locale.Catalog) texts {
	t := texts{catalog: catalog, named: map[string]headerValue{}, varies: headerValue{"Accept-Language"}}
	for _, language := range locale.Languages() {
		t.named[language] = headerValue{language}
	}
	return t
}

func (t texts) language(c *gin.Context) string {
	language, header := t.catalog.Negotiate(c.GetHeader("Accept-Language")), c.Writer.Header()
	header["Content-Language"] = t.named[language]
	if header["Vary"] == nil {
		header["Vary"] = t.varies
	} else {
		header.Add("Vary", t.varies[0])
	}
	return language
}

// preferred is the caller's language among those in which the organisation publishes.
func (t texts) preferred(c *gin.Context) models.Language { return models.Language(t.language(c)) }

func (t texts) receipt(c *gin.Context, receipt models.Receipt) models.Receipt {
	language := t.language(c)
	receipt.Retention = privacy.Retention(receipt.Retention).Text(language)
	receipt.Notices = localisedNotices(t.catalog, language, receipt.Notices)
	return receipt
}

func (t texts) message(c *gin.Context, message models.MessageView) models.MessageView {
	message.Notices = t.notices(c, message.Notices)
	return message
}

func (t texts) export(c *gin.Context, export models.CaseExport) models.CaseExport {
	language := t.language(c)
	export.Retention = privacy.Retention(export.Retention).Text(language)
	for i := range export.Timeline {
		t.remedy(language, &export.Timeline[i])
	}
	return export
}

func (t texts) myCase(c *gin.Context, view models.CaseView) models.CaseView {
	language := t.language(c)
	for i := range view.Timeline {
		t.remedy(language, &view.Timeline[i])
	}
	return view
}

func (t texts) staffCase(c *gin.Context, view models.StaffCaseView) models.StaffCaseView {
	language := t.language(c)
	for i := range view.Timeline {
		t.remedy(language, &view.Timeline[i].TimelineEntry)
	}
	return view
}

// remedy says of a rejection where else to turn, when whoever rejected did not.
func (t texts) remedy(language string, entry *models.TimelineEntry) {
	if entry.Event == string(models.StateRejected) && entry.WhereToTurn == "" {
		entry.WhereToTurn = t.catalog.Text(language, "where_to_turn")
	}
}

// headings are those of a table of cases, and whether it is read from right to left.
func (t texts) headings(c *gin.Context) (headings []string, rightToLeft bool) {
	language := t.language(c)
	for _, column := range cases.ExportColumns() {
		headings = append(headings, t.catalog.Text(language, "column_"+column))
	}
	return headings, language == "fa"
}

// sheet is how a table of results is written in the caller's language.
func (t texts) sheet(c *gin.Context) models.Sheet {
	language := t.language(c)
	sheet := models.Sheet{Language: language, RightToLeft: language == "fa"}
	for _, column := range surveys.Columns() {
		sheet.Headings = append(sheet.Headings, t.catalog.Text(language, "survey_column_"+column))
	}
	return sheet
}

// survey says in words what keeps a draft from being published.
func (t texts) survey(c *gin.Context, view models.StaffSurveyView) models.StaffSurveyView {
	language := t.language(c)
	for i, problem := range view.Problems {
		view.Problems[i].Detail = t.catalog.Violation(language, problem.Code, problem.Limit)
	}
	return view
}

// ledgerReport says in words what was found.
func (t texts) ledgerReport(c *gin.Context, report models.LedgerReportView) models.LedgerReportView {
	language := t.language(c)
	for i, finding := range report.Findings {
		report.Findings[i].Detail = t.catalog.Text(language, "finding_"+finding.Kind)
	}
	return report
}

// cookies describes the cookies of a jar.
func (t texts) cookies(language string, jar models.CookieJar) []models.CookieView {
	var views []models.CookieView
	for _, cookie := range jar.All() {
		views = append(views, models.CookieView{
			Name: cookie.Name, Category: cookie.Category, Lifetime: cookie.ISO,
			Purpose: t.catalog.Text(language, "cookie_"+string(cookie.Category)+"_purpose"),
			MaxAge:  int(cookie.Lifetime.Seconds()), HTTPOnly: cookie.HTTPOnly, Secure: cookie.Secure,
			SameSite: cookie.SameSite, Path: cookie.Path,
			LostWhenDeleted: t.lost(models.Language(language), cookie),
		})
	}
	return views
}

// expired says what the deletion of a cookie costs.
func (t texts) expired(language models.Language, cookie models.Cookie) models.ExpiredCookie {
	return models.ExpiredCookie{Name: cookie.Name, LostWhenDeleted: t.lost(language, cookie)}
}

func (t texts) lost(language models.Language, cookie models.Cookie) string {
	return t.catalog.Text(string(language), "cookie_"+string(cookie.Category)+"_lost")
}

func (t texts) notices(c *gin.Context, notices []models.Notice) []models.Notice {
	return localisedNotices(t.catalog, t.language(c), notices)
}

func localisedNotices(catalog *locale.Catalog, language string, notices []models.Notice) []models.Notice {
	localised := make([]models.Notice, len(notices))
	for i, notice := range notices {
		notice.Detail = catalog.Notice(language, notice.Found, notice.Action)
		localised[i] = notice
	}
	return localised
}
