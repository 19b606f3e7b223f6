package content_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func notice(title string) models.AnnouncementForm {
	return models.AnnouncementForm{Severity: "info", Texts: models.NoticeTextsForm{
		Fa: models.NoticeTextForm{Title: title, Body: "سامانه در دسترس نیست."},
		En: models.NoticeTextForm{Title: "Notice " + title, Body: "The service is away."},
	}}
}

func (w *world) announce(t kerneltest.Tester, form models.AnnouncementForm) models.StaffAnnouncementView {
	t.Helper()
	view, replayed, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), kerneltest.With(form))
	require.NoError(t, err)
	require.False(t, replayed)
	return view
}

func (w *world) reword(t kerneltest.Tester, id string, form models.AnnouncementChangeForm) (models.StaffAnnouncementView, error) {
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

func TestAnAnnouncementIsShownFromItsBeginningUntilItsEnd(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		form := notice("پنجره")
		form.From, form.To = new("2026-11-23T12:00:00+03:30"), " ۲۰۲۶-۱۱-۲۴T۱۲:۰۰:۰۰+۰۳:۳۰"
		made := w.announce(t, form)
		require.Equal(t, "planned", made.State)
		w.announce(t, notice("همیشه"))
		state := func() string {
			view, err := w.Announcements.Get(t.Context(), made.ID.String())
			require.NoError(t, err)
			return view.State
		}
		from := time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)
		require.Equal(t, from, made.From)
		require.Equal(t, from.Add(kerneltest.Day), *made.To)
		for _, moment := range []struct {
			at    time.Time
			state string
			shown []string
		}{
			{from.Add(-time.Microsecond), "planned", []string{"همیشه"}},
			{from, "active", []string{"همیشه", "پنجره"}},
			{from.Add(kerneltest.Day - time.Microsecond), "active", []string{"همیشه", "پنجره"}},
			{from.Add(kerneltest.Day), "ended", []string{"همیشه"}},
			{from.Add(1000 * kerneltest.Day), "ended", []string{"همیشه"}},
		} {
			w.Now = moment.at
			require.Equal(t, moment.state, state())
			require.Equal(t, moment.shown, titles(w.notices(t)))
		}
	})
}

func TestAnAnnouncementReadsInBothLanguages(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		form := notice("  ي  تعطیلی ")
		form.Severity, form.Dismissible = "critical", new(false)
		made := w.announce(t, form)
		want := models.AnnouncementView{
			ID: made.ID, Language: "fa", Title: "ی تعطیلی", Body: "سامانه در دسترس نیست.", Severity: "critical",
			From: w.Now,
		}
		require.Equal(t, []models.AnnouncementView{want}, w.notices(t))
		in := kerneltest.With(models.LanguageQuery{Lang: "en"})
		views, _, err := w.Announcements.Active(t.Context(), in, models.Persian, uuid.Nil, 10)
		require.NoError(t, err)
		want.Language, want.Title, want.Body = "en", "Notice ی تعطیلی", "The service is away."
		require.Equal(t, []models.AnnouncementView{want}, views)
		require.True(t, w.announce(t, notice("دیگر")).Dismissible)
	})
}

func TestAnAnnouncementThatEndsBeforeItBeginsIsRefusedAndSoIsHalfAText(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		at := func(d time.Duration) string { return w.Now.Add(d).Format(time.RFC3339) }
		for period, wrong := range map[[2]string]string{
			{"", at(0)}: "/to not_after_from", {"", at(-kerneltest.Day)}: "/to not_after_from", {at(kerneltest.Day), at(kerneltest.Day)}: "/to not_after_from",
			{at(kerneltest.Day), at(time.Hour)}: "/to not_after_from", {"soon", ""}: "/from not_a_time", {" ", ""}: "/from not_a_time", {"", "2026-12-01"}: "/to not_a_time",
		} {
			form := notice("x")
			if form.To = period[1]; period[0] != "" {
				form.From = &period[0]
			}
			_, _, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), kerneltest.With(form))
			require.Equal(t, []string{wrong}, kerneltest.Violated(t, err))
		}
		form := models.AnnouncementForm{Severity: "loud", To: at(-kerneltest.Day)}
		form.Texts.Fa.Title = strings.Repeat("ا", 201)
		_, _, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), kerneltest.With(form))
		require.Equal(t, []string{
			"/severity unknown_value", "/texts/en/body required", "/texts/en/title required", "/texts/fa/body required",
			"/texts/fa/title too_long", "/to not_after_from",
		}, kerneltest.Violated(t, err))
		require.Zero(t, kerneltest.Rows(t, w.db)["announcements"])
	})
}

