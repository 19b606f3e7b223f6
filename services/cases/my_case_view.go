package cases

import (
	"context"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

// view reads what belongs to the case through db, which may be a transaction.
func (s *MyCase) view(ctx context.Context, db *gorm.DB, kase models.Case) (view models.CaseView, err error) {
	db = db.WithContext(ctx)
	key, err := s.key(ctx, db, kase)
	if err != nil {
		return view, err
	}
	timeline, err := s.timeline(db, kase, key)
	if err != nil {
		return view, err
	}
	messages, err := s.publicMessages(db, kase, key)
	if err != nil {
		return view, err
	}
	attachments, err := s.attachments(db, kase, key)
	return models.CaseView{
		Reference: kase.Reference, Kind: kase.Kind, State: kase.State,
		ReceivedAt: models.Shown(kase.ReceivedAt), DueAt: models.ShownOrNil(kase.DueAt),
		Timeline: publicTimeline(timeline), Messages: messages, Attachments: attachments,
		Allowed: kase.Allowed(s.env.Clock()),
	}, err
}

func (s *MyCase) publicMessages(db *gorm.DB, kase models.Case, key seal.Key) ([]models.MessageView, error) {
	all, err := s.messages(db, kase, key)
	views := make([]models.MessageView, len(all))
	for i, message := range all {
		views[i] = message.MessageView
	}
	return views, err
}

// messages reads what both sides wrote, oldest first.
func (r room) messages(db *gorm.DB, kase models.Case, key seal.Key) ([]models.StaffMessageView, error) {
	var rows []models.CaseMessage
	if err := db.Where("case_id = ?", kase.ID).Order("at, id").Find(&rows).Error; err != nil {
		return nil, kernel.Fault(err, "read messages")
	}
	views := make([]models.StaffMessageView, 0, len(rows))
	for _, row := range rows {
		message, err := seal.Open(key, row.ID, placeMessage, row.BodySealed)
		if err != nil {
			return nil, kernel.Fault(err, "open message")
		}
		views = append(views, models.StaffMessageView{
			MessageView: models.MessageView{
				ID: row.ID, At: models.Shown(row.At), From: row.Sender, Body: message.Body,
			},
			Author: row.AuthorID,
		})
	}
	return views, nil
}
