package tally_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/tally"
)

// survey is of so many variables with five categories each: of four, one is Choices. The last is a Number.
func survey(variables int) tally.Layout {
	layout := make(tally.Layout, variables)
	for i := range layout {
		layout[i] = tally.Variable{Kind: tally.Choice, Categories: 5}
		if i%4 == 3 {
			layout[i].Kind = tally.Choices
		}
	}
	layout[variables-1] = tally.Variable{Kind: tally.Number}
	return layout
}

// replies are answers to a survey in which every category is chosen by some.
func replies(layout tally.Layout, number int) [][]tally.Reading {
	answers := make([][]tally.Reading, number)
	for i := range answers {
		for variable, v := range layout {
			reading := tally.Reading{Variable: variable, Number: float64((i * 7919) % 101)}
			switch v.Kind {
			case tally.Choices:
				reading = tally.Reading{Variable: variable, Categories: []int{(i + variable) % 5, (i*3 + 1) % 5}}
			case tally.Choice:
				reading = tally.Reading{Variable: variable, Categories: []int{(i*i + i/5*variable) % 5}}
			case tally.Number, tally.Month, tally.Ranking, tally.Text:
			}
			answers[i] = append(answers[i], reading)
		}
	}
	return answers
}

func filled(t require.TestingT, layout tally.Layout, number int) *tally.Tally {
	counted, err := tally.New(layout)
	require.NoError(t, err)
	for _, answer := range replies(layout, number) {
		require.NoError(t, counted.Add(answer))
	}
	return counted
}

func BenchmarkAddAnAnswerTo30Questions(b *testing.B) {
	layout := survey(30)
	answers := replies(layout, 1000)
	counted := filled(b, layout, 0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := counted.Add(answers[i%len(answers)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode40Questions(b *testing.B) {
	counted := filled(b, survey(40), 20_000)
	for b.Loop() {
		counted.Encode()
	}
	b.ReportMetric(float64(len(counted.Encode())), "bytes")
}

func BenchmarkDecode40QuestionsAndCrossTwo(b *testing.B) {
	layout := survey(40)
	data := filled(b, layout, 20_000).Encode()
	for b.Loop() {
		counted, err := tally.Decode(layout, data)
		if err != nil {
			b.Fatal(err)
		}
		counted.Cross(0, 1)
	}
}
