package expression_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// operands are answers that meet each other in every operator.
func operands() []any {
	list := func(parts ...any) any { return append([]any{}, parts...) }
	object := func(key string, part any) any { return map[string]any{key: part} }
	return []any{
		nil, true, false, 0.0, 1.0, -1.0, 5.0, 1.5, 0.1, 1e21,
		"", " ", "0", "5", " 5", "05", "1,5", "'5'", "0b1", "true", " true", "'true'", "undefined", "null", "abc", " ABC ", "b", "ی", "ي", "۵", "قرمز", "قرمز‌رنگ",
		"İ", "ΑΣ", "ας", "\ue000", "😀", "2026-11-23", "2026-11-24",
		list(), list(nil), list(""), list("abc"), list("ABC"), list(5.0), list("5"), list(1.5), list("b", "abc"), list("abc", "b"), list("a", "B"), list("A", "b"), list(list(5.0)),
		list("undefined"), list(true), list(object("a", 1.0)),
		object("a", ""), object("a", "abc"), object("a", " Abc"), object("0", "abc"), object("a", object("a", nil)),
	}
}

func TestEveryOperatorOnEveryPairOfAnswersMeansWhatItMeansToTheOriginal(t *testing.T) {
	var questions []question
	for _, operator := range []string{
		"=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "and", "or", "contains", "notcontains", "anyof", "noneof", "allof",
	} {
		for _, left := range operands() {
			for _, right := range operands() {
				values := map[string]any{"a": left, "رتبه": right}
				questions = append(questions, question{Expression: "{a} " + operator + " {رتبه}", Values: values})
			}
		}
	}
	require.Equal(t, len(questions), requireSame(t, questions, strconv.Itoa))
}

func TestEveryFunctionOfEveryAnswerMeansWhatItMeansToTheOriginal(t *testing.T) {
	var questions []question
	for _, text := range []string{
		"{a}", "!{a}", "{a} empty", "{a} notempty", "{a} = 'true'", "{a} = \"5\"", "{a} = [{b}, {a}]", "[{a}, 1] contains {b}", "{a} = []",
		"iif({a}, 1, 2)", "iif({a}, {a})", "sum({a})", "sum({a}, 0.1, '0.2', [[1], {a}])", "today({a})", "today() < {a}", "{a} = today()", "today() != {a}",
		"countInArray({a}, 'a')", "countInArray([{a}, {a}], a)", "{a} = {a}", "[{b}, 'z'] = ['z', {a}]", "{a} + [1, 2.5] + 'x'", "{رتبه} = ['b', 'abc']",
		"['b', 'abc'] != {رتبه}", "({رتبه} or {b}) = ['b', 'abc']", "{رتبه} >= ['b', 'abc']", "[1, {a}] < 'b'", "{a} = NULL", "{a} contains {a}",
	} {
		for _, answer := range operands() {
			values := map[string]any{"a": answer, "رتبه": answer}
			questions = append(questions, question{Expression: text, Values: values, Ordered: []string{"رتبه"}})
		}
	}
	requireSame(t, questions, strconv.Itoa)
}

func TestDatesAreReadAsTheOriginalReadsThem(t *testing.T) {
	var questions []question
	for _, date := range []string{
		"2026-11-23", "2026-11-22", "2026-11-24", "2026-11-31", "2026-02-30", "2026-13-01", "2026-00-01", "2026-11-00", "2026-11-32", "2026", "2026-11", "0001-01-01", "1403-09-02",
		"2026-11-23T00:00", "2026-11-23T23:59:59.999", "2026-11-23T24:00", "2026-11-22T24:00:00", "2026-11-22T24:00:01", "2026-11-23T25:00", "2026-11-23T10:60",
		"2026-11-22T20:30Z", "2026-11-22T20:29Z", "2026-11-23T20:30:00.000Z", "2026-11-23T01:00+05:00", "2026-11-22T16:30-04:00", "2026-11-23T01:00+0500",
		"2026-11-23T10", "2026-11-23T", "2026-11T10:00", "2026T10:00:00.5", "2026-11-23T10:00:00.", "2026-11-23T10:00:00.12345678", "2026-11-23T10:00.5",
		"2026-11-23T10:00+25:00", "2026-11-23T10:00+5:00", "۲۰۲۶-۱۱-۲۳", "امروز", "2026-11-23Z", "+02026-11-23", "2026-1-23", "20261123", "2026-11-2x",
	} {
		for _, text := range []string{
			"today() = {a}", "{a} < today()", "today() >= {a}", "{a} != today(1)", "today(-1) <= {a}", "today({a}) > today()", "iif(true, today()) = {a}",
		} {
			questions = append(questions, question{Expression: text, Values: map[string]any{"a": date}})
		}
	}
	requireSame(t, questions, strconv.Itoa)
}
