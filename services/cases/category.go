package cases

import (
	"context"

	"amanat/models"
	"amanat/services/kernel"
)

// categories are the complaint categories.
type categories struct {
	*kernel.Cache[[]models.ComplaintCategory]
}

func newCategories(env kernel.Environment) *categories {
	read := func(ctx context.Context) (items []models.ComplaintCategory, err error) {
		err = env.DB.WithContext(ctx).Order("position").Find(&items).Error
		return items, kernel.Fault(err, "read categories")
	}
	return &categories{kernel.NewCache(env.Clock, read)}
}

// Categories lists the categories by position, those after the given position, at most limit of them. more says
// whether there are others behind.
func (s *Complaints) Categories(
	ctx context.Context, after, limit int,
) (views []models.ComplaintCategoryView, last int, more bool, err error) {
	all, err := s.categories.Get(ctx)
	if err != nil {
		return nil, 0, false, err
	}
	views = []models.ComplaintCategoryView{}
	for _, category := range all {
		if category.Position <= after {
			continue
		}
		if len(views) == limit {
			return views, last, true, nil
		}
		views, last = append(views, category.View()), category.Position
	}
	return views, last, false, nil
}

// CategoryCodes lists the codes that a complaint may name.
func (s *Complaints) CategoryCodes(ctx context.Context) ([]string, error) {
	all, err := s.categories.Get(ctx)
	codes := make([]string, 0, len(all))
	for _, category := range all {
		codes = append(codes, category.Code)
	}
	return codes, err
}

func (c *categories) find(
	ctx context.Context, code string,
) (category models.ComplaintCategory, known bool, err error) {
	all, err := c.Get(ctx)
	for _, category := range all {
		if category.Code == code {
			return category, true, nil
		}
	}
	return category, false, err
}
