package surveys_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

// few are a few people who answered this and that, many of them the same.
func few(t *rapid.T, k int) (people []answers) {
	mostly := func(values ...any) *rapid.Generator[any] {
		likely, odds := rapid.SampledFrom(values).Draw(t, "likely"), rapid.IntRange(0, 9).Draw(t, "odds")
		return rapid.Custom(func(t *rapid.T) any {
			if rapid.IntRange(1, 9).Draw(t, "draw") <= odds {
				return likely
			}
			return rapid.SampledFrom(values).Draw(t, "value")
		})
	}
	kinds := map[string]*rapid.Generator[any]{
		"mood": mostly(nil, 1.0, 2.0, 3.0), "advice": mostly(nil, 0.0, 7.0, 9.0, 10.0), "visits": mostly(nil, 1.0, 300.0),
		"needs":   mostly(nil, []any{1.0}, []any{1.0, 2.0}, []any{2.0, 3.0}, []any{1.0, 2.0, 3.0}),
		"quality": mostly(nil, answers{"speed": 1.0}, answers{"speed": 1.0, "care": 3.0}, answers{"care": 2.0}),
		"since":   mostly(nil, "2026-01-01", "2026-02-02", "2026-03-03", "2026-05-05"), "again": mostly(nil, true, false),
	}
	names := slices.Sorted(maps.Keys(kinds))
	for range rapid.IntRange(0, 8*k).Draw(t, "people") {
		person := answers{}
		for _, name := range names {
			if value := kinds[name].Draw(t, name); value != nil {
				person[name] = value
			}
		}
		people = append(people, person)
	}
	return people
}

// TestNoReaderOfAllResultsKnowsASmallGroup: whatever few people answered, and however the results are crossed.
func TestNoReaderOfAllResultsKnowsASmallGroup(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		keyring, err := seal.New()
		require.NoError(t, err)
		w := newWorld(t, db, withKeyring(keyring))
		versions := map[int]models.SurveyVersion{}
		for k := fewest; k <= 5; k++ {
			slug := "survey-" + strconv.Itoa(k)
			w.survey(t, slug, counted(), ofK(k))
			w.surveyClosed(t, slug)
			versions[k] = w.version(t, slug, 1)
		}
		rapid.Check(t, func(t *rapid.T) {
			k := rapid.IntRange(fewest, 5).Draw(t, "k")
			people := few(t, k)
			w.tellCounts(t, versions[k], people)
			var all []models.SurveyResults
			for _, by := range []string{"", "mood", "advice", "quality/care", "again"} {
				results := w.results(t, "survey-"+strconv.Itoa(k), "", by)
				requireNoSmallCount(t, results)
				all = append(all, results)
			}
			read(t, all).requireUnaware(t, people)
		})
	})
}

// requireNoSmallCount looks at every number that is called a count in the results as they are sent. What is empty looks
// like what is suppressed.
func requireNoSmallCount(t kerneltest.Tester, results models.SurveyResults) {
	t.Helper()
	text, err := json.Marshal(results)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	requireNone(t, value, float64(results.K))
}

func requireNone(t kerneltest.Tester, value any, k float64) {
	t.Helper()
	if items, isList := value.([]any); isList {
		for _, item := range items {
			requireNone(t, item, k)
		}
	}
	members, _ := value.(map[string]any)
	for name, member := range members {
		requireNone(t, member, k)
		isCount := slices.Contains([]string{"count", "answered", "unanswered", "responses"}, name)
		if isCount && member != nil {
			require.GreaterOrEqual(t, member, k, name)
		}
	}
	if count, isCell := members["count"]; isCell && count == nil {
		require.Nil(t, members["percent"])
	}
}
