package config

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// check reports every setting whose value cannot be used.
func (c Config) check() error {
	return errors.Join(
		c.checkChoices(), c.checkListen(), c.checkDatabase(), c.checkZone(), c.checkProxies(), c.checkOrigins(),
		c.checkSignOn(), c.checkPublisher(),
	)
}

func (c Config) checkChoices() error {
	var faults []error
	value := reflect.ValueOf(c)
	for i := range value.NumField() {
		field := value.Type().Field(i)
		choices, ok := field.Tag.Lookup("oneof")
		if ok && !slices.Contains(strings.Fields(choices), value.Field(i).String()) {
			faults = append(faults, fmt.Errorf("%s: must be one of: %s", nameOf(field.Name), choices))
		}
	}
	return errors.Join(faults...)
}

func (c Config) checkListen() error {
	_, port, notBoth := net.SplitHostPort(c.Listen)
	if _, notPort := strconv.ParseUint(port, 10, 16); notBoth != nil || notPort != nil {
		return errors.New("AMANAT_LISTEN: must be an address and a port, such as 127.0.0.1:8080")
	}
	return nil
}

func (c Config) checkDatabase() error {
	if c.DatabaseURL == "" {
		return nil
	}
	address, err := url.Parse(string(c.DatabaseURL))
	if err != nil || !leadsToPostgres(address) {
		return errors.New("AMANAT_DATABASE_URL: must be a postgres:// URL") // the value may hold a password
	}
	return nil
}

func leadsToPostgres(address *url.URL) bool {
	return address.Scheme == "postgres" || address.Scheme == "postgresql"
}

func (c Config) checkZone() error {
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		return fmt.Errorf("AMANAT_TIME_ZONE: there is no time zone %q", c.TimeZone)
	}
	return nil
}

func (c Config) checkProxies() error {
	var faults []error
	for _, proxy := range c.TrustedProxies {
		_, notAddress := netip.ParseAddr(proxy)
		_, notPrefix := netip.ParsePrefix(proxy)
		if notAddress != nil && notPrefix != nil {
			faults = append(faults, fmt.Errorf("AMANAT_TRUSTED_PROXIES: %q is neither an address nor a range", proxy))
		}
	}
	return errors.Join(faults...)
}

func (c Config) checkOrigins() error {
	var faults []error
	for _, origin := range c.CORSOrigins {
		address, err := url.Parse(origin)
		if err != nil || address.Host == "" || origin != address.Scheme+"://"+address.Host ||
			(address.Scheme != "http" && address.Scheme != "https") {
			faults = append(faults,
				fmt.Errorf("AMANAT_CORS_ORIGINS: %q is not an origin like https://example.org", origin))
		}
	}
	return errors.Join(faults...)
}

// checkPublisher asks for an address to which a path can be added, and for names of one reasonable line.
func (c Config) checkPublisher() error {
	faults := []error{c.checkEndpoint("AMANAT_PUBLIC_URL", c.PublicURL)}
	address, err := url.Parse(c.PublicURL)
	if err == nil && c.PublicURL != "" && !spelledPlainly(address, c.PublicURL) {
		faults = append(faults, errors.New("AMANAT_PUBLIC_URL: must be in lower case, without a query, "+
			"and in ASCII: the host in punycode, the path percent-encoded"))
	}
	for name, value := range map[string]string{
		"AMANAT_ORGANISATION_FA": c.OrganisationFa, "AMANAT_ORGANISATION_EN": c.OrganisationEn,
		"AMANAT_CONTACT": c.Contact, "AMANAT_ADDRESS_FA": c.AddressFa, "AMANAT_ADDRESS_EN": c.AddressEn,
	} {
		if len(value) > longestName || strings.ContainsFunc(value, unicode.IsControl) || !utf8.ValidString(value) {
			faults = append(faults, fmt.Errorf("%s: must be one line of at most %d bytes", name, longestName))
		}
	}
	return errors.Join(faults...)
}

// spelledPlainly reports whether an address is as a machine would write it: it becomes part of evidence.
func spelledPlainly(address *url.URL, text string) bool {
	ascii := !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
	return ascii && address.String() == text && address.RawQuery == "" && !address.ForceQuery &&
		address.Host == strings.ToLower(address.Host)
}

// longestName bounds what is put into the privacy policy, in bytes.
const longestName = 1000

// checkSignOn asks for the whole of a provider or nothing of it.
func (c Config) checkSignOn() error {
	parts := map[string]string{
		"AMANAT_OIDC_ISSUER": c.OIDCIssuer, "AMANAT_OIDC_CLIENT_ID": c.OIDCClientID,
		"AMANAT_OIDC_REDIRECT_URL": c.OIDCRedirectURL,
	}
	names := slices.Sorted(maps.Keys(parts))
	given := func(name string) bool { return parts[name] != "" }
	wanted := c.OIDCClientSecret != "" || slices.ContainsFunc(names, given)
	var faults []error
	for _, name := range names {
		if wanted && !given(name) {
			faults = append(faults, fmt.Errorf("%s: must be set too, for a provider", name))
		}
	}
	for _, name := range []string{"AMANAT_OIDC_ISSUER", "AMANAT_OIDC_REDIRECT_URL"} {
		faults = append(faults, c.checkEndpoint(name, parts[name]))
	}
	return errors.Join(faults...)
}

// checkEndpoint says of a faulty URL only which one it is: it may hold a password. Neither the name of a provider
// (OpenID Connect Discovery 1.0, section 3) nor where it sends browsers back to (RFC 6749, section 3.1.2) has a
// fragment.
func (c Config) checkEndpoint(name, value string) error {
	if value == "" {
		return nil
	}
	address, err := url.Parse(value)
	if err != nil || address.Hostname() == "" || address.User != nil || strings.Contains(value, "#") ||
		(address.Scheme != "http" && address.Scheme != "https") {
		return fmt.Errorf("%s: must be a URL like https://login.example.org/path", name)
	}
	if c.Production() && address.Scheme != "https" && !isLoopback(address.Hostname()) {
		return fmt.Errorf("%s: must begin with https:// in production", name)
	}
	return nil
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && address.IsLoopback())
}
