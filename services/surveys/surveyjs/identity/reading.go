package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amanat/services/kit/text"
)

// gap is what separates a word from the one before it; a greater one separates more.
type gap int

const (
	space gap = iota
	comma
	colon
	bracket
	stop
)

// word is one word, folded.
type word struct {
	text string
	gap  gap
	wide bool // two spaces or more before it
}

const (
	zwnj          = '\u200c'
	manyDigits    = 5 // a number this long is told, not asked
	spacedLetters = 3
)

type reader struct {
	words      []word
	atCapitals bool
	gap        gap
	spaces     int
	digits     int // since the last word
}

// read takes a text apart. At capitals means that "firstName" is two words.
func read(s string, atCapitals bool) []word {
	r := &reader{atCapitals: atCapitals, words: make([]word, 0, len(s)/5+1)}
	start, before := -1, ' '
	for i, c := range s {
		inside := isLetter(c) || start >= 0 && isApostrophe(c)
		switch {
		case inside && start < 0:
			start = i
		case !inside:
			if start >= 0 {
				r.add(s[start:i])
				start = -1
			}
			r.separate(before, c, s[i+utf8.RuneLen(c):])
		}
		before = c
	}
	if start >= 0 {
		r.add(s[start:])
	}
	return withoutEndings(withSpacedJoined(r.words))
}

// isLetter takes in marks and invisible characters, which Fold drops; the half-space is a space here, for the tables
// know every phrase without its spaces.
func isLetter(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.Is(unicode.Cf, c) && c != zwnj
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' || c == 'ʼ' }

func (r *reader) add(raw string) {
	if at := strings.LastIndexFunc(raw, isApostrophe); at > 0 && text.Fold(raw[at:]) == "s" {
		raw = raw[:at]
	}
	for raw != "" {
		end := len(raw)
		if r.atCapitals {
			end = nextCapital(raw)
		}
		if folded := text.Fold(raw[:end]); folded != "" {
			r.put(spelling(folded))
		}
		raw = raw[end:]
	}
}

func (r *reader) put(folded string) {
	r.words = append(r.words, word{text: folded, gap: r.gap, wide: r.spaces > 1})
	r.gap, r.spaces, r.digits = space, 0, 0
}

// nextCapital returns where the next part of an identifier begins: "first|Name", "SSN|Number".
func nextCapital(raw string) int {
	var one, two rune // the letters before
	at := 0           // of the letter before
	for i, c := range raw {
		switch {
		case unicode.IsLower(one) && unicode.IsUpper(c):
			return i
		case unicode.IsUpper(two) && unicode.IsUpper(one) && unicode.IsLower(c):
			return at
		}
		two, one, at = one, c, i
	}
	return len(raw)
}

// separate takes in a character that belongs to no word.
func (r *reader) separate(before, c rune, rest string) {
	after, width := utf8.DecodeRuneInString(rest)
	if width == 0 {
		after = ' '
	}
	switch {
	case c == givenMark:
		r.put(string(givenMark))
		return
	case unicode.IsDigit(c):
		if r.digits++; r.digits == manyDigits {
			r.put(string(givenMark))
		}
		return
	case unicode.IsSpace(c) && c != '\n':
		r.spaces++
	}
	r.gap = max(r.gap, r.gapAt(before, c, after))
}

func (r *reader) gapAt(before, c, after rune) gap {
	switch c {
	case '\n', '!', '?', '؟', ';', '؛', '|', '\u2028', '\u2029', '。', '？', '！':
		return stop
	case '.':
		if unicode.IsSpace(after) && !r.endsInLetter() {
			return stop
		}
	case ':', '：', '=':
		return colon
	case '(', ')', '[', ']', '{', '}', '<', '>', '（', '）':
		return bracket
	case ',', '،', '/', '\\', '，':
		return comma
	case '—':
		return colon
	default:
		if unicode.Is(unicode.Pd, c) && (unicode.IsSpace(before) || unicode.IsSpace(after)) {
			return colon
		}
	}
	return space
}

// endsInLetter reports a single letter as the last word: the full stop of "e.g." ends no sentence.
func (r *reader) endsInLetter() bool {
	return len(r.words) > 0 && isSingle(r.words[len(r.words)-1].text)
}

func isSingle(s string) bool { return utf8.RuneCountInString(s) == 1 }

// withSpacedJoined joins letters that are written apart: "e m a i l", "S.S.N.". Wider spaces separate such words.
func withSpacedJoined(words []word) []word {
	joined := words[:0]
	for i := 0; i < len(words); {
		end := i + 1
		for end < len(words) && isSingle(words[end].text) && words[end].gap == space && !words[end].wide {
			end++
		}
		if !isSingle(words[i].text) || end-i < spacedLetters {
			joined = append(joined, words[i])
			i++
			continue
		}
		one := words[i]
		var b strings.Builder
		for _, w := range words[i:end] {
			b.WriteString(w.text)
		}
		one.text = b.String()
		joined = append(joined, one)
		i = end
	}
	return joined
}

// withoutEndings drops the Persian endings of the plural and of the genitive where they stand by themselves:
// «شماره‌های تماس».
func withoutEndings(words []word) []word {
	kept := words[:0]
	left := space
	for _, w := range words {
		w.gap = max(w.gap, left)
		switch w.text {
		case "ی", "ها", "های":
			left = w.gap
		default:
			kept, left = append(kept, w), space
		}
	}
	return kept
}
