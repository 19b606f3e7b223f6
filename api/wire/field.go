package wire

// The fields that say where a body ends (RFC 9112 §6), in lower case.
const (
	contentLength    = "content-length"
	transferEncoding = "transfer-encoding"
)

// startLine looks at the first octet of a line of the head. A framing field
// must not be folded: whoever reads the folded part otherwise than we do sees
// another body (RFC 9112 §5.2 lets a server refuse any folding).
func (f *framing) startLine(p []byte) int {
	switch p[0] {
	case '\n':
		f.endHead()
		return 1
	case '\r':
		return 1 // of an empty line, or net/http refuses the line
	case ' ', '\t':
		if f.head.inFraming {
			return f.spoil(p, 0)
		}
	}
	f.head.http2 = false
	f.head.inFraming = false
	f.head.agreed = 0
	f.step = inFieldName
	switch p[0] {
	case 'c', 'C':
		f.head.candidate = contentLength
	case 't', 'T':
		f.head.candidate = transferEncoding
	default:
		f.step = inRestOfLine
	}
	return 0
}

// matchName compares a field's name, whatever its case, with the candidate.
// A space before the colon is no match; net/http refuses it.
func (f *framing) matchName(p []byte) int {
	name := f.head.candidate
	for i, b := range p {
		if f.head.agreed == len(name) && b == ':' {
			return f.enterFramingField(p, i)
		}
		if f.head.agreed == len(name) || lower(b) != name[f.head.agreed] {
			f.step = inRestOfLine
			return i
		}
		f.head.agreed++
	}
	return len(p)
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

// enterFramingField takes note of the field whose name ends with the colon
// p[i], and refuses a length stated in two ways (RFC 9112 §6.3 item 3) or a
// transfer coding in HTTP/1.0, which has none (§6.1).
func (f *framing) enterFramingField(p []byte, i int) int {
	f.head.inFraming = true
	if f.head.candidate == contentLength {
		f.head.sized = true
		f.head.length = 0
		f.step = inLengthValue
	} else {
		f.head.encoded = true
		f.step = inRestOfLine
	}
	if f.head.encoded && (f.head.sized || f.head.http10) {
		return f.spoil(p, i)
	}
	return i + 1
}

// readLength reads the value of Content-Length: digits with blanks around them
// and nothing else, or net/http refuses it, as it does several that differ.
func (f *framing) readLength(p []byte) int {
	for i, b := range p {
		switch {
		case b == '\n':
			f.step = atLineStart
			return i + 1
		case '0' <= b && b <= '9':
			f.head.length = f.head.length*10 + int64(b-'0')
		}
	}
	return len(p)
}
