package expression_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
)

// assorted answers every reference, by its length.
type assorted struct{ shift int }

func (a assorted) Value(reference string) any {
	all := operands()
	return all[(len(reference)+a.shift)%len(all)]
}

func (assorted) Today() time.Time { return time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC) }

func (a assorted) Ordered(reference string) bool { return (len(reference)+a.shift)%2 == 0 }

func FuzzParse(f *testing.F) {
	for seed := range 60 {
		f.Add(generated().Example(seed).Expression)
		f.Add(garbage().Example(seed).Expression)
	}
	for _, piece := range []string{"(", "!", "[", "{", "'", "sum(", "1+", "{a}+", "[{a}]+", "آ", "\\", "negate "} {
		f.Add(strings.Repeat(piece, 400))
		f.Add(strings.Repeat(piece, 400) + "1")
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := expression.Parse(text)
		if err != nil {
			var refused *expression.SyntaxError
			require.ErrorAs(t, err, &refused)
			require.LessOrEqual(t, refused.Offset, len(text))
			require.NotEmpty(t, refused.Reason)
			return
		}
		require.LessOrEqual(t, len(text), 4096)
		for shift := range 8 {
			env := assorted{shift: shift}
			value := parsed.Value(env)
			if truth, ok := value.(bool); ok && truth {
				require.True(t, parsed.Holds(env))
			}
			if made, ok := value.(string); ok {
				require.LessOrEqual(t, len(made), 64<<10)
			}
		}
		for _, reference := range parsed.References() {
			require.Contains(t, text, "{"+reference+"}")
		}
	})
}

func BenchmarkFifteenExpressions(b *testing.B) {
	env := atNoon(answers{
		"number": 7.0, "numeric": "7", "text": "آبی‌رنگ", "list": []any{"الف", "b", "c"}, "date": "2026-11-23", "جدول.سطر": "خوب", "yes": true,
	})
	var all []*expression.Expression
	for _, text := range []string{
		"{number} >= 5 and {number} <= 9", "{numeric} = 7", "{text} = 'آبی‌رنگ'", "{text} != 'قرمز'", "{list} contains 'c'", "{list} anyof ['x', 'c']",
		"{list} = ['b', 'c', 'الف']", "{none} empty or {text} notempty", "{جدول.سطر} = 'خوب'", "{yes} = true", "{date} <= today()", "!{none}",
		"iif({yes}, {number}, 0) > 5", "sum({number}, {numeric}) * 1.5 > 10", "{text} contains 'رنگ' and ({number} > 5 or {yes} = false)",
	} {
		all = append(all, parse(b, text))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, parsed := range all {
			parsed.Holds(env)
		}
	}
}

func BenchmarkFloodsAreRefused(b *testing.B) {
	for _, piece := range []string{"(", "!", "[", "{"} {
		for _, length := range []int{4096, 64 << 10} {
			text := strings.Repeat(piece, length)
			b.Run(piece+" "+strconv.Itoa(length), func(b *testing.B) {
				for b.Loop() {
					_, err := expression.Parse(text)
					require.Error(b, err)
				}
			})
		}
	}
}
