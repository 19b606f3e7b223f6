package expression_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
)

func TestWhatIsNotInTheSubsetIsRefusedWithPlaceAndReason(t *testing.T) {
	for _, c := range []struct {
		text   string
		offset int
		reason string
	}{
		{"", 0, "syntax"},
		{" \t", 2, "syntax"},
		{"{a} =", 5, "syntax"},
		{"= 1", 0, "syntax"},
		{"{a} = 1)", 7, "syntax"},
		{"({a} = 1", 8, "syntax"},
		{"{a} {b}", 4, "syntax"},
		{"{a} = 1 orange", 8, "syntax"},
		{"{a} contains", 12, "syntax"},
		{"{a} = 007", 7, "syntax"},
		{"{a} = 1.", 7, "syntax"},
		{"{a} = .5", 6, "syntax"},
		{"- 5", 0, "syntax"},
		{"-{a}", 0, "syntax"},
		{"1e5", 1, "syntax"},
		{"0x10", 1, "syntax"},
		{"'it's'", 4, "syntax"},
		{`"it's"`, 3, "syntax"},
		{"'open", 0, "syntax"},
		{`'escaped\'`, 0, "syntax"},
		{"({a}) empty", 6, "syntax"},
		{"sum(1) empty", 7, "syntax"},
		{"{a} empty empty", 10, "syntax"},
		{"{a} EQUALS 1", 4, "syntax"},
		{"{a} = trueish", 6, "syntax"},
		{"{a} = negated", 6, "syntax"},
		{"{a} = falsehood", 6, "syntax"},
		{"{a} = equals", 6, "syntax"},
		{"{a} = nullable", 6, "syntax"},
		{"[1,]", 3, "syntax"},
		{"[,1]", 1, "syntax"},
		{"[ ]", 2, "syntax"},
		{"today( )", 7, "syntax"},
		{"{}", 0, "syntax"},
		{"{a", 0, "syntax"},
		{"{a{b}}", 0, "syntax"},
		{"{a}\u00a0= 1", 3, "syntax"},
		{"{a}\u200c= 1", 3, "syntax"},
		{"{a} = ۵", 6, "syntax"},
		{"{a} = آبی", 6, "syntax"},
		{"{a} = '\xff'", 0, "syntax"},
		{"{a} ^ 2", 4, "unsupported_operator"},
		{"{a} power 2", 4, "unsupported_operator"},
		{"{a} = null", 6, "unsupported_literal"},
		{"{a} != undefined", 7, "unsupported_literal"},
		{strings.Repeat("9", 400), 0, "unsupported_literal"},
		{"age({a}) > 18", 0, "unknown_function"},
		{"1 + IIF(true, 1, 2)", 4, "unknown_function"},
		{"Sum(1)", 0, "unknown_function"},
		{"negate({a})", 0, "unknown_function"},
		{"iif({a})", 0, "wrong_arguments"},
		{"iif({a}, 1, 2, 3)", 0, "wrong_arguments"},
		{"today(1, 2)", 0, "wrong_arguments"},
		{"countInArray({a})", 0, "wrong_arguments"},
		{"countInArray({a}, 'b', '{b} > 1')", 0, "wrong_arguments"},
		{"countInArray({a}, {b})", 18, "wrong_arguments"},
		{"countInArray({a}, 5)", 18, "wrong_arguments"},
		{"countInArray({a}, '0')", 18, "wrong_arguments"},
		{"countInArray({a}, 'toString')", 18, "wrong_arguments"},
		{"today() + 1 > '2026-01-01'", 0, "date_operand"},
		{"1 - iif({a}, 1, today())", 4, "date_operand"},
		{"[1, today()]", 4, "date_operand"},
		{"{a} contains today()", 13, "date_operand"},
		{"sum(today())", 4, "date_operand"},
		{"today(today())", 6, "date_operand"},
		{"({a} or today()) * 2", 0, "date_operand"},
		{"today() > '6/5/2026'", 10, "date_operand"},
		{"'' = today()", 0, "date_operand"},
	} {
		_, err := expression.Parse(c.text)
		require.Equal(t, &expression.SyntaxError{Offset: c.offset, Reason: c.reason}, err, c.text)
	}
}

func TestReferencesToAnythingButAnswersAreRefused(t *testing.T) {
	for _, name := range []string{
		"#a", "$a.title", "$self.value", "a[0]", "a[0].b", "item", "Item", "item.x", "choice", "self", "row.x", "panel.x", "prevRow.x",
		"parent.x", "composite.x", "survey.x", "pageno", "PageCount", "questioncount", "locale", "correctedAnswers", "length",
		" a", "a ", "\u00a0a", "a\ufeff", "a-unwrapped", "a-unwrapped.b", `"a":1`, "a=>b", "a<>b", "equals", "$", "#", "]",
	} {
		_, err := expression.Parse("1 = {" + name + "}")
		require.Equal(t, &expression.SyntaxError{Offset: 4, Reason: "unknown_reference"}, err, name)
	}
}

func TestNamesMayHoldWhatNamesHold(t *testing.T) {
	for _, name := range []string{
		"a", "نام", "نام خانوادگی", "رضایت‌مندی", "پرسش ۱", "q-1", "جدول.سطر‌یک", "q.1.2", "row", "panel", "e'mail", "a,b", "(a)", "locale.x", "items", "1", "a+b",
	} {
		parsed := parse(t, "{"+name+"} = 5")
		require.Equal(t, []string{name}, parsed.References())
		require.True(t, parsed.Holds(answers{name: 5.0}), name)
	}
}

