package identity

import "unicode/utf8"

const maxReach = 12 // terms between a head and what decides about it

// asks decides about the head at i in a title. What speakers call their own there they judge ("My phone works well").
func (p passage) asks(i int) bool {
	head := p[i]
	switch {
	case p.isGivenAway(i), head.strength == hint && p.ownerOf(i) == nobody:
		return false
	case head.alone:
		return true
	case head.judged:
		return p.isDemanded(i)
	case head.strength == datum:
		return true
	case p.isCompound(i):
		return false
	default:
		return p.ownerOf(i) == respondent || p.isDemanded(i) || p.hasPurpose(i)
	}
}

// asksInChoice decides about the head at i in a choice.
func (p passage) asksInChoice(i int) bool {
	head := p[i]
	if p.isGivenAway(i) || head.strength != datum && p.isCompound(i) {
		return false
	}
	yours := p.ownerOf(i) == respondent
	switch head.strength {
	case datum:
		return head.alone || p.isDemanded(i)
	case label:
		ambiguous := head.isChannel() || head.what == NationalID // a passport is also something one applies for
		return head.alone && (yours || !ambiguous) || p.isDemanded(i)
	case hint:
		return yours && (head.alone || p.isDemanded(i))
	case silent:
	}
	return false
}

// walk returns the first term from i in steps that is neither a head nor a filler (nor, where they are passed over, a
// person), not farther than a gap of at most the given one; or -1.
func (p passage) walk(i, step int, within gap, past func(string) bool) int {
	for n := 1; n <= maxReach; n++ {
		j := i + n*step
		if j < 0 || j >= len(p) || p[max(j, j-step)].gap > within {
			return -1
		}
		if !p[j].isHead() && !isFiller(p[j].text) && !past(p[j].text) {
			return j
		}
	}
	return -1
}

func nothing(string) bool { return false }

func isPerson(s string) bool { return ownerOf(s) != nobody }

// ownerOf returns whose the head at i is said to be: "your …", «… خود», "… of the applicant".
func (p passage) ownerOf(i int) owner {
	if p[i].own != nobody {
		return p[i].own
	}
	start, own := i, nobody
	if j := p.walk(i, -1, comma, nothing); j >= 0 {
		if own = ownerEnglish(p[j].text); own != nobody {
			start = j
		}
	}
	if j := p.walk(i, 1, comma, nothing); j >= 0 && own == nobody {
		own = ownerPersian(p[j].text)
		if p[j].text == "of" && p.isOfPerson(j) {
			own = respondent
		}
	}
	if own != nobody && p[i].strength != datum && start > 0 && isMeans(p[start-1].text) {
		return nobody // "on your phone", «به ایمیل خود»: the device, the mailbox
	}
	return own
}

func (p passage) isOfPerson(of int) bool {
	for j := of + 1; j < len(p) && j <= of+3; j++ {
		if noun := p[j].text; noun != "your" && noun != "my" && ownerEnglish(noun) != nobody {
			return true
		}
	}
	return false
}

// isGivenAway reports that the head at i is about something else than the respondent, or told instead of asked.
func (p passage) isGivenAway(i int) bool {
	if j := p.walk(i, 1, colon, nothing); j >= 0 && p[j].text == string(givenMark) {
		return true
	}
	if i > 0 && p[i].gap == space && isTopicBefore(p[i-1].text) || i+1 < len(p) && p.isLimitedBy(i+1, p[i]) {
		return true
	}
	return p[i].strength == datum && p[i].own == nobody && p.isOfThing(i)
}

// isLimitedBy reports that the term at j, next to a head, makes it a thing: "name (of the service)", "passport office".
func (p passage) isLimitedBy(j int, head term) bool {
	next := p[j]
	switch {
	case next.text == "of":
		return !p.isOfPerson(j)
	case next.gap == bracket:
		return isThingPersian(next.text)
	default:
		return next.gap == space && (head.strength == datum || head.what == NationalID) && isTopicAfter(next.text)
	}
}

// isOfThing reports a datum of a thing: "our phone number", «شماره تماس پشتیبانی»; "your company's" is the person's.
func (p passage) isOfThing(i int) bool {
	if j := p.walk(i, -1, comma, nothing); j >= 0 && isThing(p[j].text) && isLatin(p[j].text) {
		return j == 0 || ownerEnglish(p[j-1].text) == nobody
	}
	j := p.walk(i, 1, comma, nothing)
	switch {
	case j < 0:
		return false
	case p[j].text == "of":
		return !p.isOfPerson(j)
	default:
		return isThing(p[j].text) && !isLatin(p[j].text) && (j+1 == len(p) || ownerPersian(p[j+1].text) == nobody)
	}
}

// isCompound reports an English noun directly behind the label at i: "phone call", "address bar", "name three things".
func (p passage) isCompound(i int) bool {
	if i+1 >= len(p) || p[i+1].gap > space {
		return false
	}
	next := p[i+1]
	switch {
	case next.isHead(), isFiller(next.text), isFunction(next.text), isJudging(next.text), isPerson(next.text):
		return false
	case next.text == "of":
		return !p.isOfPerson(i + 1)
	default:
		return isLatin(next.text)
	}
}

// isDemanded reports that people are told to write the head at i down.
func (p passage) isDemanded(i int) bool {
	if j := p.walk(i, -1, bracket, isPerson); j >= 0 && p.isEnglishDemand(j) {
		return true
	}
	j := p.walk(i, 1, comma, isPerson)
	return j >= 0 && isAskingPersian(p[j].text)
}

// isEnglishDemand leaves out the verbs of "do not enter …", "was it easy to enter …" and "did you enter …".
func (p passage) isEnglishDemand(j int) bool {
	if j == 0 {
		return isAskingEnglish(p[j].text)
	}
	before := p[j-1].text
	switch {
	case before == "to" && j > 1 && isUrged(p[j-2].text):
		return true
	case p.isDenied(j):
		return false
	case isAskingGerund(p[j].text):
		return before == "mind"
	case !isAskingEnglish(p[j].text), p[0].text == "did":
		return false
	case before == "to":
		return j > 1 && isWish(p[j-2].text)
	case p[j].text == "have", p[j].text == "know":
		return before == "we" || before == "us"
	default:
		return true
	}
}

// isDenied reports a denial close before the verb at j.
func (p passage) isDenied(j int) bool {
	const far = 5
	for k := j - 1; k >= max(0, j-far) && p[k+1].gap == space; k-- {
		if isDenying(p[k].text) {
			return true
		}
	}
	return false
}

// hasPurpose reports that the label at i opens its part and that what follows says what it is wanted for: "E-mail to
// send you the results".
func (p passage) hasPurpose(i int) bool {
	if i+1 >= len(p) || p[i+1].gap > comma || !isPurpose(p[i+1].text) {
		return false
	}
	for j, n := i, 0; n < maxReach; j, n = j-1, n+1 {
		if !isPartOfLabel(p, j) {
			return false
		}
		if j == 0 || p[j].gap >= colon {
			return true
		}
	}
	return false
}

func isLatin(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r < 0x250
}
