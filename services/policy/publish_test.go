package policy_test

import (
	"slices"
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

func TestNothingIsPublishedUnlessBothLanguagesAreComplete(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		number := w.draft(t, models.Material, models.PolicyTextsForm{})
		_, err := w.publishAt(t, number, w.Now.Add(-kerneltest.Day))
		every := []string{"/effective_at in_the_past"}
		for _, pointer := range everyPolicyPart() {
			every = append(every, pointer+" required")
		}
		slices.Sort(every)
		require.Equal(t, every, kerneltest.Violated(t, err))
		for _, violation := range fault.As(err).Violations {
			require.Equal(t, violation.Code == "required", violation.Clause == "change")
		}
		_, err = w.rewrite(t, number, models.PolicyChangeForm{Texts: policyTexts("همه")})
		require.NoError(t, err)
		parts := func(form *models.PolicyChangeForm) []**string {
			fa, en := &form.Texts.Fa, &form.Texts.En
			return []**string{&fa.Title, &fa.Body, &fa.Summary, &en.Title, &en.Body, &en.Summary}
		}
		for i, pointer := range everyPolicyPart() {
			form := models.PolicyChangeForm{Texts: policyTexts("همه")}
			*parts(&form)[i] = new(" \u200c ") // white space, and a joiner of nothing
			_, err = w.rewrite(t, number, form)
			require.NoError(t, err)
			_, err = w.publishAt(t, number, time.Time{})
			kerneltest.RequireViolation(t, err, pointer, "required")
		}
		require.Equal(t, []string{"1 in_force", number + " draft"}, w.states(t))
		require.Empty(t, w.announced(t))
		require.NotContains(t, ledgertest.Lines(t, w.Ledger, "policy 2"), "editor policy.published")
	})
}

func TestAVersionTakesEffectNowOrWithinTwoYears(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.Pass(700 * time.Millisecond)
		number := w.edit(t, "دو")
		for wanted, code := range map[string]string{
			"2026-11-22T08:29:59Z":                                     "in_the_past",
			"2026-11-22T11:59:59+03:30":                                "in_the_past",
			"1926-11-22T11:59:59+03:30":                                "in_the_past",
			w.Now.Add(731 * kerneltest.Day).Format(time.RFC3339):       "too_far_ahead",
			w.Now.Add(100 * 365 * kerneltest.Day).Format(time.RFC3339): "too_far_ahead",
			"9999-12-31T23:59:59Z":                                     "not_a_time",
			"tomorrow":                                                 "not_a_time",
			"2026-12-22":                                               "not_a_time",
			"2026-12-22T00:00:00":                                      "not_a_time",
			"2026-12-22T00:00:00+25:00":                                "not_a_time",
			"2026-12-22T1:00:00Z":                                      "not_a_time",
			"2026-12-22T01:00:00,5Z":                                   "not_a_time",
			"":                                                         "not_a_time",
			" ":                                                        "not_a_time",
		} {
			form := models.PolicyPublicationForm{EffectiveAt: &wanted}
			_, err := w.Policies.Publish(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
			kerneltest.RequireViolation(t, err, "/effective_at", code)
		}
		form := models.PolicyPublicationForm{EffectiveAt: new(" ۲۰۲۶-۱۱-۲۲T۱۲:۰۰:۰۰.۹+۰۳:۳۰ ")} // this very second
		view, err := w.Policies.Publish(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
		require.NoError(t, err)
		require.Equal(t, time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC), *view.EffectiveAt)
		require.Equal(t, models.PolicyInForce, view.State)
		require.Equal(t, 2, w.policy(t).Version)
		w.Pass(300 * time.Millisecond)
		w.publish(t, w.edit(t, "سه"), 730*kerneltest.Day)
		require.Equal(t, 3, w.policy(t).Next.Version)
	})
}

func TestAScheduledVersionIsAnnouncedAndTakesEffectByItself(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first := w.policy(t)
		number := w.draft(t, models.Material, policyTexts("دو"))
		published := w.publish(t, number, 10*kerneltest.Day)
		require.Equal(t, models.PolicyScheduled, published.State)
		require.Equal(t, first.Hash, published.PreviousHash)
		before := w.policy(t)
		require.Equal(t, &models.PolicyNext{
			Version: 2, EffectiveAt: w.Now.Add(10 * kerneltest.Day), ChangeClass: models.Material, Title: "Statement دو",
			Summary: "From now on: دو", Hash: published.Hash,
		}, before.Next)
		before.Next = nil
		require.Equal(t, first, before)

		effective := w.Now.Add(10 * kerneltest.Day)
		w.Now = effective.Add(-time.Microsecond)
		require.Equal(t, []string{"1 in_force", "2 scheduled"}, w.states(t))
		require.Equal(t, 1, w.policy(t).Version)
		w.Now = effective
		require.Equal(t, []string{"1 superseded", "2 in_force"}, w.states(t))
		second := w.policy(t)
		require.Equal(t, 2, second.Version)
		require.Nil(t, second.Next)
		require.Nil(t, second.SupersededAt)
		require.Equal(t, second, policyOf(t, w.replica(t)))
		old, err := w.published(t, "1")
		require.NoError(t, err)
		require.Equal(t, models.PolicySuperseded, old.State)
		require.Equal(t, effective, *old.SupersededAt)
		require.Equal(t, first.Hash, old.Hash)
	})
}

