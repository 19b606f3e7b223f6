package outlink

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// hostName brings a name to ASCII as a browser would before it looks the name up (UTS #46, non-transitional).
func hostName(name string) (string, error) {
	if !utf8.ValidString(name) { // which percent-encoding may have hidden
		return "", refused("no name of a host")
	}
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))
	ascii, err := profile.ToASCII(name)
	if err != nil {
		return "", refused("no name of a host")
	}
	host := strings.TrimSuffix(ascii, ".")
	labels := strings.Split(host, ".")
	if len(labels) == 1 || slices.Contains(labels, "") {
		return "", refused("a name of one part, or with an empty one")
	}
	top := labels[len(labels)-1]
	// A name that ends in a number is an IPv4 address to a browser, in whatever base (WHATWG URL, section 3.5).
	if top[0] < 'a' || top[0] > 'z' {
		return "", refused("no name of a host")
	}
	if slices.Contains(private(), top) {
		return "", refused("a name that is not public")
	}
	return host, nil
}

// private are the top-level names that lead to nobody, or to whoever is near (IANA Special-Use Domain Names; internal
// by ICANN's resolution of 2024). What is public of arpa has no pages.
func private() []string {
	return []string{"arpa", "internal", "invalid", "local", "localhost", "onion", "test"}
}
