package staff

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/staff/credential"
	"amanat/services/staff/oidc"
)

const (
	placePending  = "sign_on_logins.pending_sealed"
	domainState   = "sign-on state"
	domainLogin   = "sign-on login"
	domainSubject = "sign-on subject"
	// loginLife is how long somebody may take at the identity provider.
	loginLife = 10 * time.Minute
)

// SignOn signs staff in through an OpenID Connect provider. It makes no accounts: one with the verified e-mail must
// exist.
type SignOn struct {
	accounts
	sessions *Sessions
	provider *oidc.Provider
}

// Begin says where the browser is to go; NotFound (`sign_on_not_configured`) where there is no provider. What comes
// back is of use only together with the binding, which stays in the browser that asked.
func (s *SignOn) Begin(ctx context.Context) (view models.SignOnView, err error) {
	if s.provider == nil {
		return view, fault.New(fault.NotFound, "sign_on_not_configured")
	}
	login, err := s.provider.Begin(ctx)
	if err != nil {
		return view, providerAway(err)
	}
	view = models.SignOnView{AuthorizationURL: login.URL, Binding: credential.NewToken()}
	row := models.SignOnLogin{ExpiresAt: s.env.Clock().Add(loginLife)}
	if row.StateHash, err = s.env.Keyring.Hash(domainState, []byte(login.State)); err != nil {
		return view, kernel.Fault(err, "begin sign-on")
	}
	key, err := s.env.Keyring.Derive(domainLogin, []byte(login.State), []byte(view.Binding))
	if err != nil {
		return view, kernel.Fault(err, "begin sign-on")
	}
	pending := models.PendingSignOn{Nonce: login.Nonce, Verifier: login.Verifier}
	if row.PendingSealed, err = seal.Seal(key, uuid.Nil, placePending, pending); err != nil {
		return view, kernel.Fault(err, "begin sign-on")
	}
	return view, kernel.Fault(s.env.DB.WithContext(ctx).Create(&row).Error, "begin sign-on")
}

// Finish begins a session for the account with the e-mail that the provider vouches for. Whatever is wrong is refused
// in the same words (Unauthenticated, `sign_on_failed`); an account with a second factor shows a code of it, unless the
// provider asked for several factors (`otp_required`).
func (s *SignOn) Finish(ctx context.Context, in kernel.Input[models.SignOnForm]) (view models.SessionView, err error) {
	if s.provider == nil {
		return view, fault.New(fault.NotFound, "sign_on_not_configured")
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	pending, err := s.redeem(ctx, in.Form)
	if fault.Is(err, "sign_on_failed") {
		return view, s.refuse(ctx, err)
	}
	if err != nil {
		return view, err
	}
	identity, err := s.provider.Finish(ctx, pending, in.Form.Code)
	if errors.Is(err, oidc.ErrRefused) {
		return view, s.refuse(ctx, err)
	}
	if err != nil {
		return view, providerAway(err)
	}
	if !identity.EmailVerified {
		return view, s.refuse(ctx, errors.New("the e-mail is not verified"))
	}
	view, err = s.begin(ctx, identity, in.Form.OTP)
	if fault.Is(err, "sign_in_failed") || fault.Is(err, "sign_on_failed") {
		return view, s.refuse(ctx, err)
	}
	return view, kernel.Fault(err, "finish sign-on")
}

// begin begins the session. A wrong code of the second factor is counted like one at the sign-in with a password.
func (s *SignOn) begin(
	ctx context.Context, identity oidc.Identity, otp string,
) (view models.SessionView, err error) {
	attempt, err := s.sessions.attempts.begin(ctx, underEmail, identity.Email)
	if err != nil {
		return view, err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		account, err := s.account(tx, identity)
		if err != nil {
			return err
		}
		if account.SecondFactor && !identity.Multifactor && otp == "" {
			return fault.New(fault.Unauthenticated, "otp_required")
		}
		session := models.StaffSession{SignOn: true, Vouched: identity.Multifactor}
		if view, err = s.sessions.begin(tx, account, session, otp); err != nil {
			return err
		}
		return s.sessions.attempts.succeed(tx, attempt)
	})
	if fault.Is(err, "otp_required") {
		err = errors.Join(err, s.sessions.attempts.forgive(ctx, attempt))
	}
	return view, err
}

