package web

import (
	"path"
	"strings"
	"unicode"
)

// nameless is what a file is called when nothing is left of its name.
const nameless = "attachment"

// disposition is the value of a Content-Disposition header (RFC 6266) by which a file is saved under the name, not
// shown. The name comes twice: in ASCII for old programs, anything else being _, and in UTF-8 (RFC 8187).
func disposition(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	if name == "" {
		name = nameless
	}
	return `attachment; filename="` + inASCII(name) + `"; filename*=UTF-8''` + percentEncoded(name)
}

// inASCII leaves neither what ends a quoted string nor a %, which some programs decode (RFC 6266, appendix D).
func inASCII(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	ext := path.Ext(ascii)
	if !looksLikeExtension(ext) {
		ext = ""
	}
	if !strings.ContainsFunc(strings.TrimSuffix(ascii, ext), isASCIILetterOrDigit) {
		return nameless + ext
	}
	return ascii
}

// percentEncoded writes the value-chars of RFC 8187, 3.2.1.
func percentEncoded(text string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(text) {
		b := text[i]
		if isASCIILetterOrDigit(rune(b)) || strings.IndexByte("!#$&+-.^_`|~", b) >= 0 {
			out.WriteByte(b)
			continue
		}
		out.WriteByte('%')
		out.WriteByte(digits[b>>4])
		out.WriteByte(digits[b&0x0f])
	}
	return out.String()
}

// looksLikeExtension tells the extension of a file from the end of a date or of a sentence.
func looksLikeExtension(ext string) bool {
	symbols := strings.TrimPrefix(ext, ".")
	letters := strings.ContainsFunc(symbols, unicode.IsLetter)
	strange := strings.ContainsFunc(symbols, func(r rune) bool { return !isASCIILetterOrDigit(r) })
	return letters && !strange && len(symbols) <= 5
}

func isASCIILetterOrDigit(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
