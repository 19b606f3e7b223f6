package surveys_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
	"amanat/services/surveys"
)

func privacyOfficer() models.Actor { return models.Actor{Role: models.RolePrivacy} }

// texts are those of the newest version, one page of them after the other.
func (w *world) texts(
	t kerneltest.Tester, slug, version, variable string, limit int,
) (items []string, pages int, more bool, err error) {
	t.Helper()
	var after surveys.TextPosition
	for more = true; more && err == nil; pages++ {
		var page []models.SurveyTextView
		query := models.SurveyTextsQuery{Version: version, Variable: variable}
		page, after, more, err = w.Surveys.Texts(t.Context(), slug, kerneltest.With(query), after, limit)
		require.LessOrEqual(t, len(page), limit)
		for _, item := range page {
			items = append(items, item.Variable+": "+item.Text)
		}
	}
	return items, pages, more, err
}

func (w *world) respondents(t kerneltest.Tester, slug, purpose string) (models.RespondentsView, error) {
	t.Helper()
	return w.Surveys.Respondents(t.Context(), privacyOfficer(), slug, kerneltest.With(models.RespondentsForm{Purpose: purpose}))
}

func (w *world) tryExport(t kerneltest.Tester, slug, format string) (models.Download, error) {
	t.Helper()
	sheet := models.Sheet{Language: "fa", Headings: surveys.Columns()}
	return w.Surveys.Export(t.Context(), analyst(), slug, kerneltest.With(models.SurveyExportQuery{Format: format}), sheet)
}

func (w *world) exported(t kerneltest.Tester, slug, format string) models.Download {
	t.Helper()
	file, err := w.tryExport(t, slug, format)
	require.NoError(t, err)
	return file
}

// readings are all that is not for everybody.
func (w *world) readings(t kerneltest.Tester, slug string) map[string]error {
	t.Helper()
	all := map[string]error{}
	_, _, _, all["texts"] = w.texts(t, slug, "", "", 10)
	_, all["respondents"] = w.respondents(t, slug, "use-service")
	_, all["export"] = w.tryExport(t, slug, "csv")
	return all
}

// TestWhatIsNotForEverybodyIsReadAfterTheEnd: not before, and not of fewer than k.
func TestWhatIsNotForEverybodyIsReadAfterTheEnd(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.attend(t, "climate", 6)
		require.Equal(t, 6, w.stored(t))
		for name, err := range w.readings(t, "climate") {
			kerneltest.RequireFault(t, err, fault.Conflict, "survey_not_closed")
			require.Empty(t, w.surveyLedger(t, "climate 1"), name)
		}
		w.surveyClosed(t, "climate")
		for name, err := range w.readings(t, "climate") {
			require.NoError(t, err, name)
		}
		w.survey(t, "few", wide(), invited)
		w.attend(t, "few", fewest-1)
		w.surveyClosed(t, "few")
		found := w.readings(t, "few")
		kerneltest.RequireFault(t, found["texts"], fault.Conflict, "too_few_answers")
		kerneltest.RequireFault(t, found["respondents"], fault.Conflict, "too_few_answers")
		require.NoError(t, found["export"])
		for _, format := range []string{"csv", "json", "xlsx"} {
			require.NotContains(t, string(w.exported(t, "few", format).Data), "یادداشت")
		}
		for name, err := range w.readings(t, "nothing") {
			kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
			require.Error(t, err, name)
		}
	})
}

// surveyLedger lists what the ledger has of reading surveys: the action, and the detail.
func (w *world) surveyLedger(t kerneltest.Tester, subject string) []string {
	t.Helper()
	return slices.DeleteFunc(ledgertest.Lines(t, w.Ledger, subject), func(line string) bool {
		return !slices.ContainsFunc([]string{"_read", "exported"}, func(part string) bool {
			return bytes.Contains([]byte(line), []byte(part))
		})
	})
}

