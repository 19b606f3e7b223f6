package policy

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/proof"
)

// Acknowledge counts that somebody has taken note of a published version, and answers a signed token for them to keep.
// Nothing is asked and nothing depends on it. NotFound (`policy_unknown`); Conflict (`policy_called_off`). See
// intake.submit for repeated requests.
func (s *Policies) Acknowledge(
	ctx context.Context, number string, request kernel.Request,
) (view models.AcknowledgementView, replayed bool, err error) {
	versions, err := s.published.Get(ctx)
	if err != nil {
		return view, false, err
	}
	version := versions.Find(number)
	switch {
	case version == nil:
		return view, false, fault.New(fault.NotFound, "policy_unknown")
	case version.CancelledAt != nil:
		return view, false, fault.New(fault.Conflict, "policy_called_off")
	}
	view.AcknowledgementClaims = models.AcknowledgementClaims{
		Version: version.Number, Hash: version.Hash,
		AcknowledgedOn: s.env.Today().String(),
	}
	if view.Token, err = s.prover.SignAs(proof.OfAcknowledgement, view.AcknowledgementClaims); err != nil {
		return view, false, kernel.Fault(err, "acknowledge policy")
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.env.Reserve(tx, request, view); err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "version"}, {Name: "day"}},
			DoUpdates: clause.Assignments(map[string]any{
				"count": gorm.Expr("policy_acknowledgement_counts.count + 1"),
			}),
		}).Create(&models.PolicyAcknowledgementCount{Version: version.Number, Day: view.AcknowledgedOn, Count: 1}).Error
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.AcknowledgementView](ctx, s.env, request)
	}
	return view, false, kernel.Fault(err, "acknowledge policy")
}

// Acknowledgements lists how often a version was acknowledged on each day, the latest first, those before the given day
// (empty: from the latest), at most limit; NotFound (`policy_unknown`).
func (s *Policies) Acknowledgements(
	ctx context.Context, number, before string, limit int,
) (views []models.AcknowledgementCountView, more bool, err error) {
	db := s.env.DB.WithContext(ctx)
	version, err := s.find(db, number)
	if err != nil {
		return nil, false, kernel.Fault(err, "count acknowledgements")
	}
	query := db.Where("version = ?", version.Number)
	if before != "" {
		query = query.Where("day < ?", before)
	}
	var rows []models.PolicyAcknowledgementCount
	if err := query.Order("day DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "count acknowledgements")
	}
	views = make([]models.AcknowledgementCountView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, models.AcknowledgementCountView{Day: row.Day, Count: row.Count})
	}
	return views, len(rows) > limit, nil
}
