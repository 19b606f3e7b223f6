package services

import (
	"context"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"amanat/models"
)

// categoriesFresh is how long a replica may be behind a change of the categories.
const categoriesFresh = 5 * time.Second

// categories reads the complaint categories, at most once in categoriesFresh.
type categories struct {
	db     *gorm.DB
	clock  Clock
	cached atomic.Pointer[categoryList]
}

type categoryList struct {
	readAt time.Time
	items  []models.ComplaintCategory
}

// Categories lists the categories by position, those after the given position, at most limit of them. more says
// whether there are others behind.
func (s *Complaints) Categories(
	ctx context.Context, after, limit int,
) (views []models.ComplaintCategoryView, last int, more bool, err error) {
	all, err := s.categories.list(ctx)
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
	all, err := s.categories.list(ctx)
	codes := make([]string, 0, len(all))
	for _, category := range all {
		codes = append(codes, category.Code)
	}
	return codes, err
}

func (c *categories) find(
	ctx context.Context, code string,
) (category models.ComplaintCategory, known bool, err error) {
	all, err := c.list(ctx)
	for _, category := range all {
		if category.Code == code {
			return category, true, nil
		}
	}
	return category, false, err
}

func (c *categories) list(ctx context.Context) ([]models.ComplaintCategory, error) {
	now := c.clock()
	if cached := c.cached.Load(); cached != nil && now.Sub(cached.readAt) < categoriesFresh {
		return cached.items, nil
	}
	fresh := &categoryList{readAt: now}
	if err := c.db.WithContext(ctx).Order("position").Find(&fresh.items).Error; err != nil {
		return nil, failed("read categories", err)
	}
	c.cached.Store(fresh)
	return fresh.items, nil
}
