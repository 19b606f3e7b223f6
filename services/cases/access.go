package cases

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

const placeReason = "case_accesses.reason_sealed"

// Identity shows who wrote, to whoever handles the case or watches over privacy, for a purpose that the names and the
// contact were given for. That it was shown is in the ledger, and the person sees it with the reason. Forbidden
// (`not_assigned`) for everybody else; Invalid with the clause `purpose` for another purpose.
func (s *Casework) Identity(
	ctx context.Context, actor models.Actor, reference string, in kernel.Input[models.IdentityForm],
) (view models.IdentityView, err error) {
	if _, err := kernel.Validate(s.env, in, foreignPurpose); err != nil {
		return view, err
	}
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		if actor.Role != models.RolePrivacy && !handles(actor, *kase) {
			return fault.New(fault.Forbidden, "not_assigned")
		}
		key, err := s.key(tx, *kase)
		if err != nil {
			return err
		}
		if err := s.noteAccess(tx, actor, *kase, key, in.Form); err != nil {
			return err
		}
		identity, err := seal.Open(key, kase.ID, placeIdentity, kase.IdentitySealed)
		view = models.IdentityView{
			FirstName: identity.FirstName, LastName: identity.LastName, Email: identity.Email, Phone: identity.Phone,
		}
		return err
	})
	return view, err
}

// foreignPurpose refuses a purpose of the register that the names and the contact were not given for.
func foreignPurpose(form *models.IdentityForm) []fault.Violation {
	purpose := privacy.Purpose(form.Purpose)
	if !purpose.Valid() || slices.Contains(identityPurposes(), purpose) {
		return nil
	}
	return []fault.Violation{{Pointer: "/purpose", Code: "not_its_purpose", Clause: "purpose"}}
}

// identityPurposes are those for which the names and the contact are kept, as their declarations say.
func identityPurposes() []privacy.Purpose { return []privacy.Purpose{privacy.UseAnswer} }

func (s *Casework) noteAccess(
	tx *gorm.DB, actor models.Actor, kase models.Case, key seal.Key, form *models.IdentityForm,
) (err error) {
	row := models.CaseAccess{
		CaseID: kase.ID, At: s.env.Clock(), AccountID: actor.Account, Role: actor.Role, Purpose: form.Purpose,
	}
	if row.ID, err = s.env.ID(); err != nil {
		return err
	}
	reason := models.AccessReason{Reason: form.Reason}
	if row.ReasonSealed, err = seal.Seal(key, row.ID, placeReason, reason); err != nil {
		return err
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return s.ledger.Record(tx, ledger.Act{
		By: actor, At: row.At, Action: "case.identity_read", Subject: kase.Reference,
		Detail: map[string]string{"purpose": form.Purpose},
	})
}

// Accesses lists who read the names and the contact, by role: when, what for and why.
func (s *MyCase) Accesses(ctx context.Context, code string) (view models.AccessesView, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return view, err
	}
	key, err := s.key(ctx, s.env.DB, kase)
	if err != nil {
		return view, err
	}
	view.Accesses, err = s.accesses(ctx, kase, key)
	return view, err
}

func (s *MyCase) accesses(ctx context.Context, kase models.Case, key seal.Key) ([]models.AccessView, error) {
	var rows []models.CaseAccess
	if err := s.env.DB.WithContext(ctx).Where("case_id = ?", kase.ID).Order("at, id").Find(&rows).Error; err != nil {
		return nil, kernel.Fault(err, "read accesses")
	}
	views := make([]models.AccessView, 0, len(rows))
	for _, row := range rows {
		reason, err := seal.Open(key, row.ID, placeReason, row.ReasonSealed)
		if err != nil {
			return nil, kernel.Fault(err, "open reason")
		}
		views = append(views, models.AccessView{
			At: models.Shown(row.At), Role: row.Role, Purpose: row.Purpose, Reason: reason.Reason,
		})
	}
	return views, nil
}
