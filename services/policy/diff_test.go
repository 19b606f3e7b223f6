package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/policy"
)

// saying is a version whose body is this in both languages, under titles that do not change.
func (w *world) saying(t kerneltest.Tester, body string) string {
	t.Helper()
	texts := policyTexts("")
	texts.Fa.Title, texts.Fa.Body, texts.En.Title, texts.En.Body = new("بیانیه"), &body, new("Statement"), &body
	return w.draft(t, models.Editorial, texts)
}

func (w *world) compare(t kerneltest.Tester, query models.PolicyDiffQuery) (policy.Diff, models.PolicyDiffView, string) {
	t.Helper()
	diff, err := w.Policies.FindDiff(t.Context(), kerneltest.With(query), models.Persian)
	require.NoError(t, err)
	view, html, err := w.Policies.Diff(t.Context(), diff)
	require.NoError(t, err)
	return diff, view, html
}

// marked are the paragraphs that changed, with what came in [+ +] and what went in [- -].
func marked(view models.PolicyDiffView) []string {
	lines := []string{}
	for _, paragraph := range view.Paragraphs {
		parts := []string{paragraph.Change + ": "}
		for _, segment := range paragraph.Segments {
			form := map[string]string{"equal": "%s", "insert": "[+%s+]", "delete": "[-%s-]"}[segment.Op]
			parts = append(parts, fmt.Sprintf(form, segment.Text))
		}
		if paragraph.Change != "same" {
			lines = append(lines, strings.Join(parts, ""))
		}
	}
	return lines
}

func TestTheFirstVersionDiffersFromNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		_, view, html := w.compare(t, models.PolicyDiffQuery{})
		require.Equal(t, []int{1, 1, 0, 0}, []int{view.From, view.To, view.WordsAdded, view.WordsRemoved})
		require.NotEmpty(t, view.Paragraphs)
		require.Empty(t, marked(view))
		require.Empty(t, html)
	})
}

// TestTheVersionInForceIsComparedWithTheOneThatStoodBefore: drafts, what was called off and what waits are passed over.
func TestTheVersionInForceIsComparedWithTheOneThatStoodBefore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.saying(t, "نام را می‌پرسیم.\n\nهمین."), 0)
		w.publish(t, w.saying(t, "هیچ."), kerneltest.Day)
		require.NoError(t, w.cancel(t, "3"))
		w.publish(t, w.saying(t, "نام و نشانی را می‌پرسیم.\n\nهمین.\n\nبند تازه."), 0)
		w.publish(t, w.saying(t, "همین."), kerneltest.Day)
		w.saying(t, "پیش‌نویس")
		_, view, _ := w.compare(t, models.PolicyDiffQuery{})
		require.Equal(t, models.PolicyDiffView{
			From: 2, To: 4, Language: models.Persian, WordsAdded: 4, WordsRemoved: 0, Paragraphs: []models.DiffParagraph{
				{Change: "same", Segments: []models.DiffSegment{{Op: "equal", Text: "بیانیه"}}},
				{Change: "changed", Segments: []models.DiffSegment{
					{Op: "equal", Text: "نام "}, {Op: "insert", Text: "و نشانی "}, {Op: "equal", Text: "را می‌پرسیم."},
				}},
				{Change: "same", Segments: []models.DiffSegment{{Op: "equal", Text: "همین."}}},
				{Change: "added", Segments: []models.DiffSegment{{Op: "insert", Text: "بند تازه."}}},
			},
		}, view)
		for query, want := range map[models.PolicyDiffQuery][2]int{
			{From: "1"}:             {1, 4},
			{To: "5"}:               {4, 5},
			{To: "3"}:               {2, 3},
			{To: "2"}:               {1, 2},
			{To: "1"}:               {1, 1},
			{From: "۵", To: "٢"}:    {5, 2},
			{From: "3", To: "4"}:    {3, 4},
			{From: "2", Lang: "en"}: {2, 4},
		} {
			diff, view, _ := w.compare(t, query)
			require.Equal(t, want, [2]int{diff.From, diff.To}, query)
			require.Equal(t, want, [2]int{view.From, view.To}, query)
		}
		w.Pass(kerneltest.Day)
		_, view, _ = w.compare(t, models.PolicyDiffQuery{})
		require.Equal(t, []int{4, 5}, []int{view.From, view.To})
		require.Equal(t, []string{
			"removed: [-نام و نشانی را می‌پرسیم.-]", "removed: [-بند تازه.-]",
		}, marked(view))
	})
}

