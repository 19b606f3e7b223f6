package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/policy/markdown"
)

const length = 64 << 10

// repeated is a text of a length out of the same piece.
func repeated(piece string, length int) string { return strings.Repeat(piece, length/len(piece)) }

func requireTooComplex(t *testing.T, source string) {
	t.Helper()
	rendered, err := markdown.New().HTML("fa", source)
	require.Equal(t, markdown.ErrTooComplex, err)
	require.Empty(t, rendered)
}

// Each of them takes goldmark alone seconds or gigabytes, or is nested deeper than browsers follow.
func TestPathologicalNestingIsRefused(t *testing.T) {
	for name, source := range map[string]string{
		"brackets":            repeated("[", length),
		"closing brackets":    repeated("]", length),
		"pictures":            repeated("![", length),
		"links":               repeated("[a](", length),
		"links in links":      repeated("[", length/6) + "a" + repeated("](b)", length/6*4),
		"quotes":              repeated(">", length),
		"quotes with spaces":  repeated("> ", length),
		"quotes, then lines":  repeated(">", length/2) + "a\n" + repeated("\n\nb\n", length/2),
		"asterisks":           "a" + repeated("*", length) + "a",
		"emphasis":            repeated("*a _b ", length),
		"emphasis unmatched":  repeated("*a_ ", length),
		"emphasis in itself":  repeated("*a **b ", 4<<10) + repeated("b** a* ", 4<<10),
		"tildes":              repeated("~a ", length),
		"backticks":           ticks(length),
		"escaped backticks":   repeated("\\```\n", length),
		"lists":               repeated("- ", length) + "a",
		"numbered lists":      repeated("1. ", length),
		"lists, then blanks":  repeated("- ", length/2) + "a\n" + repeated("\n", length/2),
		"lists, then lines":   repeated("- ", length/2) + "a\n" + repeated("b\n", length/2),
		"deep lists":          stairs(length),
		"lists and quotes":    repeated("- > ", length),
		"wide and long table": repeated("|", 8<<10) + "\n" + repeated("|-", 16<<10) + "\n" + repeated("a\n", 40<<10),
		"table of pipes":      "|a|\n|-|\n" + repeated("`\\|`\n", length),
		"references":          repeated("[a]: b\n", length),
		"references indented": repeated("  [a]: b\n", length),
		"repeated references": "[a]: " + repeated("x", 4<<10) + "\n\n" + repeated(repeated("[a]", 3<<10)+"\n\n", length),
		"unclosed HTML":       repeated("<a ", length),
	} {
		t.Run(name, func(t *testing.T) { requireTooComplex(t, source) })
	}
}

// ticks are runs of backticks, none as long as another.
func ticks(length int) string {
	var all strings.Builder
	for run := 1; all.Len() < length; run++ {
		all.WriteString("e" + strings.Repeat("`", run))
	}
	return all.String()
}

// stairs is a list that goes a level deeper in every line.
func stairs(length int) string {
	var all strings.Builder
	for level := 0; all.Len() < length; level++ {
		all.WriteString(strings.Repeat("  ", level) + "- a\n")
	}
	return all.String()
}

func TestWhatIsRepeatedButFlatIsRendered(t *testing.T) {
	for _, source := range []string{
		repeated("\n", length), repeated("a\n", length), repeated("*\n", length), repeated("- a\n", length), repeated("# a\n", length),
		repeated("    [\n", length), repeated("```\n", length), repeated("<div>\n\n", length), repeated("&amp;", length),
		repeated("> a\n\n", length), repeated("[a](/b)\n\n", length), repeated("---\n", length), repeated("متن ", length), repeated("\\", length),
	} {
		render(t, source)
	}
}

func TestTheLimitsAreWhatTheySay(t *testing.T) {
	for name, limit := range map[string]struct{ last, beyond string }{
		"source":     {repeated("ab\n\n", 256<<10), repeated("ab\n\n", 256<<10) + "a"},
		"paragraph":  {repeated("*a* ", 8<<10-4) + "*a*", repeated("*a* ", 8<<10) + "*a*"},
		"lines":      {strings.Repeat("*a*\n", 256), strings.Repeat("*a*\n", 257)},
		"quotes":     {strings.Repeat(">", 32) + "a", strings.Repeat(">", 33) + "a"},
		"lists":      {strings.Repeat("- ", 16) + "a", strings.Repeat("- ", 17) + "a"},
		"emphasis":   {nested(62), nested(63)},
		"cells":      {table(3, 2048), table(3, 2049)},
		"two tables": {table(3, 1024) + "\n" + table(3, 1024), table(3, 1024) + "\n" + table(3, 1025)},
		"addresses":  {addresses(64), addresses(65)},
	} {
		t.Run(name, func(t *testing.T) {
			render(t, limit.last)
			requireTooComplex(t, limit.beyond)
		})
	}
}

// nested is emphasis within emphasis.
func nested(depth int) string {
	var opened, closed strings.Builder
	for level := range depth {
		fmt.Fprint(&opened, []string{"*a ", "_a "}[level%2])
		fmt.Fprint(&closed, []string{" a*", " a_"}[(depth-1-level)%2])
	}
	return opened.String() + "b" + closed.String()
}

// table is one with so many bars in a line, and so many lines.
func table(bars, lines int) string {
	row := strings.Repeat("|a", bars-1) + "|\n"
	return row + strings.Repeat("|-", bars-1) + "|\n" + strings.Repeat(row, lines-2)
}

// addresses repeats an address of 4 KiB.
func addresses(count int) string {
	return "[a]: " + strings.Repeat("x", 4<<10) + "\n\n" + strings.Repeat("[a]\n\n", count)
}

func TestALongPolicyIsRendered(t *testing.T) {
	clause := "## بند\n\n" + strings.Repeat("داده‌های شما تنها برای **رسیدگی** به کار می‌رود. ", 20) + "\n\n- یک\n  - دو\n\n|حق|مهلت|\n|-|-|\n|دسترسی|۳۰ روز|\n\n"
	rendered := render(t, repeated(clause, 250<<10))
	require.Greater(t, strings.Count(rendered, "<h2>"), 100)
}
