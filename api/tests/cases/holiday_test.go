package cases_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestHolidaysAreSetRenamedAndRemoved(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.Staff(models.RoleLead)
		list := func(query string) models.CalendarView {
			got := w.SendLenient(http.MethodGet, holidays+query, "", lead.Headers()...)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			return apitest.Decode[models.CalendarView](t, got)
		}
		require.Equal(t, []string{"thursday", "friday"}, list("").Weekend)
		before := list("?year=2027")
		require.NotEmpty(t, before.Holidays)
		require.Equal(t, before, list("?year=۲۰۲۷"))
		for _, title := range []string{"عید سعید فطر", "عید فطر"} {
			got := w.Send(http.MethodPut, holidays+"/2027-03-10",
				apitest.Body("title_fa", title, "title_en", "Eid al-Fitr"), lead.Headers()...)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			require.Equal(t, models.HolidayView{
				Date: "2027-03-10", Titles: models.Localised{Fa: title, En: "Eid al-Fitr"},
			}, apitest.Decode[models.HolidayView](t, got))
			require.Len(t, list("?year=2027").Holidays, len(before.Holidays)+1)
		}
		remove := func(day string) reply {
			return w.SendLenient(http.MethodDelete, holidays+"/"+day, "", lead.Headers()...)
		}
		require.Equal(t, http.StatusNoContent, remove("2027-03-10").Status)
		require.Equal(t, before, list("?year=2027"))
		for _, day := range []string{"2027-03-10", "tomorrow", "%25", "2027-03-%25"} {
			remove(day).Problem(t, http.StatusNotFound, "holiday_unknown")
		}
		for _, day := range []string{"2027-02-29", "tomorrow", "2027-3-1", "0000-00-00"} {
			got := w.SendLenient(http.MethodPut, holidays+"/"+day, `{"title_fa":"روز","x":1}`, lead.Headers()...)
			require.Equal(t, map[string]string{"/date": "not_a_date", "/title_en": "required", "/x": "unknown_field"},
				got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken(), day)
		}
	})
}

func TestAHolidayMovesWhatIsDue(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, admin := w.File(names), w.Staff(models.RoleAdmin)
		due := func() time.Time {
			got := w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...)
			return *apitest.Decode[models.CaseView](t, got).DueAt
		}
		before := due()
		at := holidays + "/2026-11-24"
		require.Equal(t, http.StatusOK,
			w.Send(http.MethodPut, at, `{"title_fa":"تعطیل","title_en":"Closed"}`, admin.Headers()...).Status)
		require.Equal(t, before.Add(24*time.Hour), due(), "Sunday has become Monday")
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, at, "", admin.Headers()...).Status)
		require.Equal(t, before, due())
	})
}
