package cases

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

// Extend gives the running clock up to ten more working days, once, for a reason that the person reads; Conflict when
// it was extended before (`already_extended`) or no such clock is running (`transition_not_allowed`).
func (s *Casework) Extend(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.ExtensionForm],
) (view models.StaffCaseItem, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if err := s.mayExtend(tx, actor, *kase); err != nil {
			return err
		}
		at := s.env.Clock()
		now.clocks.Extend(kase, in.Form.WorkingDays)
		if err := now.reckon(tx, kase, at); err != nil {
			return err
		}
		view = s.item(actor, *kase, at)
		return s.noteExtension(tx, actor, *kase, in.Form)
	})
	return view, err
}

func (s *Casework) mayExtend(tx *gorm.DB, actor models.Actor, kase models.Case) error {
	if err := mayAct(tx, actor, kase); err != nil {
		return err
	}
	if kase.ExtensionDays > 0 {
		return fault.New(fault.Conflict, "already_extended")
	}
	if !lifecycle.Running(kase) || kase.State == models.StateInReview {
		refused := fault.New(fault.Conflict, "transition_not_allowed")
		for _, state := range allowedStates(actor, kase, s.env.Clock()) {
			refused.Allowed = append(refused.Allowed, string(state))
		}
		return refused
	}
	return nil
}

// noteExtension tells the person why their answer takes longer.
func (s *Casework) noteExtension(
	tx *gorm.DB, actor models.Actor, kase models.Case, form *models.ExtensionForm,
) error {
	at := s.env.Clock()
	event := models.CaseEvent{CaseID: kase.ID, At: at, Event: "extended", AccountID: actor.AccountID()}
	key := func() (seal.Key, error) { return s.key(tx, kase) }
	if err := s.recordText(tx, event, models.EventText{Public: form.Reason}, key); err != nil {
		return err
	}
	days := strconv.Itoa(form.WorkingDays)
	return s.ledger.Record(tx, ledger.Act{
		By: actor, At: at, Action: "case.extended", Subject: kase.Reference,
		Detail: map[string]string{"working_days": days},
	})
}
