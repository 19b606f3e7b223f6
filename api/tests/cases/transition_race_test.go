package cases_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestOfAHundredTransitionsAtOnceOneWins takes one case to the same state a hundred times at the same time.
func TestOfAHundredTransitionsAtOnceOneWins(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, reader := w.File(names), w.Staff(models.RolePrivacy)
		leads := []member{w.Staff(models.RoleLead), w.Staff(models.RoleLead)}
		var mu sync.Mutex
		turn, refusals := 0, []reply{}
		statuses := apitest.InParallel(100, func() int {
			mu.Lock()
			turn++
			m := leads[turn%2]
			mu.Unlock()
			got := w.Do(m, receipt.Reference, "transitions", `{"to":"acknowledged","public_note":"بررسی آغاز شد"}`)
			mu.Lock()
			defer mu.Unlock()
			if got.Status != http.StatusOK {
				refusals = append(refusals, got)
			}
			return got.Status
		})
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusConflict: 99}, statuses)
		for _, refused := range refusals {
			require.Equal(t, []string{"in_progress", "rejected", "duplicate"},
				refused.Problem(t, http.StatusConflict, "transition_not_allowed").Allowed)
		}
		entries := w.LedgerEntries(reader, "action=case.transition&subject="+receipt.Reference)
		require.Len(t, entries, 1)
		require.Equal(t, "received", entries[0].Detail["from"])
		require.Equal(t, "acknowledged", entries[0].Detail["to"])

		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...))
		require.Len(t, view.Timeline, 2)
		require.Equal(t, "بررسی آغاز شد", view.Timeline[1].Text)
		requireWhole(t, w, reader)
	})
}

// TestOfTwoWhoTakeACaseOneHasIt: staff and the person at the same time, each to another state.
func TestOfTwoWhoTakeACaseOneHasIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		reader := w.Staff(models.RolePrivacy)
		officers := []member{w.Staff(models.RoleOfficer), w.Staff(models.RoleOfficer)}
		for range 10 {
			receipt := w.File(names)
			var all sync.WaitGroup
			results := make([]int, 3)
			for i, m := range officers {
				all.Go(func() { results[i] = w.Do(m, receipt.Reference, "assign", `{"account":"me"}`).Status })
			}
			all.Go(func() {
				results[2] = w.Post("/api/v1/my/case/withdraw", "", apitest.Holding(receipt.ReceiptCode)...).Status
			})
			all.Wait()
			require.Equal(t, http.StatusOK, results[2], "nobody keeps the person from withdrawing")
			require.NotEqual(t, []int{200, 200}, results[:2], "two have one case")
			assigned := w.LedgerEntries(reader, "action=case.assigned&subject="+receipt.Reference)
			require.LessOrEqual(t, len(assigned), 1)
		}
		requireWhole(t, w, reader)
	})
}

func requireWhole(t *testing.T, w *world, reader member) {
	t.Helper()
	report := apitest.Decode[models.LedgerReportView](t, w.Get(ledger+"/verify", reader.Headers()...))
	require.True(t, report.Holds, "%v", report.Findings)
}

func TestATransitionThatIsNotAllowedNamesThoseThatAre(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer, lead := w.Staff(models.RoleOfficer), w.Staff(models.RoleLead)
		receipt := w.File(names)
		to := func(m member, state string) reply {
			return w.Do(m, receipt.Reference, "transitions", apitest.Body("to", state, "reason", "دلیل"))
		}
		refused := func(m member, state string, allowed ...string) {
			require.ElementsMatch(t, allowed, to(m, state).Problem(t, 409, "transition_not_allowed").Allowed, state)
		}
		for _, state := range []string{"received", "answered", "closed", "withdrawn", "in_review", "triaged", "done"} {
			refused(officer, state, "acknowledged", "rejected", "duplicate")
		}
		consent := to(officer, "referred").Problem(t, http.StatusConflict, "consent_required")
		require.NotContains(t, consent.Allowed, "referred")
		require.Equal(t, http.StatusOK, to(officer, "rejected").Status)
		refused(officer, "in_progress")
		refused(lead, "closed", "in_progress")
		withoutReason := w.Do(lead, receipt.Reference, "transitions", `{"to":"in_progress"}`)
		require.Equal(t, map[string]string{"/reason": "required"},
			withoutReason.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken())
		require.Equal(t, http.StatusOK, to(lead, "in_progress").Status)
	})
}
