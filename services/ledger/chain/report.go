package chain

// Kind is what is wrong with a chain.
type Kind string

const (
	// Altered says that an entry's content does not give its hash, or the last entry's hash is not what the state says.
	Altered Kind = "altered"
	// Missing says that there are no entries from Sequence to Until.
	Missing Kind = "missing"
	// Reordered says that an entry stands at a place that is not its own.
	Reordered Kind = "reordered"
	// Unlinked says that an entry's previous hash is not the hash before it: one of the two was replaced.
	Unlinked Kind = "unlinked"
	// Truncated says that the chain ends before the state says or, when Head is not 0, before that head says.
	Truncated Kind = "truncated"
	// Added says that entries (heads, when Head is not 0) stand behind the end that the state says.
	Added Kind = "added"
	// HeadMissing says that there are no heads from Head to Until, or another one than was kept elsewhere.
	HeadMissing Kind = "head_missing"
	// HeadForged says that a head is not signed by this service, says other things than its proof, or does not follow
	// the head before it.
	HeadForged Kind = "head_forged"
	// HeadMismatch says that a head signed another hash for this sequence: history was rewritten.
	HeadMismatch Kind = "head_mismatch"
	// StateForged says that the state is not this service's own.
	StateForged Kind = "state_forged"
)

// Finding is one fault and where it is.
type Finding struct {
	Kind     Kind
	Sequence int64 // of the entry, or the first of them; 0 when it is about no entry
	Until    int64 // the last of a range of entries, of HeadMissing the last of a range of heads; otherwise 0
	Head     int64 // the head's number when it is about a head; otherwise 0
}

// maxFindings is how many a report names: whoever finds so many does not fix them one by one.
const maxFindings = 100

// Report is what a verifier found.
type Report struct {
	Entries  int64
	Heads    int64 // stored ones
	Tip      Tip   // as stored
	Findings []Finding
	More     bool // there are findings beyond the first hundred
}

// Holds reports whether nothing was found.
func (r Report) Holds() bool { return len(r.Findings) == 0 && !r.More }

// until is Finding.Until of a range: one alone is no range.
func until(first, last int64) int64 {
	if first == last {
		return 0
	}
	return last
}