// refuse enters the failure into the ledger. Its cause is for the log alone.
func (s *SignOn) refuse(ctx context.Context, cause error) error {
	err := s.ledger.Record(s.env.DB.WithContext(ctx), ledger.Act{
		By: models.Actor{Role: models.RoleAnybody}, At: s.env.Clock(), Action: "session.refused",
	})
	if err != nil {
		return kernel.Fault(err, "finish sign-on")
	}
	return fault.Wrap(fault.Unauthenticated, "sign_on_failed", cause)
}

// redeem takes what was kept when the browser was sent away: once, and only with its binding.
func (s *SignOn) redeem(ctx context.Context, form *models.SignOnForm) (pending oidc.Pending, err error) {
	hashes, err := s.env.Keyring.Hashes(domainState, []byte(form.State))
	if err != nil {
		return pending, kernel.Fault(err, "finish sign-on")
	}
	var row models.SignOnLogin
	db := s.env.DB.WithContext(ctx)
	found := db.Where("state_hash IN ? AND expires_at > ?", hashes, s.env.Clock()).Limit(1).Find(&row)
	if found.Error != nil {
		return pending, kernel.Fault(found.Error, "finish sign-on")
	}
	if found.RowsAffected == 0 {
		return pending, signOnRefused()
	}
	key, err := s.env.Keyring.Derive(domainLogin, []byte(form.State), []byte(form.Binding))
	if err != nil {
		return pending, kernel.Fault(err, "finish sign-on")
	}
	kept, err := seal.Open(key, uuid.Nil, placePending, row.PendingSealed)
	if err != nil {
		return pending, signOnRefused() // another browser's: that one may still come
	}
	taken := db.Where("state_hash = ?", row.StateHash).Delete(&models.SignOnLogin{})
	if taken.Error != nil {
		return pending, kernel.Fault(taken.Error, "finish sign-on")
	}
	if taken.RowsAffected == 0 {
		return pending, signOnRefused()
	}
	return oidc.Pending{Nonce: kept.Nonce, Verifier: kept.Verifier}, nil
}

// account finds the account that signed on before, or the one with the e-mail, which is then bound to this identity:
// an address that is given to somebody else later opens nothing.
func (s *SignOn) account(tx *gorm.DB, identity oidc.Identity) (row models.StaffAccount, err error) {
	subject := [][]byte{[]byte(identity.Issuer), []byte(identity.Subject)}
	hashes, err := s.env.Keyring.Hashes(domainSubject, subject...)
	if err != nil {
		return row, err
	}
	found := tx.Where("subject_hash IN ?", hashes).Limit(1).Find(&row)
	if found.Error != nil || found.RowsAffected == 1 {
		return row, found.Error
	}
	row, known, err := s.byEmail(tx.Where("subject_hash IS NULL"), identity.Email)
	if err != nil {
		return row, err
	}
	if !known {
		return row, signOnRefused()
	}
	if row.SubjectHash, err = s.env.Keyring.Hash(domainSubject, subject...); err != nil {
		return row, err
	}
	bound := tx.Model(&row).Where("subject_hash IS NULL").Select("SubjectHash").Updates(row)
	if bound.Error == nil && bound.RowsAffected == 0 {
		return row, signOnRefused()
	}
	return row, bound.Error
}

func signOnRefused() error { return fault.New(fault.Unauthenticated, "sign_on_failed") }

// providerAway is a provider that cannot be reached, or that this service is not set up for.
func providerAway(err error) error { return kernel.Busy(err) }
