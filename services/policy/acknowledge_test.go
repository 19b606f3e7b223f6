package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
)

func (w *world) takeNote(t kerneltest.Tester, number string) (models.AcknowledgementView, error) {
	t.Helper()
	view, replayed, err := w.Policies.Acknowledge(t.Context(), number, kernel.Request{})
	require.False(t, replayed)
	return view, err
}

// counts are how often a version was acknowledged on each day, the latest first, read in pages of two.
func (w *world) counts(t kerneltest.Tester, number string) (counts []models.AcknowledgementCountView) {
	t.Helper()
	for before, more := "", true; more; before = counts[len(counts)-1].Day {
		page, next, err := w.Policies.Acknowledgements(t.Context(), number, before, 2)
		require.NoError(t, err)
		counts, more = append(counts, page...), next
		if len(page) == 0 {
			break
		}
	}
	return counts
}

func TestAcknowledgementsAreCountedByVersionAndByDayInTehran(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), 30*kerneltest.Day)
		acknowledge := func(number string, at time.Time) {
			w.Now = at
			view, err := w.takeNote(t, number)
			require.NoError(t, err)
			require.Equal(t, at.In(w.env.Zone).Format(time.DateOnly), view.AcknowledgedOn)
		}
		midnight := time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC)
		acknowledge("1", midnight.Add(-time.Hour))
		acknowledge("1", midnight.Add(-time.Microsecond))
		acknowledge("1", midnight)
		acknowledge("2", midnight) // it waits to take effect
		acknowledge("1", midnight.Add(kerneltest.Day))
		acknowledge("1", midnight.Add(2*kerneltest.Day-time.Microsecond))
		acknowledge("1", midnight.Add(kerneltest.Day))
		acknowledge("1", midnight.Add(60*kerneltest.Day)) // it is superseded
		require.Equal(t, []models.AcknowledgementCountView{
			{Day: "2027-01-22", Count: 1},
			{Day: "2026-11-24", Count: 3},
			{Day: "2026-11-23", Count: 1},
			{Day: "2026-11-22", Count: 2},
		}, w.counts(t, "1"))
		require.Equal(t, []models.AcknowledgementCountView{{Day: "2026-11-23", Count: 1}}, w.counts(t, "2"))
		for number, count := range map[string]int64{"1": 7, "2": 1} {
			view, err := w.Policies.Get(t.Context(), number)
			require.NoError(t, err)
			require.Equal(t, count, view.Acknowledgements)
		}
		w.edit(t, "سه")
		require.Empty(t, w.counts(t, "3"))
	})
}

func TestOnlyWhatWasPublishedAndStandsCanBeAcknowledged(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), kerneltest.Day)
		require.NoError(t, w.cancel(t, "2"))
		w.edit(t, "سه")
		_, err := w.takeNote(t, "2")
		kerneltest.RequireFault(t, err, fault.Conflict, "policy_called_off")
		for _, number := range []string{"3", "4", "0", "x", "01", "۱"} {
			_, err := w.takeNote(t, number)
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
		}
		require.Zero(t, kerneltest.Rows(t, w.db)["policy_acknowledgement_counts"])
	})
}

// TestAnAcknowledgementIsEvidenceForWhoeverGaveItAndAloneACountHere: nothing tells two of them apart.
func TestAnAcknowledgementIsEvidenceForWhoeverGaveItAndAloneACountHere(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		rows := kerneltest.Rows(t, w.db)
		view, err := w.takeNote(t, "1")
		require.NoError(t, err)
		claims := models.AcknowledgementClaims{Version: 1, Hash: w.policy(t).Hash, AcknowledgedOn: "2026-11-22"}
		require.Equal(t, claims, view.AcknowledgementClaims)
		proven, err := w.Receipts.Verify(kerneltest.With(models.VerifyForm{Proof: view.Token}))
		require.NoError(t, err)
		require.True(t, proven.Valid)
		require.Equal(t, &claims, proven.Acknowledgement)
		again, err := w.takeNote(t, "1")
		require.NoError(t, err)
		require.Equal(t, view, again)
		rows["policy_acknowledgement_counts"] = 1
		require.Equal(t, rows, kerneltest.Rows(t, w.db))
	})
}

func TestAnAcknowledgementRepeatedWithItsKeyCountsOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		request := kernel.Request{Scope: "POST acknowledgements", Key: "key", Body: []byte("1")}
		first, replayed, err := w.Policies.Acknowledge(t.Context(), "1", request)
		require.NoError(t, err)
		require.False(t, replayed)
		w.Pass(20 * time.Hour)
		again, replayed, err := w.Policies.Acknowledge(t.Context(), "1", request)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, first, again)
		request.Body = []byte("2")
		_, _, err = w.Policies.Acknowledge(t.Context(), "1", request)
		kerneltest.RequireFault(t, err, fault.Conflict, "idempotency_conflict")
		require.Equal(t, []models.AcknowledgementCountView{{Day: "2026-11-22", Count: 1}}, w.counts(t, "1"))

		request.Key = "another"
		w.refuseInserts(t, "policy_acknowledgement_counts")
		_, _, err = w.Policies.Acknowledge(t.Context(), "1", request)
		require.ErrorContains(t, err, "nothing is inserted here")
		w.allowInserts(t)
		_, replayed, err = w.Policies.Acknowledge(t.Context(), "1", request)
		require.NoError(t, err)
		require.False(t, replayed)
		require.Len(t, w.counts(t, "1"), 2)
	})
}
