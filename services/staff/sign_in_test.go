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

const wrong = "دریا و کوه و جنگل"

func TestWhyASignInIsRefusedIsNotSaid(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.member(t, models.RoleAdmin)
		known, disabled, secured := w.member(t, models.RoleOfficer), w.member(t, models.RoleOfficer), w.member(t, models.RoleLead)
		secured.enrol(t, secured.session(t))
		require.NoError(t, w.disable(t, disabled.id, true))
		unknown := &member{world: w, email: "nobody@example.org"}
		require.NoError(t, w.Ledger.Seal(t.Context()))

		var refusals []fault.Error
		for _, attempt := range []struct {
			*member
			password, otp string
		}{
			{known, wrong, ""},
			{unknown, wrong, ""},
			{disabled, disabled.password, ""},
			{disabled, wrong, ""},
			{secured, wrong, ""},
			{secured, wrong, "000000"},
			{secured, secured.password, "000000"},
			{secured, secured.password, "7F3K-9QX2-M4TB"},
			{secured, secured.password, "سلام"},
		} {
			_, err := attempt.try(t, attempt.password, attempt.otp)
			refusals = append(refusals, *fault.As(err))
		}
		for _, refusal := range refusals {
			require.Equal(t, *fault.New(fault.Unauthenticated, "sign_in_failed"), refusal)
		}
		require.Equal(t, []string{"anybody session.refused"}, w.refusals(t, known.id))
		require.Equal(t, []string{"anybody session.refused"}, w.refusals(t, ""))
		require.Len(t, w.refusals(t, secured.id), 5)
	})
}

// refusals are the entries about those of an account, or of none.
func (w *world) refusals(t kerneltest.Tester, account string) (lines []string) {
	t.Helper()
	require.NoError(t, w.Ledger.Seal(t.Context()))
	for _, entry := range ledgertest.Entries(t, w.db) {
		if entry.Action == "session.refused" && entry.Subject == account {
			lines = append(lines, string(entry.ActorRole)+" "+entry.Action)
		}
	}
	return lines
}

// TestWaitingGrowsForEverybodyAlikeAndNeverLocks compares an address with an account to one without.
func TestWaitingGrowsForEverybodyAlikeAndNeverLocks(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		m, nobody := w.member(t, models.RoleOfficer), &member{world: w, email: "nobody@example.org"}
		for failure := 1; failure <= 17; failure++ {
			m.requireGuess(t)
			nobody.requireGuess(t)
			if failure > 4 {
				wait := min(time.Second<<(failure-5), 15*time.Minute)
				m.requireWait(t, wait)
				nobody.requireWait(t, wait)
				w.Pass(wait)
			}
		}
		_, err := m.try(t, m.password, "")
		require.NoError(t, err, "whoever waited and knows the password is let in")
		for range 4 {
			m.requireGuess(t)
		}
		_, err = m.try(t, m.password, "")
		require.NoError(t, err, "and has a clean slate")
	})
}

// requireGuess guesses, in vain.
func (m *member) requireGuess(t kerneltest.Tester) {
	t.Helper()
	_, err := m.try(t, wrong, "")
	kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
}

// requireWait fails unless everybody under this address has to wait so long, with the right password too.
func (m *member) requireWait(t kerneltest.Tester, wait time.Duration) {
	t.Helper()
	began := m.Now
	for _, passed := range []time.Duration{0, wait / 2, wait - time.Microsecond} {
		m.Now = began.Add(passed)
		for _, password := range []string{"هفت کوه و یک دریا", wrong} {
			_, err := m.try(t, password, "")
			refused := kerneltest.RequireFault(t, err, fault.TooMany, "too_many_sign_ins")
			require.Equal(t, wait-passed, refused.RetryAfter, "trying meanwhile makes it no longer")
		}
	}
	m.Now = began
}

func TestAnAddressIsOneHoweverItIsWritten(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		spellings := []string{m.email, strings.ToUpper(m.email), " " + m.email, strings.ToUpper(m.email[:3]) + m.email[3:]}
		for _, spelling := range spellings {
			form := models.SignInForm{Email: spelling, Password: m.password}
			_, _, err := m.Sessions.SignIn(t.Context(), kerneltest.With(form))
			require.NoError(t, err, "%q", spelling)
		}
		for _, spelling := range spellings {
			form := models.SignInForm{Email: spelling, Password: wrong}
			_, _, err := m.Sessions.SignIn(t.Context(), kerneltest.With(form))
			kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		}
		m.requireGuess(t)
		m.requireWait(t, time.Second)
	})
}

func TestFailuresAreForgottenAfterADay(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		for range 4 {
			m.requireGuess(t)
		}
		m.Pass(24*time.Hour + time.Microsecond)
		for range 5 {
			m.requireGuess(t)
		}
		m.requireWait(t, time.Second)
	})
}

func TestOfFiftyGuessesAtOnceFiveAreVerified(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for _, anybody := range []*member{w.member(t, models.RoleOfficer), {world: w, email: "nobody@example.org"}} {
			results := kerneltest.Together(50, func(int) error {
				_, err := anybody.try(t, wrong, "")
				return err
			})
			require.Zero(t, kerneltest.Successes(t, results, "sign_in_failed", "too_many_sign_ins"))
			verified := 0
			for _, err := range results {
				if fault.Is(err, "sign_in_failed") {
					verified++
				}
			}
			require.Equal(t, 5, verified)
			require.Len(t, w.refusals(t, anybody.id), 5)
		}
	})
}

// TestManySignInsAtOnceWithTheRightPasswordAllSucceed: somebody has two tabs, and several colleagues one account.
func TestManySignInsAtOnceWithTheRightPasswordAllSucceed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		for range 15 {
			results := kerneltest.Together(4, func(int) error {
				_, err := m.try(t, m.password, "")
				return err
			})
			require.Equal(t, 4, kerneltest.Successes(t, results))
		}
		require.Zero(t, m.failures(t))
	})
}

// TestAskingForTheCodeHidesNoWrongOne: whoever has a password could otherwise try codes at will meanwhile.
func TestAskingForTheCodeHidesNoWrongOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleLead)
		m.enrol(t, m.session(t))
		asked := false
		require.NoError(t, db.Callback().Query().Before("gorm:query").Register("meanwhile", func(tx *gorm.DB) {
			if asked || tx.Statement.Table != "staff_accounts" {
				return
			}
			asked = true
			for range 3 {
				_, err := m.try(t, m.password, "000000")
				require.True(t, fault.Is(err, "sign_in_failed"), "%v", err)
			}
		}))
		_, err := m.try(t, m.password, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "otp_required")
		require.NoError(t, db.Callback().Query().Remove("meanwhile"))
		require.Equal(t, 3, m.failures(t))

		_, err = m.try(t, m.password, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "otp_required")
		require.Equal(t, 3, m.failures(t), "asking alone is no failure")
	})
}

func TestASignInThatIsRepeatedBeginsOneSession(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		form := models.SignInForm{Email: m.email, Password: m.password}
		tokens := make([]string, 4)
		results := kerneltest.Together(len(tokens), func(side int) error {
			view, _, err := m.Sessions.SignIn(t.Context(), kerneltest.Once(form, "POST sessions", "key"))
			tokens[side] = view.Token
			return err
		})
		require.Equal(t, len(tokens), kerneltest.Successes(t, results))
		for _, token := range tokens {
			require.Equal(t, tokens[0], token)
		}
		require.NoError(t, m.authenticate(t, tokens[0]))
		require.Len(t, ledgertest.Lines(t, m.Ledger, m.id), 3, "created, and begun twice")
	})
}
