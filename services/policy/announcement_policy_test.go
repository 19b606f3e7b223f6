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
	"amanat/services/ledger/ledgertest"
)

func notice(title string) models.AnnouncementForm {
	text := models.NoticeTextForm{Title: title, Body: "سامانه در دسترس نیست."}
	return models.AnnouncementForm{Severity: "info", Texts: models.NoticeTextsForm{Fa: text, En: text}}
}

func (w *world) announce(t kerneltest.Tester, form models.AnnouncementForm) models.StaffAnnouncementView {
	t.Helper()
	view, _, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), kerneltest.With(form))
	require.NoError(t, err)
	return view
}

func (w *world) reword(
	t kerneltest.Tester, id string, form models.AnnouncementChangeForm,
) (models.StaffAnnouncementView, error) {
	t.Helper()
	return w.Announcements.Change(t.Context(), kerneltest.Editor(), id, kerneltest.With(form))
}

// titles are those of what is announced, as readers of Persian see them.
func titles(views []models.AnnouncementView) []string {
	all := []string{}
	for _, view := range views {
		all = append(all, view.Title)
	}
	return all
}

// TestAnnouncementsOfAnotherReplicaAreShownWithinFiveSeconds, and those of one's own at once, also when they change.
func TestAnnouncementsOfAnotherReplicaAreShownWithinFiveSeconds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		both := func(want ...string) {
			require.Equal(t, want, titles(w.notices(t)))
			w.Pass(5 * time.Second)
			require.Equal(t, want, titles(noticesOf(t, other)))
			require.Equal(t, want, titles(w.notices(t))) // what it has just read it would read again
		}
		both([]string{}...)
		id := w.announce(t, notice("یک")).ID.String()
		both("یک")
		change := models.AnnouncementChangeForm{}
		change.Texts.Fa.Title = new("دو")
		_, err := w.reword(t, id, change)
		require.NoError(t, err)
		both("دو")
		w.publish(t, w.edit(t, "سه"), kerneltest.Day)
		both("نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از ۲ آذر ۱۴۰۵", "دو")
		require.NoError(t, w.cancel(t, "2"))
		both("دو")
		require.NoError(t, w.Announcements.Delete(t.Context(), kerneltest.Editor(), id))
		both([]string{}...)
	})
}

// TestAPolicyIsAnnouncedFromItsPublicationUntilAMonthAfterItTookEffect: 8:30 is noon in Tehran.
func TestAPolicyIsAnnouncedFromItsPublicationUntilAMonthAfterItTookEffect(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.draft(t, models.Material, policyTexts("دو")), 12*time.Hour) // midnight: the 23rd in Tehran
		published := w.Now
		views := w.notices(t)
		require.Len(t, views, 1)
		require.Equal(t, "نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از ۲ آذر ۱۴۰۵", views[0].Title)
		require.Contains(t, views[0].Body, "\n\nاز این پس: دو")
		require.Equal(t, "warning", views[0].Severity)
		require.True(t, views[0].Dismissible)
		require.Equal(t, published, views[0].From)
		require.Equal(t, published.Add(12*time.Hour+30*kerneltest.Day), *views[0].To)
		list, _, err := w.Announcements.List(t.Context(), views[0].ID, 10)
		require.NoError(t, err)
		require.Empty(t, list)
		staff, err := w.Announcements.Get(t.Context(), views[0].ID.String())
		require.NoError(t, err)
		require.Equal(t, "A new version of our privacy statement, from 23 November 2026", staff.Texts.En.Title)
		require.Contains(t, staff.Texts.En.Body, "\n\nFrom now on: دو")
		w.Now = published.Add(12*time.Hour + 30*kerneltest.Day - time.Microsecond)
		require.Equal(t, []int{2}, w.announced(t))
		w.Pass(time.Microsecond)
		require.Empty(t, w.announced(t))

		w.publish(t, w.edit(t, "سه"), 0)
		views = w.notices(t)
		require.Len(t, views, 1)
		require.Equal(t, "نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از ۲ دی ۱۴۰۵", views[0].Title)
		require.Equal(t, "info", views[0].Severity)
		require.Equal(t, 3, *views[0].PolicyVersion)
	})
}

func TestWhatAnnouncesAPolicyIsNotForEditorsToTakeBack(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.edit(t, "دو"), kerneltest.Day)
		before := w.notices(t)
		id := before[0].ID.String()
		for range 2 {
			_, err := w.reword(t, id, models.AnnouncementChangeForm{To: new(w.Now.Add(time.Hour).Format(time.RFC3339))})
			require.Equal(t, "change-notice", kerneltest.RequireFault(t, err, fault.Conflict, "announces_policy").Clause)
			err = w.Announcements.Delete(t.Context(), kerneltest.Editor(), id)
			require.Equal(t, "change-notice", kerneltest.RequireFault(t, err, fault.Conflict, "announces_policy").Clause)
			require.Equal(t, before, w.notices(t))
			w.Pass(2 * kerneltest.Day)
		}
		require.Empty(t, ledgertest.Lines(t, w.Ledger, id))
	})
}

func TestAnAnnouncementIsMadeWithItsEntryOrNotAtAll(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		id := w.announce(t, notice("یک")).ID.String()
		before := w.notices(t)
		w.refuseInserts(t, "ledger_pending")
		_, _, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), kerneltest.With(notice("دو")))
		require.ErrorContains(t, err, "nothing is inserted here")
		_, err = w.reword(t, id, models.AnnouncementChangeForm{Severity: new("critical")})
		require.ErrorContains(t, err, "nothing is inserted here")
		err = w.Announcements.Delete(t.Context(), kerneltest.Editor(), id)
		require.ErrorContains(t, err, "nothing is inserted here")
		w.allowInserts(t)
		require.Equal(t, before, w.notices(t))
	})
}
