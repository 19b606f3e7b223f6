package staff_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func TestACodeOfTheAuthenticatorIsUsedOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		m.enrol(t, m.session(t))
		_, err := m.try(t, m.password, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "otp_required")
		_, err = m.try(t, wrong, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		_, err = m.try(t, m.password, m.code(t))
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed") // it confirmed the enrolment

		before := m.code(t)
		m.Pass(30 * time.Second)
		persian := strings.NewReplacer("0", "۰", "1", "۱", "2", "۲", "3", "۳", "4", "۴", "5", "۵").Replace(m.code(t))
		_, err = m.try(t, m.password, persian)
		require.NoError(t, err)
		for _, used := range []string{m.code(t), before} {
			_, err = m.try(t, m.password, used)
			kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		}
		m.Pass(30 * time.Second)
		_, err = m.try(t, m.password, m.code(t))
		require.NoError(t, err)
	})
}

func TestOfManySignInsWithOneCodeOneSucceeds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		codes := m.enrol(t, m.session(t))
		for _, otp := range []string{m.freshCode(t), codes[0]} {
			results := kerneltest.Together(10, func(int) error {
				_, err := m.try(t, m.password, otp)
				return err
			})
			require.Equal(t, 1, kerneltest.Successes(t, results, "sign_in_failed", "too_many_sign_ins"))
			m.Pass(time.Hour)
		}
	})
}

func TestARecoveryCodeIsUsedOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		m, other := w.member(t, models.RoleLead), w.member(t, models.RoleLead)
		codes, theirs := m.enrol(t, m.session(t)), other.enrol(t, other.session(t))
		require.Len(t, codes, 10)
		for i, code := range codes {
			written := code
			if i%2 == 1 {
				written = strings.ToLower(strings.ReplaceAll(code, "-", " "))
			}
			_, err := m.try(t, m.password, written)
			require.NoError(t, err)
			_, err = m.try(t, m.password, code)
			kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
			_, err = m.try(t, m.password, theirs[i])
			kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
			m.Pass(time.Hour)
		}
	})
}

func TestNewRecoveryCodesVoidTheOldOnes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		actor := m.session(t)
		renew := func(otp string) (models.RecoveryCodesView, error) {
			return m.Sessions.RenewRecoveryCodes(t.Context(), actor, kerneltest.With(models.OTPForm{OTP: otp}))
		}
		_, err := renew("000000")
		kerneltest.RequireFault(t, err, fault.Conflict, "nothing_enrolled")
		old := m.enrol(t, actor)
		_, err = renew("000000")
		kerneltest.RequireFault(t, err, fault.Forbidden, "otp_wrong")
		view, err := renew(m.freshCode(t))
		require.NoError(t, err)
		require.NotContains(t, view.RecoveryCodes, old[0])
		_, err = m.try(t, m.password, old[0])
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		_, err = m.try(t, m.password, view.RecoveryCodes[0])
		require.NoError(t, err)
		require.Len(t, linesWith(ledgertest.Lines(t, m.Ledger, m.id), "recovery_codes_renewed"), 1)
	})
}

func TestASecondFactorIsInPlaceOnceACodeOfItWasShown(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		own, other := m.session(t), m.signIn(t)
		confirm := func(otp string) error {
			_, err := m.Sessions.Confirm(t.Context(), own, kerneltest.With(models.OTPForm{OTP: otp}))
			return err
		}
		kerneltest.RequireFault(t, confirm("000000"), fault.Conflict, "nothing_enrolled")
		_, err := m.Sessions.Enrol(t.Context(), own, kerneltest.With(models.SecondFactorForm{Password: wrong}))
		kerneltest.RequireFault(t, err, fault.Forbidden, "password_wrong")
		enrolment, err := m.Sessions.Enrol(t.Context(), own, kerneltest.With(models.SecondFactorForm{Password: m.password}))
		require.NoError(t, err)
		require.Contains(t, enrolment.URI, "otpauth://totp/")
		kerneltest.RequireFault(t, confirm("000000"), fault.Forbidden, "otp_wrong")
		_, err = m.try(t, m.password, "")
		require.NoError(t, err, "nothing is in place yet")
		require.NoError(t, m.authenticate(t, other))

		m.secret = enrolment.Secret
		require.NoError(t, confirm(m.code(t)))
		kerneltest.RequireFault(t, m.authenticate(t, other), fault.Unauthenticated, "session_unknown")
		kerneltest.RequireFault(t, confirm(m.freshCode(t)), fault.Conflict, "nothing_enrolled")
		require.Len(t, linesWith(ledgertest.Lines(t, m.Ledger, m.id), "second_factor_enrolled"), 1)
	})
}

func TestAnotherAuthenticatorIsEnrolledWithTheFirst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		actor := m.session(t)
		m.enrol(t, actor)
		for _, otp := range []string{"", "000000"} {
			form := models.SecondFactorForm{Password: m.password, OTP: otp}
			_, err := m.Sessions.Enrol(t.Context(), actor, kerneltest.With(form))
			kerneltest.RequireFault(t, err, fault.Forbidden, "otp_wrong")
		}
		first := m.secret
		m.enrol(t, actor)
		require.NotEqual(t, first, m.secret)
		require.NoError(t, m.authenticate(t, m.signIn(t)))
		m.secret = first
		_, err := m.try(t, m.password, m.freshCode(t))
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
	})
}

// TestGuessingInsideASessionIsSlowToo, of passwords and of codes.
func TestGuessingInsideASessionIsSlowToo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		actor := m.session(t)
		m.enrol(t, actor)
		guesses := []func() error{
			func() error { return m.choose(t, actor, wrong, "یک دریا و هفت کوه") },
			func() error {
				_, err := m.Sessions.Enrol(t.Context(), actor, kerneltest.With(models.SecondFactorForm{Password: wrong}))
				return err
			},
			func() error {
				_, err := m.Sessions.RenewRecoveryCodes(t.Context(), actor, kerneltest.With(models.OTPForm{OTP: "000000"}))
				return err
			},
		}
		for i := range 5 {
			require.Equal(t, fault.Forbidden, fault.As(guesses[i%3]()).Kind)
		}
		for _, guess := range guesses {
			kerneltest.RequireFault(t, guess(), fault.TooMany, "too_many_sign_ins")
		}
		results := kerneltest.Together(20, func(side int) error { return guesses[side%3]() })
		require.Zero(t, kerneltest.Successes(t, results, "too_many_sign_ins"))
		require.NoError(t, m.authenticate(t, m.signIn(t)), "who guesses inside keeps nobody outside")
	})
}
