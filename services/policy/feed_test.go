package policy_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// atom is a feed as a reader of RFC 4287 sees it.
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	IDs     []string    `xml:"http://www.w3.org/2005/Atom id"`
	Titles  []string    `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string    `xml:"http://www.w3.org/2005/Atom updated"`
	Authors []string    `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []atomLink  `xml:"http://www.w3.org/2005/Atom link"`
	Entries []atomEntry `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomEntry struct {
	IDs        []string   `xml:"http://www.w3.org/2005/Atom id"`
	Titles     []string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated    []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Published  []string   `xml:"http://www.w3.org/2005/Atom published"`
	Summaries  []string   `xml:"http://www.w3.org/2005/Atom summary"`
	Links      []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Categories []struct {
		Term string `xml:"term,attr"`
	} `xml:"http://www.w3.org/2005/Atom category"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

func alternates(links []atomLink) (hrefs []string) {
	for _, l := range links {
		if l.Rel == "" || l.Rel == "alternate" {
			hrefs = append(hrefs, l.Href)
		}
	}
	return hrefs
}

// feed reads a feed, and fails unless it has what RFC 4287 requires (sections 4.1.1 and 4.1.2).
func (w *world) feed(t kerneltest.Tester, language string) (document []byte, f atom) {
	t.Helper()
	document, spoken, err := w.Policies.Feed(t.Context(), kerneltest.With(models.LanguageQuery{Lang: language}), models.Persian)
	require.NoError(t, err)
	require.Equal(t, language, string(spoken))
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for err = error(nil); err == nil; {
		_, err = decoder.Token()
	}
	require.ErrorIs(t, err, io.EOF)
	require.NoError(t, xml.Unmarshal(document, &f))
	require.Equal(t, language, f.Lang)
	for _, parts := range [][]string{f.IDs, f.Titles, f.Updated, f.Authors} {
		require.Len(t, parts, 1)
		require.NotEmpty(t, parts[0])
	}
	require.Len(t, alternates(f.Links), 1)
	require.True(t, slices.ContainsFunc(f.Links, func(l atomLink) bool {
		return l.Rel == "self" && l.Href == w.env.PublicURL+"/api/v1/privacy-policy/changes.atom?lang="+language
	}))
	latest := ""
	for _, entry := range f.Entries {
		for _, parts := range [][]string{entry.IDs, entry.Titles, entry.Updated, entry.Published, entry.Summaries} {
			require.Len(t, parts, 1)
			require.NotEmpty(t, parts[0])
		}
		require.Len(t, alternates(entry.Links), 1)
		_, err := time.Parse("2006-01-02T15:04:05Z", entry.Updated[0])
		require.NoError(t, err)
		latest = max(latest, entry.Updated[0])
	}
	require.Equal(t, latest, f.Updated[0])
	return document, f
}

// ids are those of the feed and of its entries; none occurs twice, and each is an IRI for good.
func (f atom) ids(t kerneltest.Tester) []string {
	t.Helper()
	ids := slices.Clone(f.IDs)
	for _, entry := range f.Entries {
		ids = append(ids, entry.IDs...)
	}
	for i, id := range ids {
		text, found := strings.CutPrefix(id, "urn:uuid:")
		require.True(t, found)
		require.NoError(t, uuid.Validate(text))
		require.NotContains(t, ids[:i], id)
	}
	return ids
}

