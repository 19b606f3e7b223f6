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

const (
	domainRecovery = "recovery code"
	// issuer is how authenticators name the service.
	issuer = "Amanat"
)

// spendOTP accepts a code of the authenticator (RFC 6238) or a recovery code, each once; Unauthenticated
// (`sign_in_failed`) for any other. The account is locked.
func (a accounts) spendOTP(tx *gorm.DB, account *models.StaffAccount, otp string) error {
	secrets, err := a.credentials(tx, *account)
	if err != nil {
		return err
	}
	if step, ok := credential.TOTPStep(secrets.TOTPSecret, otp, a.env.Clock()); ok && step > account.TOTPStep {
		account.TOTPStep = step
		return tx.Model(account).Select("TOTPStep").Updates(account).Error
	}
	code, ok := credential.ParseRecoveryCode(otp)
	if !ok {
		return fault.New(fault.Unauthenticated, "sign_in_failed")
	}
	hashes, err := a.recoveryHashes(account.ID, code)
	if err != nil {
		return err
	}
	spent := tx.Where("code_hash IN ? AND account_id = ?", hashes, account.ID).Delete(&models.StaffRecoveryCode{})
	if spent.Error == nil && spent.RowsAffected == 0 {
		return fault.New(fault.Unauthenticated, "sign_in_failed")
	}
	return spent.Error
}

func (a accounts) recoveryHashes(account uuid.UUID, code string) ([][]byte, error) {
	return a.env.Keyring.Hashes(domainRecovery, account[:], []byte(code))
}

// ChangePassword chooses another password. The other sessions of the account end; Forbidden (`password_wrong`) without
// the one in use.
func (s *Sessions) ChangePassword(ctx context.Context, actor models.Actor, in kernel.Input[models.PasswordForm]) error {
	db := s.env.DB.WithContext(ctx)
	row, err := accountByID(db, actor.Account.String())
	if err != nil {
		return kernel.Fault(err, "read account")
	}
	key, err := s.accountKey(db, row)
	if err != nil {
		return err
	}
	profile, err := seal.Open(key, row.ID, placeProfile, row.ProfileSealed)
	if err != nil {
		return kernel.Fault(err, "open profile")
	}
	if _, err := kernel.Validate(s.env, in, unfitPassword(profile.Email)); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, in.Form.NewPassword)
	if err != nil {
		return busyOr("hash password", err)
	}
	return s.withPassword(ctx, actor, in.Form.CurrentPassword,
		func(tx *gorm.DB, account *models.StaffAccount, secrets models.StaffCredentials) error {
			secrets.PasswordHash, account.PasswordTemporary = hash, false
			if err := s.keepCredentials(tx, account, secrets); err != nil {
				return err
			}
			if err := endSessions(tx, account.ID, actor.Session); err != nil {
				return err
			}
			return s.ledger.Record(tx, ledger.Act{
				By: actor, At: s.env.Clock(), Action: "account.password_changed", Subject: account.ID.String(),
			})
		})
}

// unfitPassword refuses a new password that is easily guessed, or none.
func unfitPassword(email string) func(*models.PasswordForm) []fault.Violation {
	return func(form *models.PasswordForm) []fault.Violation {
		if form.NewPassword == "" {
			return nil // that it is missing is said already
		}
		if code := credential.Refusal(form.NewPassword, email); code != "" {
			return []fault.Violation{{Pointer: "/new_password", Code: code}}
		}
		if form.NewPassword == form.CurrentPassword {
			return []fault.Violation{{Pointer: "/new_password", Code: "password_unchanged"}}
		}
		return nil
	}
}

// withPassword does something to the actor's own account that takes their password: whoever finds a session open must
// not be able to make it their own. Wrong ones are counted like those at the sign-in.
func (s *Sessions) withPassword(
	ctx context.Context, actor models.Actor, password string,
	do func(tx *gorm.DB, account *models.StaffAccount, secrets models.StaffCredentials) error,
) error {
	attempt, err := s.attempts.begin(ctx, underAccount, actor.Account.String())
	if err != nil {
		return err
	}
	db := s.env.DB.WithContext(ctx)
	row, err := accountByID(db, actor.Account.String())
	if err != nil {
		return kernel.Fault(err, "read account")
	}
	secrets, err := s.credentials(db, row)
	if err != nil {
		return kernel.Fault(err, "read account")
	}
	matches, err := s.hasher.Matches(ctx, password, secrets.PasswordHash)
	if err != nil {
		return s.attempts.spare(ctx, attempt, busyOr("verify password", err))
	}
	if !matches {
		refused := ledger.Act{
			By: actor, At: s.env.Clock(), Action: "account.password_refused", Subject: row.ID.String(),
		}
		if err := s.ledger.Record(db, refused); err != nil {
			return kernel.Fault(err, "enter refusal")
		}
		return fault.New(fault.Forbidden, "password_wrong")
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		account, err := lockAccount(tx, row.ID.String())
		if err != nil {
			return err
		}
		current, err := s.credentials(tx, account)
		if err != nil {
			return err
		}
		if current.PasswordHash != secrets.PasswordHash {
			return fault.New(fault.Forbidden, "password_wrong") // it was changed meanwhile
		}
		if err := s.attempts.succeed(tx, attempt); err != nil {
			return err
		}
		return do(tx, &account, current)
	})
	return kernel.Fault(err, "change credentials")
}

// Enrol shows a new secret for an authenticator. It counts once a code of it was shown; until then whatever was in
// place stays, and is asked for.
func (s *Sessions) Enrol(
	ctx context.Context, actor models.Actor, in kernel.Input[models.SecondFactorForm],
) (view models.EnrolmentView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	err = s.withPassword(ctx, actor, in.Form.Password,
		func(tx *gorm.DB, account *models.StaffAccount, secrets models.StaffCredentials) error {
			if account.SecondFactor {
				if err := s.spendOTP(tx, account, in.Form.OTP); err != nil {
					return otpWrong(err)
				}
			}
			key, err := s.accountKey(tx, *account)
			if err != nil {
				return err
			}
			profile, err := seal.Open(key, account.ID, placeProfile, account.ProfileSealed)
			if err != nil {
				return err
			}
			view.Secret, view.URI, err = credential.NewTOTPSecret(issuer, profile.Email)
			if err != nil {
				return err
			}
			secrets.PendingTOTPSecret = view.Secret
			if err := s.keepCredentials(tx, account, secrets); err != nil {
				return err
			}
			begun := ledger.Act{
				By: actor, At: s.env.Clock(), Action: "account.second_factor_begun", Subject: account.ID.String(),
			}
			return s.ledger.Record(tx, begun)
		})
	return view, err
}

// otpWrong is what a wrong code is called where one is signed in already.
func otpWrong(err error) error {
	if fault.Is(err, "sign_in_failed") {
		return fault.New(fault.Forbidden, "otp_wrong")
	}
	return err
}
