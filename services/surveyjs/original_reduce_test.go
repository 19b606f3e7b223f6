package surveyjs_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveyjs"
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
	written, err := json.Marshal([]any{tr.pair.Definition, tr.pair.Answers})
	require.NoError(t, err)
	var trials []*trial
	for part := 0; ; part++ {
		var halves []any
		require.NoError(t, json.Unmarshal(written, &halves))
		left := part
		if !leaveOut(halves, &left) {
			return trials
		}
		p := pair{Definition: halves[0].(map[string]any), Answers: halves[1].(map[string]any)}
		definition, err := json.Marshal(p.Definition)
		require.NoError(t, err)
		survey, problems := surveyjs.Parse(definition)
		if len(problems) > 0 {
			continue
		}
		candidate := &trial{name: tr.name, pair: p, survey: survey}
		candidate.judge(t)
		trials = append(trials, candidate)
	}
}

// leaveOut takes the part away that is the left-th to be met, and says whether there was one.
func leaveOut(within any, left *int) bool {
	switch within := within.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(within)) {
			if *left--; *left < 0 {
				delete(within, name)
				return true
			}
			if list, isList := within[name].([]any); isList {
				for i := range list {
					if *left--; *left < 0 {
						within[name] = append(list[:i:i], list[i+1:]...)
						return true
					}
				}
			}
			if leaveOut(within[name], left) {
				return true
			}
		}
	case []any:
		for _, entry := range within {
			if leaveOut(entry, left) {
				return true
			}
		}
	}
	return false
}
