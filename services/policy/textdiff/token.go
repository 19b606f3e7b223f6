package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a run of white space, or a run of one punctuation mark.
type token struct {
	start, end int // in the paragraph's text
	kind       kind
	key        string // what it is compared by
	id         rune   // stands for the key
	optional   bool   // a space that may as well not be there
}

// scan answers where the token at the start of s ends. Invisible characters belong to the token before them, at the
// start to the one behind.
func scan(s string) (end int, k kind) {
	k = invisible
	var first, last rune
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		switch next := kindOf(r); {
		case next == invisible:
		case k == invisible:
			k, first, last = next, r, r
		case k == symbol && r == first, k != symbol && next == k:
			last = r
		case k == word && isWithinWord(last, r, s[end+size:]):
			last = r
		default:
			return end, k
		}
		end += size
	}
	return end, k
}

// isWithinWord reports that r, between last and the rest, parts no words: as in don’t, 3.14, ۱۴۰۳/۰۵/۱۲.
func isWithinWord(last, r rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '\'', '’':
		return unicode.IsLetter(last) && unicode.IsLetter(next)
	case '.', ',', '/', ':', '٫', '٬':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	default:
		return false
	}
}

// vocabulary knows every word of both texts.
type vocabulary struct {
	ignoreForm bool
	spellings  map[string]spelling
	ids        map[string]rune // by key
	buffer     []byte
}

type spelling struct {
	key string
	id  rune
}

func newVocabulary(ignoreForm bool) *vocabulary {
	return &vocabulary{ignoreForm: ignoreForm, spellings: map[string]spelling{}, ids: map[string]rune{}}
}

// tokens takes a paragraph apart. Together they are all of it but, where that is form, the white space at its ends.
func (v *vocabulary) tokens(s string) []token {
	const usualBytes = 5 // of a token, half of them spaces
	tokens := make([]token, 0, len(s)/usualBytes+1)
	for start := 0; start < len(s); {
		length, k := scan(s[start:])
		end := start + length
		spelt := v.spell(s[start:end], k)
		tokens = append(tokens, token{start: start, end: end, kind: k, key: spelt.key, id: spelt.id})
		start = end
	}
	if v.ignoreForm {
		tokens = withoutOuterSpace(tokens)
		markOptional(tokens)
	}
	return tokens
}

// spell answers the key and the id of a token.
func (v *vocabulary) spell(s string, k kind) spelling {
	if known, ok := v.spellings[s]; ok {
		return known
	}
	key := s
	switch {
	case v.ignoreForm && k == space:
		key = " "
	case v.ignoreForm:
		key = fold(s)
	}
	if v.ids[key] == 0 {
		v.ids[key] = rune(len(v.ids) + 1) //nolint:gosec // there are fewer words than bytes
	}
	spelt := spelling{key: key, id: v.ids[key]}
	v.spellings[s] = spelt
	return spelt
}

// withoutOuterSpace leaves out the white space at a paragraph's ends.
func withoutOuterSpace(tokens []token) []token {
	if len(tokens) > 0 && tokens[0].kind == space {
		tokens = tokens[1:]
	}
	if last := len(tokens) - 1; last >= 0 && tokens[last].kind == space {
		tokens = tokens[:last]
	}
	return tokens
}

// markOptional finds the spaces that may stand for a ZWNJ, which in turn may be left out.
func markOptional(tokens []token) {
	for i := range tokens {
		if i == 0 || i+1 == len(tokens) || tokens[i].kind != space {
			continue
		}
		left, right := tokens[i-1], tokens[i+1]
		last, _ := utf8.DecodeLastRuneInString(left.key)
		first, _ := utf8.DecodeRuneInString(right.key)
		tokens[i].optional = left.kind == word && right.kind == word && (isArabicLetter(last) || isArabicLetter(first))
	}
}

// phrase is the key of several tokens together. However their words were joined, it comes out the same.
func phrase(tokens []token) string {
	if len(tokens) == 1 && !tokens[0].optional {
		return tokens[0].key
	}
	var b strings.Builder
	for _, t := range tokens {
		if !t.optional {
			b.WriteString(t.key)
		}
	}
	return b.String()
}

// findWords joins what may be written as one word (می شود) wherever either text does so, and notes where words are.
func (v *vocabulary) findWords(p *paragraph) {
	if v.ignoreForm {
		p.tokens = v.join(p.tokens)
	}
	for i, t := range p.tokens {
		if t.kind == word {
			p.words = append(p.words, i)
			p.ids = append(p.ids, t.id)
		}
	}
}

func (v *vocabulary) join(tokens []token) []token {
	joined := tokens[:0]
	for len(tokens) > 0 {
		t := tokens[0]
		n, id := v.oneWord(tokens)
		if n > 1 {
			t.end, t.key, t.id = tokens[n-1].end, phrase(tokens[:n]), id
		}
		joined = append(joined, t)
		tokens = tokens[n:]
	}
	return joined
}

// oneWord answers how many of the first tokens make the longest known word.
func (v *vocabulary) oneWord(tokens []token) (n int, id rune) {
	const most = 7 // four parts, as in «نمی خواسته اند ها», and the spaces between
	v.buffer = append(v.buffer[:0], tokens[0].key...)
	n = 1
	for i := 2; i < min(len(tokens), most) && tokens[i-1].optional; i += 2 {
		v.buffer = append(v.buffer, tokens[i].key...)
		if known := v.ids[string(v.buffer)]; known != 0 {
			n, id = i+1, known
		}
	}
	return n, id
}
