package cases_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestPagesLoseNothingWhileCasesArrive walks a list whose cases have come at the same moment, while others come.
func TestPagesLoseNothingWhileCasesArrive(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer := w.Staff(models.RoleOfficer)
		var filed []string
		for range 23 {
			filed = append(filed, w.File(names).Reference)
		}
		var seen []string
		for query := "limit=5"; query != ""; {
			page, next := w.listed(officer, query)
			seen = append(seen, page...)
			query = ""
			if next != nil {
				require.Len(t, page, 5)
				query = "limit=5&cursor=" + *next
			}
			w.Clock.Advance(time.Second)
			w.File(names)
		}
		slices.Reverse(seen)
		require.Equal(t, filed, seen, "oldest first, each once")
		newer, _ := w.listed(officer, "limit=100")
		require.Len(t, newer, 28)
	})
}

// TestACursorHoldsUnderItsOwnFilters: under others it would skip cases without saying so.
func TestACursorHoldsUnderItsOwnFilters(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead, privacy := w.Staff(models.RoleLead), w.Staff(models.RolePrivacy)
		for range 4 {
			w.File(names)
		}
		_, plain := w.listed(lead, "limit=2")
		_, filtered := w.listed(lead, "limit=2&kind=complaint&state=received")
		require.NotNil(t, plain)
		require.NotNil(t, filtered)
		for _, query := range []string{
			"cursor=" + *plain, "limit=100&cursor=" + *plain, "kind=&cursor=" + *plain,
			"state=received&kind=complaint&cursor=" + *filtered,
		} {
			rest, _ := w.listed(lead, query)
			require.Len(t, rest, 2, query)
		}
		for _, path := range []string{
			staffCases + "?kind=complaint&cursor=" + *plain,
			staffCases + "?cursor=" + *filtered,
			staffCases + "?kind=complaint&cursor=" + *filtered,
			staffCases + "?kind=feedback&state=received&cursor=" + *filtered,
			"/api/v1/staff/canned-replies?cursor=" + *plain,
			"/api/v1/staff/case-handlers?cursor=" + *plain,
			"/api/v1/complaint-categories?cursor=" + *plain,
			"/api/v1/ledger/heads?cursor=" + *plain,
		} {
			got := w.SendLenient(http.MethodGet, path, "", lead.Headers()...)
			require.Equal(t, map[string]string{"/cursor": "not_a_cursor"},
				got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken(), path)
		}
		got := w.SendLenient(http.MethodGet, "/api/v1/staff/ledger?cursor="+*plain, "", privacy.Headers()...)
		got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
		for i := range *plain {
			got := w.SendLenient(http.MethodGet, staffCases+"?cursor="+apitest.Flip(*plain, i), "", lead.Headers()...)
			got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
		}
	})
}

func TestAccountsAndHandlersAreListedInPages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.Staff(models.RoleAdmin)
		emails := []string{admin.Email}
		for _, role := range []models.Role{models.RoleOfficer, models.RoleLead, models.RoleEditor, models.RoleOfficer} {
			emails = append(emails, w.Staff(role).Email)
		}
		w.HireDisabled("gone@example.org")
		var seen []string
		for path := accounts + "?limit=2"; path != ""; {
			page := apitest.Decode[models.Page[models.AccountView]](t, w.Get(path, admin.Headers()...))
			for _, account := range page.Items {
				seen = append(seen, account.Email)
			}
			path = ""
			if page.NextCursor != nil {
				path = accounts + "?limit=2&cursor=" + *page.NextCursor
			}
		}
		require.Equal(t, append(slices.Clone(emails), "gone@example.org"), seen[:6])
		require.Len(t, seen, 7, "and the administrator who disabled that one")

		lead := w.SignIn(emails[2])
		page := apitest.Decode[models.Page[models.HandlerView]](t,
			w.Get("/api/v1/staff/case-handlers", lead.Headers()...))
		var handlers []string
		for _, handler := range page.Items {
			handlers = append(handlers, handler.Email)
		}
		require.Equal(t, []string{emails[1], emails[2], emails[4]}, handlers, "who handles cases and is there")
	})
}