func TestFormIsPassedOverWhereItIsAskedFor(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.saying(t, "نامه ها می شود ۱۲ مسئله"), 0)
		w.publish(t, w.saying(t, "نامه‌ها می‌شود 12 مسئلهٔ"), 0)
		strict, view, _ := w.compare(t, models.PolicyDiffQuery{})
		require.NotEmpty(t, marked(view))
		require.Positive(t, view.WordsAdded)
		loose, view, html := w.compare(t, models.PolicyDiffQuery{Ignore: "form", Format: "html"})
		require.Empty(t, view)
		require.NotContains(t, html, "<ins>")
		require.NotContains(t, html, "<del>")
		_, view, _ = w.compare(t, models.PolicyDiffQuery{Ignore: "form"})
		require.Empty(t, marked(view))
		require.Zero(t, view.WordsAdded+view.WordsRemoved)
		require.NotEqual(t, strict.String(), loose.String())
	})
}

func TestADifferenceInHTMLIsSafeAndRunsAsItsLanguageDoes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.publish(t, w.saying(t, "الف <b>ب</b>"), 0)
		w.publish(t, w.saying(t, "الف <script>alert(\"1\")</script> & [x](javascript:alert(1)) ب"), 0)
		for language, direction := range map[string]string{"fa": "rtl", "en": "ltr"} {
			_, view, html := w.compare(t, models.PolicyDiffQuery{Format: "html", Lang: language})
			require.Empty(t, view)
			require.True(t, strings.HasPrefix(html, `<article lang="`+language+`" dir="`+direction+`"`), html)
			require.Contains(t, html, "&lt;script&gt;")
			require.Contains(t, html, "&amp; ")
			require.Contains(t, html, "<ins>")
			require.Contains(t, html, "<del>")
			for _, never := range []string{"<script", "<b>", "<a ", `"1"`} {
				require.NotContains(t, html, never)
			}
		}
	})
}

func TestWhatWasNeverPublishedCannotBeCompared(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.edit(t, "دو")
		for _, query := range []models.PolicyDiffQuery{
			{From: "2"}, {To: "2"}, {From: "1", To: "2"}, {From: "2", To: "1"}, {From: "3"}, {To: "2147483647"},
		} {
			_, err := w.Policies.FindDiff(t.Context(), kerneltest.With(query), models.Persian)
			kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
		}
		for _, number := range []string{"0", "-1", "01", "x", "1.5", "99999999999"} {
			_, err := w.Policies.FindDiff(t.Context(), kerneltest.With(models.PolicyDiffQuery{From: number}), models.Persian)
			kerneltest.RequireViolation(t, err, "/from", "not_a_version")
			_, err = w.Policies.FindDiff(t.Context(), kerneltest.With(models.PolicyDiffQuery{To: number}), models.Persian)
			kerneltest.RequireViolation(t, err, "/to", "not_a_version")
		}
		wrong := models.PolicyDiffQuery{Lang: "de", Format: "pdf", Ignore: "case"}
		_, err := w.Policies.FindDiff(t.Context(), kerneltest.With(wrong), models.Persian)
		require.Equal(t, []string{"/format unknown_value", "/ignore unknown_value", "/lang unknown_value"}, kerneltest.Violated(t, err))
	})
}
