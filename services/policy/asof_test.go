package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// TestThePolicyOfAnyMomentOrDayCanBeRead: the first is of the 22nd at noon in Tehran, the second took effect as the 25th
// began there, the third at noon of the 27th; it is one o'clock on the 28th.
func TestThePolicyOfAnyMomentOrDayCanBeRead(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), 60*time.Hour) // the 25th at 00:00 in Tehran
		w.Pass(60 * time.Hour)
		w.publish(t, w.edit(t, "سه"), 60*time.Hour)
		w.Pass(60 * time.Hour)
		w.Pass(25 * time.Hour)
		w.publish(t, w.edit(t, "چهار"), time.Hour)
		for at, version := range map[string]int{
			"":                            3,
			"2026-11-22T08:30:00Z":        1,
			"2026-11-22T12:00:00+03:30":   1,
			"2026-11-22T12:00:00 03:30":   1, // the plus of a query
			"2026-11-22":                  1, // its end: at its beginning there was none
			"۲۰۲۶-۱۱-۲۲":                  1,
			"٢٠٢٦-١١-٢٤":                  1, // the last microsecond before the second
			"2026-11-24T20:29:59Z":        1,
			"2026-11-24T20:29:59.999999Z": 1,
			"2026-11-24T20:30:00Z":        2,
			"2026-11-25T00:00:00+03:30":   2,
			"2026-11-25":                  2,
			"2026-11-26":                  2,
			"2026-11-27":                  3,
			"2026-11-27T11:59:59+03:30":   2,
			"2026-11-27T12:00:00+03:30":   3,
			"2026-11-28":                  3, // as far as it has passed
			"2026-11-28T13:00:00+03:30":   3, // now
		} {
			found, err := w.asOf(t, at)
			require.NoError(t, err, at)
			require.Equal(t, version, found, at)
		}
		for at, code := range map[string]string{
			"2026-11-22T08:29:59Z": "policy_unknown", "2026-11-22T08:29:59.999999Z": "policy_unknown",
			"2026-11-21": "policy_unknown", "1900-01-01": "policy_unknown",
		} {
			_, err := w.asOf(t, at)
			kerneltest.RequireFault(t, err, fault.NotFound, code)
		}
		for _, at := range []string{
			"2026-11-28T13:00:00.000001+03:30", "2026-11-28T14:00:00+03:30", "2026-11-29", "2199-12-31",
		} {
			_, err := w.asOf(t, at)
			kerneltest.RequireFault(t, err, fault.NotSatisfiable, "at_in_future")
		}
		for _, at := range []string{"yesterday", "2026-11-31", "2026-11-22T08:30:00", "1404-09-01", "2026-13-01T00:00:00Z"} {
			_, err := w.asOf(t, at)
			kerneltest.RequireViolation(t, err, "/at", "not_a_time")
		}
		_, err := w.Policies.Find(t.Context(), kerneltest.With(models.PolicyQuery{Lang: "de"}), models.Persian)
		kerneltest.RequireViolation(t, err, "/lang", "unknown_value")
	})
}

func TestTheDayInTehranIsWhatCountsWhereItDiffersFromThatInGreenwich(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.Now = time.Date(2026, 11, 22, 20, 45, 0, 0, time.UTC) // the 23rd has begun in Tehran
		w.publish(t, w.edit(t, "دو"), 0)
		for at, version := range map[string]int{"2026-11-22": 1, "2026-11-23": 2} {
			found, err := w.asOf(t, at)
			require.NoError(t, err, at)
			require.Equal(t, version, found, at)
		}
		_, err := w.asOf(t, "2026-11-24")
		kerneltest.RequireFault(t, err, fault.NotSatisfiable, "at_in_future")
	})
}

// TestADayEndsAsTheNextBeginsAlsoWhereThatIsNotAtMidnight: on 30 April 2027 the clocks in Cairo skip from midnight to
// one o'clock.
func TestADayEndsAsTheNextBeginsAlsoWhereThatIsNotAtMidnight(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		cairo, err := time.LoadLocation("Africa/Cairo")
		require.NoError(t, err)
		w := newWorld(t, db, func(env *environment) { env.Zone = cairo })
		w.Now = time.Date(2027, 4, 30, 12, 0, 0, 0, cairo)
		w.publish(t, w.edit(t, "دو"), 12*time.Hour) // as 1 May begins
		w.Pass(2 * kerneltest.Day)
		for at, version := range map[string]int{"2027-04-29": 1, "2027-04-30": 1, "2027-05-01": 2} {
			found, err := w.asOf(t, at)
			require.NoError(t, err, at)
			require.Equal(t, version, found, at)
		}
	})
}

func TestOnlyTheVersionInForceTellsOfTheNext(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), 0)
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		for number, next := range map[string]bool{"1": false, "2": true, "3": false} {
			view, err := w.published(t, number)
			require.NoError(t, err)
			require.Equal(t, next, view.Next != nil, number)
		}
	})
}

func TestTheLanguageIsTheOneAskedForOrElseThePreferredOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), 0)
		for asked, title := range map[string]string{"": "بیانیهٔ دو", "fa": "بیانیهٔ دو", "en": "Statement دو"} {
			ref, err := w.Policies.Find(t.Context(), kerneltest.With(models.PolicyQuery{Lang: asked}), models.Persian)
			require.NoError(t, err)
			view, err := w.Policies.View(t.Context(), ref)
			require.NoError(t, err)
			require.Equal(t, title, view.Title)
			require.Equal(t, ref.Language, view.Language)
			require.Contains(t, view.HTML, `lang="`+string(ref.Language)+`"`)
		}
	})
}

func TestAVersionOfAnotherReplicaIsInForceHereWithinFiveSeconds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		require.Equal(t, 1, policyOf(t, other).Version)
		w.publish(t, w.edit(t, "دو"), 0)
		require.Equal(t, 2, w.policy(t).Version)
		w.Pass(5 * time.Second)
		require.Equal(t, 2, policyOf(t, other).Version)
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		w.Pass(5 * time.Second)
		require.Equal(t, 3, policyOf(t, other).Next.Version)
		require.NoError(t, w.cancel(t, "3"))
		require.Nil(t, w.policy(t).Next)
		w.Pass(5 * time.Second)
		require.Nil(t, policyOf(t, other).Next)
	})
}
