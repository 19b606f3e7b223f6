package surveyjs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// comments are so many comments with so many validators each, all with the same pattern.
func comments(t *testing.T, count, validators int, pattern, more string) string {
	t.Helper()
	quoted, err := json.Marshal(pattern)
	require.NoError(t, err)
	validator := fmt.Sprintf(`{"type":"regex","regex":%s}`, quoted)
	var elements []string
	for i := range count {
		elements = append(elements, fmt.Sprintf(`{"type":"comment","name":"q%d"%s,"validators":[%s]}`,
			i, more, strings.TrimSuffix(strings.Repeat(validator+",", validators), ",")))
	}
	return `{"elements":[` + strings.Join(elements, ",") + `]}`
}

func TestPatternsThatTakeTooLongAreRefused(t *testing.T) {
	for _, pattern := range []string{
		`(a?b?){400}$x`, `(?:abc{10}){90}`, strings.Repeat(`x{999}`, 160), `(\w{2,900}){1}`, `[^آ]{1000}`,
	} {
		for _, more := range []string{"", `,"maxLength":1`} {
			require.Equal(t, []string{"pattern_too_costly /elements/0/validators/0/regex"},
				problems(t, comments(t, 1, 1, pattern, more)), pattern)
		}
	}
	parsed(t, comments(t, 1, 1, `[^آ]{900}`, `,"maxLength":2000`))
	require.Equal(t, []string{"pattern_too_costly /elements/0/validators/0/regex"},
		problems(t, comments(t, 1, 1, `[^آ]{900}`, `,"maxLength":3000`)))
}

func TestAllPatternsTogetherAreBounded(t *testing.T) {
	const pattern = `(a?b?){20}$x` // more than 100 instructions
	parsed(t, comments(t, 1, 1, pattern, ""))
	require.Equal(t, []string{"pattern_too_costly /elements/0/validators/1/regex"},
		problems(t, comments(t, 6, 20, pattern, "")))
	parsed(t, comments(t, 6, 20, pattern, `,"maxLength":100`))
	parsed(t, comments(t, 200, 1, `^\d{10}$`, `,"maxLength":50`))
	parsed(t, comments(t, 20, 1, `^[آ-ی‌ ]+$`, ""))
}

func TestItemsNumbersAndDatesAreWeighedByWhatTheyTake(t *testing.T) {
	const element = `[{"type":"multipletext","name":"q","items":[{"name":"a"%s,"validators":[%s]}]}]`
	twenty := strings.TrimSuffix(strings.Repeat(`{"type":"regex","regex":"^(a?b?){20}$"},`, 20), ",")
	for _, accepted := range []string{`,"maxLength":200`, `,"inputType":"number"`, `,"inputType":"date"`} {
		parsed(t, fmt.Sprintf(element, accepted, twenty))
	}
	require.Contains(t, problems(t, `{"elements":`+fmt.Sprintf(element, "", twenty)+`}`)[0], "pattern_too_costly /elements/0/items/0/validators/")
}
