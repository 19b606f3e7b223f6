package content

import (
	"context"
	"slices"
	"sync"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/content/outlink"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

const (
	// checkedAtOnce bounds how many links are checked at a time, checkedInOneGo how many in one request: it has to end
	// in time even if no site answers.
	checkedAtOnce  = 10
	checkedInOneGo = 50
)

// Check asks the addresses of one link whether they still answer, and keeps what they said; NotFound (`link_unknown`).
func (s *Links) Check(ctx context.Context, actor models.Actor, id string) (view models.StaffLinkView, err error) {
	row, err := kernel.FindByID[models.Link](s.env.DB.WithContext(ctx), id, fault.New(fault.NotFound, "link_unknown"))
	if err != nil {
		return view, kernel.Fault(err, "check link")
	}
	views, err := s.check(ctx, actor, []models.Link{row})
	if err != nil {
		return view, err
	}
	if len(views) == 0 { // it was changed meanwhile, or deleted
		return s.Get(ctx, id)
	}
	return views[0], nil
}

// CheckAll checks the links whose check lies back longest, at most checkedInOneGo, and shows them, those that do not
// answer as they should first.
func (s *Links) CheckAll(ctx context.Context, actor models.Actor) ([]models.StaffLinkView, error) {
	var rows []models.Link
	err := s.env.DB.WithContext(ctx).Order("checked_at IS NOT NULL, checked_at, id").Limit(checkedInOneGo).
		Find(&rows).Error
	if err != nil {
		return nil, kernel.Fault(err, "check links")
	}
	views, err := s.check(ctx, actor, rows)
	slices.SortStableFunc(views, func(a, b models.StaffLinkView) int { return soundness(a) - soundness(b) })
	return views, err
}

func soundness(view models.StaffLinkView) int {
	sound := 0
	for _, condition := range []string{view.Link.Condition, view.Policy.Condition} {
		// What was not asked even now is a policy that the other site does not have.
		if condition == string(outlink.OK) || condition == string(outlink.Moved) || condition == unchecked {
			sound++
		}
	}
	return sound
}

func (s *Links) check(ctx context.Context, actor models.Actor, rows []models.Link) ([]models.StaffLinkView, error) {
	registered, err := s.registered(ctx)
	if err != nil {
		return nil, err
	}
	var all sync.WaitGroup
	turn := make(chan struct{}, checkedAtOnce)
	for i := range rows {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			row := &rows[i]
			var both sync.WaitGroup
			both.Go(func() { row.Condition, row.Status = s.ask(ctx, row.URL, registered) })
			both.Go(func() { row.PolicyCondition, row.PolicyStatus = s.ask(ctx, row.PolicyURL, registered) })
			both.Wait()
		})
	}
	all.Wait()
	return s.keep(ctx, actor, rows)
}

// registered are the hosts that may be asked at all.
func (s *Links) registered(ctx context.Context) (func(host string) bool, error) {
	var rows []models.Link
	if err := s.env.DB.WithContext(ctx).Select("host", "policy_host").Find(&rows).Error; err != nil {
		return nil, kernel.Fault(err, "read links")
	}
	hosts := map[string]bool{}
	for _, row := range rows {
		hosts[row.Host], hosts[row.PolicyHost] = true, true
	}
	return func(host string) bool { return hosts[host] }, nil
}

func (s *Links) ask(ctx context.Context, url string, registered func(string) bool) (condition string, status int) {
	if url == "" {
		return unchecked, 0
	}
	address, err := outlink.Parse(url)
	if err != nil {
		return string(outlink.NotPublic), 0
	}
	result := s.checker.Check(ctx, address, registered)
	return string(result.State), result.Status
}

// keep writes down what was found, but for links that were changed or deleted meanwhile.
func (s *Links) keep(ctx context.Context, actor models.Actor, rows []models.Link) ([]models.StaffLinkView, error) {
	views := make([]models.StaffLinkView, 0, len(rows))
	now := s.env.Clock()
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, row := range rows {
			row.CheckedAt = &now
			kept := tx.Model(&models.Link{}).
				Where("id = ? AND url = ? AND policy_url = ?", row.ID, row.URL, row.PolicyURL).
				Select("CheckedAt", "Condition", "Status", "PolicyCondition", "PolicyStatus").Updates(row)
			if kept.Error != nil {
				return kept.Error
			}
			if kept.RowsAffected > 0 {
				views = append(views, row.StaffView())
			}
		}
		return s.ledger.Record(tx, ledger.Act{By: actor, At: now, Action: "links.checked"})
	})
	s.all.Invalidate()
	return views, kernel.Fault(err, "keep the checks")
}
