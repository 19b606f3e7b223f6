package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// check reports every setting whose value cannot be used.
func (c Config) check() error {
	return errors.Join(
		c.checkChoices(), c.checkListen(), c.checkDatabase(), c.checkZone(), c.checkProxies(), c.checkOrigins(),
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
	if err != nil || (address.Scheme != "postgres" && address.Scheme != "postgresql") {
		return errors.New("AMANAT_DATABASE_URL: must be a postgres:// URL") // the value may hold a password
	}
	return nil
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
