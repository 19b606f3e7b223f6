package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/models"
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

// speak says which language was asked for, where one was.
func speak(c *gin.Context, language string) {
	if language != "" {
		c.Header("Content-Language", language)
	}
}

// text is a text by its key.
func (t texts) text(language, key string) string { return t.catalog.Text(language, key) }

// violation is the text of a broken rule, with the rule's limit in it.
func (t texts) violation(language, code, limit string) string {
	return t.catalog.Violation(language, code, limit)
}

// notices says in words what each notice found, and what was done about it.
func (t texts) notices(language string, notices []models.Notice) []models.Notice {
	return localisedNotices(t.catalog, language, notices)
}

func localisedNotices(catalog *locale.Catalog, language string, notices []models.Notice) []models.Notice {
	localised := make([]models.Notice, len(notices))
	for i, notice := range notices {
		notice.Detail = catalog.Notice(language, notice.Found, notice.Action)
		localised[i] = notice
	}
	return localised
}
