package staff

import (
	"context"
	"errors"
	"slices"
	"time"

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
	// sessionIdle and sessionLife are how long a session lives without being used, and at the very most.
	sessionIdle = 30 * time.Minute
	sessionLife = 12 * time.Hour
	// usedToThe is how exactly it is kept when a session was last used: more would be a write for every request.
	usedToThe = time.Minute

	domainToken = "staff session"
)

// Sessions signs staff in and out.
type Sessions struct {
	accounts
	hasher   *credential.Hasher
	attempts *signInAttempts
}

// SignIn begins a session. An unknown e-mail, a disabled account, a wrong password and a wrong code are refused in the
// same words (Unauthenticated, `sign_in_failed`), after the same work; with the right password and no code, for an
// account that has a second factor, it is `otp_required`. After repeated failures the e-mail has to wait (TooMany,
// `too_many_sign_ins`), longer each time, whether it has an account or not.
// See intake.submit for repeated requests.
func (s *Sessions) SignIn(
	ctx context.Context, in kernel.Input[models.SignInForm],
) (view models.SessionView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	attempt, err := s.attempts.begin(ctx, underEmail, in.Form.Email)
	if err != nil {
		return view, false, err
	}
	account, matches, err := s.verify(ctx, in.Form)
	if err != nil {
		return view, false, s.attempts.spare(ctx, attempt, err)
	}
	if !matches {
		return view, false, s.refuse(ctx, account)
	}
	if view, replayed, err = kernel.Lookup[models.SessionView](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, errors.Join(err, s.attempts.forgive(ctx, attempt))
	}
	if account.SecondFactor && in.Form.OTP == "" {
		if err := s.attempts.forgive(ctx, attempt); err != nil {
			return view, false, err
		}
		return view, false, fault.New(fault.Unauthenticated, "otp_required")
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		view, err = s.begin(tx, account, models.StaffSession{}, in.Form.OTP)
		if err != nil {
			return err
		}
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		return s.attempts.succeed(tx, attempt)
	})
	switch {
	case fault.Is(err, "sign_in_failed"):
		return view, false, s.refuse(ctx, account)
	case kernel.IsDuplicateRequest(err):
		return kernel.Replay[models.SessionView](ctx, s.env, in.Request)
	default:
		return view, false, kernel.Fault(err, "sign in")
	}
}

// verify finds the account of the e-mail and the password. Without an account the same work is done.
func (s *Sessions) verify(
	ctx context.Context, form *models.SignInForm,
) (row models.StaffAccount, matches bool, err error) {
	row, found, err := s.byEmail(s.env.DB.WithContext(ctx), form.Email)
	if err != nil {
		return row, false, kernel.Fault(err, "sign in")
	}
	var secrets models.StaffCredentials
	if found {
		secrets, err = s.credentials(s.env.DB.WithContext(ctx), row)
	} else {
		_, _, err = s.env.DataKey(s.env.DB.WithContext(ctx), uuid.Nil) // as many look-ups as for an account
	}
	if err != nil {
		return row, false, kernel.Fault(err, "sign in")
	}
	matches, err = s.hasher.Matches(ctx, form.Password, secrets.PasswordHash)
	return row, matches && row.DisabledAt == nil, busyOr("sign in", err)
}

// refuse enters the failure into the ledger, with the account if there is one.
func (s *Sessions) refuse(ctx context.Context, account models.StaffAccount) error {
	subject := ""
	if len(account.EmailHash) > 0 {
		subject = account.ID.String()
	}
	err := s.ledger.Record(s.env.DB.WithContext(ctx), ledger.Act{
		By: models.Actor{Role: models.RoleAnybody}, At: s.env.Clock(), Action: "session.refused", Subject: subject,
	})
	if err != nil {
		return kernel.Fault(err, "sign in")
	}
	return fault.New(fault.Unauthenticated, "sign_in_failed")
}

// begin makes a session of an account, in the transaction that spends the code. A second factor is asked for unless an
// identity provider vouches that it was.
func (s *Sessions) begin(
	tx *gorm.DB, account models.StaffAccount, row models.StaffSession, otp string,
) (view models.SessionView, err error) {
	account, err = lockAccount(tx, account.ID.String())
	if err != nil {
		return view, err
	}
	if account.DisabledAt != nil {
		return view, fault.New(fault.Unauthenticated, "sign_in_failed")
	}
	if account.SecondFactor && !row.Vouched {
		if err := s.spendOTP(tx, &account, otp); err != nil {
			return view, err
		}
	}
	now, token := s.env.Clock(), credential.NewToken()
	row.AccountID, row.CreatedAt, row.UsedAt, row.ExpiresAt = account.ID, now, now, now.Add(sessionLife)
	if row.ID, err = s.env.ID(); err != nil {
		return view, err
	}
	if row.TokenHash, err = s.env.Keyring.Hash(domainToken, []byte(token)); err != nil {
		return view, err
	}
	if err := tx.Create(&row).Error; err != nil {
		return view, err
	}
	view = models.SessionView{
		Token: token, ExpiresAt: models.Shown(row.ExpiresAt), Role: account.Role,
		Required: s.required(account, row),
	}
	actor := models.Actor{Role: account.Role, Account: account.ID}
	return view, s.ledger.Record(tx, ledger.Act{
		By: actor, At: now, Action: "session.began", Subject: account.ID.String(),
	})
}

// SignOut ends the session that the actor acts in.
func (s *Sessions) SignOut(ctx context.Context, actor models.Actor) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		ended := tx.Where("id = ?", actor.Session).Delete(&models.StaffSession{})
		if ended.Error != nil {
			return ended.Error
		}
		if ended.RowsAffected == 0 {
			return fault.New(fault.Unauthenticated, "session_unknown")
		}
		actor.Session = uuid.Nil // it is not to be looked for any more
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "session.ended", Subject: actor.Account.String(),
		})
	})
	return kernel.Fault(err, "sign out")
}

// Me shows the actor to themselves.
func (s *Sessions) Me(ctx context.Context, actor models.Actor) (view models.MeView, err error) {
	db := s.env.DB.WithContext(ctx)
	var session models.StaffSession
	found := db.Where("id = ?", actor.Session).Limit(1).Find(&session)
	if found.Error != nil {
		return view, kernel.Fault(found.Error, "read session")
	}
	if found.RowsAffected == 0 {
		return view, fault.New(fault.Unauthenticated, "session_unknown") // it has ended just now
	}
	row, err := accountByID(db, actor.Account.String())
	if err != nil {
		return view, kernel.Fault(err, "read account")
	}
	key, err := s.accountKey(db, row)
	if err != nil {
		return view, err
	}
	profile, err := seal.Open(key, row.ID, placeProfile, row.ProfileSealed)
	return models.MeView{
		Account: row.ID, Email: profile.Email, Role: row.Role, SecondFactor: row.SecondFactor,
		Required: slices.Clone(actor.Required), SignedInAt: models.Shown(session.CreatedAt),
		ExpiresAt: models.Shown(session.ExpiresAt),
	}, kernel.Fault(err, "open profile")
}
