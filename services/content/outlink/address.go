// Package outlink knows the addresses of other sites, and asks whether they still answer. It asks public addresses
// only, and only hosts that somebody registered.
package outlink

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrNotAnAddress means that a text is no address of a public page. No text of the error quotes it.
var ErrNotAnAddress = errors.New("not an address of a public page")

// mostAddress is how many bytes an address has at most, before and after it was brought to its spelling.
const mostAddress = 2000

// Address is the address of a page elsewhere, brought to one spelling: in ASCII, scheme and host in lower case, without
// the scheme's own port, and with the path / if it has none (RFC 3986, section 6.2).
type Address struct {
	URL  string
	Host string // punycode (RFC 3492), lower case, without port
}

// Parse reads the address of a page: http or https, a host's public name, port 80 or 443 or none, no userinfo, at most
// 2000 bytes. The error is ErrNotAnAddress.
func Parse(s string) (Address, error) {
	if len(s) > mostAddress {
		return Address{}, refused("too long")
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, forbidden) {
		return Address{}, refused("a character that addresses do not have")
	}
	u, err := url.Parse(escaped(s))
	if err != nil {
		return Address{}, refused("malformed")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return Address{}, refused("neither http nor https")
	case u.User != nil:
		return Address{}, refused("a user's name")
	case strings.HasPrefix(u.Host, "["):
		return Address{}, refused("no name of a host")
	}
	host, err := hostName(u.Hostname())
	if err != nil {
		return Address{}, err
	}
	port, err := portSuffix(u)
	if err != nil {
		return Address{}, err
	}
	return spelled(u, host, port)
}

func spelled(u *url.URL, host, port string) (Address, error) {
	u.Host, u.ForceQuery = host+port, false
	if u.Path == "" {
		u.Path = "/"
	}
	address := Address{URL: u.String(), Host: host}
	if len(address.URL) > mostAddress {
		return Address{}, refused("too long")
	}
	return address, nil
}

func portSuffix(u *url.URL) (string, error) {
	switch own := map[string]string{"http": "80", "https": "443"}; u.Port() {
	case "", own[u.Scheme]:
		return "", nil
	case "80", "443":
		return ":" + u.Port(), nil
	default:
		return "", refused("another port")
	}
}

// refused gives the reason in words of this package only.
func refused(reason string) error { return fmt.Errorf("%w: %s", ErrNotAnAddress, reason) }

// forbidden characters are dropped or read as others by some programs, and not by some.
func forbidden(r rune) bool { return r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) }

// escaped percent-encodes what RFC 3986 has no place for. Done before parsing, it keeps the difference between / and
// %2F in paths that also have such characters.
func escaped(s string) string {
	var out strings.Builder
	for _, b := range []byte(s) {
		if b > '~' || strings.IndexByte("\"<>^`{|}", b) >= 0 {
			fmt.Fprintf(&out, "%%%02X", b)
			continue
		}
		out.WriteByte(b)
	}
	return out.String()
}
