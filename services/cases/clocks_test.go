package cases_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

// The clocks of these tests begin on Sunday, 22 November 2026, at noon in Tehran. Days end there at 20:29:59 UTC.

func (w *world) setHoliday(t kerneltest.Tester, date string) {
	t.Helper()
	form := models.HolidayForm{TitleFa: "تعطیل", TitleEn: "Holiday"}
	_, err := w.Holidays.Set(t.Context(), models.Actor{Role: models.RoleAdmin}, date, kerneltest.With(form))
	require.NoError(t, err)
}

func (w *world) removeHoliday(t kerneltest.Tester, date string) {
	t.Helper()
	require.NoError(t, w.Holidays.Remove(t.Context(), models.Actor{Role: models.RoleAdmin}, date))
}

// requireDue says by when an acknowledgement and an answer are owed, as the person and staff see it; "" for unknown.
func (w *world) requireDue(t kerneltest.Tester, receipt models.Receipt, acknowledge, answer string) {
	t.Helper()
	lead := models.Actor{Role: models.RoleLead}
	clocks := w.Seen(t, lead, receipt.Reference).Clocks
	shown := func(moment *time.Time) string {
		if moment == nil {
			return ""
		}
		return moment.Format(time.RFC3339)
	}
	require.Equal(t, acknowledge, shown(clocks.AcknowledgeDueAt), "acknowledge")
	require.Equal(t, answer, shown(clocks.DueAt), "answer")
	require.Equal(t, answer, shown(w.Mine(t, receipt.ReceiptCode).DueAt), "as the person sees it")
}

func TestWorkingDaysAreCountedFromTheDayAfter(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.requireDue(t, w.Complain(t), "2026-11-29T20:29:59Z", "2026-12-06T20:29:59Z")
		w.Now = at(t, "2026-11-22T20:30:00Z") // Monday has begun in Tehran
		w.requireDue(t, w.Complain(t), "2026-11-30T20:29:59Z", "2026-12-07T20:29:59Z")
		w.Now = at(t, "2026-11-26T08:00:00Z") // a Thursday counts like the Wednesday before
		w.requireDue(t, w.Complain(t), "2026-12-02T20:29:59Z", "2026-12-09T20:29:59Z")
		w.Now = at(t, "2027-03-17T08:00:00Z") // Nowruz lies ahead
		w.requireDue(t, w.Complain(t), "2027-03-31T20:29:59Z", "2027-04-07T20:29:59Z")
	})
}

func TestAHolidayMovesEveryRunningClock(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		fresh, answered := w.Complain(t), w.Answered(t, officer)
		taken := w.Complain(t)
		w.Take(t, officer, taken.Reference, models.StateAcknowledged)
		w.setHoliday(t, "2026-11-28")
		w.requireDue(t, fresh, "2026-11-30T20:29:59Z", "2026-12-07T20:29:59Z")
		w.requireDue(t, taken, "2026-11-29T20:29:59Z", "2026-12-07T20:29:59Z")
		w.requireDue(t, answered, "2026-11-29T20:29:59Z", "2026-12-06T20:29:59Z")
		w.setHoliday(t, "2026-12-06")
		w.setHoliday(t, "2026-12-06") // again, with the same name
		w.setHoliday(t, "2026-12-10") // a Thursday
		w.requireDue(t, fresh, "2026-11-30T20:29:59Z", "2026-12-08T20:29:59Z")
		w.requireDue(t, w.Complain(t), "2026-11-30T20:29:59Z", "2026-12-08T20:29:59Z")
		w.removeHoliday(t, "2026-11-28")
		w.removeHoliday(t, "2026-12-06")
		w.requireDue(t, fresh, "2026-11-29T20:29:59Z", "2026-12-06T20:29:59Z")
		require.Equal(t, []string{"admin holiday.set", "admin holiday.removed"}, ledgertest.Lines(t, w.Ledger, "2026-11-28"))
	})
}

func TestAPauseTakesItsDaysAway(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for _, paused := range []struct {
			days int
			due  string
		}{
			{0, "2026-12-06T20:29:59Z"}, // asked and answered on one day
			{1, "2026-12-07T20:29:59Z"}, // Tuesday is gone
			{2, "2026-12-08T20:29:59Z"}, // and Wednesday
			{3, "2026-12-08T20:29:59Z"}, // and Thursday, which is none
			{4, "2026-12-08T20:29:59Z"},
			{14, "2026-12-20T20:29:59Z"}, // nine days are left on 8 December, a Tuesday
		} {
			t.Run(strconv.Itoa(paused.days), func(t *testing.T) {
				w := newWorld(t, db)
				officer := w.Staff(t, models.RoleOfficer)
				receipt := w.Complain(t)
				w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
				w.Pass(2 * kerneltest.Day) // Tuesday, 24 November
				w.Take(t, officer, receipt.Reference, models.StateAwaitingComplainant)
				w.requireDue(t, receipt, "2026-11-29T20:29:59Z", "")
				w.Pass(time.Duration(paused.days) * kerneltest.Day)
				_, _, err := w.MyCase.Write(t.Context(), receipt.ReceiptCode, kerneltest.With(models.MessageForm{Body: "بله"}))
				require.NoError(t, err)
				w.requireDue(t, receipt, "2026-11-29T20:29:59Z", paused.due)
			})
		}
	})
}

func TestAnExtensionIsCountedInWorkingDays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		require.NoError(t, w.Extend(t, officer, receipt.Reference, 4))
		w.requireDue(t, receipt, "2026-11-29T20:29:59Z", "2026-12-12T20:29:59Z")
		w.setHoliday(t, "2026-12-12")
		w.requireDue(t, receipt, "2026-11-29T20:29:59Z", "2026-12-13T20:29:59Z")
	})
}

func TestACategoryHasItsOwnClocks(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		category := models.ComplaintCategory{
			Code: "urgent", Position: 1000, TitleFa: "فوری", TitleEn: "Urgent", AcknowledgeDays: 1, AnswerDays: 2,
		}
		require.NoError(t, db.Create(&category).Error)
		w := newWorld(t, db)
		receipt := w.ComplainOf(t, "urgent")
		w.requireDue(t, receipt, "2026-11-23T20:29:59Z", "2026-11-24T20:29:59Z")
		lead := w.Staff(t, models.RoleLead)
		w.Take(t, lead, receipt.Reference, models.StateRejected)
		w.Pass(kerneltest.Day)
		again := models.TransitionForm{To: "in_progress", Reason: "اشتباه بود."}
		require.NoError(t, w.Try(t, lead, receipt.Reference, again))
		w.requireDue(t, receipt, "2026-11-23T20:29:59Z", "2026-11-25T20:29:59Z")
	})
}

// TestTheClockStandsStillOnItsLastDayToo: whoever is asked on the last day is not answered too late for that.
func TestTheClockStandsStillOnItsLastDayToo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
		w.Now = at(t, "2026-12-06T08:00:00Z")
		w.Take(t, officer, receipt.Reference, models.StateAwaitingComplainant)
		w.Pass(7 * kerneltest.Day)
		ticked, err := w.CaseClocks.Tick(t.Context())
		require.NoError(t, err)
		require.Zero(t, ticked.Overdue)
		require.False(t, w.Seen(t, officer, receipt.Reference).Overdue)
	})
}
