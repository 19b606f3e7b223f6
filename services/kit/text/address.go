package text

import (
	"strings"
	"unicode/utf8"
)

// Email normalises an e-mail address: bidi marks and outer spaces go, the
// domain is lower-cased. The local part is left as it is, for only its own
// server may say which spellings are equal (RFC 5321, 2.4).
func Email(s string) string {
	if !utf8.ValidString(s) {
		return s
	}
	s = trimSpaces(withoutBidi(s))
	domain := strings.LastIndexByte(s, '@') + 1
	if domain == 0 {
		return s
	}
	if lower := strings.ToLower(s[domain:]); lower != s[domain:] {
		return s[:domain] + lower
	}
	return s
}

// Page normalises the address of a page, a path or an http(s) URL. Query,
// fragment and user information are removed, for they may carry personal data;
// so are outer spaces. Anything else comes back trimmed.
func Page(s string) string {
	if !utf8.ValidString(s) {
		return s
	}
	s = trimSpaces(s)
	scheme := schemeLen(s)
	if scheme == 0 && !strings.HasPrefix(s, "/") {
		return s
	}
	if end := strings.IndexAny(s, "?#"); end >= 0 {
		s = trimSpaces(s[:end])
	}
	rest := trimSlashes(s[scheme:])
	start := len(s) - len(rest)
	if start < scheme+2 {
		return s // a path: what follows one slash is no authority
	}
	// Browsers skip further slashes before the authority, so the search starts anew.
	for {
		authority, _, _ := strings.Cut(rest, "/")
		at := strings.LastIndexByte(authority, '@')
		if at < 0 {
			break
		}
		rest = trimSlashes(rest[at+1:])
	}
	if start+len(rest) == len(s) {
		return s
	}
	return s[:start] + rest
}

// schemeLen returns the length of a leading "http:" or "https:" that two
// slashes follow, otherwise 0.
func schemeLen(s string) int {
	for _, scheme := range []string{"http:", "https:"} {
		n := len(scheme)
		if len(s) >= n+2 && strings.EqualFold(s[:n], scheme) && len(s[n:])-len(trimSlashes(s[n:])) >= 2 {
			return n
		}
	}
	return 0
}

// trimSlashes counts a backslash as a slash, as browsers do.
func trimSlashes(s string) string {
	return strings.TrimLeft(s, `/\`)
}
