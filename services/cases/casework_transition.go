package cases

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

// Transition takes the case to another state; Conflict (`transition_not_allowed`, naming the states that are) when the
// state it is in forbids it, so that of several at the same time exactly one wins. A rejection needs a reason, which
// the person reads with where to turn; a duplicate names the case that it repeats; taking up again what was answered
// or has ended needs a reason. A case is referred to nobody without the person's consent (Conflict,
// `consent_required`).
func (s *Casework) Transition(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.TransitionForm],
) (view models.StaffCaseItem, err error) {
	if _, err := kernel.Validate(s.env, in, incomplete); err != nil {
		return view, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, err
	}
	original, err := s.original(ctx, in.Form)
	if err != nil {
		return view, err
	}
	err = s.changeBoth(ctx, reference, original, func(tx *gorm.DB, kase, original *models.Case) error {
		view, err = s.transition(tx, now, actor, kase, original, in.Form)
		return err
	})
	return view, err
}

// incomplete is what the form lacks for the state it asks for.
func incomplete(form *models.TransitionForm) []fault.Violation {
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
	tx *gorm.DB, now reckoner, actor models.Actor, kase, original *models.Case, form *models.TransitionForm,
) (view models.StaffCaseItem, err error) {
	at, to := s.env.Clock(), models.CaseState(form.To)
	if err := s.mayTake(tx, actor, *kase, to, form); err != nil {
		return view, err
	}
	if to == models.StateDuplicate {
		if err := link(kase, original); err != nil {
			return view, err
		}
	}
	if decides(to) {
		kase.DecidedByID = actor.AccountID()
	}
	key := func() (seal.Key, error) { return s.key(tx, *kase) }
	next := step{to: to, by: actor, at: at, text: textOf(*form), key: key}
	if kase.AssigneeID == nil && !kase.Ended() {
		// Whoever takes up what is nobody's has it.
		kase.AssigneeID, next.detail = actor.AccountID(), map[string]string{"account": actor.Account.String()}
		if err := s.noteAssigned(tx, *kase, at); err != nil {
			return view, err
		}
	}
	if err := now.move(tx, kase, next); err != nil {
		return view, err
	}
	return s.item(actor, *kase, at), nil
}

// mayTake asks whether the actor may take the case there.
func (s *Casework) mayTake(
	tx *gorm.DB, actor models.Actor, kase models.Case, to models.CaseState, form *models.TransitionForm,
) error {
	if err := mayAct(tx, actor, kase); err != nil {
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
	if lifecycle.Reopens(kase, to) {
		return mayReopen(tx, actor, kase, form)
	}
	return nil
}

// mayReopen: it takes a reason and, of what was reviewed, somebody who had no hand in what the review was about: they
// could otherwise have the last word after all.
func mayReopen(tx *gorm.DB, actor models.Actor, kase models.Case, form *models.TransitionForm) error {
	if before, err := handledBeforeReview(tx, actor.Account, kase); err != nil {
		return err
	} else if before {
		return fault.New(fault.Forbidden, "review_stands")
	}
	if form.Reason == "" {
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

// original finds the case that another is said to repeat; the zero id where there is none.
func (s *Casework) original(ctx context.Context, form *models.TransitionForm) (id uuid.UUID, err error) {
	if form.To != string(models.StateDuplicate) {
		return uuid.Nil, nil
	}
	kase, err := s.find(s.env.DB.WithContext(ctx), form.DuplicateOf)
	if fault.Is(err, "case_unknown") {
		return uuid.Nil, nil
	}
	return kase.ID, err
}

// link makes the case a duplicate of another one, of the same kind, that is no duplicate itself and still there.
func link(kase, original *models.Case) error {
	if original == nil || original.ID == kase.ID || original.Kind != kase.Kind ||
		original.State == models.StateDuplicate {
		return fault.Violated([]fault.Violation{{Pointer: "/duplicate_of", Code: "not_a_case"}})
	}
	kase.DuplicateOfID = &original.ID
	return nil
}
