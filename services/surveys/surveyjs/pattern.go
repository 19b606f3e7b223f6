package surveyjs

import (
	"strings"
	"unicode/utf8"
)

// What RE2 has other words for than JavaScript: the white space of ECMA-262, and every character that ends no line.
const (
	whiteSpace = `\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
	anyButEnds = `[^\n\r\x{2028}\x{2029}]`
)

// punctuation is what a backslash takes any meaning from.
const punctuation = "^$\\.*+?()[]{}|/-,:;=!<>@#%&~_'\" `"

// translatePattern writes a regular expression of JavaScript, as it is without the flag u, in the words of RE2, if that
// can do what it means. Letters that Arabic keyboards type in place of Persian ones become those, as in answers.
func translatePattern(source *string, insensitive bool) (written string, ok bool) {
	*source = strings.NewReplacer("ي", "ی", "ك", "ک").Replace(*source)
	if utf8.RuneCountInString(*source) > mostPattern {
		return "", false
	}
	t := translation{rest: *source}
	ok = t.run()
	if insensitive {
		return "(?i)" + t.written.String(), ok
	}
	return t.written.String(), ok
}

// translation writes a pattern in the words of RE2.
type translation struct {
	rest    string
	written strings.Builder
	class   bool // within brackets
}

func (t *translation) run() bool {
	for t.rest != "" {
		if !t.step() {
			return false
		}
	}
	return !t.class
}

// step translates what comes next; false where it means nothing in RE2, or something else.
func (t *translation) step() bool {
	switch char := t.rest[0]; {
	case char == '\\':
		return t.escape()
	case t.class:
		return t.inClass(char)
	case char == '[':
		return t.open()
	case char == '.':
		return t.write(1, anyButEnds)
	case strings.HasPrefix(t.rest, "(?") && !strings.HasPrefix(t.rest, "(?:") && !isNamedGroup(t.rest):
		return false
	default:
		return t.copy(1)
	}
}

// isNamedGroup tells (?<name> from the assertions (?<= and (?<!.
func isNamedGroup(s string) bool {
	return strings.HasPrefix(s, "(?<") && len(s) > 3 && s[3] != '=' && s[3] != '!'
}

// open begins a class. An empty one is no class in RE2.
func (t *translation) open() bool {
	t.class = true
	head := "["
	if strings.HasPrefix(t.rest, "[^") {
		head = "[^"
	}
	if strings.HasPrefix(t.rest[len(head):], "]") {
		return false
	}
	return t.copy(len(head))
}

// inClass copies what is within brackets; there another bracket begins a class of POSIX in RE2 alone.
func (t *translation) inClass(char byte) bool {
	switch char {
	case ']':
		t.class = false
	case '[':
		return t.write(1, `\[`)
	}
	return t.copy(1)
}

// escape translates a backslash and what is behind it.
func (t *translation) escape() bool {
	if len(t.rest) < 2 {
		return false
	}
	switch char := t.rest[1]; char {
	case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f', 'v':
		return t.copy(2)
	case 'b', 'B':
		return !t.class && t.copy(2)
	case 's':
		if t.class {
			return t.write(2, whiteSpace)
		}
		return t.write(2, "["+whiteSpace+"]")
	case 'S':
		return !t.class && t.write(2, "[^"+whiteSpace+"]")
	case 'x':
		return isHex(t.rest, 2, 2) && t.copy(4)
	case 'u':
		// Halves of surrogate pairs are no characters.
		return isHex(t.rest, 2, 4) && !strings.ContainsAny(t.rest[2:3], "dD") && t.write(6, `\x{`+t.rest[2:6]+`}`)
	default:
		return strings.IndexByte(punctuation, char) >= 0 && t.copy(2)
	}
}

func isHex(s string, from, digits int) bool {
	return len(s) >= from+digits && strings.Trim(s[from:from+digits], "0123456789abcdefABCDEF") == ""
}

// copy writes so many bytes as they are.
func (t *translation) copy(size int) bool { return t.write(size, t.rest[:size]) }

// write writes something in the stead of so many bytes.
func (t *translation) write(size int, by string) bool {
	t.written.WriteString(by)
	t.rest = t.rest[size:]
	return true
}