func TestTheFeedTellsOfEveryPublicationNewestFirst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofPublisher)
		w.Pass(kerneltest.Day)
		w.publish(t, w.draft(t, models.Material, policyTexts("دو")), 2*kerneltest.Day)
		w.Pass(time.Hour)
		require.NoError(t, w.cancel(t, "2"))
		w.Pass(time.Hour)
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		w.edit(t, "چهار")
		_, f := w.feed(t, "fa")
		require.Equal(t, "تغییرات بیانیهٔ حریم خصوصی", f.Titles[0])
		require.Equal(t, "سازمان <نمونه> & \"یاران\"", f.Authors[0])
		var lines []string
		for _, entry := range f.Entries {
			lines = append(lines, strings.Join([]string{
				entry.Titles[0], entry.Categories[0].Term, entry.Categories[1].Term, entry.Published[0], entry.Updated[0],
				alternates(entry.Links)[0],
			}, "|"))
		}
		versions := "https://portal.example.org/api/v1/privacy-policy/versions/"
		require.Equal(t, []string{
			"بیانیهٔ سه (نسخهٔ ۳، از ۳ آذر ۱۴۰۵)|editorial|published|2026-11-23T10:30:00Z|2026-11-23T10:30:00Z|" + versions + "3?lang=fa",
			"بیانیهٔ دو (نسخهٔ ۲، از ۴ آذر ۱۴۰۵)|material|cancelled|2026-11-23T08:30:00Z|2026-11-23T09:30:00Z|" + versions + "2?lang=fa",
		}, lines[:2])
		require.Len(t, lines, 3)
		require.Equal(t, "از این پس: سه", f.Entries[0].Summaries[0])
		_, english := w.feed(t, "en")
		require.Equal(t, "Statement سه (version 3, from 24 November 2026)", english.Entries[0].Titles[0])
		require.Equal(t, "The <Example> & \"Friends\"", english.Authors[0])
		for _, id := range english.ids(t) {
			require.NotContains(t, f.ids(t), id)
		}
	})
}

// TestTimeAloneChangesNothingInTheFeedAndIdsStay: a reader is told of publications, and not of the same one twice.
func TestTimeAloneChangesNothingInTheFeedAndIdsStay(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofPublisher)
		w.publish(t, w.edit(t, "دو"), kerneltest.Day)
		document, f := w.feed(t, "fa")
		for range 3 {
			w.Pass(kerneltest.Day)
			again, _ := w.feed(t, "fa")
			require.Equal(t, string(document), string(again))
		}
		w.Services = w.replica(t)
		again, _ := w.feed(t, "fa")
		require.Equal(t, string(document), string(again))
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		_, later := w.feed(t, "fa")
		require.Equal(t, f.IDs, later.IDs)
		require.Equal(t, f.Entries, later.Entries[1:])
		require.Equal(t, f.ids(t)[1:], later.ids(t)[2:])
		require.NoError(t, w.cancel(t, "3"))
		_, cancelled := w.feed(t, "fa")
		require.Equal(t, later.ids(t), cancelled.ids(t))
	})
}

func TestWhateverATextHasInItTheFeedIsWellFormed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofPublisher)
		texts := policyTexts("x")
		title, summary := `می‌شود <b>&amp;"'</b> ]]> <!-- ۱۲`, "یکم <&\"\n\nدوم </summary></entry>"
		texts.Fa.Title, texts.Fa.Summary = &title, &summary
		w.publish(t, w.draft(t, models.Editorial, texts), 0)
		_, f := w.feed(t, "fa")
		require.Len(t, f.Entries, 2)
		require.Equal(t, title+" (نسخهٔ ۲، از ۱ آذر ۱۴۰۵)", f.Entries[0].Titles[0])
		require.Equal(t, summary, f.Entries[0].Summaries[0])
	})
}

func TestTheFeedHasTheFiftyLatest(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofPublisher)
		for number := 2; number <= 52; number++ {
			w.publish(t, w.edit(t, strconv.Itoa(number)), 0)
		}
		_, f := w.feed(t, "en")
		require.Len(t, f.Entries, 50)
		require.Equal(t, "Statement 52 (version 52, from 22 November 2026)", f.Entries[0].Titles[0])
		require.Equal(t, "Statement 3 (version 3, from 22 November 2026)", f.Entries[49].Titles[0])
		f.ids(t)
	})
}

// TestAFeedReadWhileAVersionIsPublishedIsWhole publishes at each of its looks at the clock in turn.
func TestAFeedReadWhileAVersionIsPublishedIsWhole(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofPublisher)
		looks, moment, published := 0, 0, true
		w.Services = w.replica(t, func(env *environment) {
			env.Clock = func() time.Time {
				if looks++; looks == moment {
					published = true
					w.publish(t, w.edit(t, "تازه"), 0)
				}
				return w.Now
			}
		})
		for published {
			looks, moment, published = 0, moment+1, false
			_, f := w.feed(t, "fa")
			require.NotEmpty(t, f.ids(t))
		}
		require.Greater(t, moment, 1)
	})
}
