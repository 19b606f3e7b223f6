package cases

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

const placeEvent = "case_events.text_sealed"

// timeline reads a case's events with what was said about them, oldest first. The first, that the case was received,
// has no row of its own.
func (r room) timeline(
	db *gorm.DB, kase models.Case, key seal.Key,
) (entries []models.StaffTimelineEntry, err error) {
	var events []models.CaseEvent
	if err := db.Where("case_id = ?", kase.ID).Order("at, id").Find(&events).Error; err != nil {
		return nil, kernel.Fault(err, "read timeline")
	}
	entries = []models.StaffTimelineEntry{{TimelineEntry: models.TimelineEntry{
		At: models.Shown(kase.ReceivedAt), Event: string(models.StateReceived),
	}}}
	for _, event := range events {
		var text models.EventText
		if event.TextSealed != nil {
			if text, err = seal.Open(key, event.ID, placeEvent, event.TextSealed); err != nil {
				return nil, kernel.Fault(err, "open event")
			}
		}
		entries = append(entries, models.StaffTimelineEntry{
			TimelineEntry: models.TimelineEntry{
				At: models.Shown(event.At), Event: event.Event, Text: text.Public, WhereToTurn: text.WhereToTurn,
			},
			Internal: event.Internal, Reason: text.Reason,
		})
	}
	return entries, nil
}

// publicTimeline leaves out what is for staff alone.
func publicTimeline(all []models.StaffTimelineEntry) []models.TimelineEntry {
	entries := make([]models.TimelineEntry, 0, len(all))
	for _, entry := range all {
		if !entry.Internal {
			entries = append(entries, entry.TimelineEntry)
		}
	}
	return entries
}

// record adds a line to the case's timeline.
func (r room) record(tx *gorm.DB, caseID uuid.UUID, at time.Time, event string) error {
	return r.recordText(tx, models.CaseEvent{CaseID: caseID, At: at, Event: event}, models.EventText{}, nil)
}

// recordText adds a line with what is said about it, sealed with the case's key.
func (r room) recordText(
	tx *gorm.DB, event models.CaseEvent, text models.EventText, key func() (seal.Key, error),
) (err error) {
	if event.ID, err = r.env.ID(); err != nil {
		return err
	}
	if text != (models.EventText{}) {
		opened, err := key()
		if err != nil {
			return err
		}
		if event.TextSealed, err = seal.Seal(opened, event.ID, placeEvent, text); err != nil {
			return err
		}
	}
	if err := tx.Create(&event).Error; err != nil {
		return fmt.Errorf("record event: %w", err)
	}
	return nil
}
