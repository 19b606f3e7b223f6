package services

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/seal"
)

// view reads what belongs to the case through db, which may be a transaction.
func (s *MyCase) view(ctx context.Context, db *gorm.DB, kase models.Case) (models.CaseView, error) {
	timeline, err := s.timeline(ctx, db, kase)
	if err != nil {
		return models.CaseView{}, err
	}
	key, err := s.key(ctx, db, kase)
	if err != nil {
		return models.CaseView{}, err
	}
	messages, err := s.messages(ctx, db, kase, key)
	return models.CaseView{
		Reference: kase.Reference, Kind: kase.Kind, State: kase.State,
		ReceivedAt: models.Shown(kase.ReceivedAt), DueAt: models.ShownOrNil(kase.DueAt),
		Timeline: timeline, Messages: messages, Allowed: models.Allowed(kase.Kind, kase.State),
	}, err
}

func (s *MyCase) timeline(ctx context.Context, db *gorm.DB, kase models.Case) ([]models.TimelineEntry, error) {
	var events []models.CaseEvent
	if err := db.WithContext(ctx).Where("case_id = ?", kase.ID).Order("at, id").Find(&events).Error; err != nil {
		return nil, failed("read timeline", err)
	}
	entries := []models.TimelineEntry{{At: models.Shown(kase.ReceivedAt), Event: string(models.StateReceived)}}
	for _, event := range events {
		entries = append(entries, models.TimelineEntry{At: models.Shown(event.At), Event: event.Event})
	}
	return entries, nil
}

func (s *MyCase) messages(
	ctx context.Context, db *gorm.DB, kase models.Case, key seal.Key,
) ([]models.MessageView, error) {
	var rows []models.CaseMessage
	if err := db.WithContext(ctx).Where("case_id = ?", kase.ID).Order("at, id").Find(&rows).Error; err != nil {
		return nil, failed("read messages", err)
	}
	views := make([]models.MessageView, 0, len(rows))
	for _, row := range rows {
		message, err := seal.Open(key, row.ID, placeMessage, row.BodySealed)
		if err != nil {
			return nil, failed("open message", err)
		}
		views = append(views, models.MessageView{
			ID: row.ID, At: models.Shown(row.At), From: row.Sender, Body: message.Body,
		})
	}
	return views, nil
}

// record adds a line to the case's timeline.
func (env Environment) record(tx *gorm.DB, caseID uuid.UUID, at time.Time, event string) error {
	id, err := env.newID()
	if err != nil {
		return err
	}
	row := models.CaseEvent{ID: id, CaseID: caseID, At: at, Event: event}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("record event: %w", err)
	}
	return nil
}
