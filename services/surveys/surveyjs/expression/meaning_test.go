package expression_test

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// requireValues evaluates with {a}, {b} and a few fixed answers.
func requireValues(t *testing.T, cases []meaning) {
	t.Helper()
	for _, c := range cases {
		require.Equal(t, c.expected, parse(t, c.text).Value(answers{"a": c.a, "b": c.b}), "%s with %#v and %#v", c.text, c.a, c.b)
	}
}

type meaning struct {
	text     string
	a, b     any
	expected any
}

func TestEqualityIsLoose(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} = 5", "5", nil, true},
		{"{a} = 5", " 5 ", nil, true},
		{"{a} = 1.5", "1,5", nil, true},
		{"{a} = '5'", 5.0, nil, true},
		{"{a} = '05'", "05", nil, true},
		{"{a} = 5", "05", nil, true},
		{"{a} = 5", "۵", nil, false},
		{"{a} = '٥'", "۵", nil, false},
		{"{a} = 'true'", true, nil, true},
		{"{a} = true", "True", nil, true},
		{"{a} = true", 1.0, nil, true},
		{"{a} = 'yes'", true, nil, false},
		{"{a} = 'ABC'", " abc ", nil, true},
		{"{a} = 'کتاب'", "کتاب", nil, true},
		{"{a} = 'کتاب'", "كتاب", nil, false},
		{"{a} = 'می‌خواهم'", "میخواهم", nil, false},
		{"{a} = 'می‌خواهم'", " می‌خواهم ", nil, true},
		{"{a} = ''", nil, nil, true},
		{"{a} = 'undefined'", nil, nil, true},
		{"{a} = 0", nil, nil, false},
		{"{a} = false", nil, nil, false},
		{"{a} = {b}", nil, nil, true},
		{"{a} = []", nil, nil, true},
		{"{a} = 0", "", nil, false},
		{"{a} = 0", "0b1", nil, true},
	})
}

func TestListsAreEqualInAnyOrder(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} = ['b', 'a']", []any{"a", "b"}, nil, true},
		{"{a} = ['b', 'a']", []any{"a", "b", "b"}, nil, false},
		{"{a} = [2, 10]", []any{"10", "2"}, nil, true},
		{"{a} = ['آ', 'ب']", []any{"ب", "آ"}, nil, true},
		{"{a} = {b}", []any{"a", "B"}, []any{"A", "b"}, false},
		{"{a} = 'a'", []any{"a"}, nil, false},
		{"{a} = {b}", map[string]any{"سطر": "خوب"}, map[string]any{"سطر": "خوب "}, true},
		{"{a} = {b}", map[string]any{"سطر": "خوب"}, map[string]any{"سطر": "خوب", "x": nil}, false},
	})
}

func TestRankingsAreEqualInTheirOrderOnly(t *testing.T) {
	env := ranked{answers: answers{"رتبه": []any{"a", "b"}, "plain": []any{"a", "b"}}, rankings: []string{"رتبه"}}
	require.True(t, parse(t, "{رتبه} = ['a', 'b']").Holds(env))
	require.False(t, parse(t, "['b', 'a'] = {رتبه}").Holds(env))
	require.True(t, parse(t, "{رتبه} != ['b', 'a']").Holds(env))
	require.True(t, parse(t, "{رتبه} >= ['b', 'a']").Holds(env))
	require.True(t, parse(t, "{plain} = ['b', 'a']").Holds(env))
}

func TestOrderIsThatOfNumbersOrOfTexts(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} < 10", "9", nil, true},
		{"{a} < '10'", 9.0, nil, true},
		{"{a} < 'b'", "a", nil, true},
		{"{a} < 'b'", "B", nil, true},
		{"{a} < 'ب'", "آ", nil, true},
		{"{a} < 5", "many", nil, false},
		{"{a} >= 5", "many", nil, false},
		{"{a} < 5", nil, nil, false},
		{"{a} >= 0", nil, nil, false},
		{"{a} <= {b}", nil, nil, true},
		{"{a} > 0", true, nil, true},
		{"{a} > 4", []any{5.0}, nil, true},
		{"{a} > {b}", "\ue000", "😀", true},
	})
}

