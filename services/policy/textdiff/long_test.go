package textdiff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/policy/textdiff"
)

// Beyond some hundred words a difference is no longer the shortest, but it must stay a true one.
func TestSegmentsSpellLongTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dice(rapid.Uint32().Draw(t, "seed"))
		vocabulary := rapid.SampledFrom([]int{2, 20, 300, 3000}).Draw(t, "vocabulary")
		words := persian(&d, rapid.IntRange(100, 1500).Draw(t, "words"), vocabulary)
		other := rapid.SampledFrom([]func() []string{
			func() []string { return reworded(&d, words, 2+d.roll(20)) },
			func() []string { return shuffled(&d, words) },
			func() []string { return persian(&d, 1+d.roll(1500), vocabulary) },
			func() []string { return slices.Concat(words[len(words)/2:], words[:len(words)/2]) },
		}).Draw(t, "other")()
		separator := rapid.SampledFrom([]string{" ", "\n\n", "، "}).Draw(t, "separator")
		before, after := strings.Join(words, separator), strings.Join(other, separator)
		if rapid.Bool().Draw(t, "policy") {
			before, after = policy(words), policy(other)
		}
		requireSound(t, before, after, textdiff.Options{})
		requireSound(t, before, after, textdiff.Options{IgnoreForm: true})
	})
}

func TestScatteredChangesOfALongParagraphStayScattered(t *testing.T) {
	for _, vocabulary := range []int{150, 3000} {
		d := dice(7)
		words := persian(&d, 20_000, vocabulary)
		other, changed := slices.Clone(words), 0
		for i := 10; i < len(other); i += 20 {
			other[i] = "دیگر"
			changed++
		}
		r := textdiff.Compare(strings.Join(words, " "), strings.Join(other, " "), textdiff.Options{})
		require.Len(t, r.Paragraphs, 1)
		require.Equal(t, []int{changed, changed}, []int{r.Added, r.Removed}, "of %d words", vocabulary)
	}
}

func TestALongInsertionIsOneInsertion(t *testing.T) {
	d := dice(11)
	words := persian(&d, 4000, 150)
	longer := slices.Insert(slices.Clone(words), 1700, persian(&d, 900, 3000)...)
	r := textdiff.Compare(strings.Join(words, " "), strings.Join(longer, " "), textdiff.Options{})
	require.Len(t, r.Paragraphs[0].Segments, 3)
	require.Equal(t, []int{900, 0}, []int{r.Added, r.Removed})
}

func TestAParagraphMayMeetThousandsOfItsWords(t *testing.T) {
	d := dice(13)
	words := persian(&d, 3000, 3000)
	requireSound(t, strings.Join(words, " "), strings.Join(words, "\n\n"), textdiff.Options{})
	requireSound(t, strings.Join(words, "\n\n"), strings.Join(words, " "), textdiff.Options{IgnoreForm: true})
}
