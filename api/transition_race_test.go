package api_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestOfAHundredTransitionsAtOnceOneWins takes one case to the same state a hundred times at the same time.
func TestOfAHundredTransitionsAtOnceOneWins(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, reader := w.file(names), w.staff(models.RolePrivacy)
		leads := []member{w.staff(models.RoleLead), w.staff(models.RoleLead)}
		var mu sync.Mutex
		turn, refusals := 0, []reply{}
		statuses := inParallel(100, func() int {
			mu.Lock()
			turn++
			m := leads[turn%2]
			mu.Unlock()
			got := w.do(m, receipt.Reference, "transitions", `{"to":"acknowledged","public_note":"بررسی آغاز شد"}`)
			mu.Lock()
			defer mu.Unlock()
			if got.status != http.StatusOK {
				refusals = append(refusals, got)
			}
			return got.status
		})
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusConflict: 99}, statuses)
		for _, refused := range refusals {
			require.Equal(t, []string{"in_progress", "rejected", "duplicate"},
				refused.problem(t, http.StatusConflict, "transition_not_allowed").Allowed)
		}
		entries := w.entries(reader, "action=case.transition&subject="+receipt.Reference)
		require.Len(t, entries, 1)
		require.Equal(t, "received", entries[0].Detail["from"])
		require.Equal(t, "acknowledged", entries[0].Detail["to"])

		view := decode[models.CaseView](t, w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...))
		require.Len(t, view.Timeline, 2)
		require.Equal(t, "بررسی آغاز شد", view.Timeline[1].Text)
		requireWhole(t, w, reader)
	})
}

// TestOfTwoWhoTakeACaseOneHasIt: staff and the person at the same time, each to another state.
func TestOfTwoWhoTakeACaseOneHasIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		reader := w.staff(models.RolePrivacy)
		officers := []member{w.staff(models.RoleOfficer), w.staff(models.RoleOfficer)}
		for range 10 {
			receipt := w.file(names)
			var all sync.WaitGroup
			results := make([]int, 3)
			for i, m := range officers {
				all.Go(func() { results[i] = w.do(m, receipt.Reference, "assign", `{"account":"me"}`).status })
			}
			all.Go(func() {
				results[2] = w.post("/api/v1/my/case/withdraw", "", holding(receipt.ReceiptCode)...).status
			})
			all.Wait()
			require.Equal(t, http.StatusOK, results[2], "nobody keeps the person from withdrawing")
			require.NotEqual(t, []int{200, 200}, results[:2], "two have one case")
			assigned := w.entries(reader, "action=case.assigned&subject="+receipt.Reference)
			require.LessOrEqual(t, len(assigned), 1)
		}
		requireWhole(t, w, reader)
	})
}

func requireWhole(t *testing.T, w *world, reader member) {
	t.Helper()
	report := decode[models.LedgerReportView](t, w.get(ledger+"/verify", reader.headers()...))
	require.True(t, report.Holds, "%v", report.Findings)
}

func TestATransitionThatIsNotAllowedNamesThoseThatAre(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer, lead := w.staff(models.RoleOfficer), w.staff(models.RoleLead)
		receipt := w.file(names)
		to := func(m member, state string) reply {
			return w.do(m, receipt.Reference, "transitions", body("to", state, "reason", "دلیل"))
		}
		refused := func(m member, state string, allowed ...string) {
			require.ElementsMatch(t, allowed, to(m, state).problem(t, 409, "transition_not_allowed").Allowed, state)
		}
		for _, state := range []string{"received", "answered", "closed", "withdrawn", "in_review", "triaged", "done"} {
			refused(officer, state, "acknowledged", "rejected", "duplicate")
		}
		consent := to(officer, "referred").problem(t, http.StatusConflict, "consent_required")
		require.NotContains(t, consent.Allowed, "referred")
		require.Equal(t, http.StatusOK, to(officer, "rejected").status)
		refused(officer, "in_progress")
		refused(lead, "closed", "in_progress")
		withoutReason := w.do(lead, receipt.Reference, "transitions", `{"to":"in_progress"}`)
		require.Equal(t, map[string]string{"/reason": "required"},
			withoutReason.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken())
		require.Equal(t, http.StatusOK, to(lead, "in_progress").status)
	})
}
