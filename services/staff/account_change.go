package staff

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/staff/credential"
)

// Change gives an account another role, disables it or enables it again. Its sessions end at once. Conflict
// (`last_admin`) when nobody would be left to keep the accounts.
func (s *Accounts) Change(
	ctx context.Context, actor models.Actor, id string, in kernel.Input[models.AccountChangeForm],
) (view models.AccountView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	var row models.StaffAccount
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		// All administrators are locked, in one order: two who disable one another must not both succeed.
		if err := kernel.ForUpdate(tx).
			Where("role = ?", models.RoleAdmin).Order("id").Find(&[]models.StaffAccount{}).Error; err != nil {
			return err
		}
		if row, err = lockAccount(tx, id); err != nil {
			return err
		}
		acts := s.apply(actor, &row, in.Form)
		if len(acts) == 0 {
			return nil
		}
		if err := tx.Model(&row).Select("Role", "DisabledAt").Updates(row).Error; err != nil {
			return err
		}
		if err := oneAdminLeft(tx); err != nil {
			return err
		}
		if err := s.ledger.Record(tx, acts...); err != nil {
			return err
		}
		return endSessions(tx, row.ID)
	})
	if err != nil {
		return view, kernel.Fault(err, "change account")
	}
	return s.view(ctx, row)
}

// apply changes the row as the form asks, and answers what was changed.
func (s *Accounts) apply(actor models.Actor, row *models.StaffAccount, form *models.AccountChangeForm) []ledger.Act {
	now, subject := s.env.Clock(), row.ID.String()
	var acts []ledger.Act
	if form.Role != nil && models.Role(*form.Role) != row.Role {
		acts = append(acts, ledger.Act{
			By: actor, At: now, Action: "account.role_changed", Subject: subject,
			Detail: map[string]string{"from": string(row.Role), "to": *form.Role},
		})
		row.Role = models.Role(*form.Role)
	}
	if form.Disabled != nil && *form.Disabled != (row.DisabledAt != nil) {
		row.DisabledAt = nil
		if *form.Disabled {
			row.DisabledAt = &now
			return append(acts, ledger.Act{By: actor, At: now, Action: "account.disabled", Subject: subject})
		}
		return append(acts, ledger.Act{By: actor, At: now, Action: "account.enabled", Subject: subject})
	}
	return acts
}

func oneAdminLeft(tx *gorm.DB) error {
	var admins int64
	err := tx.Model(&models.StaffAccount{}).Where("role = ? AND disabled_at IS NULL", models.RoleAdmin).
		Count(&admins).Error
	if err == nil && admins == 0 {
		return fault.New(fault.Conflict, "last_admin")
	}
	return err
}

// Reset gives an account a new one-time password and takes its second factor away, for somebody who has lost them. Its
// sessions end at once.
func (s *Accounts) Reset(ctx context.Context, actor models.Actor, id string) (view models.NewAccountView, err error) {
	view.OneTimePassword = credential.NewPassword()
	hash, err := s.hasher.Hash(ctx, view.OneTimePassword)
	if err != nil {
		return view, busyOr("hash password", err)
	}
	var row models.StaffAccount
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if row, err = lockAccount(tx, id); err != nil {
			return err
		}
		row.PasswordTemporary, row.SecondFactor, row.SubjectHash = true, false, nil
		if err := s.keepCredentials(tx, &row, models.StaffCredentials{PasswordHash: hash}); err != nil {
			return err
		}
		if err := tx.Where("account_id = ?", row.ID).Delete(&models.StaffRecoveryCode{}).Error; err != nil {
			return err
		}
		if err := s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "account.reset", Subject: row.ID.String(),
		}); err != nil {
			return err
		}
		return endSessions(tx, row.ID)
	})
	if err != nil {
		return view, kernel.Fault(err, "reset account")
	}
	view.AccountView, err = s.view(ctx, row)
	return view, err
}

// keepCredentials seals the credentials of an account and keeps them, with what it says of them.
func (a accounts) keepCredentials(
	tx *gorm.DB, row *models.StaffAccount, secrets models.StaffCredentials,
) error {
	key, err := a.accountKey(tx, *row)
	if err != nil {
		return err
	}
	if row.CredentialsSealed, err = seal.Seal(key, row.ID, placeCredentials, secrets); err != nil {
		return err
	}
	return tx.Model(row).
		Select("CredentialsSealed", "PasswordTemporary", "SecondFactor", "TOTPStep", "SubjectHash").Updates(row).Error
}

func (a accounts) credentials(db *gorm.DB, row models.StaffAccount) (secrets models.StaffCredentials, err error) {
	key, err := a.accountKey(db, row)
	if err != nil {
		return secrets, err
	}
	return seal.Open(key, row.ID, placeCredentials, row.CredentialsSealed)
}

// endSessions signs an account out everywhere.
func endSessions(tx *gorm.DB, account uuid.UUID, but ...uuid.UUID) error {
	query := tx.Where("account_id = ?", account)
	if len(but) > 0 {
		query = query.Where("id NOT IN ?", but)
	}
	return query.Delete(&models.StaffSession{}).Error
}
