package policy

import (
	"context"
	"errors"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/policy/markdown"
)

// List shows every version to editors, newest first, those before the given number (0: from the newest), at most limit.
func (s *Policies) List(
	ctx context.Context, before int64, limit int,
) (items []models.StaffPolicyItem, more bool, err error) {
	db := s.env.DB.WithContext(ctx)
	published, err := readPublished(db)
	if err != nil {
		return nil, false, kernel.Fault(err, "list policy versions")
	}
	query := db
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	var rows []models.PolicyVersion
	if err := query.Order("number DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "list policy versions")
	}
	items = make([]models.StaffPolicyItem, 0, len(rows))
	now := s.env.Clock()
	for _, row := range rows[:min(limit, len(rows))] {
		items = append(items, models.StaffPolicyItem{
			Version: row.Number, State: policyStateOf(published, row, now), ChangeClass: row.ChangeClass,
			CreatedAt: models.Shown(row.CreatedAt), EffectiveAt: models.ShownOrNil(row.EffectiveAt),
		})
	}
	return items, len(rows) > limit, s.addStaffTitles(ctx, items)
}

func (s *Policies) addStaffTitles(ctx context.Context, items []models.StaffPolicyItem) error {
	places := map[int]*models.Localised{}
	numbers := make([]int, 0, len(items))
	for i := range items {
		places[items[i].Version] = &items[i].Titles
		numbers = append(numbers, items[i].Version)
	}
	var texts []models.PolicyText
	err := s.env.DB.WithContext(ctx).Select("version", "language", "title").
		Where("version IN ?", numbers).Find(&texts).Error
	for _, text := range texts {
		if text.Language == models.Persian {
			places[text.Version].Fa = text.Title
		} else {
			places[text.Version].En = text.Title
		}
	}
	return kernel.Fault(err, "read policy titles")
}

// Get shows a version to editors, as its readers will see it; NotFound (`policy_unknown`).
func (s *Policies) Get(ctx context.Context, number string) (view models.StaffPolicyView, err error) {
	db := s.env.DB.WithContext(ctx)
	row, err := s.find(db, number)
	if err != nil {
		return view, kernel.Fault(err, "read policy")
	}
	published, err := readPublished(db)
	if err != nil {
		return view, kernel.Fault(err, "read policy")
	}
	texts, err := textsOf(db, row.Number)
	if err != nil {
		return view, kernel.Fault(err, "read policy")
	}
	if view, err = s.staffView(published, row, texts); err != nil {
		return view, err
	}
	err = db.Model(&models.PolicyAcknowledgementCount{}).Where("version = ?", row.Number).
		Select("COALESCE(SUM(count), 0)").Scan(&view.Acknowledgements).Error
	return view, kernel.Fault(err, "count acknowledgements")
}

func (s *Policies) staffView(
	published Versions, row models.PolicyVersion, texts models.PolicyTexts,
) (view models.StaffPolicyView, err error) {
	view = models.StaffPolicyView{
		Version: row.Number, State: policyStateOf(published, row, s.env.Clock()), ChangeClass: row.ChangeClass,
		CreatedAt: models.Shown(row.CreatedAt), PublishedAt: models.ShownOrNil(row.PublishedAt),
		EffectiveAt: models.ShownOrNil(row.EffectiveAt), CancelledAt: models.ShownOrNil(row.CancelledAt),
		Hash: row.Hash, PreviousHash: row.PreviousHash, Missing: missing(texts),
	}
	view.Texts.Fa.PolicyWords, view.Texts.En.PolicyWords = texts.Fa, texts.En
	view.Texts.Fa.HTML, view.Texts.En.HTML, err = s.render(texts)
	return view, err
}

// render answers what readers will see. Invalid for Markdown that is too deeply nested to render.
func (s *Policies) render(texts models.PolicyTexts) (fa, en string, err error) {
	var violations []fault.Violation
	rendered := func(language models.Language, body string) string {
		html, failure := s.renderer.HTML(string(language), body)
		if errors.Is(failure, markdown.ErrTooComplex) {
			pointer := "/texts/" + string(language) + "/body"
			violations = append(violations, fault.Violation{Pointer: pointer, Code: "too_complex"})
		} else if failure != nil {
			err = kernel.Fault(failure, "render policy")
		}
		return html
	}
	fa, en = rendered(models.Persian, texts.Fa.Body), rendered(models.English, texts.En.Body)
	return fa, en, errors.Join(err, fault.Violated(violations))
}

// missing points to the texts without which a version cannot be published.
func missing(texts models.PolicyTexts) []string {
	pointers := []string{}
	for _, part := range []struct{ pointer, text string }{
		{"/texts/fa/title", texts.Fa.Title},
		{"/texts/fa/body", texts.Fa.Body},
		{"/texts/fa/summary", texts.Fa.Summary},
		{"/texts/en/title", texts.En.Title},
		{"/texts/en/body", texts.En.Body},
		{"/texts/en/summary", texts.En.Summary},
	} {
		if part.text == "" {
			pointers = append(pointers, part.pointer)
		}
	}
	return pointers
}
