package apitest

// Flip changes one character to another of the same alphabet.
func Flip(text string, at int) string {
	other := byte('A')
	if text[at] == other {
		other = 'B'
	}
	return text[:at] + string(other) + text[at+1:]
}

// FlipSymbol changes one symbol of a code.
func FlipSymbol(code string) string {
	if code[0] == '7' {
		return "8" + code[1:]
	}
	return "7" + code[1:]
}
