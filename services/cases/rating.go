package cases

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/kernel"
)

// fewestRatings is how many ratings a figure is made of at least: behind fewer, somebody could be recognised (clause
// `no-publication`).
const fewestRatings = 10

// Rate counts how satisfied the person is, by month and category. The case keeps that it was rated, and nothing of the
// rating; Conflict (`transition_not_allowed`) when there is no answer yet, or it was rated already.
func (s *MyCase) Rate(ctx context.Context, code string, in kernel.Input[models.RatingForm]) error {
	kase, err := s.find(ctx, code)
	if err != nil {
		return err
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return err
	}
	return s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		now := s.env.Clock()
		if !kase.Allows(models.ActRate, now) {
			return notAllowed(kase, now)
		}
		kase.Rated = true
		if err := keep(tx, &kase); err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "month"}, {Name: "category"}, {Name: "score"}, {Name: "resolved"}},
			DoUpdates: clause.Assignments(map[string]any{"count": gorm.Expr("satisfaction_counts.count + 1")}),
		}).Create(&models.SatisfactionCount{
			Month: now.In(s.env.Zone).Format(monthLayout), Category: categoryOrKind(kase), Score: in.Form.Score,
			Resolved: *in.Form.Resolved, Count: 1,
		}).Error
	})
}

// categoryOrKind is what a rating is about: the kind, of a case without a category.
func categoryOrKind(kase models.Case) string {
	if kase.Category != nil {
		return *kase.Category
	}
	return string(kase.Kind)
}

// Satisfaction shows the ratings of every month and category. Where there were fewer than ten, only that there were
// some.
func (s *Casework) Satisfaction(ctx context.Context) (view models.SatisfactionListView, err error) {
	var rows []struct {
		Month, Category         string
		Ratings, Score, Resolve int64
	}
	err = s.env.DB.WithContext(ctx).Model(&models.SatisfactionCount{}).
		Select("month, category, SUM(count) AS ratings, SUM(score * count) AS score, " +
			"SUM(CASE WHEN resolved THEN count ELSE 0 END) AS resolve").
		Group("month, category").Order("month DESC, category").Scan(&rows).Error
	if err != nil {
		return view, kernel.Fault(err, "read satisfaction")
	}
	view.Figures = make([]models.SatisfactionView, 0, len(rows))
	for _, row := range rows {
		figure := models.SatisfactionView{Month: row.Month, Category: row.Category}
		if row.Ratings >= fewestRatings {
			average := float64(row.Score) / float64(row.Ratings)
			share := float64(row.Resolve) / float64(row.Ratings)
			figure.Ratings, figure.AverageScore, figure.ResolvedShare = &row.Ratings, &average, &share
		}
		view.Figures = append(view.Figures, figure)
	}
	return view, nil
}
