package surveyjs_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

func withPattern(t *testing.T, pattern string, insensitive bool) string {
	t.Helper()
	quoted, err := json.Marshal(pattern)
	require.NoError(t, err)
	return fmt.Sprintf(`{"elements":[{"type":"text","name":"q","validators":[{"type":"regex","regex":%s,"caseInsensitive":%t}]}]}`,
		quoted, insensitive)
}

func TestPatternsMeanWhatTheyMeanInJavaScript(t *testing.T) {
	for _, row := range []struct {
		pattern, answer string
		matches         bool
	}{
		{`^\d{4}$`, "1234", true},
		{`^\d{4}$`, "۱۲۳۴", false},
		{`^[يك]+$`, "یک", true},
		{`^\u06CC$`, "ی", true},
		{`^[\u0600-\u06ff\s]+$`, "سلام دنیا", true},
		{`^.\s.$`, "a\u00a0b", true},
		{`^a\-b[c\-e]$`, "a-b-", true},
		{`^[c\-e]$`, "d", false},
		{`^[[:x]$`, "[", true},
		{`^(?:a|b)(?<n>c)$`, "bc", true},
		{`^\x41\/$`, "A/", true},
		{``, "x", true},
	} {
		survey := parsed(t, withPattern(t, row.pattern, false))
		violations := survey.Check(map[string]any{"q": row.answer}, noon(t)).Violations
		require.Equal(t, row.matches, len(violations) == 0, row)
	}
	insensitive := parsed(t, withPattern(t, "^سلامABC$", true))
	require.Empty(t, insensitive.Check(map[string]any{"q": "سلامabc"}, noon(t)).Violations)
}

func TestPatternsThatMeanSomethingElseInRE2AreRefused(t *testing.T) {
	for _, pattern := range []string{
		`(?=a)`, `(?!a)`, `(?<=a)b`, `(?<!a)b`, `(a)\1`, `\k<n>`, `\p{L}`, `(?i)a`, `(?P<n>a)`, `\Qa\E`, `\Aa\z`, `[^]`, `[]`, `[\S]`, `[\b]`,
		`\cA`, `\0`, `\ud83d`, `\x4`, `\u12`, `(`, `a{2,1}`, `[a`, `\`, `x{1001}`, string(make([]rune, 1001)),
	} {
		_, found := surveyjs.Parse([]byte(withPattern(t, pattern, false)))
		require.Equal(t, []surveyjs.Problem{{
			Pointer: "/elements/0/validators/0/regex", Code: "pattern_not_supported", Limit: "1000",
		}}, found, pattern)
	}
}
