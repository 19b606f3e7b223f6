package services

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/lifecycle"
	"amanat/services/receipt"
	"amanat/services/seal"
)

// Transition takes the case to another state; Conflict (`transition_not_allowed`, naming the states that are) when the
// state it is in forbids it, so that of several at the same time exactly one wins. A rejection needs a reason, which
// the person reads with where to turn; a duplicate names the case that it repeats; taking up again what has ended needs
// a reason. A case is referred to nobody without the person's consent (Conflict, `consent_required`).
func (s *Casework) Transition(
	ctx context.Context, actor Actor, reference string, in Input[models.TransitionForm],
) (view models.StaffCaseItem, err error) {
	if _, err := admit(s.gate, in, incomplete(*in.Form)...); err != nil {
		return view, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		view, err = s.transition(tx, now, actor, kase, in.Form)
		return err
	})
	return view, err
}

// incomplete is what the form lacks for the state it asks for.
func incomplete(form models.TransitionForm) []fault.Violation {
	var lacking []fault.Violation
	to := models.CaseState(form.To)
	if form.To != "" && !slices.Contains(models.CaseStates(), to) {
		lacking = append(lacking, fault.Violation{Pointer: "/to", Code: "unknown_value"})
	}
	if to == models.StateRejected && form.Reason == "" {
		lacking = append(lacking, fault.Violation{Pointer: "/reason", Code: "required", Clause: "use-answer"})
	}
	if to == models.StateDuplicate && form.DuplicateOf == "" {
		lacking = append(lacking, fault.Violation{Pointer: "/duplicate_of", Code: "required"})
	}
	return lacking
}

func (s *Casework) transition(
	tx *gorm.DB, now reckoner, actor Actor, kase *models.Case, form *models.TransitionForm,
) (view models.StaffCaseItem, err error) {
	at, to := s.env.Clock(), models.CaseState(form.To)
	if err := s.mayTake(actor, *kase, to, form); err != nil {
		return view, err
	}
	if to == models.StateDuplicate {
		if err := s.link(tx, kase, form.DuplicateOf); err != nil {
			return view, err
		}
	}
	if decides(to) || kase.AssigneeID == nil && !kase.Ended() {
		// Whoever decides is who another has to review; whoever takes up what is nobody's has it.
		account := actor.Account
		kase.AssigneeID = &account
	}
	key := func() (seal.Key, error) { return s.key(tx, *kase) }
	if err := now.move(tx, kase, step{to: to, by: actor, at: at, text: textOf(*form), key: key}); err != nil {
		return view, err
	}
	return s.item(actor, *kase, at), nil
}

// mayTake asks whether the actor may take the case there.
func (s *Casework) mayTake(
	actor Actor, kase models.Case, to models.CaseState, form *models.TransitionForm,
) error {
	if err := mayHandle(actor, kase); err != nil {
		return err
	}
	now := s.env.Clock()
	if !lifecycle.Possible(kase, to, actor.Role, now) {
		refused := fault.New(fault.Conflict, "transition_not_allowed")
		refused.Allowed = []string{}
		for _, state := range allowedStates(actor, kase, now) {
			refused.Allowed = append(refused.Allowed, string(state))
		}
		return refused
	}
	if to == models.StateReferred {
		refused := fault.New(fault.Conflict, "consent_required")
		refused.Clause = "prior-consent"
		return refused
	}
	if lifecycle.Reopens(kase, to) && kase.Ended() && form.Reason == "" {
		return fault.Violated([]fault.Violation{{Pointer: "/reason", Code: "required"}})
	}
	return nil
}

func decides(to models.CaseState) bool {
	return to == models.StateAnswered || to == models.StateRejected
}

// textOf is what is said about the transition: the reason of a rejection is for the person, any other for staff.
func textOf(form models.TransitionForm) models.EventText {
	if form.To != string(models.StateRejected) {
		return models.EventText{Public: form.PublicNote, Reason: form.Reason}
	}
	public := form.Reason
	if form.PublicNote != "" {
		public += "\n\n" + form.PublicNote
	}
	return models.EventText{Public: public, WhereToTurn: form.WhereToTurn}
}

// link finds the case that this one repeats: another one, of the same kind, and no duplicate itself.
func (s *Casework) link(tx *gorm.DB, kase *models.Case, text string) error {
	unfit := fault.Violated([]fault.Violation{{Pointer: "/duplicate_of", Code: "not_a_case"}})
	if _, ok := receipt.ParseReference(text); !ok {
		return unfit
	}
	original, err := s.find(tx, text)
	if fault.Is(err, "case_unknown") {
		return unfit
	}
	if err != nil {
		return err
	}
	if original.ID == kase.ID || original.Kind != kase.Kind || original.State == models.StateDuplicate {
		return unfit
	}
	kase.DuplicateOfID = &original.ID
	return nil
}

// Extend gives the running clock up to ten more working days, once, for a reason that the person reads; Conflict when
// it was extended before (`already_extended`) or no such clock is running (`transition_not_allowed`).
func (s *Casework) Extend(
	ctx context.Context, actor Actor, reference string, in Input[models.ExtensionForm],
) (view models.StaffCaseItem, err error) {
	if _, err := admit(s.gate, in); err != nil {
		return view, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if err := s.mayExtend(actor, *kase); err != nil {
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

func (s *Casework) mayExtend(actor Actor, kase models.Case) error {
	if err := mayHandle(actor, kase); err != nil {
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
