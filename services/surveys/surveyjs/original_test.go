package surveyjs_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/surveyjs/original"
)

// trial is a pair, and what both sides make of it.
type trial struct {
	name    string
	pair    pair
	survey  *surveyjs.Survey
	ours    surveyjs.Verdict
	visible map[string]bool
	theirs  judgement
}

// judgement is what the original makes of a pair; testdata/original/oracle.mjs says what is in it.
type judgement struct {
	Failure string              `json:"failure"`
	Visible map[string]bool     `json:"visible"`
	Valid   bool                `json:"valid"`
	Errors  map[string][]string `json:"errors"`
	Data    map[string]any      `json:"data"`
}

// present is when all answers are checked, in Tehran: 15 March 2026, early in the morning; it is still the 14th in UTC.
func present(t *testing.T) time.Time {
	t.Helper()
	tehran, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	return time.Date(2026, time.March, 15, 2, 30, 0, 0, tehran)
}

// TestAgreesWithTheOriginal compares verdicts on drawn definitions and answers. SURVEYJS_PAIRS and SURVEYJS_SEED draw
// more of them, and others.
func TestAgreesWithTheOriginal(t *testing.T) {
	t.Parallel()
	const usual = 600
	folder := original.Folder(t, "testdata/original", os.Getenv)
	first := setting(t, "SURVEYJS_SEED", 1) * 1_000_000
	var trials []*trial
	for i := range setting(t, "SURVEYJS_PAIRS", usual) {
		drawn := pairs().Example(first + i)
		trials = append(trials, try(t, "seed "+strconv.Itoa(first+i), drawn))
	}
	compare(t, folder, trials)
}

func TestAgreesWithTheOriginalOnFixtures(t *testing.T) {
	t.Parallel()
	folder := original.Folder(t, "testdata/original", os.Getenv)
	files, err := filepath.Glob("testdata/original/fixtures/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var trials []*trial
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var fixture struct {
			Definition map[string]any
			Cases      []struct {
				Note    string
				Answers map[string]any
			}
		}
		require.NoError(t, json.Unmarshal(content, &fixture), file)
		for _, c := range fixture.Cases {
			name := filepath.Base(file) + ": " + c.Note
			trials = append(trials, try(t, name, pair{fixture.Definition, c.Answers, false}))
		}
	}
	compare(t, folder, trials)
}

func setting(t *testing.T, name string, usual int) int {
	t.Helper()
	written := os.Getenv(name)
	if written == "" {
		return usual
	}
	number, err := strconv.Atoi(written)
	require.NoError(t, err, name)
	return number
}

// try has our side judge a pair.
func try(t *testing.T, name string, p pair) *trial {
	t.Helper()
	definition, err := json.Marshal(p.Definition)
	require.NoError(t, err)
	survey, problems := surveyjs.Parse(definition)
	require.Empty(t, problems, "%s: %s", name, definition)
	tried := &trial{name: name, pair: p, survey: survey}
	tried.judge(t)
	return tried
}

// judge lets honest people leave out what they could not see or choose, which may hide more.
func (tr *trial) judge(t *testing.T) {
	t.Helper()
	tr.pair.Answers = decoded(t, tr.pair.Answers)
	for {
		tr.visible = tr.survey.Visible(tr.pair.Answers, present(t))
		tr.ours = tr.survey.Check(tr.pair.Answers, present(t))
		before := len(tr.pair.Answers)
		for _, v := range tr.ours.Violations {
			if tr.pair.Honest && (v.Code == "answer_hidden" || v.Code == "unknown_value") {
				delete(tr.pair.Answers, firstToken(v.Pointer))
			}
		}
		if len(tr.pair.Answers) == before {
			return
		}
	}
}

// decoded are answers as JSON brings them.
func decoded(t *testing.T, answers map[string]any) map[string]any {
	t.Helper()
	written, err := json.Marshal(answers)
	require.NoError(t, err)
	var read map[string]any
	require.NoError(t, json.Unmarshal(written, &read))
	return read
}

// consult has the original judge what our side understood of the answers: the portal normalises them as the client does
// and the original does not.
func consult(t *testing.T, folder string, trials []*trial) {
	t.Helper()
	var input bytes.Buffer
	for _, tr := range trials {
		require.NoError(t, json.NewEncoder(&input).Encode(map[string]any{
			"definition": tr.pair.Definition, "answers": tr.ours.Answers, "now": present(t).Format(time.RFC3339),
			"keep": tr.misses("unknown_value") || tr.misses("answer_hidden"),
		}))
	}
	output := original.Run(t, folder, "testdata/original/oracle.mjs", &input)
	lines := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
	require.Len(t, lines, len(trials))
	for i, line := range lines {
		require.NoError(t, json.Unmarshal([]byte(line), &trials[i].theirs))
	}
}

// misses says whether a rule with that code is broken.
func (tr *trial) misses(code string) bool {
	for _, v := range tr.ours.Violations {
		if v.Code == code {
			return true
		}
	}
	return false
}

// mostReduced is how many differing pairs are made small for the report; it takes a while.
const mostReduced = 4

func compare(t *testing.T, folder string, trials []*trial) {
	t.Helper()
	consult(t, folder, trials)
	valid, alike, beyond, differing := 0, 0, 0, 0
	for _, tr := range trials {
		if tr.isBeyond() {
			beyond++
			continue
		}
		if len(tr.ours.Violations) == 0 {
			valid++
		}
		if len(tr.additions()) == 0 {
			alike++
		}
		if len(tr.differences(t)) == 0 {
			continue
		}
		if differing++; differing <= mostReduced {
			tr = tr.reduced(t, folder)
		}
		t.Errorf("%s: %s\n%s", tr.name, strings.Join(tr.differences(t), "; "), tr.written(t))
	}
	t.Logf("%d pairs: %d without an addition of ours, %d valid; on %d there is nothing to compare with",
		len(trials), alike, valid, beyond)
	kinds := kindsAmong(trials)
	t.Logf("errors of the original: %v", kinds)
	require.NotZero(t, valid)
	require.NotZero(t, alike)
}

// kindsAmong counts the errors that the original found.
func kindsAmong(trials []*trial) map[string]int {
	kinds := map[string]int{}
	for _, tr := range trials {
		for _, errors := range tr.theirs.Errors {
			for _, kind := range errors {
				kinds[kind]++
			}
		}
	}
	return kinds
}

func (tr *trial) written(t *testing.T) string {
	t.Helper()
	var written strings.Builder
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(tr.pair))
	return written.String()
}
