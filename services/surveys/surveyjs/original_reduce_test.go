package surveyjs_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

// reduced is the smallest pair found, by leaving out one part after the other, on which the two sides still differ.
func (tr *trial) reduced(t *testing.T, folder string) *trial {
	t.Helper()
	const mostRounds = 100
	smallest := tr
	for range mostRounds {
		smaller := smallest.smaller(t)
		if len(smaller) == 0 {
			return smallest
		}
		consult(t, folder, smaller)
		found := false
		for _, candidate := range smaller {
			if !candidate.isBeyond() && len(candidate.differences(t)) > 0 {
				smallest, found = candidate, true
				break
			}
		}
		if !found {
			return smallest
		}
	}
	return smallest
}

// smaller are the pairs without one part each, as far as they are surveys still.
func (tr *trial) smaller(t *testing.T) []*trial {
	t.Helper()
	written, err := json.Marshal(tr.pair)
	require.NoError(t, err)
	var trials []*trial
	for part := 0; ; part++ {
		var p pair
		require.NoError(t, json.Unmarshal(written, &p))
		ways := append(cuts(p.Definition, nil), cuts(p.Answers, nil)...)
		if part >= len(ways) {
			return trials
		}
		ways[part]()
		definition, err := json.Marshal(p.Definition)
		require.NoError(t, err)
		if survey, problems := surveyjs.Parse(definition); len(problems) == 0 {
			candidate := &trial{name: tr.name, pair: p, survey: survey}
			candidate.judge(t)
			trials = append(trials, candidate)
		}
	}
}

// cuts are all the ways to leave out one part of a JSON value; replace puts another list into its place.
func cuts(within any, replace func(any)) []func() {
	var ways []func()
	switch within := within.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(within)) {
			ways = append(ways, func() { delete(within, name) })
			ways = append(ways, cuts(within[name], func(list any) { within[name] = list })...)
		}
	case []any:
		for i, entry := range within {
			ways = append(ways, func() { replace(slices.Delete(slices.Clone(within), i, i+1)) })
			ways = append(ways, cuts(entry, func(list any) { within[i] = list })...)
		}
	}
	return ways
}
