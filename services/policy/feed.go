package policy

import (
	"context"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/jalali"
)

// feedLength bounds the feed; older versions are in the history.
const feedLength = 50

// feed and what is below are an Atom feed (RFC 4287).
type feed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Updated  string      `xml:"updated"`
	Author   feedAuthor  `xml:"author"`
	Links    []feedLink  `xml:"link"`
	Entries  []feedEntry `xml:"entry"`
}

type feedAuthor struct {
	Name string `xml:"name"`
}

type feedLink struct {
	Relation string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Href     string `xml:"href,attr"`
}

type feedEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Categories []feedCategory `xml:"category"`
	Summary    string         `xml:"summary"`
	Links      []feedLink     `xml:"link"`
}

type feedCategory struct {
	Term string `xml:"term,attr"`
}

// Feed is the versions that were published, newest first, as an Atom feed in one language (clause `change-view`).
func (s *Policies) Feed(
	ctx context.Context, in kernel.Input[models.LanguageQuery], preferred models.Language,
) (document []byte, language models.Language, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, preferred, err
	}
	language = in.Form.Or(preferred)
	document, err = s.feed(ctx, language)
	return document, language, err
}

func (s *Policies) feed(ctx context.Context, language models.Language) ([]byte, error) {
	versions, err := s.published.Get(ctx)
	if err != nil {
		return nil, err
	}
	views, _, err := s.history(ctx, versions, language, 0, feedLength)
	if err != nil {
		return nil, err
	}
	publisher := s.Publisher(language).Name
	path := s.options.PublicURL + "/api/v1/privacy-policy"
	document := feed{
		Language: string(language), Title: feedTitle(language),
		Author: feedAuthor{Name: publisher},
		Links: []feedLink{
			{Relation: "self", Type: "application/atom+xml", Href: path + "/changes.atom?lang=" + string(language)},
			{Relation: "alternate", Type: "application/json", Href: path + "?lang=" + string(language)},
		},
	}
	if len(versions) > 0 {
		// Of the first version, which no other portal has: it stays the same wherever the portal moves.
		document.ID = feedID("feed", string(language), versions[0].Hash)
	}
	for _, view := range views {
		version := versions.Find(strconv.Itoa(view.Version))
		entry := s.feedEntry(view, *version, path)
		document.Updated = max(document.Updated, entry.Updated)
		document.Entries = append(document.Entries, entry)
	}
	text, err := xml.MarshalIndent(document, "", "  ")
	return slices.Concat([]byte(xml.Header), text, []byte("\n")), kernel.Fault(err, "write feed")
}

func (s *Policies) feedEntry(view models.PolicyVersionView, version models.PolicyVersion, path string) feedEntry {
	updated := view.PublishedAt
	if version.CancelledAt != nil {
		updated = models.Shown(*version.CancelledAt)
	}
	return feedEntry{
		ID: feedID("version", view.Hash, string(view.Language)), Title: s.entryTitle(version, view),
		Published: view.PublishedAt.Format(time.RFC3339), Updated: updated.Format(time.RFC3339), Summary: view.Summary,
		Categories: []feedCategory{{Term: string(view.ChangeClass)}, {Term: string(publicState(version))}},
		Links: []feedLink{{
			Relation: "alternate", Type: "application/json",
			Href: fmt.Sprintf("%s/versions/%d?lang=%s", path, view.Version, view.Language),
		}},
	}
}

// entryTitle says which version it is, and from when on it applies, in words that stay true.
func (s *Policies) entryTitle(version models.PolicyVersion, view models.PolicyVersionView) string {
	effective := version.EffectiveAt.In(s.env.Zone)
	if view.Language == models.English {
		return fmt.Sprintf("%s (version %d, from %s)", view.Title, version.Number, effective.Format("2 January 2006"))
	}
	number := jalali.Digits(strconv.Itoa(version.Number))
	return fmt.Sprintf("%s (نسخهٔ %s، از %s)", view.Title, number, jalali.Date(effective))
}

// publicState is what of a state does not change with time alone, so that an entry changes only when it is updated.
func publicState(version models.PolicyVersion) models.PolicyState {
	if version.CancelledAt != nil {
		return models.PolicyCancelled
	}
	return "published"
}

// feedID is a permanent, universally unique IRI (RFC 4287, section 4.2.6): a version-5 UUID (RFC 9562) of the parts.
func feedID(parts ...string) string {
	return "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, fmt.Append(nil, parts)).String()
}

func feedTitle(language models.Language) string {
	if language == models.English {
		return "Changes of the privacy statement"
	}
	return "تغییرات بیانیهٔ حریم خصوصی"
}
