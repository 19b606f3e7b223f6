package services_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
)

func (w *world) identity(t tester, actor models.Actor, reference, purpose string) (models.IdentityView, error) {
	t.Helper()
	form := models.IdentityForm{Purpose: purpose, Reason: "تماس برای بازدید"}
	return w.Casework.Identity(t.Context(), actor, reference, with(form))
}

func TestWhoReadTheIdentityIsSeenByThePerson(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, privacy := w.staff(t, models.RoleOfficer), w.staff(t, models.RolePrivacy)
		receipt := w.complain(t)
		require.NoError(t, w.assign(t, officer, receipt.Reference, "me"))
		view, err := w.identity(t, officer, receipt.Reference, "use-answer")
		require.NoError(t, err)
		require.Equal(t, models.IdentityView{FirstName: "سارا", LastName: "احمدی"}, view)
		w.pass(time.Hour)
		_, err = w.identity(t, privacy, receipt.Reference, "use-answer")
		require.NoError(t, err)

		accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
		require.NoError(t, err)
		require.Equal(t, []models.AccessView{
			{At: w.now.Add(-time.Hour), Role: models.RoleOfficer, Purpose: "use-answer", Reason: "تماس برای بازدید"},
			{At: w.now, Role: models.RolePrivacy, Purpose: "use-answer", Reason: "تماس برای بازدید"},
		}, accesses.Accesses)
		require.Subset(t, w.ledger(t, receipt.Reference), []string{
			"officer case.identity_read use-answer", "privacy case.identity_read use-answer",
		})
	})
}

func TestTheIdentityIsForWhoeverHandlesTheCase(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other, lead := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleOfficer), w.staff(t, models.RoleLead)
		receipt := w.complain(t)
		_, err := w.identity(t, officer, receipt.Reference, "use-answer")
		requireFault(t, err, fault.Forbidden, "not_assigned")
		require.NoError(t, w.assign(t, officer, receipt.Reference, "me"))
		before := w.ledger(t, receipt.Reference)
		for _, actor := range []models.Actor{other, lead, w.staff(t, models.RoleAdmin)} {
			_, err := w.identity(t, actor, receipt.Reference, "use-answer")
			requireFault(t, err, fault.Forbidden, "not_assigned")
		}
		w.requireUnread(t, receipt, before)
	})
}

// TestAnotherPurposeThanTheirsOpensNothing: however it is written.
func TestAnotherPurposeThanTheirsOpensNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		privacy := w.staff(t, models.RolePrivacy)
		receipt := w.complain(t)
		before := w.ledger(t, receipt.Reference)
		for _, purpose := range []string{"use-ux", "use-offers", " use-offers", "use-service\n", "security", "\u200fsecurity"} {
			_, err := w.identity(t, privacy, receipt.Reference, purpose)
			refused := requireFault(t, err, fault.Invalid, "validation_failed")
			require.Equal(t, "/purpose", refused.Violations[0].Pointer, "%q", purpose)
		}
		_, err := w.identity(t, privacy, receipt.Reference, "use-offers")
		refused := requireFault(t, err, fault.Invalid, "validation_failed")
		require.Equal(t, fault.Violation{Pointer: "/purpose", Code: "not_its_purpose", Clause: "purpose"}, refused.Violations[0])
		for _, purpose := range []string{"", "curiosity", "use-answer,use-offers"} {
			_, err := w.identity(t, privacy, receipt.Reference, purpose)
			require.True(t, fault.Is(err, "validation_failed"), purpose)
		}
		w.requireUnread(t, receipt, before)
	})
}

func TestAnIdentityIsNotReadWithoutAReason(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		privacy := w.staff(t, models.RolePrivacy)
		receipt := w.complain(t)
		before := w.ledger(t, receipt.Reference)
		form := models.IdentityForm{Purpose: "use-answer", Reason: " \n"}
		_, err := w.Casework.Identity(t.Context(), privacy, receipt.Reference, with(form))
		requireViolation(t, err, "/reason", "required")
		w.requireUnread(t, receipt, before)
	})
}

func (w *world) requireUnread(t tester, receipt models.Receipt, before []string) {
	t.Helper()
	accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
	require.NoError(t, err)
	require.Empty(t, accesses.Accesses)
	require.Equal(t, before, w.ledger(t, receipt.Reference))
}
