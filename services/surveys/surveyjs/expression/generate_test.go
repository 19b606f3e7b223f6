package expression_test

import (
	"fmt"
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

func names() []string {
	return []string{"a", "b", "c", "نام من", "جدول.سطر‌یک", "q-1", "رتبه", "e.mail.x"}
}

// texts look like numbers, booleans, dates and nothing, in the alphabets that matter.
func texts() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"", " ", "a", "A", "abc", " Abc ", "b", "B", "0", "5", "05", "5.", ".5", "-5", "+5", " 5 ", "1,5", "1.5", "1.50", "0,5",
		"1,000,5", "1e3", "5e-1", "1e400", "0x10", "0X1f", "0xzz", "0b101", "0B1", "0o7", "Infinity", "-Infinity", "NaN",
		"1234567890123456", "123456789012345", "12345678901234567.5", "true", "TRUE", "False", " true", "undefined", "null",
		"'quoted'", "\"5\"", "'true\"", "'", "2026-11-23", "2026-11-24", "2026-11-22", "2026-11", "2026", "2026-02-30",
		"2026-11-23T10:00", "2026-11-22T20:30:00Z", "2026-11-22T20:29:59.999Z", "2026-11-23T24:00", "2026-11-23T00:00:00.123",
		"2026-11-23T01:00:00+05:00", "۲۰۲۶-۱۱-۲۳", "۵", "٥", "آبی", "آبی‌رنگ", "رنگ", "می‌خواهم", "كتاب", "کتاب", "İ", "i̇", "ΑΣ", "ας", "ß", "SS",
		"😀", "\ue000", "\u00a0x", "\ufeff7", "x\u0085", "5 apples", "1 - 1", "50%", "a, b", "a,b", "1,2", "[object Object]", "item1", "1.005", "5px",
	})
}

func figures() *rapid.Generator[float64] {
	return rapid.SampledFrom([]float64{
		0, 1, 2, 3, 5, 7, 10, 100, -1, -2.5, 0.1, 0.2, 0.3, 0.5, 1.5, 2.675, 1.005, 0.07, 19.99, 1e21, 1.5e21, 1e-7, 1.25e-7, 5e-7,
		123456789.123, 9007199254740993, 0.1 + 0.2, 1e300, 5e-324, 4.35, 1.15,
	})
}

func scalars() *rapid.Generator[any] {
	return rapid.OneOf(
		texts().AsAny(), texts().AsAny(), figures().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
	)
}

func values() *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0, 1:
			return rapid.SliceOfN(scalars(), 0, 4).Draw(t, "list")
		case 2:
			return rapid.SliceOfN(rapid.SampledFrom([]any{"a", "b", "c", "A", "5", 5.0, "آبی"}), 0, 4).Draw(t, "choices")
		case 3:
			return rapid.SampledFrom([]any{
				map[string]any{"a": "x", "b": 1.0},
				map[string]any{"b": "1", "a": "X "},
				map[string]any{"a": "x"},
				map[string]any{"a": ""},
				map[string]any{"a": nil},
				map[string]any{"0": "a"},
				[]any{"a"},
				map[string]any{"a": []any{"p", "q"}},
				map[string]any{"a": []any{"q", "p"}},
			}).Draw(t, "fixed")
		case 4:
			return rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "0", "1", "سطر"}), scalars(), 0, 2).Draw(t, "object")
		case 5:
			object := rapid.MapOfN(rapid.SampledFrom([]string{"a", "b"}), scalars(), 0, 2).AsAny()
			return rapid.SliceOfN(rapid.OneOf(object, object, scalars(), rapid.Just[any]([]any{1.0})), 0, 3).Draw(t, "objects")
		default:
			return scalars().Draw(t, "scalar")
		}
	})
}

func generated() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		return question{
			Expression: expressionOf(t, rapid.IntRange(0, 3).Draw(t, "depth")),
			Values:     environment(t),
			Ordered:    []string{"رتبه"},
		}
	})
}

func environment(t *rapid.T) map[string]any {
	env := map[string]any{}
	for _, name := range names() {
		env[name] = values().Draw(t, name)
	}
	return env
}

func pick(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "pick") }

