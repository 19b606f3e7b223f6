package cases

import (
	"context"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

const (
	placeMessage = "case_messages.body_sealed"
	// mostMessages bounds what one receipt code can make the service keep.
	mostMessages = 200
)

// Write adds a message of the person to the case; Conflict when the case has ended (`transition_not_allowed`) or holds
// too many messages (`too_many_messages`). See intake.submit for repeated requests.
func (s *MyCase) Write(
	ctx context.Context, code string, in kernel.Input[models.MessageForm],
) (view models.MessageView, replayed bool, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return view, false, err
	}
	notices, err := kernel.Validate(s.env, in)
	if err != nil {
		return view, false, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, false, err
	}
	in.Request.Scope += " " + kase.ID.String()
	if view, replayed, err = kernel.Lookup[models.MessageView](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, err
	}
	err = s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		if view, err = s.add(ctx, tx, kase, in, notices); err != nil {
			return err
		}
		return s.resume(tx, now, kase)
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.MessageView](ctx, s.env, in.Request)
	}
	return view, false, err
}

// resume lets the clock go on once the person has said what the organisation waited for.
func (s *MyCase) resume(tx *gorm.DB, now reckoner, kase models.Case) error {
	if kase.State != models.StateAwaitingComplainant {
		return nil
	}
	return now.move(tx, &kase, step{to: models.StateInProgress, by: byPerson(), at: s.env.Clock()})
}

func (s *MyCase) add(
	ctx context.Context, tx *gorm.DB, kase models.Case, in kernel.Input[models.MessageForm], notices []models.Notice,
) (models.MessageView, error) {
	row, err := s.sealMessage(ctx, tx, kase, in.Form)
	if err != nil {
		return models.MessageView{}, err
	}
	view := models.MessageView{
		ID: row.ID, At: models.Shown(row.At), From: row.Sender, Body: in.Form.Body, Notices: notices,
	}
	if err := s.env.Reserve(tx, in.Request, view); err != nil {
		return view, err
	}
	if err := s.roomForMessage(tx, kase); err != nil {
		return view, err
	}
	return view, tx.Create(&row).Error
}

func (s *MyCase) sealMessage(
	ctx context.Context, tx *gorm.DB, kase models.Case, form *models.MessageForm,
) (row models.CaseMessage, err error) {
	key, err := s.key(ctx, tx, kase)
	if err != nil {
		return row, err
	}
	row = models.CaseMessage{CaseID: kase.ID, At: s.env.Clock(), Sender: models.FromPerson}
	if row.ID, err = s.env.ID(); err != nil {
		return row, err
	}
	row.BodySealed, err = seal.Seal(key, row.ID, placeMessage, *form)
	return row, err
}

func (s *MyCase) roomForMessage(tx *gorm.DB, kase models.Case) error {
	if now := s.env.Clock(); !kase.Allows(models.ActMessage, now) {
		return notAllowed(kase, now)
	}
	var count int64
	if err := tx.Model(&models.CaseMessage{}).Where("case_id = ?", kase.ID).Count(&count).Error; err != nil {
		return err
	}
	if count >= mostMessages {
		return fault.New(fault.Conflict, "too_many_messages")
	}
	return nil
}
