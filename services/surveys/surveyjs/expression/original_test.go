package expression_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
	"amanat/services/surveys/surveyjs/original"
)

// question is a line that testdata/original.js reads.
type question struct {
	Expression string         `json:"expression"`
	Values     map[string]any `json:"values"`
	Ordered    []string       `json:"ordered"`
}

// verdict is a line that it writes.
type verdict struct {
	Refused    bool     `json:"refused"`
	Threw      string   `json:"threw"`
	Guessed    bool     `json:"guessed"`
	Value      any      `json:"value"`
	Holds      bool     `json:"holds"`
	References []string `json:"references"`
}

// ask has the original read the expressions.
func ask(t *testing.T, questions []question) []verdict {
	t.Helper()
	folder := original.Folder(t, "../testdata/original", os.Getenv)
	var input bytes.Buffer
	lines := json.NewEncoder(&input)
	for _, asked := range questions {
		require.NoError(t, lines.Encode(asked))
	}
	output := original.Run(t, folder, "testdata/original.js", &input)

	verdicts := make([]verdict, 0, len(questions))
	for line := range strings.Lines(string(output)) {
		var answered verdict
		require.NoError(t, json.Unmarshal([]byte(line), &answered))
		verdicts = append(verdicts, answered)
	}
	require.Len(t, verdicts, len(questions))
	return verdicts
}

// requireSame compares what both make of the questions; it counts those that are read here.
func requireSame(t *testing.T, questions []question, named func(int) string) (read int) {
	t.Helper()
	for i, theirs := range ask(t, questions) {
		asked := questions[i]
		parsed, err := expression.Parse(asked.Expression)
		if err != nil || theirs.Guessed {
			continue
		}
		read++
		env := ranked{answers: asked.Values, rankings: asked.Ordered}
		told := named(i) + ": " + asked.Expression + " " + string(mustJSON(t, asked.Values))
		require.False(t, theirs.Refused, "the original refuses %s", told)
		if theirs.Threw != "" {
			require.Nil(t, parsed.Value(env), "the original throws %s at %s", theirs.Threw, told)
			require.False(t, parsed.Holds(env), told)
			continue
		}
		require.Equal(t, readBack(t, theirs.Value), numbers(parsed.Value(env)), told)
		require.Equal(t, theirs.Holds, parsed.Holds(env), told)
		require.Equal(t, theirs.References, append([]string{}, parsed.References()...), told)
	}
	return read
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// readBack reads what the script has written, numbers by their text, as not all of them fit JSON.
func readBack(t *testing.T, written any) any {
	t.Helper()
	switch written := written.(type) {
	case []any:
		list := make([]any, len(written))
		for i := range written {
			list[i] = readBack(t, written[i])
		}
		return list
	case map[string]any:
		if text, ok := written["number"]; ok {
			n, err := strconv.ParseFloat(text.(string), 64)
			require.NoError(t, err)
			return number(n)
		}
		if milliseconds, ok := written["date"]; ok {
			return "date " + strconv.FormatInt(int64(milliseconds.(float64)), 10)
		}
		object := map[string]any{}
		for key, part := range written["object"].(map[string]any) {
			object[key] = readBack(t, part)
		}
		return object
	default:
		return written
	}
}

// numbers puts our value into the same form.
func numbers(v any) any {
	switch v := v.(type) {
	case float64:
		return number(v)
	case time.Time:
		return "date " + strconv.FormatInt(v.UnixMilli(), 10)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = numbers(v[i])
		}
		return list
	case map[string]any:
		object := map[string]any{}
		for key, part := range v {
			object[key] = numbers(part)
		}
		return object
	default:
		return v
	}
}

// number can be compared: NaN equals itself, and zero has no sign.
func number(n float64) any {
	switch {
	case math.IsNaN(n):
		return "NaN"
	case n == 0:
		return 0.0
	default:
		return n
	}
}

func TestGeneratedExpressionsMeanWhatTheyMeanToTheOriginal(t *testing.T) {
	const most = 8000
	questions := make([]question, most)
	for seed := range questions {
		questions[seed] = generated().Example(seed)
	}
	read := requireSame(t, questions, func(i int) string { return "seed " + strconv.Itoa(i) })
	require.Greater(t, read, most*3/4)
	t.Logf("%d of %d generated expressions are in the subset", read, most)
}

func TestWhatIsReadOfGarbageIsReadByTheOriginalToo(t *testing.T) {
	const most = 8000
	questions := make([]question, most)
	for seed := range questions {
		questions[seed] = garbage().Example(seed)
	}
	read := requireSame(t, questions, func(i int) string { return "seed " + strconv.Itoa(i) })
	require.Greater(t, read, most/50)
	t.Logf("%d of %d heaps of tokens are in the subset", read, most)
}
