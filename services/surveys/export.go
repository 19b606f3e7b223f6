package surveys

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"strconv"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/spreadsheet"
	"amanat/services/ledger"
)

// Columns are the columns of a table of results, by the codes of their headings.
func Columns() []string {
	return []string{
		"variable", "question", "part", "group", "value", "label", "count", "percent", "unanswered", "mean", "median",
		"nps", "mean_rank", "score", "text",
	}
}

// Export makes a file of the results as of closing: a table (CSV, XLSX) with a line for each figure and, behind them,
// for each free text; or the results as JSON. A table of people it does not make: what one of them answered to several
// questions would lead to them. Conflict (`survey_not_closed`) until the last answer is stored. It is in the ledger.
func (s *Surveys) Export(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.SurveyExportQuery], sheet models.Sheet,
) (file models.Download, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return file, err
	}
	query := models.SurveyResultsQuery{Version: in.Form.Version, By: in.Form.By}
	results, err := s.Results(ctx, slug, kernel.Input[models.SurveyResultsQuery]{Form: &query})
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
		return file, kernel.Fault(err, "export results")
	}
	file.Name = name + "." + format
	err = s.ledger.Record(s.env.DB.WithContext(ctx), ledger.Act{
		By: actor, At: s.env.Clock(), Action: "survey.exported", Subject: slug + " " + strconv.Itoa(results.Version),
		Detail: map[string]string{"format": format},
	})
	return file, kernel.Fault(err, "export results")
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

// lines are the lines of a table: how many answered, of each variable its figures, then those of its groups; all free
// texts at the end.
func (s *Surveys) lines(
	ctx context.Context, results models.SurveyResults, sheet models.Sheet,
) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if !yield(surveyLine{question: results.Title[sheet.Language], count: results.Responses}.cells(), nil) {
			return
		}
		for _, variable := range results.Variables {
			for _, line := range variableLines(variable, sheet.Language) {
				if !yield(line.cells(), nil) {
					return
				}
			}
		}
		if results.Responses == nil { // too few to read what each of them wrote
			return
		}
		for text, err := range s.allTexts(ctx, results) {
			if !yield(surveyLine{variable: text.Variable, text: text.Text}.cells(), err) || err != nil {
				return
			}
		}
	}
}

// surveyLine is a line of a table of results: of a variable, of a category of it, or of a text.
type surveyLine struct {
	variable, question, part, group, value, label, text string
	count, unanswered                                   *int
	percent, mean, median, nps, meanRank, score         *float64
}

// cells are in the order of SurveyColumns.
func (l surveyLine) cells() []string {
	return []string{
		l.variable, l.question, l.part, l.group, l.value, l.label, number(l.count), decimal(l.percent),
		number(l.unanswered), decimal(l.mean), decimal(l.median), decimal(l.nps), decimal(l.meanRank), decimal(l.score),
		l.text,
	}
}

func variableLines(variable models.VariableResult, language string) []surveyLine {
	begin := surveyLine{
		variable: variable.Name, question: variable.Title[language], part: variable.Part[language],
	}
	lines := figureLines(begin, variable.Figures, language)
	for _, group := range variable.Groups {
		begin.group = group.Label[language]
		lines = append(lines, figureLines(begin, group.Figures, language)...)
	}
	return lines
}

// figureLines has one line for what is said of all answers, and one for each category.
func figureLines(begin surveyLine, figures models.Figures, language string) []surveyLine {
	all := begin
	all.count, all.unanswered = figures.Answered, figures.Unanswered
	all.mean, all.median, all.nps = figures.Mean, figures.Median, figures.NPS
	lines := []surveyLine{all}
	for _, cell := range figures.Cells {
		line := begin
		line.value, line.label, line.count, line.percent = cell.Value, cell.Label[language], cell.Count, cell.Percent
		line.meanRank, line.score = cell.MeanRank, cell.Score
		lines = append(lines, line)
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
