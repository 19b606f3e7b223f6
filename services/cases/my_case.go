package cases

import (
	"context"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/attachment"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
)

// MyCase is what the holder of a receipt code may do. Every method answers Unauthenticated (`receipt_unknown`) for a
// code that opens nothing, whatever the reason.
type MyCase struct {
	room
	reckoners *reckoners
	cleaner   *attachment.Cleaner
}

// refusalTime is when an unknown code is refused at the earliest, so that the time tells nothing about the reason: a
// malformed code costs no look-up, an unknown one does.
const refusalTime = 20 * time.Millisecond

// Get shows the case without anything that says who the person is.
func (s *MyCase) Get(ctx context.Context, code string) (models.CaseView, error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return models.CaseView{}, err
	}
	return s.view(ctx, s.env.DB, kase)
}

// Withdraw ends a complaint at the person's wish; Conflict (`transition_not_allowed`) when its state forbids it.
func (s *MyCase) Withdraw(ctx context.Context, code string) (models.CaseView, error) {
	return s.take(ctx, code, models.ActWithdraw, models.StateWithdrawn, models.EventText{})
}

// take lets the person take their case to another state.
func (s *MyCase) take(
	ctx context.Context, code string, act models.CaseAct, to models.CaseState, text models.EventText,
) (view models.CaseView, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return view, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	err = s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		at := s.env.Clock()
		if !kase.Allows(act, at) {
			return notAllowed(kase, at)
		}
		key := func() (seal.Key, error) { return s.key(ctx, tx, kase) }
		if err := now.move(tx, &kase, step{to: to, by: byPerson(), at: at, text: text, key: key}); err != nil {
			return err
		}
		view, err = s.view(ctx, tx, kase)
		return err
	})
	return view, err
}

// find looks a code up. What is not found, for whatever reason, is refused in the same words and no sooner.
func (s *MyCase) find(ctx context.Context, text string) (kase models.Case, err error) {
	earliest := time.NewTimer(refusalTime)
	defer earliest.Stop()
	kase, found, err := s.lookUp(ctx, text)
	if err != nil {
		return kase, kernel.Fault(err, "find case")
	}
	if found {
		return kase, nil
	}
	select {
	case <-earliest.C:
	case <-ctx.Done():
	}
	return kase, fault.New(fault.Unauthenticated, "receipt_unknown")
}

func (s *MyCase) lookUp(ctx context.Context, text string) (kase models.Case, found bool, err error) {
	code, ok := crockford.ParseCode(text)
	if !ok {
		return kase, false, nil
	}
	hashes, err := s.env.Keyring.Hashes(domainReceipt, []byte(code))
	if err != nil {
		return kase, false, err
	}
	result := s.env.DB.WithContext(ctx).Where("receipt_hash IN ?", hashes).Limit(1).Find(&kase)
	return kase, result.RowsAffected == 1, result.Error
}

// change runs an act on the case as it is now, alone: of two acts at the same time the second sees what the first did.
// A case that was erased meanwhile is unknown.
func (s *MyCase) change(ctx context.Context, kase models.Case, act func(tx *gorm.DB, kase models.Case) error) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		current, found, err := locked(tx, kase.ID)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Unauthenticated, "receipt_unknown")
		}
		return act(tx, current)
	})
	return kernel.Fault(err, "change case")
}

// key opens the case's data key. A case whose key is gone was erased since it was found.
func (s *MyCase) key(ctx context.Context, db *gorm.DB, kase models.Case) (seal.Key, error) {
	key, found, err := s.env.DataKey(db.WithContext(ctx), kase.ID)
	if err == nil && !found {
		return key, fault.New(fault.Unauthenticated, "receipt_unknown")
	}
	return key, err
}

func notAllowed(kase models.Case, now time.Time) error {
	refused := fault.New(fault.Conflict, "transition_not_allowed")
	for _, act := range kase.Allowed(now) {
		refused.Allowed = append(refused.Allowed, string(act))
	}
	return refused
}

// byPerson is whoever shows the receipt code.
func byPerson() models.Actor { return models.Actor{Role: models.RolePerson} }
