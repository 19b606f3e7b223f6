package attachment

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// mostCharacters is how long a name is at most; extensionCharacters of them are its extension's.
	mostCharacters      = 100
	extensionCharacters = 4
	// nameless is what a file is called, without its extension, when nothing is left of its name.
	nameless = "attachment"
	// edge is what a name neither begins nor ends with: Windows drops dots and spaces, others hide what a dot begins.
	edge = ". \u200c"
)

// Name makes a file name that can be shown and saved anywhere from the one that came with an upload: the base name
// without folders (of / and \), in NFC, of at most 100 characters, with the extension of the media type (jpg, png or
// pdf) in place of its own. Characters that do not show or that steer the direction of writing go, but for the ZWNJ
// inside a word. Those that Windows forbids become _, and the names of its devices get one in front. A file without a
// name is called attachment. The Name of a Name is that name.
func Name(given, mediaType string) string {
	base := given[strings.LastIndexAny(given, `/\`)+1:]
	stem := norm.NFC.String(visible(strings.ToValidUTF8(base, "")))
	stem = strings.Join(strings.Fields(stem), " ")
	stem = strings.Trim(withoutExtension(stem, looksLikeExtension), edge)
	if isDevice(stem) {
		stem = "_" + stem
	}
	stem = shortened(stem, mostCharacters-extensionCharacters)
	// Of "photo.jpg.exe" nobody should see the one that is not true, nor the other one twice.
	for before := ""; stem != before; {
		before = stem
		stem = withoutExtension(strings.Trim(stem, edge), isKnownExtension)
	}
	if stem == "" {
		stem = nameless
	}
	return stem + extension(mediaType)
}

func extension(mediaType string) string {
	switch mediaType {
	case typeJPEG:
		return ".jpg"
	case typePNG:
		return ".png"
	case typePDF:
		return ".pdf"
	default:
		return ""
	}
}

func isKnownExtension(ext string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp", ".pdf"}, strings.ToLower(ext))
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

func withoutExtension(name string, is func(ext string) bool) string {
	if ext := path.Ext(name); is(ext) {
		return strings.TrimSuffix(name, ext)
	}
	return name
}

// isDevice reports the names that Windows keeps for devices, whatever follows the first dot.
// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
func isDevice(name string) bool {
	device, _, _ := strings.Cut(strings.ToUpper(name), ".")
	device = strings.TrimRight(device, " ")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, device) {
		return true
	}
	number, isPort := strings.CutPrefix(device, "COM")
	if !isPort {
		number, isPort = strings.CutPrefix(device, "LPT")
	}
	return isPort && slices.Contains(strings.Split("0123456789¹²³", ""), number)
}

func shortened(text string, most int) string {
	characters := []rune(text)
	return string(characters[:min(most, len(characters))])
}
