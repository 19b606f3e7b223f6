package staff_test

import (
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

func TestASessionEndsHalfAnHourAfterItWasLastUsed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		token := m.signIn(t)
		for range 10 {
			m.Pass(30*time.Minute - time.Microsecond)
			require.NoError(t, m.authenticate(t, token))
		}
		m.Pass(30 * time.Minute)
		kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
		m.Now = m.Now.Add(-time.Hour)
		token = m.signIn(t)
		m.Pass(30 * time.Minute)
		kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
	})
}

func TestASessionEndsAfterTwelveHoursHoweverMuchItIsUsed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		view, err := m.try(t, m.password, "")
		require.NoError(t, err)
		require.Equal(t, m.Now.Add(12*time.Hour), view.ExpiresAt)
		for range 47 {
			m.Pass(15 * time.Minute)
			require.NoError(t, m.authenticate(t, view.Token))
		}
		m.Pass(15*time.Minute - time.Microsecond)
		require.NoError(t, m.authenticate(t, view.Token))
		m.Pass(time.Microsecond)
		kerneltest.RequireFault(t, m.authenticate(t, view.Token), fault.Unauthenticated, "session_unknown")
		swept, err := m.Sessions.Sweep(t.Context())
		require.NoError(t, err)
		require.Zero(t, swept)
		m.Pass(time.Microsecond)
		swept, err = m.Sessions.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, swept, "this one, and the one with which the member began")
	})
}

func TestATokenIsKnownToWhoeverGotItAlone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		m, other := w.member(t, models.RoleOfficer), w.member(t, models.RoleLead)
		token := m.signIn(t)
		var rows []models.StaffSession
		require.NoError(t, db.Find(&rows).Error)
		for _, row := range rows {
			require.NotContains(t, string(row.TokenHash), token)
		}
		for _, wrong := range []string{"", token + "x", token[1:], " " + token, "سلام"} {
			kerneltest.RequireFault(t, m.authenticate(t, wrong), fault.Unauthenticated, "session_unknown")
		}
		actor, err := w.Sessions.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, []string{m.id, "officer"}, []string{actor.Account.String(), string(actor.Role)})
		me, err := w.Sessions.Me(t.Context(), actor)
		require.NoError(t, err)
		require.Equal(t, m.email, me.Email)
		require.NotEqual(t, other.id, me.Account.String())
	})
}

func TestSigningOutEndsThatSessionAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		first, second := m.signIn(t), m.signIn(t)
		actor, err := m.Sessions.Authenticate(t.Context(), first)
		require.NoError(t, err)
		require.NoError(t, m.Sessions.SignOut(t.Context(), actor))
		kerneltest.RequireFault(t, m.authenticate(t, first), fault.Unauthenticated, "session_unknown")
		require.NoError(t, m.authenticate(t, second))
		_, err = m.Sessions.Me(t.Context(), actor)
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "session_unknown")
		require.Equal(t, []string{
			"operator account.created officer", "officer session.began", "officer session.began", "officer session.began",
			"officer session.ended",
		}, ledgertest.Lines(t, m.Ledger, m.id))
	})
}

func TestASessionIsUsedByManyAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		token := m.signIn(t)
		m.Pass(29 * time.Minute)
		results := kerneltest.Together(40, func(int) error { return m.authenticate(t, token) })
		require.Equal(t, 40, kerneltest.Successes(t, results))
	})
}

func TestWhatHasToBeDoneFirstDependsOnTheRole(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for _, secondFactors := range []bool{false, true} {
			w := newWorld(t, db, func(env *environment) { env.SecondFactors = secondFactors })
			for _, role := range models.Roles() {
				required := []models.Requirement{}
				powerful := role == models.RoleAdmin || role == models.RoleLead || role == models.RolePrivacy
				if secondFactors && powerful {
					required = append(required, models.RequireSecondFactor)
				}
				temporary := w.account(t, role)
				form := models.SignInForm{Email: temporary.Email, Password: temporary.OneTimePassword}
				view, _, err := w.Sessions.SignIn(t.Context(), kerneltest.With(form))
				require.NoError(t, err)
				first := append([]models.Requirement{models.RequirePasswordChange}, required...)
				require.Equal(t, first, view.Required)

				actor, err := w.Sessions.Authenticate(t.Context(), view.Token)
				require.NoError(t, err)
				require.Equal(t, first, actor.Required)
				m := &member{world: w, email: temporary.Email, password: "هفت کوه و یک دریا"}
				require.NoError(t, m.choose(t, actor, temporary.OneTimePassword, m.password))
				actor, err = w.Sessions.Authenticate(t.Context(), view.Token)
				require.NoError(t, err)
				require.Equal(t, required, actor.Required)
				m.enrol(t, actor)
				actor, err = w.Sessions.Authenticate(t.Context(), view.Token)
				require.NoError(t, err)
				require.Empty(t, actor.Required)
				require.Empty(t, m.session(t).Required)
			}
		}
	})
}

// choose chooses another password.
func (m *member) choose(t kerneltest.Tester, actor models.Actor, current, next string) error {
	t.Helper()
	form := models.PasswordForm{CurrentPassword: current, NewPassword: next}
	return m.Sessions.ChangePassword(t.Context(), actor, kerneltest.With(form))
}

func TestAnotherPasswordEndsTheOtherSessions(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		own, other, old, next := m.signIn(t), m.signIn(t), m.password, "یک دریا و هفت کوه"
		actor, err := m.Sessions.Authenticate(t.Context(), own)
		require.NoError(t, err)
		kerneltest.RequireFault(t, m.choose(t, actor, "کوه و دریا و جنگل", next), fault.Forbidden, "password_wrong")
		kerneltest.RequireViolation(t, m.choose(t, actor, old, old), "/new_password", "password_unchanged")
		kerneltest.RequireViolation(t, m.choose(t, actor, old, "1234567890"), "/new_password", "password_too_simple")
		kerneltest.RequireViolation(t, m.choose(t, actor, old, m.email), "/new_password", "password_has_email")
		require.NoError(t, m.authenticate(t, other))

		require.NoError(t, m.choose(t, actor, old, next))
		require.NoError(t, m.authenticate(t, own))
		kerneltest.RequireFault(t, m.authenticate(t, other), fault.Unauthenticated, "session_unknown")
		_, err = m.try(t, old, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		_, err = m.try(t, next, "")
		require.NoError(t, err)
	})
}

func TestOfManyNewPasswordsAtOnceOneIsChosen(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		m := newWorld(t, db).member(t, models.RoleOfficer)
		actor := m.session(t)
		passwords := []string{"کوه و دریا و جنگل", "دریا و جنگل و کوه", "جنگل و کوه و دریا", "کوه و جنگل و دریا"}
		results := kerneltest.Together(len(passwords), func(side int) error { return m.choose(t, actor, m.password, passwords[side]) })
		require.Equal(t, 1, kerneltest.Successes(t, results, "password_wrong"))
		for side, password := range passwords {
			m.Now = m.Now.Add(time.Hour)
			_, err := m.try(t, password, "")
			require.Equal(t, results[side] == nil, err == nil, "%v", err)
		}
	})
}
