package credential

import (
	_ "embed"
	"slices"
	"strings"

	"amanat/services/kit/text"
)

// commonPasswords are widespread passwords of ten characters or more, English and Persian, that isSequence does not
// find: one a line, as text.Fold spells them.
//
//go:embed common_passwords.txt
var commonPasswords string

const (
	// fewKinds of characters are no password however often they are repeated.
	fewKinds = 2
	// pieceLength is how many characters the sequences of a password must have on average to be all there is to it.
	pieceLength = 3

	// rows are the digits, the alphabets, the Persian one also in the order of its numerals (abjad), and the keyboards,
	// the Persian one as ISIRI 9147 lays it out. They are spelled as text.Fold does, which leaves no spaces.
	rows = "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm " +
		"ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی ابجدهوزحطیکلمنسعفصقرشتثخذضظغ " +
		"ضصثقفغعهخحجچ شسیبلاتنمکگ ظطزرذدپو"
)

// isSimple looks through capitals, kinds of digits, dashes and spaces (text.Fold), behind which the same few passwords
// hide.
func isSimple(password string) bool {
	folded := text.Fold(password)
	return kinds(folded) <= fewKinds || isSequence(folded) ||
		slices.Contains(strings.Fields(commonPasswords), folded)
}

// kinds counts the different characters.
func kinds(folded string) int {
	characters := []rune(folded)
	slices.Sort(characters)
	return len(slices.Compact(characters))
}

// isSequence recognises 1234567890, abcdefghij and qwertyuiop, also backwards (0987654321), stuttering (1122334455) and
// one after the other (qwerty12345).
func isSequence(folded string) bool {
	characters := []rune(folded)
	rest, pieces := slices.Compact(slices.Clone(characters)), 0
	for ; len(rest) > 0; pieces++ {
		rest = rest[piece(rest):]
	}
	return pieces*pieceLength <= len(characters)
}

// piece is how many characters at the start follow one another in one row, forwards or backwards.
func piece(characters []rune) int {
	length := 1
	for length < len(characters) {
		longer := slices.Clone(characters[:length+1])
		forwards := strings.Contains(rows, string(longer))
		slices.Reverse(longer)
		if !forwards && !strings.Contains(rows, string(longer)) {
			break
		}
		length++
	}
	return length
}
