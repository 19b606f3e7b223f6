package staff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func (w *world) change(t kerneltest.Tester, id string, form models.AccountChangeForm) error {
	t.Helper()
	_, err := w.Accounts.Change(t.Context(), models.Actor{Role: models.RoleAdmin}, id, kerneltest.With(form))
	return err
}

func (w *world) disable(t kerneltest.Tester, id string, disabled bool) error {
	t.Helper()
	return w.change(t, id, models.AccountChangeForm{Disabled: &disabled})
}

func (w *world) become(t kerneltest.Tester, id string, role models.Role) error {
	t.Helper()
	text := string(role)
	return w.change(t, id, models.AccountChangeForm{Role: &text})
}

func TestWhoeverIsDisabledIsOutAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.member(t, models.RoleAdmin)
		m, other := w.member(t, models.RoleOfficer), w.member(t, models.RoleOfficer)
		first, second, theirs := m.signIn(t), m.signIn(t), other.signIn(t)
		require.NoError(t, w.disable(t, m.id, true))
		for _, token := range []string{first, second} {
			kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
		}
		require.NoError(t, other.authenticate(t, theirs))
		_, err := m.try(t, m.password, "")
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")

		require.NoError(t, w.disable(t, m.id, false))
		kerneltest.RequireFault(t, m.authenticate(t, first), fault.Unauthenticated, "session_unknown")
		require.NoError(t, m.authenticate(t, m.signIn(t)))
		lines := ledgertest.Lines(t, w.Ledger, m.id)
		require.Contains(t, lines, "admin account.disabled")
		require.Contains(t, lines, "admin account.enabled")
	})
}

func TestAnotherRoleEndsTheSessionsOfTheFirst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.member(t, models.RoleAdmin)
		m := w.member(t, models.RoleOfficer)
		token := m.signIn(t)
		require.NoError(t, w.become(t, m.id, models.RoleOfficer))
		require.NoError(t, w.disable(t, m.id, false))
		require.NoError(t, m.authenticate(t, token), "nothing was changed")
		require.NoError(t, w.become(t, m.id, models.RoleAnalyst))
		kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
		require.Equal(t, models.RoleAnalyst, m.session(t).Role)
		require.Equal(t, []string{"admin account.role_changed officer analyst"}, linesWith(ledgertest.Lines(t, w.Ledger, m.id), "account.role"))
		kerneltest.RequireViolation(t, w.become(t, m.id, "root"), "/role", "unknown_value")
	})
}

func linesWith(lines []string, word string) (some []string) {
	for _, line := range lines {
		if strings.Contains(line, word) {
			some = append(some, line)
		}
	}
	return some
}

func TestAResetTakesEverythingAway(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		m := w.member(t, models.RoleLead)
		codes := m.enrol(t, m.session(t))
		token := m.signIn(t)
		view, err := w.Accounts.Reset(t.Context(), models.Actor{Role: models.RoleAdmin}, m.id)
		require.NoError(t, err)
		require.True(t, view.PasswordTemporary)
		require.False(t, view.SecondFactor)
		kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
		_, err = m.try(t, m.password, codes[0])
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
		session, err := m.try(t, view.OneTimePassword, "")
		require.NoError(t, err)
		require.Equal(t, []models.Requirement{models.RequirePasswordChange}, session.Required)
		m.password = view.OneTimePassword
		m.secret = ""
		m.enrol(t, m.session(t))
		_, err = m.try(t, m.password, codes[1])
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "sign_in_failed")
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first, second := w.member(t, models.RoleAdmin), w.member(t, models.RoleAdmin)
		token := first.signIn(t)
		require.NoError(t, w.disable(t, second.id, true))
		for range 2 {
			kerneltest.RequireFault(t, w.disable(t, first.id, true), fault.Conflict, "last_admin")
			kerneltest.RequireFault(t, w.become(t, first.id, models.RoleLead), fault.Conflict, "last_admin")
		}
		require.NoError(t, first.authenticate(t, token), "what was refused changed nothing")
		require.Empty(t, linesWith(ledgertest.Lines(t, w.Ledger, first.id), "disabled"))
		require.NoError(t, w.become(t, second.id, models.RoleOfficer), "one who is disabled does not count")
		require.NoError(t, w.disable(t, second.id, false))
		require.NoError(t, w.become(t, second.id, models.RoleAdmin))
		require.NoError(t, w.become(t, first.id, models.RoleLead))
	})
}