func TestContainsLooksIntoListsAndTexts(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} contains 'B'", []any{"a", "b"}, nil, true},
		{"{a} contains 5", []any{"5"}, nil, true},
		{"{a} contains ['a', 'b']", []any{"b", "a", "c"}, nil, true},
		{"{a} contains 'ab'", "xABy", nil, true},
		{"{a} contains 'رنگ'", "آبی‌رنگ", nil, true},
		{"{a} contains ''", "x", nil, false},
		{"{a} notcontains ''", "x", nil, false},
		{"{a} contains 2", 123.0, nil, true},
		{"{a} contains 'a'", nil, nil, false},
		{"{a} notcontains 'a'", nil, nil, true},
		{"{a} notcontains 'a'", []any{}, nil, true},
		{"{a} notcontains ['a', 'z']", []any{"a"}, nil, true},
		{"{a} anyof ['z', 'a']", []any{"a"}, nil, true},
		{"{a} anyof ['z', 'a']", "a", nil, true},
		{"{a} anyof ['z']", nil, nil, false},
		{"{a} anyof []", nil, nil, true},
		{"{a} noneof ['z']", nil, nil, true},
		{"{a} allof ['a', 'b']", []any{"a", "b", "c"}, nil, true},
		{"{a} allof ['a', 'z']", []any{"a"}, nil, false},
		{"{a} allof {b}", []any{"a"}, nil, false},
	})
}

func TestArithmeticIsJavaScriptsButRounded(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} + {b}", 0.1, 0.2, 0.3},
		{"{a} - {b}", 0.3, 0.1, 0.2},
		{"{a} * {b}", 1.1, 1.1, 1.21},
		{"{a} + 1", "5", nil, 6.0},
		{"{a} + 1", "۵", nil, "۵1"},
		{"{a} + 'x'", nil, nil, "x"},
		{"{a} + 1", nil, nil, 1.0},
		{"{a} * 2", nil, nil, 0.0},
		{"{a} + {b}", nil, nil, 0.0},
		{"'5' + 1", nil, nil, "51"},
		{"'5' * '2'", nil, nil, 10.0},
		{"{a} / 0", 1.0, nil, nil},
		{"{a} % {b}", 1.0, nil, nil},
		{"-7 % 4", nil, nil, -3.0},
		{"7 / 2", nil, nil, 3.5},
		{"{a} + {b}", []any{"a"}, []any{"b"}, []any{"a", "b"}},
		{"{a} + {b}", []any{"a", "b"}, "!", "a, b!"},
		{"{a} + {b}", []any{0.1, "x", 0.2}, 1.0, 1.3},
		{"'5e-1' * 0.5", nil, nil, 0.3},
		{"{a} + 'x'", 1e21, nil, "1e+21x"},
		{"{a} + 'x'", 1.5e-7, nil, "1.5e-7x"},
		{"true + 1", nil, nil, 2.0},
	})
	require.True(t, math.IsNaN(parse(t, "{a} * 2").Value(answers{"a": "آبی"}).(float64)))
	require.Equal(t, "-Infinityx", parse(t, "'-Infinity' * 1 + 'x'").Value(answers{}))
}

func TestConjunctionsAnswerTheDecidingOperand(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} or {b}", "x", "y", "x"},
		{"{a} or {b}", nil, "y", "y"},
		{"{a} or {b}", nil, nil, 0.0},
		{"{a} and {b}", "x", "y", "y"},
		{"{a} and {b}", nil, "y", ""},
		{"{a} and {b}", []any{}, []any{"x"}, []any{"x"}},
		{"!{a}", []any{}, nil, false},
		{"{a} empty", []any{}, nil, true},
		{"{a} empty", map[string]any{"x": ""}, nil, true},
		{"{a} empty", " ", nil, false},
		{"{a} notempty", false, nil, true},
		{"{a} notempty", 0.0, nil, true},
	})
}

