package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/models"
	"amanat/models/privacy"
)

// texts puts what services answer in codes into the caller's language.
type texts struct{ catalog *locale.Catalog }

func (t texts) language(c *gin.Context) string {
	language := t.catalog.Negotiate(c.GetHeader("Accept-Language"))
	c.Header("Content-Language", language)
	c.Writer.Header().Add("Vary", "Accept-Language")
	return language
}

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
	export.Retention = privacy.Retention(export.Retention).Text(t.language(c))
	return export
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
