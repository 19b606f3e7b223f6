package policy_test

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/services"
)

// atomFeed is what RFC 4287 asks of a feed and its entries.
type atomFeed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Language string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Updated  string   `xml:"updated"`
	Author   string   `xml:"author>name"`
	Links    []struct {
		Relation string `xml:"rel,attr"`
		Href     string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Summary string `xml:"summary"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func TestTheFeedIsAtom(t *testing.T) {
	const at = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		w.Clock.Advance(time.Hour)
		w.publishHostile()
		ids := map[string]bool{}
		for _, language := range []string{"fa", "en"} {
			got := w.Get(policyPath + "/changes.atom?lang=" + language)
			require.Equal(t, http.StatusOK, got.Status)
			require.Equal(t, "application/atom+xml; charset=utf-8", got.Header.Get("Content-Type"))
			require.Equal(t, language, got.Header.Get("Content-Language"))
			requirePlainXML(t, got.Body)
			var feed atomFeed
			require.NoError(t, xml.Unmarshal(got.Body, &feed))
			require.Equal(t, language, feed.Language)
			require.NotEmpty(t, feed.Title)
			require.NotEmpty(t, feed.Author)
			require.Equal(t, "self", feed.Links[0].Relation)
			require.Equal(t, at+policyPath+"/changes.atom?lang="+language, feed.Links[0].Href)
			require.Len(t, feed.Entries, 2)
			require.Equal(t, "2026-11-22T09:30:00Z", feed.Updated, "that of the newest entry")
			require.Equal(t, feed.Updated, feed.Entries[0].Updated)
			title := map[string]string{"fa": " (نسخهٔ ۲، از ۱ آذر ۱۴۰۵)", "en": " (version 2, from 22 November 2026)"}[language]
			require.Equal(t, `</title><script>alert("عنوان")</script>`+title, feed.Entries[0].Title, "text, and no markup")
			require.Equal(t, `<img src=x onerror=alert(1)>]]>&amp;`, feed.Entries[0].Summary)
			for i, path := range []string{"/versions/2?lang=", "/versions/1?lang="} {
				require.Equal(t, at+policyPath+path+language, feed.Entries[i].Link.Href)
				ids[feed.Entries[i].ID] = true
			}
			ids[feed.ID] = true
		}
		require.Len(t, ids, 6, "no two are the same, in whatever language")
		for id := range ids {
			require.Regexp(t, `^urn:uuid:[0-9a-f-]{36}$`, id)
		}
	}, func(e *services.Environment, _ *api.Options) { e.PublicURL = at })
}

// requirePlainXML asserts that a document has one declaration, and beside it only the elements of a feed, their texts,
// and attributes that run nothing.
func requirePlainXML(t *testing.T, document []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for first := true; ; first = false {
		token, err := decoder.RawToken()
		if token == nil {
			require.ErrorContains(t, err, "EOF")
			return
		}
		switch token := token.(type) {
		case xml.ProcInst:
			require.True(t, first)
			require.Equal(t, "xml", token.Target)
		case xml.StartElement:
			require.Contains(t, []string{
				"feed", "id", "title", "updated", "published", "author", "name", "link", "entry", "category", "summary",
			}, token.Name.Local)
			for _, attribute := range token.Attr {
				require.Contains(t, []string{"xmlns", "lang", "rel", "type", "href", "term"}, attribute.Name.Local)
				require.NotContains(t, strings.ToLower(attribute.Value), "script")
			}
		case xml.Comment, xml.Directive:
			require.Fail(t, "neither has business in a feed", "%s", token)
		}
	}
}