func TestFunctions(t *testing.T) {
	people := []any{map[string]any{"سن": 30.0}, map[string]any{"سن": ""}, map[string]any{"سن": 0.0}, nil, "x"}
	requireValues(t, []meaning{
		{"iif({a} > 1, 'بله', 'نه')", 2.0, nil, "بله"},
		{"iif({a} > 1, 'بله', 'نه')", 1.0, nil, "نه"},
		{"iif({a}, 1)", nil, nil, nil},
		{"sum()", nil, nil, 0.0},
		{"sum({a}, '0.2', [1, {b}])", 0.1, "2", 3.3},
		{"sum({a}, 1)", nil, nil, 1.0},
		{"sum(1, {a})", true, nil, 2.0},
		{"sum(1, 'x')", nil, nil, "1x"},
		{"sum({a})", "۵", nil, "0۵"},
		{"countInArray({a}, 'سن')", people, nil, 2.0},
		{"countInArray({a}, name)", map[string]any{"x": map[string]any{"name": "y"}, "z": "w"}, nil, 1.0},
		{"countInArray({a}, name)", "text", nil, 0.0},
		{"countInArray({a}, name)", nil, nil, 0.0},
	})
}

func TestDaysAreComparedInTheZoneOfThePortal(t *testing.T) {
	requireValues(t, []meaning{
		{"{a} = today()", "2026-11-23", nil, true},
		{"today() = {a}", "2026-11-23T18:00", nil, true},
		{"{a} < today()", "2026-11-22", nil, true},
		{"{a} >= today()", "2026-11-22", nil, false},
		{"{a} = today(7)", "2026-11-30", nil, true},
		{"{a} = today(-23)", "2026-10-31", nil, true},
		{"{a} = today({b})", "2026-11-24", "1", true},
		{"{a} = today()", "2026-11-22T20:30:00Z", nil, true},
		{"{a} = today()", "2026-11-22T20:29:00Z", nil, false},
		{"{a} = today()", "2026-11-31", nil, false},
		{"{a} = today(8)", "2026-11-31", nil, true},
		{"{a} <= today()", nil, nil, false},
		{"{a} < today()", "دیروز", nil, false},
		{"{a} != today()", "دیروز", nil, true},
		{"{a} < today()", "۲۰۲۶-۱۱-۲۲", nil, false},
		{"{a} < iif({b}, today(), '2020-01-01')", "2026-11-22", true, true},
		{"{a} = today()", "", nil, true},
		{"today() > 5", nil, nil, true},
		{"today({a}) = {b}", "x", "2026-11-23", false},
		{"today(1000000000000) > 0", nil, nil, false},
		{"today(150000000) > 0", nil, nil, false},
		{"today('1') = '2027-06-19'", nil, nil, true},
	})
}

func TestADateIsAMidnight(t *testing.T) {
	require.Equal(t, time.Date(2026, time.November, 24, 0, 0, 0, 0, tehran()), parse(t, "today(1)").Value(answers{}))
	require.Nil(t, parse(t, "today({none})").Value(answers{}))
	require.False(t, parse(t, "today()").Holds(answers{}))
}

func TestAConditionHoldsIfItEqualsTrue(t *testing.T) {
	for _, holding := range []any{true, "true", 1.0, "1", " 1 ", "01", []any{1.0}, []any{"1"}} {
		require.True(t, parse(t, "{a}").Holds(answers{"a": holding}), holding)
	}
	for _, failing := range []any{nil, false, 0.0, 2.0, "yes", "", []any{}, []any{true}, []any{1.0, 1.0}, map[string]any{"a": 1.0}} {
		require.False(t, parse(t, "{a}").Holds(answers{"a": failing}), failing)
	}
}

func TestAnExpressionMayBeUsedByManyAtOnce(t *testing.T) {
	parsed := parse(t, "{a} anyof ['x', 'y'] and sum({b}, 1) = 3 and {c} = ['q', 'p'] and today() > '2026-01-01'")
	env := answers{"a": []any{"y"}, "b": "2", "c": []any{"p", "q"}}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if !parsed.Holds(env) {
					t.Error("it holds")
				}
			}
		})
	}
	all.Wait()
}
