package textdiff_test

import (
	"strings"
	"testing"

	"amanat/services/policy/textdiff"
)

// dice is a small linear congruential generator: the same texts in every run.
type dice uint32

func (d *dice) roll(sides int) int {
	*d = *d*1664525 + 1013904223
	return int(*d>>8) % sides
}

// persian makes words of two to four syllables out of so many; low numbers occur more often, as in a language.
func persian(d *dice, words, vocabulary int) []string {
	syllables := []string{"دا", "ده", "می‌", "نا", "را", "شو", "کار", "بر", "گر", "ها", "یا", "سا", "مان", "ند", "پا", "خوا"}
	text := make([]string, words)
	for i := range text {
		n := d.roll(d.roll(vocabulary)+1) + len(syllables)
		for ; n > 0; n /= len(syllables) {
			text[i] += syllables[n%len(syllables)]
		}
	}
	return text
}

// policy sets words in paragraphs of fifty, with a comma now and then.
func policy(words []string) string {
	var b strings.Builder
	for i, w := range words {
		b.WriteString(w)
		switch {
		case i%50 == 49:
			b.WriteString(".\n\n")
		case i%11 == 10:
			b.WriteString("، ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// reworded replaces every so-manieth word on average.
func reworded(d *dice, words []string, every int) []string {
	changed := append([]string{}, words...)
	for i := range changed {
		if d.roll(every) == 0 {
			changed[i] = persian(d, 1, 3000)[0]
		}
	}
	return changed
}

func shuffled(d *dice, words []string) []string {
	changed := append([]string{}, words...)
	for i := range changed {
		j := d.roll(i + 1)
		changed[i], changed[j] = changed[j], changed[i]
	}
	return changed
}

func BenchmarkTwentyThousandWords(b *testing.B) {
	d := dice(1)
	const words = 20_000
	rich, poor, two := persian(&d, words, 3000), persian(&d, words, 150), persian(&d, words, 2)
	oneParagraph := func(words []string) string { return strings.Join(words, " ") }
	long := func(n int) string { return strings.Repeat("واژه ", n) }
	form := strings.NewReplacer("‌", " ", "ی", "ي", "ک", "ك")
	for _, c := range []struct{ name, before, after string }{
		{"same", policy(rich), policy(rich)},
		{"one in twenty", policy(rich), policy(reworded(&d, rich, 20))},
		{"one in twenty, few words", policy(poor), policy(reworded(&d, poor, 20))},
		{"one in four", policy(rich), policy(reworded(&d, rich, 4))},
		{"one in twenty, other form", policy(rich), form.Replace(policy(reworded(&d, rich, 20)))},
		{"one paragraph, one in twenty", oneParagraph(rich), oneParagraph(reworded(&d, rich, 20))},
		{"one paragraph, one in twenty, few words", oneParagraph(poor), oneParagraph(reworded(&d, poor, 20))},
		{"one paragraph, one in four, few words", oneParagraph(poor), oneParagraph(reworded(&d, poor, 4))},
		{"nothing in common", policy(rich), strings.Repeat(policy(strings.Fields(strings.Repeat("word ", 50))), 400)},
		{"another text", policy(rich), policy(persian(&d, words, 3000))},
		{"another order", policy(rich), policy(shuffled(&d, rich))},
		{"one paragraph, another order", oneParagraph(rich), oneParagraph(shuffled(&d, rich))},
		{"two words at random", oneParagraph(two), oneParagraph(shuffled(&d, two))},
		{"two words at random, one a paragraph", strings.Join(two, "\n\n"), strings.Join(shuffled(&d, two), "\n\n")},
		{"few words at random, one a paragraph", strings.Join(poor, "\n\n"), strings.Join(shuffled(&d, poor), "\n\n")},
		{"64 KiB of one word", long(7281), long(6000) + "دیگر " + long(1280)},
		{"64 KiB of one letter", strings.Repeat("ا ", 21845), strings.Repeat("ا ", 11000) + "ب"},
		{"one paragraph against many", oneParagraph(rich), strings.Join(rich, "\n\n")},
	} {
		for _, form := range []bool{false, true} {
			name := c.name + "/exact"
			if form {
				name = c.name + "/form"
			}
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				var r textdiff.Result
				for b.Loop() {
					r = textdiff.Compare(c.before, c.after, textdiff.Options{IgnoreForm: form})
				}
				b.ReportMetric(float64(r.Added), "added")
				b.ReportMetric(float64(r.Removed), "removed")
			})
		}
	}
}