func TestWhoAnsweredIsReadForItsPurposeAndIsInTheLedger(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.attend(t, "climate", 4)
		w.surveyClosed(t, "climate")
		for _, purpose := range []string{"use-ux", "use-offers", "use-answer", "security"} {
			_, err := w.respondents(t, "climate", purpose)
			kerneltest.RequireViolation(t, err, "/purpose", "not_its_purpose")
			require.Equal(t, "purpose", fault.As(err).Violations[0].Clause)
		}
		_, err := w.respondents(t, "climate", "")
		kerneltest.RequireViolation(t, err, "/purpose", "required")
		require.Empty(t, w.surveyLedger(t, "climate 1"))
		view, err := w.respondents(t, "climate", "use-service")
		require.NoError(t, err)
		require.Equal(t, slices.Repeat([]models.Respondent{{LastName: "احمدی"}}, 4), view.Items)
		w.exported(t, "climate", "xlsx")
		require.Equal(t, []string{
			"privacy survey.respondents_read 4 use-service", "analyst survey.exported xlsx",
		}, w.surveyLedger(t, "climate 1"))
	})
}

func TestEveryTextIsOnOnePageAndNoneOnTwo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		var notes, reasons []string
		for i := range 11 {
			number := strconv.Itoa(i)
			notes, reasons = append(notes, "note: یادداشت "+number), append(reasons, "why: دلیل "+number)
			given := answers{"mood": 3.0, "note": "یادداشت " + number, "why": "دلیل " + number}
			require.NoError(t, w.respond(t, "climate", given))
		}
		w.surveyClosed(t, "climate")
		for limit, pages := range map[int]int{1: 22, 3: 8, 11: 2, 21: 2, 22: 1, 100: 1} {
			items, found, _, err := w.texts(t, "climate", "1", "", limit)
			require.NoError(t, err)
			require.Equal(t, pages, found)
			require.ElementsMatch(t, slices.Concat(notes, reasons), items)
			require.Equal(t, sorted(notes), sorted(items[:11]), "question by question")
		}
		items, _, _, err := w.texts(t, "climate", "", "why", 4)
		require.NoError(t, err)
		require.ElementsMatch(t, reasons, items)
		items, _, _, err = w.texts(t, "climate", "", "nothing", 4)
		require.NoError(t, err)
		require.Empty(t, items)
		_, _, _, err = w.texts(t, "climate", "2", "", 4)
		kerneltest.RequireFault(t, err, fault.NotFound, "results_unpublished")
	})
}

// TestNoLineOfAnExportIsAPerson: a line is a figure or one text, never what somebody answered to two questions.
func TestNoLineOfAnExportIsAPerson(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		formulas := []string{"=1+1", "+SUM(A1)", "-2+3", "@x", "\uff1d1", "|calc"}
		for i, formula := range formulas {
			given := answers{"mood": 3.0, "note": formula, "why": formula, "visits": float64(i)}
			require.NoError(t, w.respond(t, "climate", given, func(form *models.SurveyResponseForm) {
				form.Respondent = models.Respondent{LastName: "احمدی", Email: "sara@example.org"}
			}))
		}
		w.surveyClosed(t, "climate")
		file := w.exported(t, "climate", "csv")
		require.Equal(t, "climate-1.csv", file.Name)
		lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.Data, []byte("\ufeff")))).ReadAll()
		require.NoError(t, err)
		require.Equal(t, surveys.Columns(), lines[0])
		var texts []string
		variable, text := slices.Index(lines[0], "variable"), slices.Index(lines[0], "text")
		for _, line := range lines[1:] {
			if line[text] == "" {
				continue
			}
			alone := make([]string, len(line))
			alone[variable], alone[text] = line[variable], line[text]
			require.Equal(t, alone, line, "nothing else is in its line")
			require.Equal(t, byte('\''), line[text][0])
			texts = append(texts, line[text][1:])
		}
		require.ElementsMatch(t, slices.Concat(formulas, formulas), texts)
		var results models.SurveyResults
		require.NoError(t, json.Unmarshal(w.exported(t, "climate", "json").Data, &results))
		require.Equal(t, w.results(t, "climate", "", ""), results)
		for _, format := range []string{"csv", "json", "xlsx"} {
			for _, part := range []string{"احمدی", "sara@example.org"} {
				require.NotContains(t, string(w.exported(t, "climate", format).Data), part)
			}
		}
	})
}
