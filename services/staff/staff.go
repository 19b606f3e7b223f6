// Package staff keeps the accounts of staff and signs them in.
//
// An account has a role, a password (argon2id) and perhaps a second factor (TOTP, recovery codes); e-mail and
// credentials lie sealed under the account's own data key, and the e-mail is found by a keyed hash. A new account, and
// one that was reset, has a one-time password that only serves to choose another. A session is a row with the hash of
// its token; it ends after half an hour unused, after twelve hours, and with every change of the account. Failed
// sign-ins are counted by e-mail, known or not, before the password is looked at: nobody is locked out, everybody has
// to wait.
//
// Administrators are locked together, in the order of their ids, before any of them changes. Cases refer to accounts;
// accounts know no case.
package staff

import (
	"context"
	"fmt"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/staff/credential"
	"amanat/services/staff/oidc"
)

// hashAtOnce and hashWaiting bound how much memory passwords can take.
const hashAtOnce, hashWaiting = 2, 64

// Services are the services of the room, wired.
type Services struct {
	Accounts *Accounts
	Sessions *Sessions
	SignOn   *SignOn
}

// Options are what is asked of this organisation's staff.
type Options struct {
	// SecondFactors requires one of the roles that can do much.
	SecondFactors bool
	// Hasher hashes passwords; nil: two at a time, as strong as they should be.
	Hasher *credential.Hasher
	// SignOn is the identity provider; nil: there is none.
	SignOn *oidc.Options
}

// accounts is what all services of the room stand on: the methods on it read and write an account and what it signs in
// with.
type accounts struct {
	env    kernel.Environment
	ledger *ledger.Ledger
	// secondFactors requires one of the roles that can do much.
	secondFactors bool
}

// New wires the services of staff over a database.
func New(env kernel.Environment, ledger *ledger.Ledger, options Options) (*Services, error) {
	hasher := options.Hasher
	if hasher == nil {
		var err error
		if hasher, err = credential.NewHasher(hashAtOnce, hashWaiting); err != nil {
			return nil, fmt.Errorf("staff: %w", err)
		}
	}
	base := accounts{env: env, ledger: ledger, secondFactors: options.SecondFactors}
	sessions := &Sessions{accounts: base, hasher: hasher, attempts: &signInAttempts{env: env}}
	signOn := &SignOn{accounts: base, sessions: sessions}
	if options.SignOn != nil {
		signOn.provider = oidc.New(*options.SignOn, env.Clock)
	}
	return &Services{
		Accounts: &Accounts{accounts: base, hasher: hasher}, Sessions: sessions, SignOn: signOn,
	}, nil
}

// Forms are what staff fill in here.
func Forms() []any {
	return []any{
		&models.SignInForm{}, &models.PasswordForm{}, &models.SecondFactorForm{}, &models.OTPForm{},
		&models.SignOnForm{}, &models.AccountForm{}, &models.AccountChangeForm{},
	}
}

// Sweep deletes the sessions, failed sign-ins and begun sign-ons whose time is over, and answers how many. Running it
// twice at the same time does no harm.
func (s *Sessions) Sweep(ctx context.Context) (int, error) {
	return s.env.DeleteExpired(ctx, &models.StaffSession{}, &models.SignInFailure{}, &models.SignOnLogin{})
}
