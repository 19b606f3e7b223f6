package chain

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
)

// reach is how far from its place an entry is looked for before it counts as altered.
const reach = 64

// Verifier checks a chain while it is read, without holding it: its memory grows with the heads only. It is for one
// chain and one goroutine.
type Verifier struct {
	signer *Signer
	report Report
	marks  []mark // what heads say about entries still to come, in the order of their sequences
	head   Head   // the last stored one

	linked     bool // the next entry's previous hash has to be that of the tip
	sound      bool // nothing is wrong with the last entry
	headLinked bool // the next head's previous head has to be head
	canonical  []byte
}

// mark is what one genuine head says about an entry.
type mark struct {
	sequence int64
	hash     []byte
	head     int64
	stored   bool // otherwise it was kept elsewhere only
}

// NewVerifier takes the stored heads, ascending by number, and heads that were kept elsewhere, in any order. Of a kept
// head only the proof counts. Heads, entries and state have to be of one snapshot, and kept heads not younger than it.
func NewVerifier(signer *Signer, heads, kept []Head) *Verifier {
	v := &Verifier{signer: signer, linked: true, headLinked: true}
	v.report.Tip, v.report.Heads = Genesis(), int64(len(heads))
	v.head.PreviousHead = make([]byte, sha256.Size)
	for _, head := range heads {
		v.addHead(head)
	}
	v.addKept(heads, kept)
	slices.SortStableFunc(v.marks, func(a, b mark) int { return cmp.Compare(a.sequence, b.sequence) })
	v.compareHeads()
	return v
}

// Add takes the next entry, in ascending order of the stored sequence. It keeps nothing of it.
func (v *Verifier) Add(e Entry) {
	v.report.Entries++
	next := v.report.Tip.Sequence + 1
	if e.Sequence < next {
		v.find(Finding{Kind: Reordered, Sequence: e.Sequence})
		return
	}
	if e.Sequence > next {
		v.find(Finding{Kind: Missing, Sequence: next, Until: until(next, e.Sequence-1)})
		v.linked = false
	}
	fault := v.faultOf(&e)
	if fault != "" {
		v.find(Finding{Kind: fault, Sequence: e.Sequence})
	}
	v.report.Tip.Sequence = e.Sequence
	v.report.Tip.Hash = append(v.report.Tip.Hash[:0], e.Hash...)
	// An entry at another's place says nothing about the hash there. Every other fault goes on from the stored hash.
	v.linked, v.sound = fault != Reordered, fault == ""
	if fault == "" || fault == Unlinked {
		v.compareHeads()
	}
}

func (v *Verifier) faultOf(e *Entry) Kind {
	if !v.givesHash(e) {
		return v.brokenBy(*e)
	}
	if v.linked && !bytes.Equal(e.PreviousHash, v.report.Tip.Hash) {
		return Unlinked
	}
	return ""
}

// brokenBy says why an entry does not give its hash: because it was moved, or because it was changed.
func (v *Verifier) brokenBy(moved Entry) Kind {
	if v.full() {
		return Altered // it will not be named, and looking for its place takes a hundred times as long
	}
	place := moved.Sequence
	for distance := int64(1); distance <= reach; distance++ {
		for _, moved.Sequence = range [...]int64{place - distance, place + distance} {
			if v.givesHash(&moved) {
				return Reordered
			}
		}
	}
	return Altered
}

func (v *Verifier) givesHash(e *Entry) bool {
	var err error
	if v.canonical, err = appendCanonical(v.canonical[:0], e); err != nil {
		return false // what cannot be said was never linked
	}
	hash := sha256.Sum256(v.canonical)
	return bytes.Equal(hash[:], e.Hash)
}

// Finish compares the end with what the state says and returns the report. genuine is whether the state's MAC was
// right; what a forged state says is not believed.
func (v *Verifier) Finish(state State, genuine bool) Report {
	truncated := Finding{Kind: Truncated, Sequence: v.report.Tip.Sequence + 1}
	end := v.report.Tip.Sequence
	if genuine {
		v.compareTip(state.Tip)
		v.compareLastHead(state)
		end = max(end, state.Tip.Sequence)
	} else {
		v.find(Finding{Kind: StateForged})
	}
	if last := len(v.marks) - 1; last >= 0 && v.marks[last].sequence > end {
		end, truncated.Head = v.marks[last].sequence, v.marks[last].head
	}
	if end > v.report.Tip.Sequence {
		truncated.Until = until(truncated.Sequence, end)
		v.find(truncated)
	}
	return v.report
}

func (v *Verifier) compareTip(tip Tip) {
	last := v.report.Tip.Sequence
	if last > tip.Sequence {
		v.endAt(tip.Sequence)
		v.find(Finding{Kind: Added, Sequence: tip.Sequence + 1, Until: until(tip.Sequence+1, last)})
	}
	if last == tip.Sequence && v.sound && !bytes.Equal(v.report.Tip.Hash, tip.Hash) {
		v.find(Finding{Kind: Altered, Sequence: last})
	}
}

// endAt takes back what was found about the entries behind the end: all that is wrong with them is that they are there.
func (v *Verifier) endAt(end int64) {
	before := v.report.Findings[:0]
	for _, finding := range v.report.Findings {
		if finding.Head == 0 && finding.Sequence > end {
			continue
		}
		if finding.Head == 0 && finding.Until > end {
			finding.Until = until(finding.Sequence, end)
		}
		before = append(before, finding)
	}
	v.report.Findings = before
}

func (v *Verifier) find(finding Finding) {
	if v.full() {
		v.report.More = true
		return
	}
	v.report.Findings = append(v.report.Findings, finding)
}

func (v *Verifier) full() bool { return len(v.report.Findings) == maxFindings }
