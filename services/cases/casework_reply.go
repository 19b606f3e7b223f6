package cases

import (
	"context"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

const placeNote = "case_notes.body_sealed"

// Reply writes to the person; Conflict when the case has ended (`case_ended`) or holds too many messages
// (`too_many_messages`). See intake.submit for repeated requests.
func (s *Casework) Reply(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.ReplyForm],
) (view models.StaffMessageView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	return creating[models.StaffMessageView](ctx, s, actor, reference, in.Request,
		func(tx *gorm.DB, kase *models.Case, key seal.Key) (view models.StaffMessageView, err error) {
			if err := roomForMessages(tx, *kase); err != nil {
				return view, err
			}
			author := actor.Account
			row := models.CaseMessage{
				CaseID: kase.ID, At: s.env.Clock(), Sender: models.FromOrganisation, AuthorID: &author,
			}
			if row.ID, err = s.env.ID(); err != nil {
				return view, err
			}
			row.BodySealed, err = seal.Seal(key, row.ID, placeMessage, models.MessageForm{Body: in.Form.Body})
			if err != nil {
				return view, err
			}
			if err := tx.Create(&row).Error; err != nil {
				return view, err
			}
			view = models.StaffMessageView{Author: row.AuthorID, MessageView: models.MessageView{
				ID: row.ID, At: models.Shown(row.At), From: row.Sender, Body: in.Form.Body,
			}}
			return view, s.ledger.Record(tx, ledger.Act{
				By: actor, At: row.At, Action: "case.replied", Subject: kase.Reference,
			})
		})
}

// Note adds what only staff are to know; Conflict (`too_many_messages`) when the case holds too many notes. See
// intake.submit for repeated requests.
func (s *Casework) Note(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.NoteForm],
) (view models.NoteView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	return creating[models.NoteView](ctx, s, actor, reference, in.Request,
		func(tx *gorm.DB, kase *models.Case, key seal.Key) (view models.NoteView, err error) {
			if err := atMost(tx, &models.CaseNote{}, *kase, mostMessages); err != nil {
				return view, err
			}
			row := models.CaseNote{CaseID: kase.ID, At: s.env.Clock(), AuthorID: actor.Account}
			if row.ID, err = s.env.ID(); err != nil {
				return view, err
			}
			if row.BodySealed, err = seal.Seal(key, row.ID, placeNote, *in.Form); err != nil {
				return view, err
			}
			if err := tx.Create(&row).Error; err != nil {
				return view, err
			}
			view = models.NoteView{ID: row.ID, At: models.Shown(row.At), Author: row.AuthorID, Body: in.Form.Body}
			return view, s.ledger.Record(tx, ledger.Act{
				By: actor, At: row.At, Action: "case.noted", Subject: kase.Reference,
			})
		})
}

// creating adds something to a case, once however often it is asked for with the same key.
func creating[V any](
	ctx context.Context, s *Casework, actor models.Actor, reference string, request kernel.Request,
	add func(tx *gorm.DB, kase *models.Case, key seal.Key) (V, error),
) (view V, replayed bool, err error) {
	kase, err := s.find(s.env.DB.WithContext(ctx), reference)
	if err != nil {
		return view, false, err
	}
	request.Scope += " " + kase.ID.String() + " " + actor.Account.String()
	if view, replayed, err = kernel.Lookup[V](ctx, s.env, request); replayed || err != nil {
		return view, replayed, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if err := mayAct(tx, actor, *kase); err != nil {
			return err
		}
		key, err := s.key(tx, *kase)
		if err != nil {
			return err
		}
		if view, err = add(tx, kase, key); err != nil {
			return err
		}
		return s.env.Reserve(tx, request, view)
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[V](ctx, s.env, request)
	}
	return view, false, err
}

// roomForMessages fails where nothing more is to be said, or too much was.
func roomForMessages(tx *gorm.DB, kase models.Case) error {
	if kase.Ended() {
		return fault.New(fault.Conflict, "case_ended")
	}
	return atMost(tx, &models.CaseMessage{}, kase, mostMessages)
}

// atMost fails with Conflict (`too_many_messages`) when a case has so many of these rows already.
func atMost(tx *gorm.DB, row any, kase models.Case, most int64) error {
	var count int64
	if err := tx.Model(row).Where("case_id = ?", kase.ID).Count(&count).Error; err != nil {
		return err
	}
	if count >= most {
		return fault.New(fault.Conflict, "too_many_messages")
	}
	return nil
}
