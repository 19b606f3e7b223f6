package freetext_test

import (
	"testing"

	"amanat/services/kit/freetext"
)

func FuzzScan(f *testing.F) {
	for _, c := range foundCases() {
		text, _ := unmarked(c.text, c.kinds...)
		f.Add(text)
	}
	for _, text := range passedOverCases() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, s string) { requireSound(t, s) })
}

func FuzzMask(f *testing.F) {
	f.Add("0012345679", 0, 10, 3, 5)
	f.Add("کد ۰۰۱", -1, 3, 2, 99)
	f.Fuzz(func(_ *testing.T, s string, start, end, start2, end2 int) {
		_ = freetext.Mask(s, []freetext.Finding{{Start: start, End: end}, {Start: start2, End: end2}})
	})
}
