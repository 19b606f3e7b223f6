package staff

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/staff/credential"
)

const (
	domainAttempt = "sign-in"
	underEmail    = "email"
	underAccount  = "account"
	// failuresKept is how long failures count. An account is never locked: it has to wait.
	failuresKept = 24 * time.Hour
)

// signInAttempts make guessing slow: by e-mail address, known or not, so that the waiting tells nothing about which
// addresses have accounts.
type signInAttempts struct{ env kernel.Environment }

// signInAttempt is one try under an address, counted as a failure until it turns out to be none.
type signInAttempt struct {
	hash   []byte
	before models.SignInFailure
}

// begin counts an attempt before it is made, so that many at the same time are no way around the waiting; TooMany
// (`too_many_sign_ins`) while whose it is has to wait. kind keeps addresses and accounts apart.
func (s *signInAttempts) begin(ctx context.Context, kind, whose string) (attempt signInAttempt, err error) {
	hash, err := s.env.Keyring.Hash(domainAttempt, []byte(kind), []byte(strings.ToLower(whose)))
	if attempt.hash = hash; err != nil {
		return attempt, kernel.Fault(err, "sign in")
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		now := s.env.Clock()
		fresh := models.SignInFailure{KeyHash: attempt.hash, RetryAt: now, ExpiresAt: now.Add(failuresKept)}
		// Changing nothing keeps the row, there or not before, for this transaction.
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "key_hash"}},
			DoUpdates: clause.Assignments(map[string]any{"failures": gorm.Expr("sign_in_failures.failures")}),
		}).Create(&fresh).Error; err != nil {
			return err
		}
		if err := tx.Where("key_hash = ?", attempt.hash).Take(&attempt.before).Error; err != nil {
			return err
		}
		if attempt.before.ExpiresAt.Before(now) {
			attempt.before.Failures, attempt.before.RetryAt = 0, now
		}
		if wait := attempt.before.RetryAt.Sub(now); wait > 0 {
			refused := fault.New(fault.TooMany, "too_many_sign_ins")
			refused.RetryAfter = wait
			return refused
		}
		failures := attempt.before.Failures + 1
		return s.set(tx, attempt.hash, failures, now.Add(credential.Delay(failures)), now.Add(failuresKept))
	})
	return attempt, kernel.Fault(err, "sign in")
}

// forgive takes back that this attempt was counted; others that were meanwhile still are.
func (s *signInAttempts) forgive(ctx context.Context, attempt signInAttempt) error {
	forgiven := s.env.DB.WithContext(ctx).Model(&models.SignInFailure{}).
		Where("key_hash = ? AND failures > 0", attempt.hash).Updates(map[string]any{
		"retry_at": gorm.Expr("CASE WHEN failures = ? THEN ? ELSE retry_at END",
			attempt.before.Failures+1, attempt.before.RetryAt),
		"failures": gorm.Expr("failures - 1"),
	})
	return kernel.Fault(forgiven.Error, "sign in")
}

// spare forgives an attempt that failed for a reason of ours, and passes that on.
func (s *signInAttempts) spare(ctx context.Context, attempt signInAttempt, reason error) error {
	if reason == nil {
		return nil
	}
	_ = s.forgive(ctx, attempt) // if that fails too, one attempt too many is counted
	return reason
}

// succeed forgets the failures of the address.
func (s *signInAttempts) succeed(tx *gorm.DB, attempt signInAttempt) error {
	return tx.Where("key_hash = ?", attempt.hash).Delete(&models.SignInFailure{}).Error
}

func (s *signInAttempts) set(db *gorm.DB, hash []byte, failures int, retryAt, expiresAt time.Time) error {
	return db.Model(&models.SignInFailure{}).Where("key_hash = ?", hash).Updates(map[string]any{
		"failures": failures, "retry_at": retryAt, "expires_at": expiresAt,
	}).Error
}
