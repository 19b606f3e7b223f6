package cases

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

// Get shows a case to those who handle it: what was written and what happened, never who wrote. That it was read is in
// the ledger.
func (s *Casework) Get(
	ctx context.Context, actor models.Actor, reference string,
) (view models.StaffCaseView, err error) {
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if view, err = s.view(tx, now, actor, *kase); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "case.read", Subject: kase.Reference,
		})
	})
	return view, err
}

func (s *Casework) view(
	tx *gorm.DB, now reckoner, actor models.Actor, kase models.Case,
) (view models.StaffCaseView, err error) {
	key, err := s.key(tx, kase)
	if err != nil {
		return view, err
	}
	at := s.env.Clock()
	view = models.StaffCaseView{
		StaffCaseItem: s.item(actor, kase, at), Clocks: clocksOf(now, kase, at), Reviewed: kase.Reviewed,
	}
	if view.Content, err = seal.Open(key, kase.ID, placeContent, kase.ContentSealed); err != nil {
		return view, err
	}
	if view.Messages, err = s.messages(tx, kase, key); err != nil {
		return view, err
	}
	if view.Attachments, err = s.attachments(tx, kase, key); err != nil {
		return view, err
	}
	if view.Notes, err = s.notes(tx, kase, key); err != nil {
		return view, err
	}
	if view.Timeline, err = s.timeline(tx, kase, key); err != nil {
		return view, err
	}
	view.DuplicateOf, err = referenceOf(tx, kase.DuplicateOfID)
	return view, err
}

func referenceOf(tx *gorm.DB, id *uuid.UUID) (reference string, err error) {
	if id == nil {
		return "", nil
	}
	err = tx.Model(&models.Case{}).Where("id = ?", *id).Limit(1).Pluck("reference", &reference).Error
	return reference, err
}

func (s *Casework) notes(tx *gorm.DB, kase models.Case, key seal.Key) ([]models.NoteView, error) {
	var rows []models.CaseNote
	if err := tx.Where("case_id = ?", kase.ID).Order("at, id").Find(&rows).Error; err != nil {
		return nil, err
	}
	views := make([]models.NoteView, 0, len(rows))
	for _, row := range rows {
		note, err := seal.Open(key, row.ID, placeNote, row.BodySealed)
		if err != nil {
			return nil, err
		}
		views = append(views, models.NoteView{
			ID: row.ID, At: models.Shown(row.At), Author: row.AuthorID, Body: note.Body,
		})
	}
	return views, nil
}

func clocksOf(now reckoner, kase models.Case, at time.Time) models.ClocksView {
	view := models.ClocksView{
		AcknowledgeDueAt: models.ShownOrNil(kase.AcknowledgeDueAt), DueAt: models.ShownOrNil(kase.DueAt),
		AcknowledgedAt: models.ShownOrNil(kase.AcknowledgedAt), AnsweredAt: models.ShownOrNil(kase.AnsweredAt),
		Paused: kase.State == models.StateAwaitingComplainant, ExtensionDays: kase.ExtensionDays,
		Overdue: lifecycle.Overdue(kase, at),
	}
	if view.Overdue {
		view.WorkingDaysLate = now.clocks.Calendar.Between(*kase.DeadlineAt, at)
	}
	if kase.State == models.StateAnswered && kase.AnsweredAt != nil {
		closes := models.Shown(kase.AnsweredAt.Add(lifecycle.ClosesAfter))
		view.ClosesAt = &closes
	}
	return view
}
