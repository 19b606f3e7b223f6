package policy_test

import (
	"strconv"
	"strings"
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

func everyPolicyPart() []string {
	return []string{
		"/texts/fa/title", "/texts/fa/body", "/texts/fa/summary", "/texts/en/title", "/texts/en/body", "/texts/en/summary",
	}
}

func TestADraftMayLackAnythingAndIsNobodysBusiness(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		form := models.PolicyDraftForm{ChangeClass: "material"}
		view, replayed, err := w.Policies.Draft(t.Context(), kerneltest.Editor(), kerneltest.With(form))
		require.NoError(t, err)
		require.False(t, replayed)
		require.Equal(t, models.PolicyDraft, view.State)
		require.Equal(t, 2, view.Version)
		require.Equal(t, everyPolicyPart(), view.Missing)
		require.Empty(t, view.Hash)
		require.Nil(t, view.PublishedAt)
		require.Equal(t, []string{"1 in_force", "2 draft"}, w.states(t))
		_, err = w.published(t, "2")
		kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
		require.Nil(t, w.policy(t).Next)
		history, _, err := w.Policies.History(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, 0, 10)
		require.NoError(t, err)
		require.Len(t, history, 1)
		require.Empty(t, w.announced(t))
		form.ChangeClass = ""
		_, _, err = w.Policies.Draft(t.Context(), kerneltest.Editor(), kerneltest.With(form))
		kerneltest.RequireViolation(t, err, "/change_class", "required")
	})
}

func TestChangingADraftLeavesTheRestAsItIs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		number := w.edit(t, "نخست")
		before, err := w.Policies.Get(t.Context(), number)
		require.NoError(t, err)
		form := models.PolicyChangeForm{}
		form.Texts.Fa.Body = new("  نامه‌ای <script>alert(1)</script> *تازه* \r\n\r\nبند دوم ")
		changed, err := w.rewrite(t, number, form)
		require.NoError(t, err)
		want := before
		want.Texts.Fa.Body = "نامه‌ای <script>alert(1)</script> *تازه*\n\nبند دوم"
		want.Texts.Fa.HTML = changed.Texts.Fa.HTML
		require.Equal(t, want, changed)
		require.Contains(t, changed.Texts.Fa.HTML, "<em>تازه</em>")
		require.Contains(t, changed.Texts.Fa.HTML, `dir="rtl"`)
		require.NotContains(t, changed.Texts.Fa.HTML, "script")
		again, err := w.Policies.Get(t.Context(), number)
		require.NoError(t, err)
		require.Equal(t, changed, again)

		form = models.PolicyChangeForm{ChangeClass: new("material")}
		form.Texts.En.Summary = new("")
		changed, err = w.rewrite(t, number, form)
		require.NoError(t, err)
		require.Equal(t, models.Material, changed.ChangeClass)
		require.Equal(t, []string{"/texts/en/summary"}, changed.Missing)
		require.Equal(t, want.Texts.Fa, changed.Texts.Fa)

		_, err = w.rewrite(t, number, models.PolicyChangeForm{ChangeClass: new("")})
		kerneltest.RequireViolation(t, err, "/change_class", "unknown_value")
		form.Texts.En.Title = new(strings.Repeat("a", 201))
		_, err = w.rewrite(t, number, form)
		kerneltest.RequireViolation(t, err, "/texts/en/title", "too_long")
	})
}

func TestMarkdownTooDeepToRenderIsRefusedWhereItStands(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		texts := models.PolicyTextsForm{En: models.PolicyTextForm{Body: new(strings.Repeat(">", 20_000) + "deep")}}
		_, _, err := w.Policies.Draft(t.Context(), kerneltest.Editor(), kerneltest.With(models.PolicyDraftForm{
			ChangeClass: "editorial", Texts: texts,
		}))
		kerneltest.RequireViolation(t, err, "/texts/en/body", "too_complex")
		require.Equal(t, []string{"1 in_force"}, w.states(t))
	})
}

func TestADraftCanBeDiscardedAndWhatIsPublishedCannot(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		number := w.edit(t, "الف")
		require.NoError(t, w.Policies.Discard(t.Context(), kerneltest.Editor(), number))
		require.Equal(t, []string{"1 in_force"}, w.states(t))
		require.EqualValues(t, 2, kerneltest.Rows(t, w.db)["policy_texts"])
		kerneltest.RequireFault(t, w.Policies.Discard(t.Context(), kerneltest.Editor(), number), fault.NotFound, "policy_unknown")
		number = w.edit(t, "ب")
		w.publish(t, number, kerneltest.Day)
		for _, published := range []string{"1", number} {
			err := w.Policies.Discard(t.Context(), kerneltest.Editor(), published)
			kerneltest.RequireFault(t, err, fault.Conflict, "policy_published")
			_, err = w.rewrite(t, published, models.PolicyChangeForm{ChangeClass: new("material")})
			kerneltest.RequireFault(t, err, fault.Conflict, "policy_published")
		}
		require.NoError(t, w.cancel(t, number))
		kerneltest.RequireFault(t, w.Policies.Discard(t.Context(), kerneltest.Editor(), number), fault.Conflict, "policy_published")
	})
}

