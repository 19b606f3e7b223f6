package policy

import (
	"context"
	"slices"
	"strconv"
	"time"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// View shows a version in one language. It is the same for equal references.
func (s *Policies) View(ctx context.Context, ref Ref) (view models.PolicyView, err error) {
	versions, err := s.published.Get(ctx)
	if err != nil {
		return view, err
	}
	version := versions.Find(strconv.Itoa(ref.Version))
	if version == nil {
		return view, fault.New(fault.NotFound, "policy_unknown")
	}
	text, err := s.text(ctx, version.Number, ref.Language)
	if err != nil {
		return view, err
	}
	html, err := s.renderer.HTML(string(ref.Language), text.Body)
	if err != nil {
		return view, kernel.Fault(err, "render policy")
	}
	view = models.PolicyView{
		Version: version.Number, Language: ref.Language, ChangeClass: version.ChangeClass,
		PolicyMoments: momentsOf(versions, *version, s.env.Clock()),
		Title:         text.Title, Summary: text.Summary, Body: text.Body, HTML: html,
		Hash: version.Hash, PreviousHash: version.PreviousHash,
	}
	if next := versions.Find(strconv.Itoa(ref.Next)); next != nil && next.Number != version.Number {
		view.Next, err = s.next(ctx, *next, ref.Language)
	}
	return view, err
}

func (s *Policies) next(
	ctx context.Context, version models.PolicyVersion, language models.Language,
) (*models.PolicyNext, error) {
	text, err := s.text(ctx, version.Number, language)
	if err != nil {
		return nil, err
	}
	return &models.PolicyNext{
		Version: version.Number, EffectiveAt: models.Shown(*version.EffectiveAt), ChangeClass: version.ChangeClass,
		Title: text.Title, Summary: text.Summary, Hash: version.Hash,
	}, nil
}

// text is a version in one language. What was published has one in each.
func (s *Policies) text(
	ctx context.Context, version int, language models.Language,
) (text models.PolicyText, err error) {
	err = s.env.DB.WithContext(ctx).Where("version = ? AND language = ?", version, language).Take(&text).Error
	return text, kernel.Fault(err, "read policy")
}

// momentsOf says what has become of a published version by now, and when.
func momentsOf(versions Versions, version models.PolicyVersion, now time.Time) models.PolicyMoments {
	moments := models.PolicyMoments{
		State: policyStateOf(versions, version, now), PublishedAt: models.Shown(*version.PublishedAt),
		EffectiveAt: models.Shown(*version.EffectiveAt), CancelledAt: models.ShownOrNil(version.CancelledAt),
	}
	if moments.State != models.PolicySuperseded {
		return moments
	}
	for _, later := range versions {
		if later.Number > version.Number && later.Published() {
			moments.SupersededAt = models.ShownOrNil(later.EffectiveAt)
			break
		}
	}
	return moments
}

// History shows what was ever published, newest first, those before the given number (0: from the newest), at most
// limit.
func (s *Policies) History(
	ctx context.Context, in kernel.Input[models.LanguageQuery], language models.Language, before int64, limit int,
) (views []models.PolicyVersionView, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	versions, err := s.published.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	return s.history(ctx, versions, in.Form.Or(language), before, limit)
}

func (s *Policies) history(
	ctx context.Context, versions Versions, language models.Language, before int64, limit int,
) (views []models.PolicyVersionView, more bool, err error) {
	now := s.env.Clock()
	views = []models.PolicyVersionView{}
	for _, version := range slices.Backward(versions) {
		if before > 0 && int64(version.Number) >= before {
			continue
		}
		if len(views) == limit {
			return views, true, s.addTitles(ctx, views)
		}
		views = append(views, models.PolicyVersionView{
			Version: version.Number, PolicyMoments: momentsOf(versions, version, now), ChangeClass: version.ChangeClass,
			Language: language, Hash: version.Hash, PreviousHash: version.PreviousHash,
		})
	}
	return views, false, s.addTitles(ctx, views)
}

// addTitles reads the titles and summaries of a page at once, and leaves the texts where they are.
func (s *Policies) addTitles(ctx context.Context, views []models.PolicyVersionView) error {
	if len(views) == 0 {
		return nil
	}
	numbers := make([]int, len(views))
	for i, view := range views {
		numbers[i] = view.Version
	}
	var texts []models.PolicyText
	err := s.env.DB.WithContext(ctx).Select("version", "title", "summary").
		Where("version IN ? AND language = ?", numbers, views[0].Language).Find(&texts).Error
	for _, text := range texts {
		i := slices.Index(numbers, text.Version)
		views[i].Title, views[i].Summary = text.Title, text.Summary
	}
	return kernel.Fault(err, "read policy titles")
}
