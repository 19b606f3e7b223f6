package cases

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/cases/workdays"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

// reckoners give out reckoners. A reckoner is got before a transaction begins: reading through another connection
// inside of one could wait for those who wait for it.
type reckoners struct {
	room
	calendars  *calendars
	categories *categories
}

// reckoner takes cases from state to state, with the calendar and the categories as they are now.
type reckoner struct {
	room
	clocks     lifecycle.Clocks
	categories []models.ComplaintCategory
}

func (r *reckoners) now(ctx context.Context) (reckoner, error) {
	clocks, err := r.calendars.clocks(ctx)
	if err != nil {
		return reckoner{}, err
	}
	categories, err := r.categories.Get(ctx)
	return reckoner{room: r.room, clocks: clocks, categories: categories}, err
}

// step is one move of a case, and what is said about it.
type step struct {
	to   models.CaseState
	by   models.Actor
	at   time.Time
	text models.EventText
	// detail is what else the ledger is to say.
	detail map[string]string
	// key opens the case; needed where there is a text.
	key func() (seal.Key, error)
}

// move takes a case to another state, in the transaction that has it locked: the state and the clocks, the timeline,
// and the ledger. Whether it may be moved was asked before.
func (r reckoner) move(tx *gorm.DB, kase *models.Case, s step) error {
	from := kase.State
	if err := r.pause(tx, kase, s); err != nil {
		return err
	}
	r.clocks.Move(kase, s.to, r.category(*kase), s.at)
	if err := r.reckon(tx, kase, s.at); err != nil {
		return err
	}
	event := models.CaseEvent{CaseID: kase.ID, At: s.at, Event: string(s.to), AccountID: s.by.AccountID()}
	if err := r.recordText(tx, event, s.text, s.key); err != nil {
		return err
	}
	detail := map[string]string{"from": string(from), "to": string(s.to)}
	maps.Copy(detail, s.detail)
	return r.ledger.Record(tx, ledger.Act{
		By: s.by, At: s.at, Action: "case.transition", Subject: kase.Reference, Detail: detail,
	})
}

// pause stops the clock while the case waits for the complainant, and lets it go on afterwards.
func (r reckoner) pause(tx *gorm.DB, kase *models.Case, s step) error {
	if kase.State == models.StateAwaitingComplainant {
		return tx.Model(&models.CasePause{}).Where("case_id = ? AND to_at IS NULL", kase.ID).
			Update("to_at", s.at).Error
	}
	if s.to != models.StateAwaitingComplainant {
		return nil
	}
	id, err := r.env.ID()
	if err != nil {
		return err
	}
	return tx.Create(&models.CasePause{ID: id, CaseID: kase.ID, FromAt: s.at}).Error
}

// reckon works the deadlines out and keeps the case as it is now.
func (r reckoner) reckon(tx *gorm.DB, kase *models.Case, now time.Time) error {
	var rows []models.CasePause
	if lifecycle.Running(*kase) {
		if err := tx.Where("case_id = ?", kase.ID).Find(&rows).Error; err != nil {
			return err
		}
	}
	pauses := make([]workdays.Pause, len(rows))
	for i, row := range rows {
		pauses[i].From = row.FromAt
		if row.ToAt != nil {
			pauses[i].To = *row.ToAt
		}
	}
	r.clocks.Reckon(kase, r.category(*kase), pauses, now)
	return keep(tx, kase)
}

// category has the clocks of a case; those of none are the usual ones.
func (r reckoner) category(kase models.Case) models.ComplaintCategory {
	for _, category := range r.categories {
		if kase.Category != nil && category.Code == *kase.Category {
			return category
		}
	}
	return usualClocks()
}

func usualClocks() models.ComplaintCategory {
	return models.ComplaintCategory{
		AcknowledgeDays: lifecycle.AcknowledgeDays, AnswerDays: lifecycle.AnswerDays,
	}
}

// keep writes everything of a case that its handling changes.
func keep(tx *gorm.DB, kase *models.Case) error {
	return tx.Model(&models.Case{ID: kase.ID}).Select(
		"State", "EndedAt", "DueAt", "AcknowledgeDueAt", "DeadlineAt", "ClockDays", "ClockStartedAt", "CalendarVersion",
		"AcknowledgedAt", "AnsweredAt", "OverdueAt", "ExtensionDays", "Reviewed", "Rated", "AssigneeID",
		"DecidedByID", "DuplicateOfID",
	).Updates(kase).Error
}

// locked reads a case and keeps others from changing it until the transaction ends.
func locked(tx *gorm.DB, id uuid.UUID) (kase models.Case, found bool, err error) {
	result := kernel.ForUpdate(tx).
		Where("id = ?", id).Limit(1).Find(&kase)
	return kase, result.RowsAffected == 1, result.Error
}
