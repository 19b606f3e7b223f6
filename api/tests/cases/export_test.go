package cases_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"amanat/api/apitest"
	"amanat/models"
)

// table exports cases and answers the rows, headings first.
func (w *world) table(m member, query string, headers ...string) [][]string {
	w.T.Helper()
	got := w.Get(exports+"?"+query, m.Headers(headers...)...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	require.Contains(w.T, got.Header.Get("Content-Disposition"), "attachment; ")
	require.Equal(w.T, "no-store", got.Header.Get("Cache-Control"))
	require.Equal(w.T, "nosniff", got.Header.Get("X-Content-Type-Options"))
	if strings.Contains(query, "format=csv") {
		require.Equal(w.T, "text/csv; charset=utf-8", got.Header.Get("Content-Type"))
		text, marked := strings.CutPrefix(string(got.Body), "\ufeff")
		require.True(w.T, marked, "Excel knows the file's UTF-8 by its mark")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(w.T, err)
		return rows
	}
	file, err := excelize.OpenReader(bytes.NewReader(got.Body))
	require.NoError(w.T, err)
	rows, err := file.GetRows("cases")
	require.NoError(w.T, err)
	require.NoError(w.T, file.Close())
	return rows
}

func TestATableSpeaksTheLanguageOfWhoAsks(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.File(names)
		lead := w.Staff(models.RoleLead)
		for _, format := range []string{"csv", "xlsx"} {
			fa := w.table(lead, "format="+format)
			en := w.table(lead, "format="+format, "Accept-Language", "en")
			require.Equal(t, []string{"شمارهٔ پیگیری", "نوع", "نوع بازخورد", "دسته", "وضعیت"}, fa[0][:5])
			require.Equal(t, []string{"Reference", "Kind", "Kind of feedback", "Category", "State"}, en[0][:5])
			require.Len(t, fa[0], len(en[0]))
			require.Equal(t, fa[1], en[1])
		}
		for language, rightToLeft := range map[string]bool{"fa": true, "en": false} {
			got := w.Get(exports+"?format=xlsx", lead.Headers("Accept-Language", language)...)
			file, err := excelize.OpenReader(bytes.NewReader(got.Body))
			require.NoError(t, err)
			view, err := file.GetSheetView("cases", 0)
			require.NoError(t, err)
			require.Equal(t, rightToLeft, *view.RightToLeft, language)
			require.Equal(t, language, got.Header.Get("Content-Language"))
		}
	})
}

func TestATableHasTheFilteredCasesWithBothCalendars(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		cases, _, lead := w.someCases()
		for _, format := range []string{"csv", "xlsx"} {
			column := map[string]int{}
			rows := w.table(lead, "format="+format, "Accept-Language", "en")
			for i, heading := range rows[0] {
				column[heading] = i
			}
			require.Len(t, rows, 6)
			for i, letter := range "abcde" {
				require.Equal(t, cases[letter], rows[i+1][0], "oldest first")
			}
			cell := func(row int, heading string) string { return rows[row][column[heading]] }
			require.Equal(t, "2026-11-22T20:30:00Z", cell(3, "Received (UTC)"))
			require.Equal(t, "1405/09/01", cell(1, "Received (Iranian calendar)"))
			require.Equal(t, "1405/09/02", cell(3, "Received (Iranian calendar)"), "in Tehran it was Monday")
			require.Equal(t, "1405/09/15", cell(1, "Due (Iranian calendar)"))
			require.Equal(t, "true", cell(1, "Overdue"))
			require.Equal(t, "praise", cell(2, "Kind of feedback"))
			require.Equal(t, "in_progress", cell(4, "State"))
			require.Equal(t, lead.Account.String(), cell(4, "Assigned to"))

			some := w.table(lead, "format="+format+"&category=delay&state=received")
			require.Len(t, some, 2)
			require.Equal(t, cases['a'], some[1][0])
			mine := w.table(lead, "format="+format+"&assignee=me")
			require.Len(t, mine, 3)
			require.Len(t, w.table(lead, "format="+format+"&kind=feedback&overdue=true"), 1, "the headings alone")
		}
	})
}

// TestNoCellIsAFormula has a category that would be one: nothing else in a table is not the service's own.
func TestNoCellIsAFormula(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.Staff(models.RoleLead)
		for i, code := range []string{"=1+1", "+1", "-1+1", "@SUM(A1)", "\uff1d1+1", "|calc", `="x"`} {
			require.NoError(t, w.DB.Create(&models.ComplaintCategory{
				Code: code, TitleFa: "دسته", TitleEn: "Category", AcknowledgeDays: 5, AnswerDays: 10, Position: 100 + i,
			}).Error)
			require.NoError(t, w.DB.Model(&models.Case{}).Where("reference = ?", w.File(names).Reference).
				Update("category", code).Error)
		}
		for _, format := range []string{"csv", "xlsx"} {
			rows := w.table(lead, "format="+format)
			require.Len(t, rows, 8)
			for _, row := range rows {
				for _, cell := range row {
					require.NotContains(t, "=+-@|\uff1d", cell[:min(len(cell), 1)]+"\x00", cell)
				}
			}
			for _, row := range rows[1:] {
				require.True(t, strings.HasPrefix(row[3], "'"), row[3])
			}
		}
		workbook := apitest.Unzipped(t, w.Get(exports+"?format=xlsx", lead.Headers()...).Body)
		require.NotContains(t, workbook, "<f>")
		require.NotContains(t, workbook, "<f ")
	})
}

func TestATableIsInTheLedgerWithoutItsRows(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		reference, privacy := w.File(names).Reference, w.Staff(models.RolePrivacy)
		w.table(privacy, "format=csv&category=delay")
		found := w.LedgerEntries(privacy, "action=cases.exported")
		require.Len(t, found, 1)
		require.Equal(t, models.RolePrivacy, found[0].Actor.Role)
		require.Equal(t, map[string]string{"format": "csv"}, found[0].Detail)
		require.NotContains(t, apitest.ToText(found), reference)
	})
}
