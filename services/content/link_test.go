package content_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

func linkForm(url, policy string) models.LinkForm {
	return models.LinkForm{
		URL: url, PolicyURL: policy, Texts: models.LinkTextsForm{
			Fa: models.LinkTextForm{Title: "درگاه ملی خدمات", Notice: "این درگاه از آنِ سازمان دیگری است و نمی‌دانیم چه می‌کند."},
			En: models.LinkTextForm{Title: "National portal", Notice: "Another organisation runs it."},
		},
	}
}

func (w *world) link(t kerneltest.Tester, actor models.Actor, url, policy string) models.StaffLinkView {
	t.Helper()
	view, _, err := w.Links.Create(t.Context(), actor, kerneltest.With(linkForm(url, policy)))
	require.NoError(t, err)
	return view
}

func (w *world) registered(t kerneltest.Tester, id uuid.UUID) models.StaffLinkView {
	t.Helper()
	view, err := w.Links.Get(t.Context(), id.String())
	require.NoError(t, err)
	return view
}

func (w *world) linked(t kerneltest.Tester, id uuid.UUID, language models.Language) (models.LinkView, error) {
	t.Helper()
	return w.Links.Show(t.Context(), id.String(), kerneltest.With(models.LanguageQuery{}), language)
}

func TestALinkIsShownWithItsNoticeAndTheOtherSitesPolicy(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		created := w.link(t, editor, "https://my.gov.ir/services", "https://my.gov.ir/privacy")
		require.Equal(t, models.StaffLinkView{
			ID: created.ID, URL: "https://my.gov.ir/services", Host: "my.gov.ir", PolicyURL: "https://my.gov.ir/privacy",
			Texts: models.LinkTexts{
				Fa: models.LinkText{Title: "درگاه ملی خدمات", Notice: "این درگاه از آنِ سازمان دیگری است و نمی‌دانیم چه می‌کند."},
				En: models.LinkText{Title: "National portal", Notice: "Another organisation runs it."},
			},
			Link: models.LinkCheck{Condition: "unchecked"}, Policy: models.LinkCheck{Condition: "unchecked"},
		}, created)
		require.Equal(t, created, w.registered(t, created.ID))

		fa, err := w.linked(t, created.ID, models.Persian)
		require.NoError(t, err)
		require.Equal(t, models.LinkView{
			ID: created.ID, Language: models.Persian, Title: "درگاه ملی خدمات", Notice: created.Texts.Fa.Notice,
			Host: "my.gov.ir", URL: "https://my.gov.ir/services", PolicyURL: "https://my.gov.ir/privacy",
		}, fa)
		asked := kerneltest.With(models.LanguageQuery{Lang: "en"})
		en, err := w.Links.Show(t.Context(), created.ID.String(), asked, models.Persian)
		require.NoError(t, err)
		require.Equal(t, "National portal", en.Title)
		require.Equal(t, models.English, en.Language)
	})
}

func TestAHostIsShownInPunycode(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		for _, row := range []struct{ typed, url, host string }{
			{"https://وزارت.ایران/سیاست", "https://xn--mgbguc3i.xn--mgba3a4f16a/%D8%B3%DB%8C%D8%A7%D8%B3%D8%AA", "xn--mgbguc3i.xn--mgba3a4f16a"},
			{"https://نامه‌ای.com", "https://xn--mgba3gch31f060k.com/", "xn--mgba3gch31f060k.com"},
			{" HTTPS://My.GOV.ir:443 ", "https://my.gov.ir/", "my.gov.ir"},
			{"http://example。com:80/a?b=ب", "http://example.com/a?b=%D8%A8", "example.com"},
		} {
			view := w.link(t, editor, row.typed, row.typed)
			require.Equal(t, []string{row.url, row.host, row.url}, []string{view.URL, view.Host, view.PolicyURL}, row.typed)
		}
	})
}

func TestWhatLeadsToNoPublicPageIsRefused(t *testing.T) {
	good := "https://my.gov.ir/"
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		link := w.link(t, editor, good, good)
		for _, bad := range []string{
			"javascript:alert(1)", "data:text/html,x", "ftp://example.com/", "//example.com/", "example.com", "سلام",
			"https://user@example.com/", "https://user:secret@example.com/", "https://example.com:8080/", "http://127.0.0.1/",
			"http://2130706433/", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "http://192.0.2.7/",
			"http://localhost/", "http://a.localhost/", "http://printer.local/", "http://intranet/", "https://a\u202eb.com/",
		} {
			for pointer, form := range map[string]models.LinkForm{
				"/url": linkForm(bad, good), "/policy_url": linkForm(good, bad),
			} {
				_, _, err := w.Links.Create(t.Context(), editor, kerneltest.With(form))
				kerneltest.RequireViolation(t, err, pointer, "not_an_address")
				violation := fault.As(err).Violations[0]
				require.Equal(t, "links", violation.Clause, bad)
				require.NotContains(t, err.Error(), "secret")
			}
			for pointer, change := range map[string]models.LinkChangeForm{
				"/url": {URL: &bad}, "/policy_url": {PolicyURL: &bad},
			} {
				_, err := w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(change))
				kerneltest.RequireViolation(t, err, pointer, "not_an_address")
			}
		}
		_, _, err := w.Links.Create(t.Context(), editor, kerneltest.With(linkForm("javascript:1", "http://10.0.0.1/")))
		require.Len(t, kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed").Violations, 2, "all that is wrong at once")
		_, _, err = w.Links.Create(t.Context(), editor, kerneltest.With(linkForm("", good)))
		kerneltest.RequireViolation(t, err, "/url", "required")
		_, _, err = w.Links.Create(t.Context(), editor, kerneltest.With(linkForm("https://a.com/"+strings.Repeat("a", 2000), good)))
		kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		require.Equal(t, link, w.registered(t, link.ID))
		views, _, err := w.Links.ListForStaff(t.Context(), uuid.Nil, 100)
		require.NoError(t, err)
		require.Len(t, views, 1)
	})
}

