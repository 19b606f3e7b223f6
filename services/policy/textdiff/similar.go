package textdiff

// similar pairs the paragraphs, of those between two that stayed the same, that are versions of each other: they share
// half of their words or more. The pairs go up in both texts.
func similar(older, newer []paragraph) []match {
	var pairs []match
	kept := 0 // words that the last pair shares
	before, after := bags(older), bags(newer)
	for _, m := range candidates(older, newer) {
		words := shares(before[m.before], after[m.after])
		if 4*words < len(older[m.before].words)+len(newer[m.after].words) {
			continue
		}
		last := len(pairs) - 1
		switch {
		case last < 0 || pairs[last].before != m.before && pairs[last].after != m.after:
			pairs, kept = append(pairs, m), words
		case words > kept:
			pairs[last], kept = m, words
		}
	}
	return pairs
}

// candidates are the pairs that have a word in common when all words of one side are aligned with all of the other.
// There are no more than paragraphs, and they come in order.
func candidates(older, newer []paragraph) []match {
	before, beforeOf := allWords(older)
	after, afterOf := allWords(newer)
	var all []match
	for _, m := range align(before, after) {
		pair := match{beforeOf[m.before], afterOf[m.after]}
		if len(all) == 0 || all[len(all)-1] != pair {
			all = append(all, pair)
		}
	}
	return all
}

// allWords answers the words of several paragraphs, and to which of them each belongs.
func allWords(all []paragraph) (ids []rune, of []int) {
	for i, p := range all {
		ids = append(ids, p.ids...)
		for range p.ids {
			of = append(of, i)
		}
	}
	return ids, of
}

// bag says how often each word occurs.
type bag map[rune]int

func bags(all []paragraph) []bag {
	filled := make([]bag, len(all))
	for i, p := range all {
		filled[i] = make(bag, len(p.ids))
		for _, id := range p.ids {
			filled[i][id]++
		}
	}
	return filled
}

// shares is how many words two paragraphs have in common. It looks at the smaller one only: a long paragraph may be
// compared with thousands of short ones.
func shares(a, b bag) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for id, times := range a {
		n += min(times, b[id])
	}
	return n
}
