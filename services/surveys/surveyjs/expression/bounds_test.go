package expression_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
)

func requireRefused(t *testing.T, reason, text string) {
	t.Helper()
	_, err := expression.Parse(text)
	var refused *expression.SyntaxError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, reason, refused.Reason)
	require.LessOrEqual(t, refused.Offset, len(text))
}

func TestFloodsAreRefused(t *testing.T) {
	for _, c := range []struct{ piece, reason string }{
		{"(", "too_deep"},
		{"!", "too_deep"},
		{"negate ", "too_deep"},
		{"[", "too_deep"},
		{"[(!", "too_deep"},
		{"iif(1,", "too_deep"},
		{"sum(", "too_deep"},
		{"1+(", "too_deep"},
		{"{", "syntax"},
		{"{a", "syntax"},
		{"'", "syntax"},
		{`\`, "syntax"},
		{"a", ""},
		{"1+", "too_complex"},
		{"آ", "syntax"},
	} {
		requireRefused(t, "too_long", strings.Repeat(c.piece, 64<<10/len(c.piece)))
		fitting := strings.Repeat(c.piece, 1500/len(c.piece))
		if c.reason != "" {
			requireRefused(t, c.reason, fitting)
			continue
		}
		parse(t, fitting)
	}
}

func TestBoundsAreExact(t *testing.T) {
	parse(t, "'"+strings.Repeat("آ", 2047)+"'")
	requireRefused(t, "too_long", "'"+strings.Repeat("آ", 2047)+"x'")

	parse(t, strings.Repeat("(", 64)+"1"+strings.Repeat(")", 64))
	requireRefused(t, "too_deep", strings.Repeat("(", 65)+"1"+strings.Repeat(")", 65))
	parse(t, strings.Repeat("!", 64)+"1")
	requireRefused(t, "too_deep", strings.Repeat("!", 65)+"1")
	parse(t, strings.Repeat("(1)+", 300)+"1")

	parse(t, "["+strings.Repeat("1,", 1022)+"1]")
	requireRefused(t, "too_complex", "["+strings.Repeat("1,", 1023)+"1]")
	parse(t, strings.Repeat("1+", 511)+"1")
	requireRefused(t, "too_complex", strings.Repeat("1+", 512)+"1")
}

func TestALongChainOfTextsHasNoValue(t *testing.T) {
	parsed := parse(t, strings.Repeat("{a}+", 500)+"{a}")
	require.Len(t, parsed.Value(answers{"a": "ab"}), 1002)
	for _, long := range []any{strings.Repeat("ab", 100), make([]any, 10)} {
		require.Nil(t, parsed.Value(answers{"a": long}))
		require.False(t, parsed.Holds(answers{"a": long}))
	}
	require.Nil(t, parse(t, "sum({a}) or true").Value(answers{"a": []any{strings.Repeat("a", 65<<10)}}))
}

func TestTheDottedCapitalIHasItsLowerCase(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	for _, row := range []struct {
		a, b string
		same bool
	}{
		{"İstanbul", "i̇STANBUL", true},
		{"İİ", "i̇İ", true},
		{"İ", "i", false},
		{"İ", "I", false},
		{"xİ", "x", false},
		{"İ" + long, "İ", false},
		{"İ" + long, "i̇" + strings.ToUpper(long), true},
		{"\u212a", "k", true},
		{"σ", "ς", false},
	} {
		require.Equal(t, row.same, parse(t, "{a} = {b}").Holds(answers{"a": row.a, "b": row.b}), row)
		require.Equal(t, row.same, parse(t, "{a} = {b}").Holds(answers{"a": row.b, "b": row.a}), row)
		require.Equal(t, row.same, parse(t, "{a} contains {b}").Holds(answers{"a": []any{"-", row.a}, "b": row.b}), row)
	}
}

func TestWhereTheOriginalThrowsThereIsNoValue(t *testing.T) {
	for _, text := range []string{
		"sum(1.5, 'a')", "sum(1.5, 'a') = 1 or true", "!sum(1.5, 'a')", "[sum(1.5, 'a')]", "iif(true, 1, sum(1.5, 'a'))", "[1.5] + 1",
		"'0." + strings.Repeat("1", 101) + "' * 1",
	} {
		require.Nil(t, parse(t, text).Value(answers{}), text)
		require.False(t, parse(t, text).Holds(answers{}), text)
	}
}

func TestWhatIsOfNoKnownTypeIsUnanswered(t *testing.T) {
	require.True(t, parse(t, "{a} empty and {b} empty").Holds(answers{"a": 5, "b": time.Time{}}))
}

func TestCommonComparisonsNeedNoMemory(t *testing.T) {
	env := atNoon(answers{
		"number": 7.0, "numeric": "7", "text": "آبی‌رنگ", "list": []any{"الف", "b", "c"}, "date": "2026-11-23", "جدول.سطر": "خوب", "yes": true,
	})
	for _, text := range []string{
		"{number} >= 5 and {number} <= 9", "{numeric} = 7", "{text} = 'آبی‌رنگ'", "{text} != 'قرمز'", "{list} contains 'c'", "{list} anyof ['x', 'c']",
		"{list} = ['b', 'c', 'الف']", "{none} empty or {text} notempty", "{جدول.سطر} = 'خوب'", "{yes} = true", "{date} <= today()", "!{none}",
		"iif({yes}, {number}, 0) > 5", "sum({number}, {numeric}) > 10",
	} {
		parsed := parse(t, text)
		require.True(t, parsed.Holds(env), text)
		require.Zero(t, testing.AllocsPerRun(100, func() { parsed.Holds(env) }), text)
	}
}