func TestOnlyWhatIsGivenChanges(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		link := w.link(t, editor, "https://my.gov.ir/services", "https://my.gov.ir/privacy")
		w.Pass(kerneltest.Day)
		change := models.LinkChangeForm{Trusted: new(true)}
		change.Texts.Fa.Title = new(" درگاه\u200cها ")
		changed, err := w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(change))
		require.NoError(t, err)
		want := link
		want.Trusted, want.Texts.Fa.Title = true, "درگاه‌ها"
		require.Equal(t, want, changed)
		require.Equal(t, want, w.registered(t, link.ID))
		shown, err := w.linked(t, link.ID, models.Persian)
		require.NoError(t, err)
		require.True(t, shown.Trusted, "at once, for everybody whom this replica answers")

		changed, err = w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(models.LinkChangeForm{Trusted: new(false)}))
		require.NoError(t, err)
		require.False(t, changed.Trusted)
		_, err = w.Links.Change(t.Context(), editor, uuid.NewString(), kerneltest.With(change))
		kerneltest.RequireFault(t, err, fault.NotFound, "link_unknown")
		change.Texts.En.Notice = new("")
		_, err = w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(change))
		kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
	})
}

func TestADeletedLinkIsGone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		link := w.link(t, editor, "https://my.gov.ir/", "https://my.gov.ir/")
		_, err := w.linked(t, link.ID, models.Persian)
		require.NoError(t, err)
		require.NoError(t, w.Links.Delete(t.Context(), editor, link.ID.String()))
		_, err = w.linked(t, link.ID, models.Persian)
		kerneltest.RequireFault(t, err, fault.NotFound, "link_unknown")
		for _, id := range []string{link.ID.String(), "", "x", "https://my.gov.ir/"} {
			_, err = w.Links.Get(t.Context(), id)
			kerneltest.RequireFault(t, err, fault.NotFound, "link_unknown")
			kerneltest.RequireFault(t, w.Links.Delete(t.Context(), editor, id), fault.NotFound, "link_unknown")
			_, err = w.Links.Check(t.Context(), editor, id)
			kerneltest.RequireFault(t, err, fault.NotFound, "link_unknown")
		}
	})
}

func TestLinksComeInPages(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		var want, public, staff []uuid.UUID
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			want = append(want, w.link(t, editor, "https://"+name+".example.org", "https://example.org").ID)
		}
		for more, after := true, uuid.Nil; more; {
			views, further, err := w.Links.List(t.Context(), kerneltest.With(models.LanguageQuery{}), models.English, after, 2)
			require.NoError(t, err)
			for _, view := range views {
				after, public = view.ID, append(public, view.ID)
			}
			more = further
		}
		for more, after := true, uuid.Nil; more; {
			views, further, err := w.Links.ListForStaff(t.Context(), after, 2)
			require.NoError(t, err)
			for _, view := range views {
				after, staff = view.ID, append(staff, view.ID)
			}
			more = further
		}
		require.Equal(t, want, public)
		require.Equal(t, want, staff)
	})
}

func TestTheRegisterHasRoomForAThousandLinks(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		rows := make([]models.Link, 999)
		for i := range rows {
			rows[i] = models.Link{ID: uuid.New(), URL: "https://example.org/", Host: "example.org", Condition: "unchecked"}
		}
		require.NoError(t, db.CreateInBatches(rows, 200).Error)
		w.link(t, editor, "https://my.gov.ir/", "https://my.gov.ir/")
		_, _, err := w.Links.Create(t.Context(), editor, kerneltest.With(linkForm("https://my.gov.ir/", "https://my.gov.ir/")))
		kerneltest.RequireFault(t, err, fault.Conflict, "too_many_links")
	})
}

func TestALinkIsRegisteredOnceHoweverOftenItIsAskedFor(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		editor := kerneltest.Staff(models.RoleEditor)
		form := linkForm("https://my.gov.ir/", "https://my.gov.ir/")
		first, replayed, err := w.Links.Create(t.Context(), editor, kerneltest.Once(form, "links", "key"))
		require.NoError(t, err)
		require.False(t, replayed)
		again, replayed, err := w.Links.Create(t.Context(), editor, kerneltest.Once(form, "links", "key"))
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, first, again)
		id := first.ID.String()
		_, err = w.Links.Change(t.Context(), editor, id, kerneltest.With(models.LinkChangeForm{URL: new("https://example.org")}))
		require.NoError(t, err)
		require.NoError(t, w.Links.Delete(t.Context(), editor, id))
		require.Equal(t, []string{
			"editor link.created my.gov.ir", "editor link.changed my.gov.ir", "editor link.deleted example.org",
		}, w.ledgerOf(t, id))
	})
}
