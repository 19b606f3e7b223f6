package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a paragraph as it is compared: by its key as a whole, by its words where it changed.
type paragraph struct {
	number int // from 1
	text   string
	key    string
	tokens []token
	words  []int  // which of the tokens are words
	ids    []rune // of the words
}

// read takes a text apart.
func (c *comparison) read(text string) []paragraph {
	var all []paragraph
	for _, p := range paragraphs(text) {
		tokens := c.vocabulary.tokens(p)
		all = append(all, paragraph{number: len(all) + 1, text: p, key: phrase(tokens), tokens: tokens})
	}
	return all
}

// paragraphs splits a Markdown text at blank lines, around headings and before list items. A paragraph keeps its
// indentation and its inner line ends, not the last one.
func paragraphs(text string) []string {
	var all []string
	start, end, alone := 0, 0, false // of the paragraph so far, which is text[start:end]
	closeParagraph := func() {
		if start < end {
			all = append(all, text[start:end])
		}
	}
	for from := 0; from < len(text); {
		line, next := cutLine(text, from)
		blank := strings.TrimSpace(line) == ""
		heading := isHeading(line)
		if blank || heading || alone || isItem(line) {
			closeParagraph()
			start, end = from, from
		}
		if !blank {
			end = from + len(line)
		}
		alone = blank || heading
		from = next
	}
	closeParagraph()
	return all
}

// cutLine answers the line that begins at from, without its end, and where the next one begins. Line ends are those
// of CommonMark: LF, CR, CRLF.
func cutLine(text string, from int) (line string, next int) {
	length := strings.IndexAny(text[from:], "\r\n")
	if length < 0 {
		return text[from:], len(text)
	}
	end := from + length
	if strings.HasPrefix(text[end:], "\r\n") {
		return text[from:end], end + 2
	}
	return text[from:end], end + 1
}

// isHeading reports an ATX heading (CommonMark 0.31.2, section 4.2).
func isHeading(line string) bool {
	const deepest = 6
	marks := strings.TrimLeft(line, " ")
	title := strings.TrimLeft(marks, "#")
	level := len(marks) - len(title)
	return level >= 1 && level <= deepest && startsWithSpace(title)
}

// isItem reports the first line of a list item (CommonMark 0.31.2, section 5.2). Its number may have Persian digits,
// as in «۱. نام»: to people that is a list, though not to Markdown.
func isItem(line string) bool {
	const mostDigits = 9
	marker := strings.TrimLeft(line, " \t")
	content := strings.TrimLeftFunc(marker, unicode.IsDigit)
	if content == "" {
		return false
	}
	digits := utf8.RuneCountInString(marker[:len(marker)-len(content)])
	marks := "-*+"
	if digits > 0 {
		marks = ".)"
	}
	return digits <= mostDigits && strings.IndexByte(marks, content[0]) >= 0 && startsWithSpace(content[1:])
}

// startsWithSpace also holds for nothing: the line ends there.
func startsWithSpace(s string) bool { return s == "" || s[0] == ' ' || s[0] == '\t' }
