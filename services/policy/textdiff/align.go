package textdiff

import (
	"sort"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// match says that a place of one sequence has the same content as a place of the other.
type match struct{ before, after int }

// exact is up to how many differences lcs finds the fewest. Beyond, it gives up on the middle of a sequence.
const exact = 90

// align matches the places of two sequences of ids, which are above 0. The matches go up in both sequences.
//
// Long stretches are first cut at what occurs once on either side (patience diff): at three neighbours, then at single
// places. Between the cuts a longest common subsequence is sought, with an effort that grows with the length only.
func align(before, after []rune) []match {
	const perSearch = 200
	a := alignment{before: before, after: after, searches: (len(before) + len(after)) / perSearch}
	a.cut(lcs.Diff{End: len(before), ReplEnd: len(after)}, 0)
	return a.matches
}

type alignment struct {
	before, after []rune
	matches       []match
	searches      int // how often it may go on where lcs gave up
}

// cut matches what it can within a range of either sequence.
func (a *alignment) cut(r lcs.Diff, depth int) {
	for r.Start < r.End && r.ReplStart < r.ReplEnd && a.before[r.Start] == a.after[r.ReplStart] {
		a.matches = append(a.matches, match{r.Start, r.ReplStart})
		r.Start++
		r.ReplStart++
	}
	tail := match{r.End, r.ReplEnd}
	for r.Start < r.End && r.ReplStart < r.ReplEnd && a.before[r.End-1] == a.after[r.ReplEnd-1] {
		r.End--
		r.ReplEnd--
	}
	if r.Start < r.End && r.ReplStart < r.ReplEnd {
		a.cutInside(r, depth)
	}
	for r.End < tail.before {
		a.matches = append(a.matches, match{r.End, r.ReplEnd})
		r.End++
		r.ReplEnd++
	}
}

func (a *alignment) cutInside(r lcs.Diff, depth int) {
	const deepest = 4
	if size(r) <= exact || depth == deepest {
		a.search(r)
		return
	}
	before, after := a.before[r.Start:r.End], a.after[r.ReplStart:r.ReplEnd]
	var cuts []match
	if depth == 0 {
		cuts = anchors(neighbours(before), neighbours(after))
	} else if cuts = anchors(before, after); len(cuts) == 0 {
		a.search(r)
		return
	}
	rest := r
	for _, m := range cuts {
		m.before, m.after = m.before+r.Start, m.after+r.ReplStart
		a.cut(lcs.Diff{Start: rest.Start, End: m.before, ReplStart: rest.ReplStart, ReplEnd: m.after}, depth+1)
		a.matches = append(a.matches, m)
		rest.Start, rest.ReplStart = m.before+1, m.after+1
	}
	a.cut(rest, depth+1)
}

// neighbours answers every place together with the two that follow it.
func neighbours(ids []rune) [][3]rune {
	all := make([][3]rune, len(ids))
	for i := range ids {
		copy(all[i][:], ids[i:])
	}
	return all
}

// anchors matches what occurs exactly once on either side, as far as it stands in the same order.
func anchors[K comparable](before, after []K) []match {
	const never, often = -1, -2
	places := make(map[K]match, len(before))
	for i, key := range before {
		if _, again := places[key]; again {
			places[key] = match{often, often}
		} else {
			places[key] = match{i, never}
		}
	}
	for j, key := range after {
		m, ok := places[key]
		switch {
		case !ok || m.before == often:
		case m.after == never:
			places[key] = match{m.before, j}
		default:
			places[key] = match{often, often}
		}
	}
	var unique []match
	for i, key := range before {
		if m := places[key]; m.before == i && m.after >= 0 {
			unique = append(unique, m)
		}
	}
	return ascending(unique)
}

// ascending keeps a longest choice of matches that goes up in both sequences; they come in the order of the first.
func ascending(all []match) []match {
	var ends []int                    // by length less one: which match ends the best choice of that length
	previous := make([]int, len(all)) // in the choice that a match ends
	for i, m := range all {
		n := sort.Search(len(ends), func(n int) bool { return all[ends[n]].after > m.after })
		if n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	chosen := make([]match, len(ends))
	for n := len(ends) - 1; n >= 0; n-- {
		chosen[n] = all[ends[n]]
		if n > 0 {
			ends[n-1] = previous[ends[n]]
		}
	}
	return chosen
}

// search matches a common subsequence of a range. What occurs on one side only is left out first: it would use up the
// differences that lcs allows itself.
func (a *alignment) search(r lcs.Diff) {
	s := searched{alignment: a}
	s.beforeAt, s.before = shared(a.before[r.Start:r.End], a.after[r.ReplStart:r.ReplEnd], r.Start)
	s.afterAt, s.after = shared(a.after[r.ReplStart:r.ReplEnd], a.before[r.Start:r.End], r.ReplStart)
	s.within(lcs.Diff{End: len(s.before), ReplEnd: len(s.after)})
}

// shared answers the ids that the other side has too, and their places.
func shared(ids, others []rune, offset int) (places []int, common []rune) {
	has := make(map[rune]struct{}, len(others))
	for _, id := range others {
		has[id] = struct{}{}
	}
	for i, id := range ids {
		if _, ok := has[id]; ok {
			places, common = append(places, offset+i), append(common, id)
		}
	}
	return places, common
}

// searched is a range without what occurs on one side only.
type searched struct {
	*alignment

	beforeAt, afterAt []int
	before, after     []rune
}

// within goes on in the middle, where lcs gave up, as long as it makes progress.
func (s *searched) within(r lcs.Diff) {
	i, j := r.Start, r.ReplStart
	for _, d := range lcs.DiffRunes(s.before[r.Start:r.End], s.after[r.ReplStart:r.ReplEnd]) {
		d = lcs.Diff{
			Start: d.Start + r.Start, End: d.End + r.Start,
			ReplStart: d.ReplStart + r.ReplStart, ReplEnd: d.ReplEnd + r.ReplStart,
		}
		s.matchUpTo(i, j, d.Start)
		if size(d) > exact && size(d) < size(r) && s.searches > 0 {
			s.searches--
			s.within(d)
		}
		i, j = d.End, d.ReplEnd
	}
	s.matchUpTo(i, j, r.End)
}

func (s *searched) matchUpTo(i, j, end int) {
	for ; i < end; i, j = i+1, j+1 {
		s.matches = append(s.matches, match{s.beforeAt[i], s.afterAt[j]})
	}
}

func size(d lcs.Diff) int { return d.End - d.Start + d.ReplEnd - d.ReplStart }
