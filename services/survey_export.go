package services

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"strconv"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/spreadsheet"
)

// SurveyColumns are the columns of a table of results, by the codes of their headings.
func SurveyColumns() []string {
	return []string{
		"variable", "question", "part", "group", "value", "label", "count", "percent", "mean", "median", "nps", "text",
	}
}

// Export makes a file of the results as of closing: a table (CSV, XLSX) with a line for each figure and, behind them,
// for each free text; or the results as JSON. A table of people it does not make: what one of them answered to several
// questions would lead to them. Conflict (`survey_not_closed`) until the last answer is stored. It is in the ledger.
func (s *Surveys) Export(
	ctx context.Context, actor Actor, slug string, in Input[models.SurveyExportQuery], sheet models.Sheet,
) (file models.Download, err error) {
	if _, err := admit(s.gate, in); err != nil {
		return file, err
	}
	query := models.SurveyResultsQuery{Version: in.Form.Version, By: in.Form.By}
	results, err := s.Results(ctx, slug, Input[models.SurveyResultsQuery]{Form: &query})
	if err != nil {
		return file, err
	}
	if !results.Final {
		return file, fault.New(fault.Conflict, "survey_not_closed")
	}
	format := cmp.Or(in.Form.Format, "csv")
	name := slug + "-" + strconv.Itoa(results.Version)
	file, err = s.export(ctx, results, format, sheet)
	if err != nil {
		return file, failed("export results", err)
	}
	file.Name = name + "." + format
	err = s.env.enter(s.env.DB.WithContext(ctx), actor.did(s.env.Clock(), "survey.exported",
		slug+" "+strconv.Itoa(results.Version), "format", format))
	return file, failed("export results", err)
}

func (s *Surveys) export(
	ctx context.Context, results models.SurveyResults, format string, sheet models.Sheet,
) (file models.Download, err error) {
	var table bytes.Buffer
	switch format {
	case "json":
		file.MediaType = "application/json; charset=utf-8"
		encoder := json.NewEncoder(&table)
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(results)
	case "xlsx":
		file.MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = spreadsheet.WriteXLSX(&table, "results", sheet.RightToLeft, sheet.Headings, s.lines(ctx, results, sheet))
	default:
		file.MediaType = "text/csv; charset=utf-8"
		err = spreadsheet.WriteCSV(&table, sheet.Headings, s.lines(ctx, results, sheet))
	}
	file.Data = table.Bytes()
	return file, err
}

// lines are the lines of a table: of each variable its figures, then those of its groups; all free texts at the end.
func (s *Surveys) lines(
	ctx context.Context, results models.SurveyResults, sheet models.Sheet,
) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, variable := range results.Variables {
			for _, line := range variableLines(variable, sheet.Language) {
				if !yield(line, nil) {
					return
				}
			}
		}
		if results.Responses == nil { // too few to read what each of them wrote
			return
		}
		for text, err := range s.allTexts(ctx, results) {
			line := []string{text.Variable, "", "", "", "", "", "", "", "", "", "", text.Text}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func variableLines(variable models.VariableResult, language string) [][]string {
	begin := []string{variable.Name, variable.Title[language], variable.Part[language]}
	lines := figureLines(begin, "", variable.Figures, language)
	for _, group := range variable.Groups {
		lines = append(lines, figureLines(begin, group.Label[language], group.Figures, language)...)
	}
	return lines
}

// figureLines has one line for what is said of all answers, and one for each category.
func figureLines(begin []string, group string, figures models.Figures, language string) [][]string {
	line := func(cells ...string) []string { return append(append(append([]string{}, begin...), group), cells...) }
	lines := [][]string{line("", "", number(figures.Answered), "", decimal(figures.Mean), decimal(figures.Median),
		decimal(figures.NPS), "")}
	for _, cell := range figures.Cells {
		lines = append(lines, line(cell.Value, cell.Label[language], number(cell.Count), decimal(cell.Percent),
			decimal(cell.MeanRank), "", "", ""))
	}
	return lines
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func decimal(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}
