package services

import (
	"context"
)

// Adopt takes over what lies outside the database: the weekend of the calendar; the first privacy policy, where there
// is none; the example of a survey; and into the ledger, when they are not the ones that were in force before, the
// settings and the keys.
// settings is how they are printed, without secrets; only its digest is kept.
func (s *Services) Adopt(ctx context.Context, settings string) error {
	// The ledger begins before anything is noted: where something is noted and there is none, somebody took it away.
	if err := s.Ledger.Ensure(ctx); err != nil {
		return err
	}
	if err := s.Holidays.AdoptWeekend(ctx); err != nil {
		return err
	}
	if err := s.Policies.Begin(ctx); err != nil {
		return err
	}
	if err := s.Surveys.Begin(ctx); err != nil {
		return err
	}
	if err := s.Ledger.RecordDigest(ctx, "settings", []byte(settings)); err != nil {
		return err
	}
	return s.Ledger.RecordDigest(ctx, "keys", []byte(s.keyring.Description()))
}