func TestOfTwoAdministratorsWhoEndEachOtherOneStays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		admins := []*member{w.member(t, models.RoleAdmin), w.member(t, models.RoleAdmin)}
		for round := range 10 {
			results := kerneltest.Together(2, func(side int) error {
				if (round+side)%3 == 0 {
					return w.become(t, admins[1-side].id, models.RoleLead)
				}
				return w.disable(t, admins[1-side].id, true)
			})
			require.Equal(t, 1, kerneltest.Successes(t, results, "last_admin"))
			var left int64
			require.NoError(t, db.Model(&models.StaffAccount{}).
				Where("role = 'admin' AND disabled_at IS NULL").Count(&left).Error)
			require.EqualValues(t, 1, left)
			for _, admin := range admins {
				require.NoError(t, w.become(t, admin.id, models.RoleAdmin))
				require.NoError(t, w.disable(t, admin.id, false))
			}
		}
	})
}

func TestNoSessionOutlivesItsAccountHoweverTheyMeet(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.member(t, models.RoleAdmin)
		for range 8 {
			m := w.member(t, models.RoleOfficer)
			tokens := make([]string, 5)
			results := kerneltest.Together(len(tokens), func(side int) error {
				if side == 0 {
					return w.disable(t, m.id, true)
				}
				view, err := m.try(t, m.password, "")
				tokens[side] = view.Token
				return err
			})
			kerneltest.Successes(t, results, "sign_in_failed")
			require.NoError(t, results[0])
			for _, token := range tokens {
				kerneltest.RequireFault(t, m.authenticate(t, token), fault.Unauthenticated, "session_unknown")
			}
		}
	})
}

func TestAnAddressHasOneAccount(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		admin := models.Actor{Role: models.RoleAdmin}
		create := func(email, key string) (models.NewAccountView, bool, error) {
			form := models.AccountForm{Email: email, Role: "officer"}
			return w.Accounts.Create(t.Context(), admin, kerneltest.Once(form, "POST accounts", key))
		}
		views := make([]models.NewAccountView, 8)
		results := kerneltest.Together(len(views), func(side int) (err error) {
			views[side], _, err = create("reza@example.org", "key")
			return err
		})
		require.Equal(t, len(views), kerneltest.Successes(t, results), "one request, however often it is repeated")
		for _, view := range views {
			require.Equal(t, views[0], view)
		}
		for _, email := range []string{"reza@example.org", "REZA@example.org", " reza@EXAMPLE.org "} {
			_, _, err := create(email, "")
			kerneltest.RequireFault(t, err, fault.Conflict, "account_exists")
		}
		results = kerneltest.Together(8, func(int) error {
			_, _, err := create("sara@example.org", "")
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "account_exists"))
		var accounts, keys int64
		require.NoError(t, db.Model(&models.StaffAccount{}).Count(&accounts).Error)
		require.NoError(t, db.Model(&models.DataKey{}).Count(&keys).Error)
		require.Equal(t, []int64{2, 2}, []int64{accounts, keys})
	})
}

func TestAnAccountThatDoesNotExistIsUnknown(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.member(t, models.RoleAdmin)
		for _, id := range []string{"", "me", "01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"} {
			_, err := w.Accounts.Get(t.Context(), models.Actor{}, id)
			kerneltest.RequireFault(t, err, fault.NotFound, "account_unknown")
			kerneltest.RequireFault(t, w.disable(t, id, true), fault.NotFound, "account_unknown")
			_, err = w.Accounts.Reset(t.Context(), models.Actor{Role: models.RoleAdmin}, id)
			kerneltest.RequireFault(t, err, fault.NotFound, "account_unknown")
		}
	})
}
