package policy

import (
	"context"
	"fmt"
	"strconv"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/policy/textdiff"
)

// Diff names a comparison of two versions, and can name its document.
type Diff struct {
	From, To   int
	Language   models.Language
	IgnoreForm bool
	HTML       bool
}

// String tells one comparison from all others.
func (d Diff) String() string {
	return fmt.Sprint(d.From, " ", d.To, " ", d.Language, " ", d.IgnoreForm, " ", d.HTML)
}

// FindDiff reads which versions are to be compared: by default, the one in force and the one published before it.
// NotFound (`policy_unknown`) for a version that was never published.
func (s *Policies) FindDiff(
	ctx context.Context, in kernel.Input[models.PolicyDiffQuery], language models.Language,
) (diff Diff, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return diff, err
	}
	versions, err := s.published.Get(ctx)
	if err != nil {
		return diff, err
	}
	from, to := versions.Find(in.Form.From), versions.Find(in.Form.To)
	if in.Form.To == "" {
		to = versions.InForce(s.env.Clock())
	}
	if in.Form.From == "" && to != nil {
		from = before(versions, *to)
	}
	if from == nil || to == nil {
		return diff, fault.New(fault.NotFound, "policy_unknown")
	}
	diff = Diff{
		From: from.Number, To: to.Number, Language: models.LanguageQuery{Lang: in.Form.Lang}.Or(language),
		IgnoreForm: in.Form.Ignore == "form", HTML: in.Form.Format == "html",
	}
	return diff, nil
}

// before is the version that was published before another one and not called off; the first one is compared with
// itself.
func before(versions Versions, version models.PolicyVersion) *models.PolicyVersion {
	found := versions.Find(strconv.Itoa(version.Number))
	for i := range versions {
		if versions[i].Number < version.Number && versions[i].Published() {
			found = &versions[i]
		}
	}
	return found
}

// Diff compares: paragraphs first, and the words of those that changed. With HTML it is a fragment of a page, else a
// models.PolicyDiffView.
func (s *Policies) Diff(ctx context.Context, diff Diff) (view models.PolicyDiffView, html string, err error) {
	select {
	case s.comparing <- struct{}{}:
		defer func() { <-s.comparing }()
	case <-ctx.Done():
		return view, "", kernel.Fault(ctx.Err(), "compare policies")
	}
	from, err := s.text(ctx, diff.From, diff.Language)
	if err != nil {
		return view, "", err
	}
	to, err := s.text(ctx, diff.To, diff.Language)
	if err != nil {
		return view, "", err
	}
	result := textdiff.Compare(
		from.Title+"\n\n"+from.Body, to.Title+"\n\n"+to.Body, textdiff.Options{IgnoreForm: diff.IgnoreForm},
	)
	if diff.HTML {
		return view, textdiff.HTML(result, string(diff.Language)), nil
	}
	view = models.PolicyDiffView{
		From: diff.From, To: diff.To, Language: diff.Language, WordsAdded: result.Added, WordsRemoved: result.Removed,
		Paragraphs: make([]models.DiffParagraph, 0, len(result.Paragraphs)),
	}
	for _, paragraph := range result.Paragraphs {
		shown := models.DiffParagraph{Change: string(paragraph.Change), Segments: []models.DiffSegment{}}
		for _, segment := range paragraph.Segments {
			shown.Segments = append(shown.Segments, models.DiffSegment{Op: string(segment.Op), Text: segment.Text})
		}
		view.Paragraphs = append(view.Paragraphs, shown)
	}
	return view, "", nil
}
