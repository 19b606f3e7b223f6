package staff

import (
	"context"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// required is what has to be done in a session before anything else. What an identity provider signed in needs no
// password here.
func (a accounts) required(account models.StaffAccount, session models.StaffSession) []models.Requirement {
	required := []models.Requirement{}
	if account.PasswordTemporary && !session.SignOn {
		required = append(required, models.RequirePasswordChange)
	}
	if a.secondFactors && account.Role.Powerful() && !account.SecondFactor && !session.Vouched {
		required = append(required, models.RequireSecondFactor)
	}
	return required
}

// Authenticate finds the session of a token. Unauthenticated (`session_unknown`) when there is none, when it has not
// been used for half an hour or has lasted twelve, and when the account was disabled.
func (s *Sessions) Authenticate(ctx context.Context, token string) (actor models.Actor, err error) {
	session, account, err := s.session(ctx, token)
	if err != nil {
		return actor, err
	}
	now := s.env.Clock()
	if now.Sub(session.UsedAt) >= usedToThe {
		err := s.env.DB.WithContext(ctx).Model(&models.StaffSession{}).
			Where("id = ? AND used_at < ?", session.ID, now).Update("used_at", now).Error
		if err != nil {
			return actor, kernel.Fault(err, "authenticate")
		}
	}
	return models.Actor{
		Role: account.Role, Account: account.ID, Session: session.ID, Required: s.required(account, session),
	}, nil
}

func (s *Sessions) session(
	ctx context.Context, token string,
) (session models.StaffSession, account models.StaffAccount, err error) {
	unknown := fault.New(fault.Unauthenticated, "session_unknown")
	if token == "" {
		return session, account, unknown
	}
	hashes, err := s.env.Keyring.Hashes(domainToken, []byte(token))
	if err != nil {
		return session, account, kernel.Fault(err, "authenticate")
	}
	now, db := s.env.Clock(), s.env.DB.WithContext(ctx)
	found := db.Where("token_hash IN ? AND expires_at > ? AND used_at > ?", hashes, now, now.Add(-sessionIdle)).
		Limit(1).Find(&session)
	if found.Error != nil {
		return session, account, kernel.Fault(found.Error, "authenticate")
	}
	if found.RowsAffected == 0 {
		return session, account, unknown
	}
	found = db.Where("id = ? AND disabled_at IS NULL", session.AccountID).Limit(1).Find(&account)
	if found.Error != nil {
		return session, account, kernel.Fault(found.Error, "authenticate")
	}
	if found.RowsAffected == 0 {
		return session, account, unknown
	}
	return session, account, nil
}