func TestWhatIsNoNumberOfAVersionIsUnknown(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for _, number := range []string{"", "0", "-1", "01", "+1", "1 ", "۱", "2", "x", "99999999999999999999", "1.0"} {
			_, err := w.Policies.Get(t.Context(), number)
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
			_, err = w.published(t, number)
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
			_, err = w.publishAt(t, number, time.Time{})
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
			kerneltest.RequireFault(t, w.cancel(t, number), fault.NotFound, "policy_unknown")
			_, err = w.rewrite(t, number, models.PolicyChangeForm{})
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
			_, _, err = w.Policies.Acknowledgements(t.Context(), number, "", 10)
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
		}
	})
}

func TestVersionsAreNumberedOneByOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.Equal(t, "2", w.edit(t, "دو"))
		require.Equal(t, "3", w.edit(t, "سه"))
		require.Equal(t, "4", w.edit(t, "چهار"))
		require.NoError(t, w.Policies.Discard(t.Context(), kerneltest.Editor(), "3"))
		require.Equal(t, "5", w.edit(t, "پنج"))
		w.publish(t, "4", 0)
		require.Equal(t, []string{"1 superseded", "2 draft", "4 in_force", "5 draft"}, w.states(t))
		_, err := w.publishAt(t, "2", time.Time{})
		kerneltest.RequireFault(t, err, fault.Conflict, "policy_outdated")
		_, err = w.publishAt(t, "2", w.Now.Add(kerneltest.Day))
		kerneltest.RequireFault(t, err, fault.Conflict, "policy_outdated")
		items, more, err := w.Policies.List(t.Context(), 5, 2)
		require.NoError(t, err)
		require.True(t, more)
		require.Equal(t, []int{4, 2}, []int{items[0].Version, items[1].Version})
		require.Equal(t, models.Localised{Fa: "بیانیهٔ چهار", En: "Statement چهار"}, items[0].Titles)
		items, more, err = w.Policies.List(t.Context(), 2, 2)
		require.NoError(t, err)
		require.False(t, more)
		require.Len(t, items, 1)
	})
}

func TestADraftBegunTwiceWithOneKeyIsOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		in := kerneltest.Once(models.PolicyDraftForm{ChangeClass: "editorial", Texts: policyTexts("یک")}, "POST versions", "key")
		first, replayed, err := w.Policies.Draft(t.Context(), kerneltest.Editor(), in)
		require.NoError(t, err)
		require.False(t, replayed)
		again, replayed, err := w.Policies.Draft(t.Context(), kerneltest.Editor(), in)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, first, again)
		in.Request.Body = []byte("another")
		_, _, err = w.Policies.Draft(t.Context(), kerneltest.Editor(), in)
		kerneltest.RequireFault(t, err, fault.Conflict, "idempotency_conflict")
		require.Equal(t, []string{"1 in_force", "2 draft"}, w.states(t))
		require.Equal(t, []string{"editor policy.drafted"}, ledgertest.Lines(t, w.Ledger, "policy 2"))
	})
}

func TestHistoryIsNewestFirstAndKeepsWhatWasCalledOff(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.Pass(kerneltest.Day)
		w.publish(t, w.edit(t, "دو"), kerneltest.Day)
		cancelledAt := w.Now.Add(time.Hour)
		w.Pass(time.Hour)
		require.NoError(t, w.cancel(t, "2"))
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		w.Pass(kerneltest.Day)
		w.publish(t, w.edit(t, "چهار"), kerneltest.Day)
		w.edit(t, "پنج")
		var seen []string
		page := func(before int64) bool {
			in := kerneltest.With(models.LanguageQuery{Lang: "en"})
			views, more, err := w.Policies.History(t.Context(), in, models.Persian, before, 2)
			require.NoError(t, err)
			for _, view := range views {
				seen = append(seen, strconv.Itoa(view.Version)+" "+string(view.State)+" "+view.Title+" "+view.Summary)
				require.Equal(t, models.English, view.Language)
				require.Equal(t, view.Version == 2, view.CancelledAt != nil)
				require.Equal(t, view.Version == 1, view.SupersededAt != nil)
				switch view.Version {
				case 1:
					require.Equal(t, cancelledAt.Add(kerneltest.Day), *view.SupersededAt) // when the third took effect
				case 2:
					require.Equal(t, cancelledAt, *view.CancelledAt)
				}
			}
			return more
		}
		require.True(t, page(0))
		require.False(t, page(3))
		require.Equal(t, []string{
			"4 scheduled Statement چهار From now on: چهار", "3 in_force Statement سه From now on: سه",
			"2 cancelled Statement دو From now on: دو",
		}, seen[:3])
		require.True(t, strings.HasPrefix(seen[3], "1 superseded "))
	})
}
