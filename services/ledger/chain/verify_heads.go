package chain

import "bytes"

// addHead checks a stored head by itself and against the one before it.
func (v *Verifier) addHead(head Head) {
	next := v.head.Number + 1
	if head.Number > next {
		v.find(Finding{Kind: HeadMissing, Head: next, Until: until(next, head.Number-1)})
		v.headLinked = false
	}
	claims, genuine := v.signer.Read(head.Proof)
	if genuine {
		v.marks = append(v.marks, mark{
			sequence: claims.Sequence, hash: claims.Hash, head: claims.Number, stored: true,
		})
	}
	sound := genuine && head.says(claims) && head.Number >= next && v.follows(head)
	if !sound {
		v.find(Finding{Kind: HeadForged, Sequence: head.Sequence, Head: head.Number})
	}
	if head.Number >= next {
		v.head = head
	}
	v.headLinked = sound
}

// follows reports whether a head holds the digest of the one before it, as far as that one is known.
func (v *Verifier) follows(head Head) bool {
	return !v.headLinked || bytes.Equal(head.PreviousHead, v.lastDigest())
}

// lastDigest is what the next head has to hold.
func (v *Verifier) lastDigest() []byte {
	if v.head.Number == 0 {
		return v.head.PreviousHead
	}
	return v.head.Digest()
}

// addKept takes the kept heads that are not among the stored ones, where all was said about them already.
func (v *Verifier) addKept(heads, kept []Head) {
	if len(kept) == 0 {
		return
	}
	seen := make(map[string]struct{}, len(heads)+len(kept))
	for _, head := range heads {
		seen[head.Proof] = struct{}{}
	}
	for _, head := range kept {
		if _, known := seen[head.Proof]; known {
			continue
		}
		seen[head.Proof] = struct{}{}
		claims, genuine := v.signer.Read(head.Proof)
		if !genuine {
			v.find(Finding{Kind: HeadForged, Sequence: head.Sequence, Head: head.Number})
			continue
		}
		v.marks = append(v.marks, mark{sequence: claims.Sequence, hash: claims.Hash, head: claims.Number})
	}
}

// compareHeads holds the tip against the heads that speak of it, and passes over those of entries that are missing or
// broken, which were found already. However many heads the tip contradicts, it was rewritten once.
func (v *Verifier) compareHeads() {
	tip, rewritten := v.report.Tip, false
	for len(v.marks) > 0 && v.marks[0].sequence <= tip.Sequence {
		mark := v.marks[0]
		v.marks = v.marks[1:]
		if mark.sequence < tip.Sequence {
			continue
		}
		agrees := bytes.Equal(mark.hash, tip.Hash)
		if !agrees && !rewritten {
			v.find(Finding{Kind: HeadMismatch, Sequence: mark.sequence, Head: mark.head})
			rewritten = true
		}
		if agrees && !mark.stored {
			v.find(Finding{Kind: HeadMissing, Head: mark.head})
		}
	}
}

// compareLastHead holds the stored heads against the state.
func (v *Verifier) compareLastHead(state State) {
	last := v.head.Number
	switch {
	case last < state.Heads:
		v.find(Finding{Kind: HeadMissing, Head: last + 1, Until: until(last+1, state.Heads)})
	case last > state.Heads:
		v.find(Finding{Kind: Added, Head: state.Heads + 1})
	case last > 0 && v.headLinked && !bytes.Equal(v.lastDigest(), state.LastHead):
		v.find(Finding{Kind: HeadForged, Sequence: v.head.Sequence, Head: last})
	}
}