func TestChangingAnAnnouncementLeavesTheRestAsItIs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		form := notice("پیش")
		form.To = w.Now.Add(kerneltest.Day).Format(time.RFC3339)
		want := w.announce(t, form)
		change := models.AnnouncementChangeForm{Severity: new("warning"), Dismissible: new(false)}
		change.Texts.Fa.Title = new("پس")
		want.Severity, want.Dismissible, want.Texts.Fa.Title = "warning", false, "پس"
		same := func(view models.StaffAnnouncementView, err error) {
			require.NoError(t, err)
			require.Equal(t, want, view)
			again, err := w.Announcements.Get(t.Context(), want.ID.String())
			require.NoError(t, err)
			require.Equal(t, want, again)
			require.Equal(t, want.State == "active", len(w.notices(t)) == 1)
		}
		same(w.reword(t, want.ID.String(), change))
		same(w.reword(t, want.ID.String(), models.AnnouncementChangeForm{}))
		from := w.Now.Add(time.Hour)
		want.From, want.State = from, "planned"
		same(w.reword(t, want.ID.String(), models.AnnouncementChangeForm{From: new(from.Format(time.RFC3339))}))
		want.To = nil
		same(w.reword(t, want.ID.String(), models.AnnouncementChangeForm{To: new("")}))
		w.Pass(time.Hour)
		want.State = "active"
		same(w.Announcements.Get(t.Context(), want.ID.String()))

		_, err := w.reword(t, want.ID.String(), models.AnnouncementChangeForm{To: new(from.Format(time.RFC3339))})
		kerneltest.RequireViolation(t, err, "/to", "not_after_from")
		wrong := models.AnnouncementChangeForm{Severity: new(""), From: new(""), To: new("never")}
		wrong.Texts.En.Title = new(" ")
		_, err = w.reword(t, want.ID.String(), wrong)
		require.Equal(t, []string{
			"/from not_a_time", "/severity unknown_value", "/texts/en/title required", "/to not_a_time",
		}, kerneltest.Violated(t, err))
		same(w.Announcements.Get(t.Context(), want.ID.String()))
	})
}

func TestAnAnnouncementTakenBackIsGone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		id := w.announce(t, notice("خبر یکتا")).ID.String()
		_, err := w.reword(t, id, models.AnnouncementChangeForm{Severity: new("critical")})
		require.NoError(t, err)
		require.NoError(t, w.Announcements.Delete(t.Context(), kerneltest.Editor(), id))
		require.Empty(t, w.notices(t))
		for _, unknown := range []string{id, uuid.NewString(), "", "1", "x"} {
			kerneltest.RequireFault(t, w.Announcements.Delete(t.Context(), kerneltest.Editor(), unknown), fault.NotFound, "announcement_unknown")
			_, err = w.reword(t, unknown, models.AnnouncementChangeForm{})
			kerneltest.RequireFault(t, err, fault.NotFound, "announcement_unknown")
			_, err = w.Announcements.Get(t.Context(), unknown)
			kerneltest.RequireFault(t, err, fault.NotFound, "announcement_unknown")
		}
		require.Equal(t, []string{
			"editor announcement.created", "editor announcement.changed", "editor announcement.deleted",
		}, ledgertest.Lines(t, w.Ledger, id))
		text, err := json.Marshal(ledgertest.Entries(t, w.db))
		require.NoError(t, err)
		require.Contains(t, string(text), "announcement.changed")
		require.NotContains(t, string(text), "Notice")
		require.NotContains(t, string(text), "یکتا")
	})
}

func TestAnnouncementsAreListedNewestFirstInPages(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		want := []string{}
		for i := range 5 {
			form := notice(strconv.Itoa(i))
			if i == 2 {
				form.From = new(w.Now.Add(kerneltest.Day).Format(time.RFC3339))
			}
			w.announce(t, form)
			want = append(want, strconv.Itoa(i))
		}
		slices.Reverse(want)
		var public, staff []string
		for before, more := uuid.Nil, true; more; {
			var views []models.AnnouncementView
			var err error
			views, more, err = w.Announcements.Active(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, before, 2)
			require.NoError(t, err)
			require.Len(t, views, 2)
			public, before = append(public, titles(views)...), views[1].ID
		}
		for before, more := uuid.Nil, true; more; {
			var views []models.StaffAnnouncementView
			var err error
			views, more, err = w.Announcements.List(t.Context(), before, 2)
			require.NoError(t, err)
			for _, view := range views {
				staff, before = append(staff, view.Texts.Fa.Title), view.ID
			}
		}
		require.Equal(t, want, staff)
		require.Equal(t, []string{"4", "3", "1", "0"}, public)
	})
}

func TestAnAnnouncementMadeTwiceWithOneKeyIsOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		in := kerneltest.Once(notice("یک"), "POST announcements", "key")
		results := kerneltest.Together(6, func(int) error {
			_, _, err := w.Announcements.Create(t.Context(), models.Actor{Role: models.RoleEditor}, kerneltest.Once(*in.Form, "POST announcements", "key"))
			return err
		})
		require.Equal(t, 6, kerneltest.Successes(t, results))
		first := w.notices(t)
		require.Len(t, first, 1)
		again, replayed, err := w.Announcements.Create(t.Context(), kerneltest.Editor(), in)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, first[0].ID, again.ID)
		in.Request.Body = []byte("another")
		_, _, err = w.Announcements.Create(t.Context(), kerneltest.Editor(), in)
		kerneltest.RequireFault(t, err, fault.Conflict, "idempotency_conflict")
	})
}
