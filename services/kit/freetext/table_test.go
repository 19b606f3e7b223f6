package freetext_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/freetext"
)

// TestFindsEverythingWithoutFalseAlarm measures the whole table and prints what
// it measured.
func TestFindsEverythingWithoutFalseAlarm(t *testing.T) {
	expected, hits, alarms := 0, 0, 0
	judge := func(text string, want []freetext.Finding) {
		got := freetext.Scan(text)
		expected += len(want)
		for _, finding := range want {
			if slices.Contains(got, finding) {
				hits++
			} else {
				t.Errorf("missed %s %q in %q", finding.Kind, text[finding.Start:finding.End], text)
			}
		}
		for _, finding := range got {
			if !slices.Contains(want, finding) {
				alarms++
				t.Errorf("false alarm: %s %q in %q", finding.Kind, text[finding.Start:finding.End], text)
			}
		}
	}
	for _, c := range foundCases() {
		judge(unmarked(c.text, c.kinds...))
	}
	for _, text := range passedOverCases() {
		judge(text, nil)
	}
	t.Logf("%d texts with %d numbers to find, %d texts with none: %d found, %d missed, %d false alarms",
		len(foundCases()), expected, len(passedOverCases()), hits, expected-hits, alarms)
	require.GreaterOrEqual(t, len(foundCases()), 35)
	require.GreaterOrEqual(t, len(passedOverCases()), 45)
}
