package cases_test

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

func TestWhoReadTheIdentityIsSeenByThePerson(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, privacy := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RolePrivacy)
		receipt := w.Complain(t)
		require.NoError(t, w.Assign(t, officer, receipt.Reference, "me"))
		view, err := w.Identity(t, officer, receipt.Reference, "use-answer")
		require.NoError(t, err)
		require.Equal(t, models.IdentityView{FirstName: "سارا", LastName: "احمدی"}, view)
		w.Pass(time.Hour)
		_, err = w.Identity(t, privacy, receipt.Reference, "use-answer")
		require.NoError(t, err)

		accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
		require.NoError(t, err)
		require.Equal(t, []models.AccessView{
			{At: w.Now.Add(-time.Hour), Role: models.RoleOfficer, Purpose: "use-answer", Reason: "تماس برای بازدید"},
			{At: w.Now, Role: models.RolePrivacy, Purpose: "use-answer", Reason: "تماس برای بازدید"},
		}, accesses.Accesses)
		require.Subset(t, ledgertest.Lines(t, w.Ledger, receipt.Reference), []string{
			"officer case.identity_read use-answer", "privacy case.identity_read use-answer",
		})
	})
}

func TestTheIdentityIsForWhoeverHandlesTheCase(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		receipt := w.Complain(t)
		_, err := w.Identity(t, officer, receipt.Reference, "use-answer")
		kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		require.NoError(t, w.Assign(t, officer, receipt.Reference, "me"))
		before := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		for _, actor := range []models.Actor{other, lead, w.Staff(t, models.RoleAdmin)} {
			_, err := w.Identity(t, actor, receipt.Reference, "use-answer")
			kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		}
		w.requireUnread(t, receipt, before)
	})
}

// TestAnotherPurposeThanTheirsOpensNothing: however it is written.
func TestAnotherPurposeThanTheirsOpensNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		privacy := w.Staff(t, models.RolePrivacy)
		receipt := w.Complain(t)
		before := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		for _, purpose := range []string{"use-ux", "use-offers", " use-offers", "use-service\n", "security", "\u200fsecurity"} {
			_, err := w.Identity(t, privacy, receipt.Reference, purpose)
			refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
			require.Equal(t, "/purpose", refused.Violations[0].Pointer, "%q", purpose)
		}
		_, err := w.Identity(t, privacy, receipt.Reference, "use-offers")
		refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		require.Equal(t, fault.Violation{Pointer: "/purpose", Code: "not_its_purpose", Clause: "purpose"}, refused.Violations[0])
		for _, purpose := range []string{"", "curiosity", "use-answer,use-offers"} {
			_, err := w.Identity(t, privacy, receipt.Reference, purpose)
			require.True(t, fault.Is(err, "validation_failed"), purpose)
		}
		w.requireUnread(t, receipt, before)
	})
}

func TestAnIdentityIsNotReadWithoutAReason(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		privacy := w.Staff(t, models.RolePrivacy)
		receipt := w.Complain(t)
		before := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		form := models.IdentityForm{Purpose: "use-answer", Reason: " \n"}
		_, err := w.Casework.Identity(t.Context(), privacy, receipt.Reference, kerneltest.With(form))
		kerneltest.RequireViolation(t, err, "/reason", "required")
		w.requireUnread(t, receipt, before)
	})
}

func (w *world) requireUnread(t kerneltest.Tester, receipt models.Receipt, before []string) {
	t.Helper()
	accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
	require.NoError(t, err)
	require.Empty(t, accesses.Accesses)
	require.Equal(t, before, ledgertest.Lines(t, w.Ledger, receipt.Reference))
}