func expressionOf(t *rapid.T, depth int) string {
	if depth == 0 {
		return operandOf(t)
	}
	inner := func() string { return expressionOf(t, rapid.IntRange(0, depth-1).Draw(t, "depth")) }
	switch rapid.IntRange(0, 15).Draw(t, "form") {
	case 0:
		return "(" + inner() + ")"
	case 1:
		return pick(t, "!", "! ", "negate ") + "(" + inner() + ")"
	case 2:
		return "[" + inner() + ", " + inner() + "]"
	case 3:
		return "iif(" + inner() + ", " + inner() + pick(t, ")", ", "+inner()+")")
	case 4:
		return "sum(" + inner() + "," + inner() + ")"
	case 5:
		return "countInArray(" + inner() + ", " + pick(t, "'a'", "b") + ")"
	case 6:
		return operandOf(t) + " " + pick(t, "empty", "notempty", "NotEmpty")
	case 7:
		return pick(t, "today()", "today(1)", "today(-1)", "today("+inner()+")", "iif({a}, today(), '2026-11-23')") +
			comparison(t) + pick(t, inner(), inner(), "{a}", "{q-1}", "'2026-11-23'", "'2026-11-24T00:00'", "'2026-11'")
	case 8, 9, 10:
		return inner() + comparison(t) + inner()
	case 11:
		return "(" + inner() + ")" + pick(t, " contains ", " contain ", " notcontains ", " anyof ", " allof ", " noneof ", "*=") + operandOf(t)
	case 12:
		return operandOf(t) + pick(t, " contains ", " notcontain ", " AnyOf ", " allof ", " noneof ") + operandOf(t)
	case 13:
		return inner() + pick(t, " and ", " or ", "&&", "||", " AND ", " Or ") + inner()
	default:
		return inner() + pick(t, " + ", " - ", " * ", " / ", " % ", "+", "*", "/", "%") + inner()
	}
}

func comparison(t *rapid.T) string {
	return pick(t, " = ", "==", " equal ", " equals ", "!=", "<>", " notequal ", " notequals ", " < ", " less ", "<=", "=<",
		" lessorequal ", " > ", " greater ", ">=", "=>", " GreaterOrEqual ")
}

func operandOf(t *rapid.T) string {
	switch rapid.IntRange(0, 9).Draw(t, "operand") {
	case 0:
		return strconv.FormatFloat(figures().Draw(t, "figure"), 'f', -1, 64)
	case 1, 2:
		return quotedText(t)
	case 3:
		return pick(t, "true", "False", "word", "Item1", "empty", "NULL", "Infinity", "e5")
	case 4:
		return "[" + pick(t, "'a', 5", "1,2", "'b','a'", "[1],'x'", "") + "]"
	case 5:
		return fmt.Sprintf("[%s, {%s}]", quotedText(t), pick(t, names()...))
	default:
		return "{" + pick(t, names()...) + "}"
	}
}

func quotedText(t *rapid.T) string {
	mark := pick(t, "'", `"`)
	text := rapid.OneOf(texts(), rapid.SampledFrom([]string{"a=>b", "x<>y=<z", "equals", `a\b`, "it's"})).Draw(t, "text")
	return mark + strings.NewReplacer("'", `\'`, `"`, `\"`).Replace(text) + mark
}

func garbage() *rapid.Generator[question] {
	tokens := rapid.SampledFrom(strings.Fields(
		`{a} {b} {a} 1 007 1.5 1. .5 -1 - -- + * / % ^ ( ( ) ) [ ] , ! negate and or && || = == <= =< <> => <=> contains contain *=
		anyof empty notempty empty null undefined nullable true trueish word equals equalsx power iif( sum( today() today( countInArray(
		'a' "b" '' "it's" 'x\'y' 'x\\' {a b} { {} {a{b} 0x10 1e5 لا ۵ not notcontains order {[a]} { {#a} {$a} {item} {row.x} {a.length} {length}`))
	space := rapid.SampledFrom([]string{"", " ", " ", "  ", "\t", "\n", "\u00a0", "\u200c"})
	return rapid.Custom(func(t *rapid.T) question {
		var text strings.Builder
		for range rapid.IntRange(1, 6).Draw(t, "length") {
			text.WriteString(tokens.Draw(t, "token") + space.Draw(t, "space"))
		}
		return question{Expression: text.String(), Values: environment(t)}
	})
}
