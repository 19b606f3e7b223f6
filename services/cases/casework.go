package cases

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/cases/attachment"
	"amanat/services/cases/lifecycle"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

// Casework is what staff do with cases. Every method answers NotFound (`case_unknown`) for a reference that leads
// nowhere; whether the role may call it at all was decided before.
type Casework struct {
	room
	reckoners *reckoners
	cleaner   *attachment.Cleaner
}

// find looks a case up by its reference.
func (s *Casework) find(db *gorm.DB, text string) (kase models.Case, err error) {
	reference, ok := crockford.ParseReference(text)
	if ok {
		found := db.Where("reference = ?", reference).Limit(1).Find(&kase)
		if found.Error != nil {
			return kase, kernel.Fault(found.Error, "find case")
		}
		ok = found.RowsAffected == 1
	}
	if !ok {
		return kase, fault.New(fault.NotFound, "case_unknown")
	}
	return kase, nil
}

// change runs an act on the case as it is now, alone.
func (s *Casework) change(
	ctx context.Context, reference string, act func(tx *gorm.DB, kase *models.Case) error,
) error {
	return s.changeBoth(ctx, reference, uuid.Nil, func(tx *gorm.DB, kase, _ *models.Case) error {
		return act(tx, kase)
	})
}

// changeBoth is change with another case that must not change meanwhile; nil when there is none, or none any more. Both
// are locked in the order of their ids, so that two who do this the other way round do not wait for each other.
func (s *Casework) changeBoth(
	ctx context.Context, reference string, other uuid.UUID, act func(tx *gorm.DB, kase, other *models.Case) error,
) error {
	known, err := s.find(s.env.DB.WithContext(ctx), reference)
	if err != nil {
		return err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		both := map[uuid.UUID]*models.Case{}
		for _, id := range slices.SortedFunc(slices.Values([]uuid.UUID{known.ID, other}), byID) {
			kase, found, err := locked(tx, id)
			if err != nil {
				return err
			}
			if found {
				both[id] = &kase
			}
		}
		if both[known.ID] == nil {
			return fault.New(fault.NotFound, "case_unknown")
		}
		return act(tx, both[known.ID], both[other])
	})
	return kernel.Fault(err, "change case")
}

func byID(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

// key opens the case's data key. A case whose key is gone was erased since it was found.
func (s *Casework) key(db *gorm.DB, kase models.Case) (seal.Key, error) {
	key, found, err := s.env.DataKey(db, kase.ID)
	if err == nil && !found {
		return key, fault.New(fault.NotFound, "case_unknown")
	}
	return key, err
}

// item is what a list says of a case.
func (s *Casework) item(actor models.Actor, kase models.Case, now time.Time) models.StaffCaseItem {
	return models.StaffCaseItem{
		Reference: kase.Reference, Kind: kase.Kind, FeedbackKind: value(kase.FeedbackKind),
		Category: value(kase.Category), State: kase.State, ReceivedAt: models.Shown(kase.ReceivedAt),
		AcknowledgeDueAt: models.ShownOrNil(kase.AcknowledgeDueAt), DueAt: models.ShownOrNil(kase.DueAt),
		Overdue: lifecycle.Overdue(kase, now), Assignee: kase.AssigneeID, Allowed: allowedStates(actor, kase, now),
	}
}

// allowedStates are those to which the actor may take the case; none, for whoever only looks on.
func allowedStates(actor models.Actor, kase models.Case, now time.Time) []models.CaseState {
	states := []models.CaseState{}
	if !actor.Role.HandlesCases() || mayHandle(actor, kase) != nil {
		return states
	}
	for _, state := range lifecycle.Next(kase, actor.Role, now) {
		if state != models.StateReferred { // that needs the person's consent
			states = append(states, state)
		}
	}
	return states
}

// Assign gives the case to somebody who handles cases. Officers may only take for themselves what is nobody's; leads
// may give any case to anyone, but a review to nobody who decided before (Conflict, `review_needs_another`).
func (s *Casework) Assign(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.AssignForm],
) (view models.StaffCaseItem, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	account := actor.Account
	if in.Form.Account != "me" {
		account = uuid.MustParse(in.Form.Account) // a rule of the form
	}
	if account != actor.Account && actor.Role != models.RoleLead {
		return view, fault.New(fault.Forbidden, "assigning_is_for_leads")
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if err := mayAct(tx, actor, *kase); err != nil && account == actor.Account {
			return err
		}
		if err := s.mayBeAssigned(tx, account, *kase); err != nil {
			return err
		}
		view, err = s.assign(tx, actor, account, kase)
		return err
	})
	return view, err
}

func (s *Casework) assign(
	tx *gorm.DB, actor models.Actor, account uuid.UUID, kase *models.Case,
) (models.StaffCaseItem, error) {
	now := s.env.Clock()
	if kase.AssigneeID != nil && *kase.AssigneeID == account {
		return s.item(actor, *kase, now), nil
	}
	kase.AssigneeID = &account
	if err := keep(tx, kase); err != nil {
		return models.StaffCaseItem{}, err
	}
	if err := s.noteAssigned(tx, *kase, now); err != nil {
		return models.StaffCaseItem{}, err
	}
	err := s.ledger.Record(tx, ledger.Act{
		By: actor, At: now, Action: "case.assigned", Subject: kase.Reference,
		Detail: map[string]string{"account": account.String()},
	})
	return s.item(actor, *kase, now), err
}

// noteAssigned notes, for staff, who has the case from now on.
func (s *Casework) noteAssigned(tx *gorm.DB, kase models.Case, at time.Time) error {
	event := models.CaseEvent{
		CaseID: kase.ID, At: at, Event: "assigned", Internal: true, AccountID: kase.AssigneeID,
	}
	return s.recordText(tx, event, models.EventText{}, nil)
}

// mayBeAssigned asks of the one to whom the case is to be given.
func (s *Casework) mayBeAssigned(tx *gorm.DB, account uuid.UUID, kase models.Case) error {
	if kase.Ended() {
		return fault.New(fault.Conflict, "case_ended")
	}
	var row models.StaffAccount
	if err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).
		Where("id = ?", account).Limit(1).Find(&row).Error; err != nil {
		return err
	}
	if row.ID != account || row.DisabledAt != nil || !row.Role.HandlesCases() {
		return fault.Violated([]fault.Violation{{Pointer: "/account", Code: "not_a_handler"}})
	}
	if kase.State != models.StateInReview {
		return nil
	}
	before, err := handledBeforeReview(tx, account, kase)
	if err == nil && before {
		return fault.New(fault.Conflict, "review_needs_another")
	}
	return err
}
