package config

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// Setting is one setting as people read about it.
type Setting struct {
	Name    string
	Default string
	Doc     string
	field   int
}

// Settings lists every setting in the order of Config.
func Settings() []Setting {
	var settings []Setting
	kind := reflect.TypeFor[Config]()
	for i := range kind.NumField() {
		tag := kind.Field(i).Tag
		settings = append(settings, Setting{
			Name: Prefix + tag.Get("env"), Default: tag.Get("envDefault"), Doc: tag.Get("doc"), field: i,
		})
	}
	return settings
}

// Unknown lists the names that look like settings and are none: a mistyped setting would otherwise be ignored in
// silence. The tests' own settings are known.
func Unknown(environment map[string]string) []string {
	known := []string{
		Prefix + "TEST_POSTGRES", Prefix + "REQUIRE_POSTGRES", Prefix + "REQUIRE_NODE", Prefix + "SURVEYJS",
	}
	for _, s := range Settings() {
		known = append(known, s.Name)
	}
	var unknown []string
	for name := range environment {
		if strings.HasPrefix(name, Prefix) && !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// Table is the settings as a Markdown table, for the README.
func Table() string {
	var table strings.Builder
	table.WriteString("| setting | default | meaning |\n|---|---|---|\n")
	for _, s := range Settings() {
		standard := "(unset)"
		if s.Default != "" {
			standard = "`" + s.Default + "`"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", s.Name, standard, s.Doc)
	}
	return table.String()
}

func (s Setting) in(c Config) string {
	switch value := reflect.ValueOf(c).Field(s.field).Interface().(type) {
	case Secret:
		return value.redacted()
	case []string:
		return strings.Join(value, ",")
	default:
		return fmt.Sprint(value)
	}
}

// redacted shows of a database URL where it leads, and neither who goes there nor with which password. Of any other
// secret it shows that there is one.
func (s Secret) redacted() string {
	if s == "" {
		return ""
	}
	address, err := url.Parse(string(s))
	if err != nil || address.Host == "" || !leadsToPostgres(address) {
		return "(redacted)"
	}
	// A password with a bare "/", "?" or "#" ends the host early, and the rest of it lies behind.
	if strings.Contains(address.Path+address.RawQuery+address.Fragment, "@") {
		return "(redacted)"
	}
	return address.Scheme + "://(redacted)@" + address.Host + address.Path
}

// String keeps a secret from being printed by accident.
func (s Secret) String() string { return s.redacted() }

// GoString keeps a secret from being printed by accident with %#v.
func (s Secret) GoString() string { return s.redacted() }

// MarshalText keeps a secret from being written by accident, into JSON or a log.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.redacted()), nil }

func nameOf(field string) string {
	if f, ok := reflect.TypeFor[Config]().FieldByName(field); ok {
		return Prefix + f.Tag.Get("env")
	}
	return field
}