func TestReferencesComeOnceAndInOrder(t *testing.T) {
	parsed := parse(t, "{ب} = 1 and iif({الف}, [{ب}, {c.d}], sum({a})) or {ب} empty")
	require.Equal(t, []string{"ب", "الف", "c.d", "a"}, parsed.References())
	require.Empty(t, parse(t, "1 = 1").References())
}

func TestTheListOfReferencesIsACopy(t *testing.T) {
	parsed := parse(t, "{a}")
	parsed.References()[0] = "b"
	require.Equal(t, []string{"a"}, parsed.References())
}

func TestOnlyTodayDependsOnTheDay(t *testing.T) {
	require.True(t, parse(t, "{a} = 1 or iif({b}, today(), '2026-01-01') > {c}").Today())
	require.False(t, parse(t, "{today} = 'today()'").Today())
}

func TestSpaceIsAsciiAndMayBeMissing(t *testing.T) {
	for _, text := range []string{"{a}=1and{b}=2", "\t{a}\r\n=\n1\tand {b} = 2 ", "({a}=1)and({b}=2)", "!{a}empty&&{b}=2"} {
		require.True(t, parse(t, text).Holds(answers{"a": 1.0, "b": 2.0}), text)
	}
}

func TestEverySpellingOfAnOperatorIsRead(t *testing.T) {
	env := answers{"a": 2.0, "list": []any{"x", "y"}}
	for _, text := range []string{
		"{a} = 2", "{a} == 2", "{a} equal 2", "{a} equals 2", "{a} Equal 2", "{a} != 1", "{a} <> 1", "{a} notequal 1", "{a} notequals 1", "{a} < 3",
		"{a} less 3", "{a} <= 2", "{a} =< 2", "{a} lessorequal 2", "{a} LessOrEqual 2", "{a} > 1", "{a} greater 1", "{a} >= 2", "{a} => 2",
		"{a} greaterorequal 2", "{list} contains 'x'", "{list} contain 'x'", "{list} CONTAINS 'x'", "{list} *= 'x'", "{list} notcontains 'z'",
		"{list} notcontain 'z'", "{list} anyof ['x']", "{list} allof ['x', 'y']", "{list} noneof ['z']", "{a} notempty", "{b} Empty",
		"{a} and {a} = 2", "1 = 1 && 2 = 2", "1 = 2 OR 2 = 2", "1 = 2 || 2 = 2", "!{b}", "NEGATE {b}", "! negate {a}",
	} {
		require.True(t, parse(t, text).Holds(env), text)
	}
}

func TestTighterOperatorsComeFirstAndEqualOnesFromTheLeft(t *testing.T) {
	for text, expected := range map[string]any{
		"1 + 2 * 3":                         7.0,
		"(1 + 2) * 3":                       9.0,
		"7 - 2 - 1":                         4.0,
		"2 * 3 % 4":                         2.0,
		"8 / 2 / 2":                         2.0,
		"1 -5":                              -4.0,
		"1 - -5":                            6.0,
		"1 + 1 = 2":                         true,
		"3 > 2 > 1":                         false,
		"true or true and false":            true,
		"(true or true) and false":          false,
		"!0 = 1":                            true,
		"!(0 = 1)":                          true,
		"!{a} empty":                        true,
		"['x'] contains 'x' = true":         true,
		"['x'] anyof ['y'] or 1 = 1":        true,
		"2 * 3 contains '3'":                2.0,
		"{a} = 5 and {a} + 1 = 6":           true,
		"1 < 2 and 2 < 3 or nonsense empty": true,
	} {
		require.Equal(t, expected, parse(t, text).Value(answers{"a": 5.0}), text)
	}
}

func TestLiteralsAreWhatTheyLookLike(t *testing.T) {
	for text, expected := range map[string]any{
		"12": 12.0, "-3": -3.0, "0.50": 0.5, "00.5": 0.5, "0": 0.0, "12345678901234567890": 12345678901234567890.0,
		"true": true, "FALSE": false, "word": "word", "e5": "e5", "_x1": "_x1", "and": "and", "NULL": "NULL",
		"''": "", `""`: "", "'5'": "5", "'true'": "true", "'می‌خواهم'": "می‌خواهم", `"it\'s"`: "it's", `'say \"no\"'`: `say "no"`,
		`'a\b'`: `a\b`, "'a\nb'": "a\nb", "'x=>y'": "x>=y", "'=<'": "<=", "'<>'": "!=", "'equals'": "equal ",
		"[]": []any{}, "[1, 'a' ,[true]]": []any{1.0, "a", []any{true}}, "[{none}, {none} + 1]": []any{nil, 1.0},
	} {
		require.Equal(t, expected, parse(t, text).Value(answers{}), text)
	}
}

func TestAnErrorSaysWhereAndWhy(t *testing.T) {
	_, err := expression.Parse("{a} = age(5)")
	var refused *expression.SyntaxError
	require.ErrorAs(t, err, &refused)
	require.EqualError(t, refused, "expression: unknown_function at byte 6")
}
