package cases

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// CannedReplies keeps texts to begin replies with, in both languages.
type CannedReplies struct {
	room
}

// List shows the replies for a state, or all, in the order in which they were made, those behind the given id.
func (s *CannedReplies) List(
	ctx context.Context, in kernel.Input[models.CannedReplyFilter], after uuid.UUID, limit int,
) (views []models.CannedReplyView, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	query := s.env.DB.WithContext(ctx).Where("id > ?", after)
	if in.Form.State != "" {
		query = query.Where("state = ?", in.Form.State)
	}
	var rows []models.CannedReply
	if err := query.Order("id").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "list canned replies")
	}
	views = make([]models.CannedReplyView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, row.View())
	}
	return views, len(rows) > limit, nil
}

// Create adds a reply. See intake.submit for repeated requests.
func (s *CannedReplies) Create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.CannedReplyForm],
) (view models.CannedReplyView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	row := cannedReplyOf(in.Form)
	if row.ID, err = s.env.ID(); err != nil {
		return view, false, err
	}
	view = row.View()
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "canned_reply.created", Subject: row.ID.String(),
		})
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.CannedReplyView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "create canned reply")
}

// Change rewrites a reply; NotFound (`canned_reply_unknown`).
func (s *CannedReplies) Change(
	ctx context.Context, actor models.Actor, id string, in kernel.Input[models.CannedReplyForm],
) (view models.CannedReplyView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	row := cannedReplyOf(in.Form)
	row.ID, _ = uuid.Parse(id) // no id is nobody's
	err = s.change(ctx, actor, "canned_reply.changed", row.ID, func(tx *gorm.DB) *gorm.DB {
		return tx.Model(&models.CannedReply{}).Where("id = ?", row.ID).
			Select("State", "TitleFa", "TitleEn", "BodyFa", "BodyEn").Updates(row)
	})
	return row.View(), err
}

// Delete removes a reply; NotFound (`canned_reply_unknown`).
func (s *CannedReplies) Delete(ctx context.Context, actor models.Actor, id string) error {
	replyID, _ := uuid.Parse(id)
	return s.change(ctx, actor, "canned_reply.deleted", replyID, func(tx *gorm.DB) *gorm.DB {
		return tx.Where("id = ?", replyID).Delete(&models.CannedReply{})
	})
}

func (s *CannedReplies) change(
	ctx context.Context, actor models.Actor, action string, id uuid.UUID, do func(tx *gorm.DB) *gorm.DB,
) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if done := do(tx); done.Error != nil {
			return done.Error
		} else if done.RowsAffected == 0 {
			return fault.New(fault.NotFound, "canned_reply_unknown")
		}
		return s.ledger.Record(tx, ledger.Act{By: actor, At: s.env.Clock(), Action: action, Subject: id.String()})
	})
	return kernel.Fault(err, "change canned reply")
}

func cannedReplyOf(form *models.CannedReplyForm) models.CannedReply {
	return models.CannedReply{
		State: form.State, TitleFa: form.TitleFa, TitleEn: form.TitleEn, BodyFa: form.BodyFa, BodyEn: form.BodyEn,
	}
}
