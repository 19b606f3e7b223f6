package cases_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func fridayOnly(env *environment) { env.Weekend = "friday" }

func TestAnotherWeekendMovesEveryRunningClock(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, w.Holidays.AdoptWeekend(t.Context()))
		receipt := w.Complain(t)
		w.requireDue(t, receipt, "2026-11-29T20:29:59Z", "2026-12-06T20:29:59Z")

		other := w.replica(t, fridayOnly)
		require.NoError(t, other.Holidays.AdoptWeekend(t.Context()))
		ticked, err := other.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		require.Equal(t, cases.Ticked{Reckoned: 1}, ticked)
		w.requireDue(t, receipt, "2026-11-28T20:29:59Z", "2026-12-03T20:29:59Z")
		view, err := other.Holidays.List(t.Context(), kerneltest.With(models.HolidayFilter{}))
		require.NoError(t, err)
		require.Equal(t, []string{"friday"}, view.Weekend)

		require.NoError(t, other.Holidays.AdoptWeekend(t.Context()), "once more changes nothing")
		ticked, err = other.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		require.Zero(t, ticked)

		w.Pass(time.Minute)
		require.NoError(t, w.Holidays.AdoptWeekend(t.Context()))
		_, err = w.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		w.requireDue(t, receipt, "2026-11-29T20:29:59Z", "2026-12-06T20:29:59Z")
		require.Equal(t, []string{"system calendar.weekend_changed"}, ledgertest.Lines(t, w.Ledger, "friday"))
		require.Equal(t, []string{"system calendar.weekend_changed"}, ledgertest.Lines(t, w.Ledger, "thursday-friday"))
	})
}

// TestAReplicaThatIsBehindIsCaughtUp: it may file by the calendar as it was, but not for good.
func TestAReplicaThatIsBehindIsCaughtUp(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		behind := w.replica(t)
		_, err := behind.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		w.setHoliday(t, "2026-11-28")
		receipt, _, err := behind.Complaints.Create(t.Context(), kerneltest.With(models.ComplaintForm{Person: kerneltest.Sara()}))
		require.NoError(t, err)
		_, err = w.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		w.requireDue(t, receipt, "2026-11-30T20:29:59Z", "2026-12-07T20:29:59Z")

		ticked, err := behind.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		require.Zero(t, ticked.Reckoned, "what is reckoned by a newer calendar is not put back")
		w.requireDue(t, receipt, "2026-11-30T20:29:59Z", "2026-12-07T20:29:59Z")
	})
}

// TestTheWeekendInForceCountsForReplicasThatWereStartedBefore as it does for those started with it.
func TestTheWeekendInForceCountsForReplicasThatWereStartedBefore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, w.Holidays.AdoptWeekend(t.Context()))
		other := w.replica(t, fridayOnly)
		require.NoError(t, other.Holidays.AdoptWeekend(t.Context()))
		w.Pass(time.Minute)
		receipt := w.Complain(t)
		_, err := other.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		w.requireDue(t, receipt, "2026-11-28T20:29:59Z", "2026-12-03T20:29:59Z")
	})
}

func TestCasesFiledWhileTheCalendarChangesAreReckonedByTheLastOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		replicas := []*Services{w.Services, w.replica(t)}
		receipts := make([]models.Receipt, 24)
		results := kerneltest.Together(len(receipts), func(side int) (err error) {
			replica := replicas[side%2]
			if side%6 == 0 {
				date := "2026-11-2" + strconv.Itoa(3+side/6%3)
				form := models.HolidayForm{TitleFa: "تعطیل", TitleEn: "Holiday"}
				_, err = replica.Holidays.Set(t.Context(), models.Actor{Role: models.RoleAdmin}, date, kerneltest.With(form))
				return err
			}
			receipts[side], _, err = replica.Complaints.Create(t.Context(), kerneltest.With(models.ComplaintForm{Person: kerneltest.Sara()}))
			return err
		})
		require.Equal(t, len(receipts), kerneltest.Successes(t, results))
		w.Pass(time.Minute)
		for _, replica := range replicas {
			_, err := replica.CaseClocks.Tick(t.Context())
			require.NoError(t, err)
		}
		var cases []models.Case
		require.NoError(t, db.Find(&cases).Error)
		require.Len(t, cases, 20)
		for _, kase := range cases {
			require.Equal(t, w.due(t, w.Now.Add(-time.Minute), 5), kase.AcknowledgeDueAt.UTC())
			require.Equal(t, w.due(t, w.Now.Add(-time.Minute), 10), kase.DueAt.UTC())
			require.Equal(t, kase.AcknowledgeDueAt, kase.DeadlineAt)
		}
	})
}

func TestAHolidayIsADate(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		admin := models.Actor{Role: models.RoleAdmin}
		form := models.HolidayForm{TitleFa: "نوروز", TitleEn: "Nowruz"}
		for _, date := range []string{"", "2026-02-30", "2026-13-01", "نوروز", "2026-3-21", "2026-03-21T00:00:00Z"} {
			_, err := w.Holidays.Set(t.Context(), admin, date, kerneltest.With(form))
			kerneltest.RequireViolation(t, err, "/date", "not_a_date")
			kerneltest.RequireFault(t, w.Holidays.Remove(t.Context(), admin, date), fault.NotFound, "holiday_unknown")
		}
		_, err := w.Holidays.Set(t.Context(), admin, "2026-11-28", kerneltest.With(models.HolidayForm{TitleFa: " ", TitleEn: "x"}))
		kerneltest.RequireViolation(t, err, "/title_fa", "required")
		kerneltest.RequireFault(t, w.Holidays.Remove(t.Context(), admin, "2026-11-28"), fault.NotFound, "holiday_unknown")
		require.Empty(t, ledgertest.Lines(t, w.Ledger, "2026-11-28"), "nothing happened")

		view, err := w.Holidays.List(t.Context(), kerneltest.With(models.HolidayFilter{Year: "۲۰۲۷"}))
		require.NoError(t, err)
		require.Equal(t, []string{"thursday", "friday"}, view.Weekend)
		for _, holiday := range view.Holidays {
			require.Contains(t, holiday.Date, "2027-")
		}
		require.Len(t, view.Holidays, 10)
	})
}
