package cases

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
)

// Position is a place in the list of cases: behind the case that was received then and has this id.
type Position struct {
	ReceivedAt time.Time
	ID         uuid.UUID
}

// List shows the cases that the filter asks for, newest first, those behind the position (nil: from the beginning), at
// most limit. last is the position of the last of them.
func (s *Casework) List(
	ctx context.Context, actor models.Actor, in kernel.Input[models.CaseFilter], after *Position, limit int,
) (items []models.StaffCaseItem, last Position, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, last, false, err
	}
	query := s.filtered(s.env.DB.WithContext(ctx), actor, in.Form)
	if after != nil {
		query = query.Where("(received_at, id) < (?, ?)", after.ReceivedAt, after.ID)
	}
	var rows []models.Case
	// What is sealed is not read: nothing of it is shown.
	err = query.Omit("identity_sealed", "content_sealed").
		Order("received_at DESC, id DESC").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return nil, last, false, kernel.Fault(err, "list cases")
	}
	now := s.env.Clock()
	items = make([]models.StaffCaseItem, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		items = append(items, s.item(actor, row, now))
		last = Position{ReceivedAt: row.ReceivedAt, ID: row.ID}
	}
	return items, last, len(rows) > limit, nil
}

func (s *Casework) filtered(query *gorm.DB, actor models.Actor, filter *models.CaseFilter) *gorm.DB {
	for _, equal := range []struct{ column, value string }{
		{"kind", filter.Kind}, {"state", filter.State}, {"category", filter.Category},
	} {
		if equal.value != "" {
			query = query.Where(equal.column+" = ?", equal.value)
		}
	}
	switch filter.Overdue {
	case "true":
		query = query.Where("deadline_at < ?", s.env.Clock())
	case "false":
		query = query.Where("(deadline_at IS NULL OR deadline_at >= ?)", s.env.Clock())
	}
	switch filter.Assignee {
	case "":
	case "none":
		query = query.Where("assignee_id IS NULL")
	case "me":
		query = query.Where("assignee_id = ?", actor.Account)
	default:
		query = query.Where("assignee_id = ?", filter.Assignee)
	}
	return s.env.Between(query, "received_at", filter.From, filter.To)
}

// Counts counts the cases as they stand, those that are overdue among them.
func (s *Casework) Counts(ctx context.Context) (view models.CaseCountsView, err error) {
	db := s.env.DB.WithContext(ctx).Model(&models.Case{})
	view.States = []models.StateCount{}
	err = db.Session(&gorm.Session{}).Select("kind, state, COUNT(*) AS count").Group("kind, state").
		Order("kind, state").Scan(&view.States).Error
	if err != nil {
		return view, kernel.Fault(err, "count cases")
	}
	for _, count := range view.States {
		if !models.Ends(count.Kind, count.State) {
			view.Open += count.Count
		}
	}
	err = db.Session(&gorm.Session{}).Where("deadline_at < ?", s.env.Clock()).Count(&view.Overdue).Error
	return view, kernel.Fault(err, "count cases")
}
