package identity

// passage is one sentence.
type passage []term

// passages cuts terms into sentences and marks what holds for whole parts of them, each in one walk.
func passages(all []term) []passage {
	var cut []passage
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && all[end].gap < stop {
			end++
		}
		p := passage(all[start:end])
		p.markJudged()
		p.markAlone()
		cut = append(cut, p)
		start = end
	}
	return cut
}

// end returns where the part that begins at start ends: before the next gap of at least the given one.
func (p passage) end(start int, at gap) int {
	end := start + 1
	for end < len(p) && p[end].gap < at {
		end++
	}
	return end
}

// markJudged marks the clauses of evaluations, yes-or-no questions and denials: what comes before a clause makes it
// one, what comes after does not, except that a condition ends with its clause ("If you were not satisfied, …").
// «بدون» denies only what it stands before: «کد ملی خود را بدون خط تیره وارد کنید».
func (p passage) markJudged() {
	judged := p.opensQuestion()
	conditional := p.isConditional()
	for start := 0; start < len(p); {
		end := p.end(start, comma)
		if conditional {
			judged = false
		}
		for _, t := range p[start:end] {
			judged = judged || isJudging(t.text) || isDenying(t.text)
		}
		for i := start; i < end; i++ {
			judged = judged || isWithout(p[i].text)
			p[i].judged = judged
		}
		start = end
	}
}

func (p passage) opensQuestion() bool {
	for _, t := range p {
		if !isLeadIn(t.text) {
			return isOpener(t.text)
		}
	}
	return false
}

func (p passage) isConditional() bool {
	switch p[0].text {
	case "if", "اگر", "چنانچه":
		return true
	case "در":
		return len(p) > 1 && p[1].text == "صورت"
	default:
		return false
	}
}

// markAlone marks the parts between colons and brackets that are labels: they consist of heads and fillers, and so do
// the parts before them. A channel named behind a question is none: "Which channel did you use (phone, e-mail)?"
// Neither is what a question follows: "Phone: how satisfied were you?" Behind a short title all but channels are
// labels: "Prize draw: name".
func (p passage) markAlone() {
	const longestTitle = 3
	at := colon
	if p.isList() {
		at = comma
	}
	lastJudging := -1
	for i, t := range p {
		if isJudging(t.text) {
			lastJudging = i
		}
	}
	before, headings := true, true
	for start := 0; start < len(p); {
		end := p.end(start, at)
		headed := end < len(p) && p[end].gap == colon && lastJudging >= end
		alone := p.every(start, end, isPartOfLabel) && !headed
		titled := start > 0 && p[start].gap == colon && start <= longestTitle && lastJudging < start
		for i := start; i < end; i++ {
			p[i].alone = alone && (before || titled && !p[i].isChannel())
		}
		headings = headings && p.every(start, end, isPartOfHeading)
		if end < len(p) && p[end].gap >= colon {
			before = headings
		}
		start = end
	}
}

// isList reports a list of short items ("Name, age, city"), of which each may be a label.
func (p passage) isList() bool {
	const longestItem = 3
	items := 0
	for start := 0; start < len(p); items++ {
		end := p.end(start, comma)
		if end-start > longestItem {
			return false
		}
		for _, t := range p[start:end] {
			if isJudging(t.text) || isOpener(t.text) {
				return false
			}
		}
		start = end
	}
	return items > 1
}

func (p passage) every(start, end int, holds func(p passage, i int) bool) bool {
	for i := start; i < end; i++ {
		if !holds(p, i) {
			return false
		}
	}
	return true
}

func isPartOfLabel(p passage, i int) bool {
	t := p[i]
	switch {
	case t.isHead(), isFiller(t.text), isExample(t.text), isAsking(t.text), ownerOf(t.text) != nobody:
		return true
	default:
		return t.text == string(givenMark) && i > 0 && isExample(p[i-1].text)
	}
}

func isPartOfHeading(p passage, i int) bool {
	return isPartOfLabel(p, i) || isHeading(p[i].text)
}
