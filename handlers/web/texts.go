package web

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/models"
)

// Localizer puts what services answer in codes into the caller's language.
type Localizer struct {
	catalog *locale.Catalog
	// named holds each language's name as a header has it, and varies what answers in several languages vary by: public
	// documents are served often, and need not allocate them anew.
	named  map[string]headerValue
	varies headerValue
}

// NewLocalizer takes the texts.
func NewLocalizer(catalog *locale.Catalog) Localizer {
	l := Localizer{catalog: catalog, named: map[string]headerValue{}, varies: headerValue{"Accept-Language"}}
	for _, language := range locale.Languages() {
		l.named[language] = headerValue{language}
	}
	return l
}

// Language negotiates the language of the answer by Accept-Language, and says in the answer's headers which it is.
func (l Localizer) Language(c *gin.Context) string {
	language, header := l.catalog.Negotiate(c.GetHeader("Accept-Language")), c.Writer.Header()
	header["Content-Language"] = l.named[language]
	if header["Vary"] == nil {
		header["Vary"] = l.varies
	} else {
		header.Add("Vary", l.varies[0])
	}
	return language
}

// Preferred is the caller's language among those in which the organisation publishes.
func (l Localizer) Preferred(c *gin.Context) models.Language { return models.Language(l.Language(c)) }

// SetContentLanguage says which language was asked for, where one was: the answer is in that one.
func SetContentLanguage(c *gin.Context, language string) {
	if language != "" {
		c.Header("Content-Language", language)
	}
}

// Text is a text by its key.
func (l Localizer) Text(language, key string) string { return l.catalog.Text(language, key) }

// Violation is the text of a broken rule, with the rule's limit in it.
func (l Localizer) Violation(language, code, limit string) string {
	return l.catalog.Violation(language, code, limit)
}

// Notices says in words what each notice found, and what was done about it.
func (l Localizer) Notices(language string, notices []models.Notice) []models.Notice {
	return localisedNotices(l.catalog, language, notices)
}

func localisedNotices(catalog *locale.Catalog, language string, notices []models.Notice) []models.Notice {
	localised := make([]models.Notice, len(notices))
	for i, notice := range notices {
		notice.Detail = catalog.Notice(language, notice.Found, notice.Action)
		localised[i] = notice
	}
	return localised
}
