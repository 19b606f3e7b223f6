package content_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// TestACheckThatIsCutShortKeepsNothing: a site that nobody waited for is not one that does not answer.
func TestACheckThatIsCutShortKeepsNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
		other := w.link(t, editor, "http://ok.example.org/other", "http://ok.example.org/privacy")
		before := kerneltest.Cells(t, w.db)
		ctx, cancel := context.WithCancel(t.Context())
		s.during = cancel
		_, err := w.Links.Check(ctx, editor, link.ID.String())
		require.ErrorIs(t, err, context.Canceled)
		ctx, cancel = context.WithCancel(t.Context())
		s.during = cancel
		_, err = w.Links.CheckAll(ctx, editor)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, before, kerneltest.Cells(t, w.db), "nor does the ledger say that they were checked")

		s.during = nil
		require.Equal(t, "ok", w.check(t, editor, other.ID).Link.Condition)
	})
}

func TestLinksThatDoNotAnswerComeFirst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, _, editor := linking(t, db, map[string]string{
			"ok.example.org": "200 OK", "gone.example.org": "410 Gone",
			"moved.example.org": "308 Moved\r\nLocation: http://ok.example.org/",
		})
		const ok, gone, moved = "http://ok.example.org/", "http://gone.example.org/", "http://moved.example.org/"
		sound := w.link(t, editor, ok, ok)
		policyGone := w.link(t, editor, ok, gone)
		both := w.link(t, editor, gone, "http://nobody.example.org/")
		elsewhere := w.link(t, editor, moved, ok)
		linkGone := w.link(t, editor, gone, moved)

		views, err := w.Links.CheckAll(t.Context(), editor)
		require.NoError(t, err)
		var ids []uuid.UUID
		for _, view := range views {
			ids = append(ids, view.ID)
			require.Equal(t, view, w.registered(t, view.ID))
		}
		require.Equal(t, []uuid.UUID{both.ID, policyGone.ID, linkGone.ID, sound.ID, elsewhere.ID}, ids)
		acts := w.ledgerOf(t, "")
		require.Equal(t, "editor links.checked", acts[len(acts)-1])
	})
}

func TestThoseCheckedLongestAgoAreCheckedFirst(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, _, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		var ids []uuid.UUID
		for i := range 53 {
			ids = append(ids, w.link(t, editor, fmt.Sprintf("http://ok.example.org/%d", i), "http://ok.example.org/").ID)
		}
		checked := func() (found []uuid.UUID) {
			w.Pass(time.Hour)
			views, err := w.Links.CheckAll(t.Context(), editor)
			require.NoError(t, err)
			for _, view := range views {
				found = append(found, view.ID)
			}
			return found
		}
		require.Equal(t, ids[:50], checked(), "fifty at most")
		second := checked()
		require.Len(t, second, 50)
		require.Equal(t, ids[50:], second[:3], "those never checked before all others")
		third := checked()
		require.Len(t, third, 50)
		require.Equal(t, ids[47:50], third[:3], "those of the first go, which the second had no room for")
		for _, id := range ids {
			require.NotNil(t, w.registered(t, id).CheckedAt)
		}
	})
}

func TestChecksAtTheSameTimeDoNoHarm(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, _, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		for i := range 4 {
			w.link(t, editor, fmt.Sprintf("http://ok.example.org/%d", i), "http://ok.example.org/")
		}
		results := kerneltest.Together(4, func(int) error {
			views, err := w.Links.CheckAll(t.Context(), editor)
			for _, view := range views {
				if view.Link.Condition != "ok" {
					return fmt.Errorf("%s: %s", view.URL, view.Link.Condition)
				}
			}
			return err
		})
		require.Equal(t, 4, kerneltest.Successes(t, results))
		var rows []models.Link
		require.NoError(t, db.Find(&rows).Error)
		for _, row := range rows {
			require.Equal(t, []string{"ok", "ok"}, []string{row.Condition, row.PolicyCondition})
		}
	})
}

// TestASiteWithoutAPolicyIsNotAskedForOne, and is as sound as its one address.
func TestASiteWithoutAPolicyIsNotAskedForOne(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK", "gone.example.org": "410 Gone"})
		sound := w.link(t, editor, "http://ok.example.org/", "")
		broken := w.link(t, editor, "http://gone.example.org/", "")
		views, err := w.Links.CheckAll(t.Context(), editor)
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{broken.ID, sound.ID}, []uuid.UUID{views[0].ID, views[1].ID})
		for _, view := range views {
			require.Equal(t, models.LinkCheck{Condition: "unchecked"}, view.Policy)
			require.NotNil(t, view.CheckedAt)
		}
		require.ElementsMatch(t, []string{"ok.example.org", "gone.example.org"}, s.dialled)

		change := models.LinkChangeForm{PolicyURL: new("http://ok.example.org/privacy")}
		_, err = w.Links.Change(t.Context(), editor, sound.ID.String(), kerneltest.With(change))
		require.NoError(t, err)
		require.Equal(t, "ok", w.check(t, editor, sound.ID).Policy.Condition)
		change.PolicyURL = new("")
		cleared, err := w.Links.Change(t.Context(), editor, sound.ID.String(), kerneltest.With(change))
		require.NoError(t, err)
		require.Equal(t, models.LinkCheck{Condition: "unchecked"}, cleared.Policy)
		require.Empty(t, cleared.PolicyURL)
	})
}

func TestALinkWithoutATitleIsCalledByItsHost(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, _, editor := linking(t, db, nil)
		form := linkForm("https://وزارت.ایران/", "")
		form.Texts.Fa.Title = ""
		link, _, err := w.Links.Create(t.Context(), editor, kerneltest.With(form))
		require.NoError(t, err)
		fa, err := w.linked(t, link.ID, models.Persian)
		require.NoError(t, err)
		require.Equal(t, "xn--mgbguc3i.xn--mgba3a4f16a", fa.Title)
		en, err := w.linked(t, link.ID, models.English)
		require.NoError(t, err)
		require.Equal(t, "National portal", en.Title)
	})
}