func TestOnlyOneVersionWaitsToTakeEffect(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.edit(t, "دو")
		w.edit(t, "سه")
		w.publish(t, "2", kerneltest.Day)
		for _, effective := range []time.Time{{}, w.Now.Add(time.Hour), w.Now.Add(2 * kerneltest.Day)} {
			_, err := w.publishAt(t, "3", effective)
			kerneltest.RequireFault(t, err, fault.Conflict, "policy_scheduled")
		}
		w.Pass(kerneltest.Day)
		require.Equal(t, models.PolicyInForce, w.publish(t, "3", 0).State)
		_, err := w.publishAt(t, "3", time.Time{})
		kerneltest.RequireFault(t, err, fault.Conflict, "policy_published")
	})
}

func TestAPublicationCanBeCalledOffUntilItTakesEffectAndNotAfter(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		kerneltest.RequireFault(t, w.cancel(t, "1"), fault.Conflict, "policy_not_scheduled")
		w.edit(t, "دو")
		kerneltest.RequireFault(t, w.cancel(t, "2"), fault.Conflict, "policy_not_scheduled")
		w.publish(t, "2", kerneltest.Day)
		require.Equal(t, []int{2}, w.announced(t))
		w.Pass(kerneltest.Day - time.Microsecond)
		require.Equal(t, 2, w.policy(t).Next.Version)
		require.NoError(t, w.cancel(t, "2"))
		require.Nil(t, w.policy(t).Next)
		require.Empty(t, w.announced(t))
		require.Zero(t, kerneltest.Rows(t, w.db)["announcements"])
		kerneltest.RequireFault(t, w.cancel(t, "2"), fault.Conflict, "policy_not_scheduled")
		w.Pass(30 * kerneltest.Day)
		require.Equal(t, []string{"1 in_force", "2 cancelled"}, w.states(t))
		require.Nil(t, w.policy(t).Next)
		view, err := w.published(t, "2")
		require.NoError(t, err)
		require.Equal(t, models.PolicyCancelled, view.State)

		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		w.Pass(kerneltest.Day)
		kerneltest.RequireFault(t, w.cancel(t, "3"), fault.Conflict, "policy_not_scheduled")
		w.Pass(kerneltest.Day)
		kerneltest.RequireFault(t, w.cancel(t, "3"), fault.Conflict, "policy_not_scheduled")
		require.Equal(t, []string{"1 superseded", "2 cancelled", "3 in_force"}, w.states(t))
		require.Equal(t, []string{
			"editor policy.drafted", "editor policy.published editorial 2026-11-23T08:30:00Z " + view.Hash,
			"editor policy.cancelled",
		}, ledgertest.Lines(t, w.Ledger, "policy 2"))
	})
}

// TestAReplicaWhoseClockLagsCallsNothingOffThatHasTakenEffect: what another one published for now, or what something was
// published after, is in force for it too.
func TestAReplicaWhoseClockLagsCallsNothingOffThatHasTakenEffect(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		late := w.replica(t, func(env *environment) {
			env.Clock = func() time.Time { return w.Now.Add(-2 * time.Second) }
		})
		cancel := func(number string) error {
			_, err := late.Policies.Cancel(t.Context(), kerneltest.Editor(), number)
			return err
		}
		w.Pass(kerneltest.Day)
		w.publish(t, w.edit(t, "دو"), 0)
		kerneltest.RequireFault(t, cancel("2"), fault.Conflict, "policy_not_scheduled")
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		w.Pass(kerneltest.Day)
		w.publish(t, w.edit(t, "چهار"), 0)
		kerneltest.RequireFault(t, cancel("3"), fault.Conflict, "policy_not_scheduled")
		w.publish(t, w.edit(t, "پنج"), time.Second)
		require.NoError(t, cancel("5"))
		view, err := w.published(t, "5")
		require.NoError(t, err)
		require.Equal(t, view.PublishedAt, *view.CancelledAt)
		require.Equal(t, []string{"1 superseded", "2 superseded", "3 superseded", "4 in_force", "5 cancelled"}, w.states(t))
	})
}
