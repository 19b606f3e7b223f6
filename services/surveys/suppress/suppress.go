// Package suppress decides which cells of a table may be published: every count stands for at least k people, and none
// that is withheld can be had by subtraction (complementary suppression; Willenborg and de Waal, "Elements of
// Statistical Disclosure Control", 2001; for two-way tables Gusfield, "A Graph Theoretic Approach to Statistical Data
// Security", SIAM J. Comput. 17, 1988). Withheld and empty cells look alike.
//
// The rules are public, so a reader may also ask which counts would have led to the same publication. Cells of equal
// size are therefore hidden together: what a rule does with counts it does with any permutation of them, and a reader
// cannot tell which of the hidden cells holds which count.
//
// Counts are not negative. A k below 1 means 1: only empty cells are hidden then.
package suppress

import (
	"cmp"
	"slices"
)

// Line says which of the categories to hide that exclude each other and sum to a published total. A total below k is
// to be hidden too.
//
// Every cell below k is hidden. If all of those are empty, that is all. Otherwise larger ones follow, the smallest
// first, until at least two are hidden, with at least k people behind them who are not k-1 in each: that would be
// the only way to fill them. Where this cannot be reached, everything is hidden.
func Line(counts []int, k int) (hidden []bool) {
	k = max(k, 1)
	if isSmall(sum(counts), k) {
		return all(len(counts))
	}
	hidden = make([]bool, len(counts))
	for i, count := range counts {
		hidden[i] = count < k
	}
	cover(counts, hidden, k)
	return hidden
}

// Apart says which of the categories to hide of which each person chose any number; answered is how many chose at
// least one. Where answered is itself hidden, being nearly everybody or nearly nobody, hand in those who did not answer
// as one more category and the number of all people in its place: then everybody has chosen something. (With k = 2 hide
// them all: it is known that just one did not answer, or just one did, and any visible category tells which.)
//
// A category is hidden when fewer than k people chose it, or some but fewer than k did not. Everybody who answered
// chose something: if the visible categories cannot account for all of them, somebody is known to be behind the hidden
// ones, and larger ones follow as in Line.
func Apart(counts []int, answered, k int) (hidden []bool) {
	k = max(k, 1)
	if isSmall(answered, k) {
		return all(len(counts))
	}
	hidden = make([]bool, len(counts))
	unaccounted := answered
	for i, count := range counts {
		others := answered - count
		hidden[i] = count < k || others > 0 && others < k
		if !hidden[i] {
			unaccounted -= count
		}
	}
	if unaccounted > 0 {
		cover(counts, hidden, k)
	}
	return hidden
}

// Round is count rounded down to a multiple of k: a figure for while answers still come in, of which any two states
// are equal or differ by k people at least.
func Round(count, k int) int {
	return count - count%max(k, 1)
}

// isSmall says that nothing of a line can be shown. Two people are a case of their own: with k = 2 and two categories,
// nothing but one person in each would ever be hidden, and so hiding it would tell.
func isSmall(people, k int) bool { return people < k || people == 2 && k == 2 }

// cover hides visible cells, the smallest first and equal ones together, until those that are hidden cover each other.
func cover(counts []int, hidden []bool, k int) {
	var behind shadow
	var visible []int
	for i, count := range counts {
		if hidden[i] {
			behind.add(count)
		} else {
			visible = append(visible, i)
		}
	}
	slices.SortStableFunc(visible, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	for i, cell := range visible {
		isTie := i > 0 && counts[cell] == counts[visible[i-1]]
		if !isTie && behind.isEnough(k) {
			return
		}
		hidden[cell] = true
		behind.add(counts[cell])
	}
}

// shadow is what the hidden cells of a line hold together.
type shadow struct{ cells, people, least, most int }

func (s *shadow) add(count int) {
	if s.cells == 0 {
		s.least = count
	}
	s.cells++
	s.people += count
	s.least, s.most = min(s.least, count), max(s.most, count)
}

func (s *shadow) isEnough(k int) bool {
	isForced := s.least == k-1 && s.most == k-1
	return s.people == 0 || s.cells >= 2 && s.people >= k && !isForced
}

func sum(counts []int) int {
	total := 0
	for _, count := range counts {
		total += count
	}
	return total
}

func all(cells int) []bool { return slices.Repeat([]bool{true}, cells) }
