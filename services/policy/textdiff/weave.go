package textdiff

// woven is what became of a paragraph that changed.
type woven struct {
	older, newer   paragraph
	pieces         []piece
	added, removed int // words
}

// piece is a segment that is still growing: a part of the old text where it is deleted, of the new one otherwise.
type piece struct {
	op         Op
	start, end int
}

// weave finds what changed from word to word.
func weave(older, newer paragraph) *woven {
	w := &woven{older: older, newer: newer}
	matches := withoutIslands(align(older.ids, newer.ids), match{len(older.ids), len(newer.ids)})
	w.add(Equal, 0, newer.tokens[0].start)
	i, j := 0, 0
	for _, m := range matches {
		before, after := older.words[m.before], newer.words[m.after]
		w.between(older.tokens[i:before], newer.tokens[j:after])
		w.addTokens(Equal, newer.tokens[after:after+1])
		i, j = before+1, after+1
	}
	w.between(older.tokens[i:], newer.tokens[j:])
	w.add(Equal, newer.tokens[len(newer.tokens)-1].end, len(newer.text))
	return w
}

// withoutIslands gives up the few words that stayed the same in the midst of what was rewritten: a lone «و» between two
// new phrases only makes them hard to read. A run of matches goes when the change on either side of it is more than
// twice as long. The end is the match behind the last one.
func withoutIslands(matches []match, end match) []match {
	kept := matches[:0]
	last := match{-1, -1}
	for len(matches) > 0 {
		n := 1
		for n < len(matches) && matches[n].before == matches[n-1].before+1 && matches[n].after == matches[n-1].after+1 {
			n++
		}
		next := end
		if n < len(matches) {
			next = matches[n]
		}
		if min(changeBetween(last, matches[0]), changeBetween(matches[n-1], next)) <= 2*n {
			last = matches[n-1]
			kept = append(kept, matches[:n]...)
		}
		matches = matches[n:]
	}
	return kept
}

// changeBetween is how many words were changed between two matches.
func changeBetween(m, next match) int { return max(next.before-m.before, next.after-m.after) - 1 }

// between compares what stands between two words that stayed the same. Beyond what it has in common at its ends, it
// changed as a whole: a space between two new words is no match.
func (w *woven) between(older, newer []token) {
	head := 0
	for head < min(len(older), len(newer)) && older[head].id == newer[head].id {
		head++
	}
	w.addTokens(Equal, newer[:head])
	older, newer = older[head:], newer[head:]
	tail := 0
	for tail < min(len(older), len(newer)) && older[len(older)-1-tail].id == newer[len(newer)-1-tail].id {
		tail++
	}
	common := newer[len(newer)-tail:]
	older, newer = older[:len(older)-tail], newer[:len(newer)-tail]
	if phrase(older) == phrase(newer) {
		w.addTokens(Equal, newer)
	} else {
		w.removed += words(older)
		w.added += words(newer)
		w.addTokens(Delete, older)
		w.addTokens(Insert, newer)
	}
	w.addTokens(Equal, common)
}

func words(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if t.kind == word {
			n++
		}
	}
	return n
}

func (w *woven) addTokens(op Op, tokens []token) {
	if len(tokens) > 0 {
		w.add(op, tokens[0].start, tokens[len(tokens)-1].end)
	}
}

// add relies on what has one fate in a row being one piece of its text: what is equal or inserted comes without gaps,
// and between two deletions stands a word that stayed.
func (w *woven) add(op Op, start, end int) {
	if start == end {
		return
	}
	if last := len(w.pieces) - 1; last >= 0 && w.pieces[last].op == op {
		w.pieces[last].end = end
		return
	}
	w.pieces = append(w.pieces, piece{op: op, start: start, end: end})
}

func (w *woven) segments() []Segment {
	segments := make([]Segment, len(w.pieces))
	for i, p := range w.pieces {
		text := w.newer.text
		if p.op == Delete {
			text = w.older.text
		}
		segments[i] = Segment{Op: p.op, Text: text[p.start:p.end]}
	}
	return segments
}
