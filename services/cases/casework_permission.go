package cases

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
)

// handles reports whether the case is assigned to the actor.
func handles(actor models.Actor, kase models.Case) bool {
	return kase.AssigneeID != nil && *kase.AssigneeID == actor.Account
}

// decidedBefore reports whether this is a review, and of what this account decided. It is what can be said of a case
// without looking further; mayAct looks at all that the account had a hand in.
func decidedBefore(account uuid.UUID, kase models.Case) bool {
	return kase.State == models.StateInReview && kase.DecidedByID != nil && *kase.DecidedByID == account
}

// mayHandle fails with Forbidden for an officer whose case it is not (`not_assigned`), and for whoever would review
// what they decided themselves (`review_needs_another`). A case that is nobody's is anybody's to take up.
func mayHandle(actor models.Actor, kase models.Case) error {
	if decidedBefore(actor.Account, kase) {
		return fault.New(fault.Forbidden, "review_needs_another")
	}
	if actor.Role == models.RoleLead || kase.AssigneeID == nil || handles(actor, kase) {
		return nil
	}
	return fault.New(fault.Forbidden, "not_assigned")
}

// mayAct is mayHandle, and fails with Forbidden (`review_needs_another`) for whoever had any hand in what is reviewed.
func mayAct(tx *gorm.DB, actor models.Actor, kase models.Case) error {
	if err := mayHandle(actor, kase); err != nil || kase.State != models.StateInReview {
		return err
	}
	before, err := handledBeforeReview(tx, actor.Account, kase)
	if err == nil && before {
		return fault.New(fault.Forbidden, "review_needs_another")
	}
	return err
}

// handledBeforeReview reports whether the account had the case, took it from state to state or wrote in it before the
// person asked for a review: ids are in the order of time (RFC 9562, UUIDv7).
func handledBeforeReview(tx *gorm.DB, account uuid.UUID, kase models.Case) (bool, error) {
	if !kase.Reviewed {
		return false, nil
	}
	var review []models.CaseEvent
	err := tx.Where("case_id = ? AND event = ?", kase.ID, models.StateInReview).Limit(1).Find(&review).Error
	if err != nil || len(review) == 0 {
		return false, err
	}
	for _, hand := range []struct {
		row    any
		column string
	}{
		{&models.CaseEvent{}, "account_id"}, {&models.CaseMessage{}, "author_id"}, {&models.CaseNote{}, "author_id"},
	} {
		var count int64
		err := tx.Model(hand.row).Where("case_id = ? AND id < ?", kase.ID, review[0].ID).
			Where(hand.column+" = ?", account).Limit(1).Count(&count).Error
		if err != nil || count > 0 {
			return count > 0, err
		}
	}
	return false, nil
}
