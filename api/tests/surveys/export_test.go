package surveys_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"amanat/api/apitest"
	"amanat/models"
)

// export exports the results of a survey.
func (w *world) export(m member, query string, headers ...string) reply {
	w.T.Helper()
	got := w.Get(staffSurveysPath+"/"+query, m.Headers(headers...)...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	require.Contains(w.T, got.Header.Get("Content-Disposition"), "attachment; ")
	require.Equal(w.T, "no-store", got.Header.Get("Cache-Control"))
	require.Equal(w.T, "nosniff", got.Header.Get("X-Content-Type-Options"))
	return got
}

// sheet exports a table and answers its rows, headings first.
func (w *world) sheet(m member, query string, headers ...string) [][]string {
	w.T.Helper()
	got := w.export(m, query, headers...)
	if !strings.Contains(query, "xlsx") {
		require.Equal(w.T, "text/csv; charset=utf-8", got.Header.Get("Content-Type"))
		text, marked := strings.CutPrefix(string(got.Body), "\ufeff")
		require.True(w.T, marked, "Excel knows the file's UTF-8 by its mark")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(w.T, err)
		return rows
	}
	file, err := excelize.OpenReader(bytes.NewReader(got.Body))
	require.NoError(w.T, err)
	rows, err := file.GetRows("results")
	require.NoError(w.T, err)
	require.NoError(w.T, file.Close())
	for i, row := range rows { // a workbook has no empty cells at the end of a row
		rows[i] = append(row, make([]string, len(rows[0])-len(row))...)
	}
	return rows
}

// written has of each row what is in its cells, under their headings.
func written(headings []string, rows [][]string) []string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		var cells []string
		for k, cell := range row {
			if cell != "" {
				cells = append(cells, headings[k]+"="+cell)
			}
		}
		lines[i] = strings.Join(cells, " ")
	}
	return lines
}

func TestASurveyIsExportedOnceItIsClosed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
		privacy := w.Staff(models.RolePrivacy)
		survey := w.OpenSurvey(editor, "counting", counting(), object{"k": 3})
		for _, answers := range twelve() {
			w.Answered(survey, answers, object{"respondent": object{"first_name": "سیمرغ"}})
		}
		for _, format := range []string{"", "?format=csv", "?format=xlsx", "?format=json"} {
			got := w.Get(staffSurveysPath+"/counting/exports"+format, analyst.Headers()...)
			got.Problem(t, http.StatusConflict, "survey_not_closed")
		}
		w.MoveSurvey(editor, "counting", "close")
		results := w.Get(staffSurveysPath+"/counting/results?by=mood", analyst.Headers()...)
		figures := w.export(analyst, "counting/exports?format=json&by=mood")
		require.JSONEq(t, string(results.Body), string(figures.Body))
		require.Contains(t, figures.Header.Get("Content-Disposition"), `counting-1.json`)

		fa, en := w.sheet(analyst, "counting/exports"), w.sheet(analyst, "counting/exports", "Accept-Language", "en")
		require.Equal(t, []string{"Variable", "Question", "Part", "Group", "Value", "Label", "Count", "Percent"}, en[0][:8])
		require.True(t, hasPersian(strings.Join(fa[0], "")))
		require.Len(t, fa, len(en))
		lines := written(en[0], en)
		for _, line := range []string{
			"Variable=mood Question=Question mood Value=good Label=Choice good Count=9 Percent=75",
			"Variable=again Question=Question again Value=true Label=Yes",
			"Variable=nps Question=Question nps Count=12 Mean=7 Median=9 Net promoter score=25",
		} {
			require.Contains(t, lines, line)
		}
		require.Contains(t, written(en[0], fa),
			"Variable=mood Question=پرسش mood Value=good Label=گزینهٔ good Count=9 Percent=75")
		require.Equal(t, en, w.sheet(analyst, "counting/exports?format=xlsx", "Accept-Language", "en"))
		for i := range 12 {
			require.Contains(t, lines, "Variable=thoughts Text=نظر "+apitest.ToText(i))
		}
		crossed := w.sheet(analyst, "counting/exports?by=mood&version=1", "Accept-Language", "en")
		require.Contains(t, written(en[0], crossed),
			"Variable=stars Question=Question stars Group=Choice good Value=3 Label=3 Count=6 Percent=66.7")

		entries := w.LedgerEntries(privacy, "action=survey.exported")
		require.Len(t, entries, 5, "what was refused was not exported")
		require.Equal(t, "counting 1", entries[0].Subject)
		require.NotContains(t, string(figures.Body)+apitest.ToText(en), "سیمرغ")
		for query, broken := range map[string]map[string]string{
			"format=pdf": {"/format": "unknown_value"}, "format=csv&format=csv": {"/format": "repeated"},
			"by=thoughts": {"/by": "not_crossable"}, "limit=1": {"/limit": "unknown_field"},
		} {
			got := w.SendLenient(http.MethodGet, staffSurveysPath+"/counting/exports?"+query, "", analyst.Headers()...)
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
		}
	})
}

// TestNoCellOfAnExportIsAFormula has payloads in all that people and editors write.
func TestNoCellOfAnExportIsAFormula(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
		payloads := []string{"=1+1", "+1", "-1+1", "@SUM(A1)", "\uff1d1+1", "=cmd(' /C calc')!A0", `="x"`}
		elements := []object{apitest.Element("comment", "thoughts")}
		for i, payload := range payloads {
			elements = append(elements, object{
				"type": "radiogroup", "name": "q" + apitest.ToText(i) + payload,
				"title":   apitest.Says(payload, payload),
				"choices": []object{{"value": payload, "text": apitest.Says(payload, payload)}, {"value": 1}},
			})
		}
		survey := w.OpenSurvey(editor, "formulas", apitest.Asking(elements...), object{"k": 3})
		for _, payload := range payloads {
			answers := object{"thoughts": payload}
			for i, name := range payloads {
				answers["q"+apitest.ToText(i)+name] = name
			}
			w.Answered(survey, answers)
		}
		w.MoveSurvey(editor, "formulas", "close")
		for _, format := range []string{"csv", "xlsx"} {
			rows := w.sheet(analyst, "formulas/exports?format="+format+"&by=q0=1%2B1", "Accept-Language", "en")
			require.Greater(t, neutralised(t, rows), 4*len(payloads), format)
		}
		workbook := apitest.Unzipped(t, w.export(analyst, "formulas/exports?format=xlsx").Body)
		require.NotContains(t, workbook, "<f>")
		require.NotContains(t, workbook, "<f ")
		var figures models.SurveyResults
		require.NoError(t, json.Unmarshal(w.export(analyst, "formulas/exports?format=json").Body, &figures))
		require.Equal(t, "=1+1", figures.Variables[1].Title["en"], "JSON runs nothing, and is as it is")
	})
}

// neutralised counts the cells that would be formulas; none of them is one.
func neutralised(t *testing.T, rows [][]string) (count int) {
	t.Helper()
	for _, row := range rows {
		for _, cell := range row {
			require.NotContains(t, "=+-@\uff1d", cell[:min(len(cell), 1)]+"\x00", cell)
			if strings.HasPrefix(cell, "'") {
				count++
			}
		}
	}
	return count
}
