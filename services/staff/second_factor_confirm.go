package staff

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/staff/credential"
)

// Confirm puts the enrolled second factor in place, with a code of it, and answers ten recovery codes. Conflict
// (`nothing_enrolled`) when none was shown; Forbidden (`otp_wrong`) for a wrong code.
func (s *Sessions) Confirm(
	ctx context.Context, actor models.Actor, in kernel.Input[models.OTPForm],
) (view models.RecoveryCodesView, err error) {
	return s.withOTP(ctx, actor, in, func(tx *gorm.DB, account *models.StaffAccount) error {
		secrets, err := s.credentials(tx, *account)
		if err != nil {
			return err
		}
		if secrets.PendingTOTPSecret == "" {
			return fault.New(fault.Conflict, "nothing_enrolled")
		}
		step, ok := credential.TOTPStep(secrets.PendingTOTPSecret, in.Form.OTP, s.env.Clock())
		if !ok {
			return fault.New(fault.Forbidden, "otp_wrong")
		}
		account.TOTPStep, account.SecondFactor = step, true
		secrets.TOTPSecret, secrets.PendingTOTPSecret = secrets.PendingTOTPSecret, ""
		if err := s.keepCredentials(tx, account, secrets); err != nil {
			return err
		}
		if err := endSessions(tx, account.ID, actor.Session); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "account.second_factor_enrolled", Subject: account.ID.String(),
		})
	})
}

// RenewRecoveryCodes answers ten new recovery codes; the old ones are void. Conflict (`nothing_enrolled`) without a
// second factor; Forbidden (`otp_wrong`) for a wrong code.
func (s *Sessions) RenewRecoveryCodes(
	ctx context.Context, actor models.Actor, in kernel.Input[models.OTPForm],
) (view models.RecoveryCodesView, err error) {
	return s.withOTP(ctx, actor, in, func(tx *gorm.DB, account *models.StaffAccount) error {
		if !account.SecondFactor {
			return fault.New(fault.Conflict, "nothing_enrolled")
		}
		if err := s.spendOTP(tx, account, in.Form.OTP); err != nil {
			return otpWrong(err)
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "account.recovery_codes_renewed", Subject: account.ID.String(),
		})
	})
}

// withOTP does something that ends in new recovery codes. Wrong codes are counted like wrong passwords.
func (s *Sessions) withOTP(
	ctx context.Context, actor models.Actor, in kernel.Input[models.OTPForm],
	do func(tx *gorm.DB, account *models.StaffAccount) error,
) (view models.RecoveryCodesView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	attempt, err := s.attempts.begin(ctx, underAccount, actor.Account.String())
	if err != nil {
		return view, err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		account, err := lockAccount(tx, actor.Account.String())
		if err != nil {
			return err
		}
		if err := do(tx, &account); err != nil {
			return err
		}
		if err := s.attempts.succeed(tx, attempt); err != nil {
			return err
		}
		view, err = s.newRecoveryCodes(tx, account.ID)
		return err
	})
	return view, kernel.Fault(err, "change second factor")
}

// newRecoveryCodes replaces the recovery codes of an account.
func (s *Sessions) newRecoveryCodes(tx *gorm.DB, account uuid.UUID) (view models.RecoveryCodesView, err error) {
	if err := tx.Where("account_id = ?", account).Delete(&models.StaffRecoveryCode{}).Error; err != nil {
		return view, err
	}
	view.RecoveryCodes = credential.NewRecoveryCodes()
	rows := make([]models.StaffRecoveryCode, 0, len(view.RecoveryCodes))
	for _, written := range view.RecoveryCodes {
		code, _ := credential.ParseRecoveryCode(written)
		hash, err := s.env.Keyring.Hash(domainRecovery, account[:], []byte(code))
		if err != nil {
			return view, err
		}
		rows = append(rows, models.StaffRecoveryCode{CodeHash: hash, AccountID: account})
	}
	return view, tx.Create(&rows).Error
}
