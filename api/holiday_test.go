package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const holidays = "/api/v1/staff/holidays"

func TestHolidaysAreSetRenamedAndRemoved(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.staff(models.RoleLead)
		list := func(query string) models.CalendarView {
			got := w.sendLenient(http.MethodGet, holidays+query, "", lead.headers()...)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			return decode[models.CalendarView](t, got)
		}
		require.Equal(t, []string{"thursday", "friday"}, list("").Weekend)
		before := list("?year=2027")
		require.NotEmpty(t, before.Holidays)
		require.Equal(t, before, list("?year=۲۰۲۷"))
		for _, title := range []string{"عید سعید فطر", "عید فطر"} {
			got := w.send(http.MethodPut, holidays+"/2027-03-10",
				body("title_fa", title, "title_en", "Eid al-Fitr"), lead.headers()...)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			require.Equal(t, models.HolidayView{
				Date: "2027-03-10", Titles: models.Localised{Fa: title, En: "Eid al-Fitr"},
			}, decode[models.HolidayView](t, got))
			require.Len(t, list("?year=2027").Holidays, len(before.Holidays)+1)
		}
		remove := func(day string) reply {
			return w.sendLenient(http.MethodDelete, holidays+"/"+day, "", lead.headers()...)
		}
		require.Equal(t, http.StatusNoContent, remove("2027-03-10").status)
		require.Equal(t, before, list("?year=2027"))
		for _, day := range []string{"2027-03-10", "tomorrow", "%25", "2027-03-%25"} {
			remove(day).problem(t, http.StatusNotFound, "holiday_unknown")
		}
		for _, day := range []string{"2027-02-29", "tomorrow", "2027-3-1", "0000-00-00"} {
			got := w.sendLenient(http.MethodPut, holidays+"/"+day, `{"title_fa":"روز","x":1}`, lead.headers()...)
			require.Equal(t, map[string]string{"/date": "not_a_date", "/title_en": "required", "/x": "unknown_field"},
				got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken(), day)
		}
	})
}

func TestAHolidayMovesWhatIsDue(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, admin := w.file(names), w.staff(models.RoleAdmin)
		due := func() time.Time {
			return *decode[models.CaseView](t, w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...)).DueAt
		}
		before := due()
		at := holidays + "/2026-11-24"
		require.Equal(t, http.StatusOK,
			w.send(http.MethodPut, at, `{"title_fa":"تعطیل","title_en":"Closed"}`, admin.headers()...).status)
		require.Equal(t, before.Add(24*time.Hour), due(), "Sunday has become Monday")
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, at, "", admin.headers()...).status)
		require.Equal(t, before, due())
	})
}
