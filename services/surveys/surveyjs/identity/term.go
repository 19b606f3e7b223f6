package identity

import "strings"

// strength is how much a phrase says by itself.
type strength int

const (
	silent strength = iota
	hint            // asks only as the person's own: "number"
	label           // may also be a thing or a channel: "phone"
	datum           // nothing but personal data: "phone number"
)

// owner is whose something is.
type owner int

const (
	nobody owner = iota
	speaker
	respondent
)

// term is a phrase that the tables know, its words written together, or a word as it is. A head is a term that may be
// asked for.
type term struct {
	text     string
	gap      gap
	what     string
	strength strength
	own      owner // by its ending: «ایمیلتان»
	alone    bool  // nothing but heads and fillers around it
	judged   bool  // in an evaluation, a yes-or-no question or a denial
}

func (t term) isHead() bool { return t.strength != silent }

// isChannel reports a way of reaching people, which choices and questions about the way name too.
func (t term) isChannel() bool { return t.what == Phone || t.what == Email }

const maxPhraseWords = 6

// terms finds the longest phrases. The tables know phrases without spaces, so that «کد ملی», «کدملی», "code-melli" and
// "codemelli" are one.
func terms(words []word) []term {
	found := make([]term, 0, len(words))
	for i := 0; i < len(words); {
		t, n := longest(words[i:])
		t.gap = words[i].gap
		found = append(found, t)
		i += n
	}
	return found
}

func longest(words []word) (t term, n int) {
	var ends [maxPhraseWords]int
	var b strings.Builder
	for n < maxPhraseWords && n < len(words) && (n == 0 || words[n].gap == space) {
		b.WriteString(words[n].text)
		ends[n] = b.Len()
		n++
	}
	for ; n > 0; n-- {
		if t, known := phrase(b.String()[:ends[n-1]]); known {
			return t, n
		}
	}
	return prefixed(words[0].text), 1
}

func phrase(key string) (t term, known bool) {
	t.text = key
	if t.what, t.strength = meaning(key); t.isHead() {
		return t, true
	}
	if isOrdinary(key) || isAskingPersian(key) || ownerPersian(key) != nobody {
		return t, true
	}
	for _, ending := range endings() {
		stem, cut := strings.CutSuffix(key, ending.text)
		if !cut {
			continue
		}
		if t.what, t.strength = meaning(stem); t.isHead() {
			t.own = ending.own
			return t, true
		}
	}
	return t, false
}

// prefixed reads an identifier without a capital to cut at, such as "yourname".
func prefixed(single string) term {
	for _, before := range []string{"your", "my", "user", "customer", "client", "applicant", "respondent", "txt"} {
		stem, cut := strings.CutPrefix(single, before)
		if !cut {
			continue
		}
		if what, says := meaning(stem); says != silent {
			return term{text: single, what: what, strength: says, own: ownerEnglish(before)}
		}
	}
	return term{text: single}
}

// meaning looks a phrase up in the tables of every language.
func meaning(key string) (what string, says strength) {
	tables := [...]struct {
		what string
		says [3]func(string) strength
	}{
		{Name, [...]func(string) strength{persianName, englishName, finglishName}},
		{Phone, [...]func(string) strength{persianPhone, englishPhone, finglishPhone}},
		{Email, [...]func(string) strength{persianEmail, englishEmail, finglishEmail}},
		{NationalID, [...]func(string) strength{persianNationalID, englishNationalID, finglishNationalID}},
		{Address, [...]func(string) strength{persianAddress, englishAddress, finglishAddress}},
	}
	for _, table := range tables {
		for _, lookUp := range table.says {
			if says = lookUp(key); says != silent {
				return table.what, says
			}
		}
	}
	return "", silent
}

type ending struct {
	text string
	own  owner
}

// endings returns the Persian endings for your and my.
func endings() []ending {
	return []ending{
		{"تان", respondent},
		{"تون", respondent},
		{"ات", respondent},
		{"ت", respondent},
		{"ام", speaker},
		{"م", speaker},
	}
}
