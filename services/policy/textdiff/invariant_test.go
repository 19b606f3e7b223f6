package textdiff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/policy/textdiff"
)

func join(pieces []string) string { return strings.Join(pieces, "") }

// spelt is a paragraph's old or new text as its segments spell it.
func spelt(p textdiff.Paragraph, op textdiff.Op) string {
	var b strings.Builder
	for _, s := range p.Segments {
		if s.Op == textdiff.Equal || s.Op == op {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// requireWhole checks that the paragraphs, with nothing but white space between them, are all of the text.
func requireWhole(t require.TestingT, text string, paragraphs []string) {
	for _, p := range paragraphs {
		between, rest, found := strings.Cut(text, p)
		require.True(t, found, "%q does not go on with %q", text, p)
		require.Empty(t, strings.TrimSpace(between))
		text = rest
	}
	require.Empty(t, strings.TrimSpace(text))
}

func requireSound(t require.TestingT, before, after string, o textdiff.Options) {
	r := textdiff.Compare(before, after, o)
	var older, newer []string
	for _, p := range r.Paragraphs {
		requireFates(t, p)
		if p.Old > 0 {
			older = append(older, spelt(p, textdiff.Delete))
			require.Len(t, older, p.Old)
		}
		if p.New > 0 {
			newer = append(newer, spelt(p, textdiff.Insert))
			require.Len(t, newer, p.New)
		}
	}
	requireWhole(t, after, newer)
	if !o.IgnoreForm {
		requireWhole(t, before, older)
		return
	}
	for i, p := range older { // the new text's line breaks might begin a list item in the old one
		older[i] = strings.Join(strings.Fields(p), " ")
	}
	requireSameButForm(t, before, strings.Join(older, "\n\n"))
}

func requireSameButForm(t require.TestingT, want, got string) {
	r := textdiff.Compare(want, got, textdiff.Options{IgnoreForm: true})
	for _, p := range r.Paragraphs {
		require.Equal(t, textdiff.Same, p.Change, "%q in %q", p.Segments, got)
	}
}

func requireFates(t require.TestingT, p textdiff.Paragraph) {
	found := map[textdiff.Op]bool{}
	last := textdiff.Op("")
	for _, s := range p.Segments {
		require.NotEmpty(t, s.Text)
		require.NotEqual(t, last, s.Op)
		found[s.Op], last = true, s.Op
	}
	switch p.Change {
	case textdiff.Same:
		require.Equal(t, map[textdiff.Op]bool{textdiff.Equal: true}, found)
	case textdiff.Added:
		require.Zero(t, p.Old)
		require.Equal(t, map[textdiff.Op]bool{textdiff.Insert: true}, found)
	case textdiff.Removed:
		require.Zero(t, p.New)
		require.Equal(t, map[textdiff.Op]bool{textdiff.Delete: true}, found)
	case textdiff.Changed:
		require.True(t, p.Old > 0 && p.New > 0)
		require.True(t, found[textdiff.Insert] || found[textdiff.Delete])
	default:
		require.Fail(t, "unknown change", "%q", p.Change)
	}
}

func drawnTexts() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"نام", "می", "می‌شود", "میشود", "شود", "علي", "علی", "و", "و", "۱۲", "12", "name", "Name", "a", "ب", "ها",
		" ", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\u200c", "\u200f", "\u064e", "ـ", ".", "،", ",", "…", "**", "*", "- ", "# ",
		"1. ", "'", "’", "/", "﷼", "ﷺ", "´", "\u0654", "\u202e", "\xd8", "\xa7", "\xff", "\x00", "😀",
	})
	return rapid.Custom(func(t *rapid.T) string { return join(rapid.SliceOfN(pieces, 0, 60).Draw(t, "pieces")) })
}

// edited draws a text and a version of it in which some pieces were taken out, put in or replaced.
func edited(t *rapid.T) (before, after string) {
	before = drawnTexts().Draw(t, "before")
	words := strings.SplitAfter(before, " ")
	for range rapid.IntRange(0, 5).Draw(t, "edits") {
		i := rapid.IntRange(0, len(words)-1).Draw(t, "where")
		words[i] = rapid.SampledFrom([]string{"", words[i] + words[i], "نو ", "می ", "\n\n", "new، "}).Draw(t, "what")
	}
	return before, join(words)
}

func TestSegmentsSpellBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := edited(t)
		requireSound(t, before, after, textdiff.Options{})
		requireSound(t, before, drawnTexts().Draw(t, "other"), textdiff.Options{})
	})
}

func TestSegmentsSpellBothTextsUpToForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := edited(t)
		requireSound(t, before, after, textdiff.Options{IgnoreForm: true})
		requireSound(t, before, drawnTexts().Draw(t, "other"), textdiff.Options{IgnoreForm: true})
	})
}

func TestATextIsTheSameAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawnTexts().Draw(t, "text")
		for _, form := range []bool{false, true} {
			r := textdiff.Compare(text, text, textdiff.Options{IgnoreForm: form})
			require.Zero(t, r.Added+r.Removed)
			for _, p := range r.Paragraphs {
				require.Equal(t, textdiff.Same, p.Change)
			}
		}
	})
}

func FuzzCompare(f *testing.F) {
	f.Add("نام شما می‌ماند", "نام شما مي ماند", true)
	f.Add("# a\n- b\n- c\n\nd e", "# a\n- b\n- d\n\nd f\r\n", false)
	f.Add("\xff\xd8\u200c\xa7 a", "\xd8\xa7", true)
	f.Add("a b a b c", "b a b a", false)
	f.Fuzz(func(t *testing.T, before, after string, form bool) {
		requireSound(t, before, after, textdiff.Options{IgnoreForm: form})
	})
}
