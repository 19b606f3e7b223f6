package cases

import (
	"context"
	"crypto/subtle"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/kit/text"
	"amanat/services/ledger"
)

// Export answers everything that is kept about the person. The last name is the second factor: without it, Forbidden
// (`second_factor_wrong`).
func (s *MyCase) Export(
	ctx context.Context, code string, in kernel.Input[models.ExportForm],
) (export models.CaseExport, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return export, err
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return export, err
	}
	key, err := s.key(ctx, s.env.DB, kase)
	if err != nil {
		return export, err
	}
	identity, err := seal.Open(key, kase.ID, placeIdentity, kase.IdentitySealed)
	if err != nil {
		return export, kernel.Fault(err, "open identity")
	}
	if !identifies(in.Form.LastName, identity) {
		return export, fault.New(fault.Forbidden, "second_factor_wrong")
	}
	content, err := seal.Open(key, kase.ID, placeContent, kase.ContentSealed)
	if err != nil {
		return export, kernel.Fault(err, "open content")
	}
	view, err := s.view(ctx, s.env.DB, kase)
	if err != nil {
		return export, err
	}
	accesses, err := s.accesses(ctx, kase, key)
	if err != nil {
		return export, err
	}
	exported := ledger.Act{
		By: byPerson(), At: s.env.Clock(), Action: "case.exported",
		Subject: kase.Reference,
	}
	if err := s.ledger.Record(s.env.DB.WithContext(ctx), exported); err != nil {
		return export, kernel.Fault(err, "export case")
	}
	return models.CaseExport{
		Reference: kase.Reference, Kind: kase.Kind, FeedbackKind: value(kase.FeedbackKind),
		Category: value(kase.Category), State: kase.State, ReceivedAt: view.ReceivedAt, DueAt: view.DueAt,
		StatementVersion: kase.StatementVersion, Retention: string(privacy.WithCase), Person: identity.Person,
		Content: content, Messages: view.Messages, Timeline: view.Timeline, Attachments: view.Attachments,
		Accesses: accesses, ExportedAt: models.Shown(s.env.Clock()),
	}, nil
}

// Rectify changes names and contact, and answers which fields are kept now. A changed last name becomes the second
// factor of exports only if the current one is named along with it.
func (s *MyCase) Rectify(
	ctx context.Context, code string, in kernel.Input[models.PersonForm],
) (view models.RectifiedView, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return view, err
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	err = s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		view, err = s.rectify(ctx, tx, kase, in.Form)
		return err
	})
	return view, err
}

func (s *MyCase) rectify(
	ctx context.Context, tx *gorm.DB, kase models.Case, form *models.PersonForm,
) (view models.RectifiedView, err error) {
	key, err := s.key(ctx, tx, kase)
	if err != nil {
		return view, err
	}
	identity, err := seal.Open(key, kase.ID, placeIdentity, kase.IdentitySealed)
	if err != nil {
		return view, err
	}
	rectified, err := applied(form, identity)
	if err != nil {
		return view, err
	}
	view.Kept, view.SecondFactor = rectified.Kept(), "unchanged"
	if rectified.SecondFactor != identity.SecondFactor {
		view.SecondFactor = "as_rectified"
	}
	if rectified == identity {
		return view, nil
	}
	sealed, err := seal.Seal(key, kase.ID, placeIdentity, rectified)
	if err != nil {
		return view, err
	}
	if err := tx.Model(&kase).Select("IdentitySealed").Updates(models.Case{IdentitySealed: sealed}).Error; err != nil {
		return view, err
	}
	at := s.env.Clock()
	if err := s.record(tx, kase.ID, at, "rectified"); err != nil {
		return view, err
	}
	return view, s.ledger.Record(tx, ledger.Act{
		By: byPerson(), At: at, Action: "case.rectified", Subject: kase.Reference,
	})
}

// applied is the identity with the form's changes. Only a last name that comes along with the current one becomes the
// second factor: whoever merely holds the code may have rectified the last name before.
func applied(form *models.PersonForm, identity models.Identity) (models.Identity, error) {
	if form.CurrentLastName != nil {
		if !identifies(*form.CurrentLastName, identity) {
			return identity, fault.New(fault.Forbidden, "second_factor_wrong")
		}
		if form.LastName != nil {
			identity.SecondFactor = secondFactor(*form.LastName)
		}
	}
	identity.Person = form.Rectify(identity.Person)
	return identity, nil
}

func identityOf(person models.Person) models.Identity {
	return models.Identity{Person: person, SecondFactor: secondFactor(person.LastName)}
}

// identifies compares a last name as people mean it: accents, half-spaces and letter variants do not matter.
func identifies(lastName string, identity models.Identity) bool {
	return subtle.ConstantTimeCompare([]byte(secondFactor(lastName)), []byte(identity.SecondFactor)) == 1
}

// secondFactor folds a name. A name of which folding leaves nothing stays as it is: the empty string must open nothing.
func secondFactor(name string) string {
	if folded := text.Fold(name); folded != "" {
		return folded
	}
	return name
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
