// Package config is every setting, from the environment: documented, checked at start, all faults reported at once,
// printed with secrets redacted. Only main reads it; everything below receives plain values.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a bare machine may have no time zones of its own

	"github.com/caarlos0/env/v11"
)

// Prefix begins the name of every setting.
const Prefix = "AMANAT_"

// Config is every setting. The tags are the whole truth: name, default, and what the README says.
type Config struct {
	Listen         string   `env:"LISTEN" envDefault:"127.0.0.1:8080" doc:"address and port of the API"`
	DataDir        string   `env:"DATA_DIR" envDefault:"./data" doc:"directory of the embedded database (amanat.db) and of the keyring (keyring.json)"`
	DatabaseURL    Secret   `env:"DATABASE_URL" doc:"postgres://… URL of the database; unset: SQLite in the data directory"`
	Migrate        bool     `env:"MIGRATE" envDefault:"false" doc:"apply missing migrations at start, on PostgreSQL (SQLite always does)"`
	Environment    string   `env:"ENV" envDefault:"development" doc:"development or production; production never makes up a keyring, logs JSON, tells browsers to insist on TLS and asks admin, lead and privacy for a second factor" oneof:"development production"`
	Language       string   `env:"LANGUAGE" envDefault:"fa" doc:"language of whoever asks for none: fa or en" oneof:"fa en"`
	TimeZone       string   `env:"TIME_ZONE" envDefault:"Asia/Tehran" doc:"time zone of working days and of dates"`
	Limits         string   `env:"LIMITS" envDefault:"on" doc:"rate limits, on or off (off for load tests)" oneof:"on off"`
	TrustedProxies []string `env:"TRUSTED_PROXIES" doc:"addresses or CIDR ranges, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed; unset: none"`
	CORSOrigins    []string `env:"CORS_ORIGINS" doc:"origins, separated by commas, whose pages may call the API, such as https://portal.example.org; unset: none"`
	FreeText       string   `env:"FREE_TEXT" envDefault:"mask" doc:"numbers of ids, cards and accounts in free text: mask, refuse or keep" oneof:"mask refuse keep"`
	Weekend        string   `env:"WEEKEND" envDefault:"thursday-friday" doc:"days of the week that are never worked: thursday-friday or friday" oneof:"thursday-friday friday"`

	OrganisationFa string `env:"ORGANISATION_FA" doc:"name of the organisation in Persian, for the first privacy policy and for consent records"`
	OrganisationEn string `env:"ORGANISATION_EN" doc:"the same in English"`
	Contact        string `env:"CONTACT" doc:"e-mail address or telephone for questions about privacy; unset: people are sent to the complaint form"`
	AddressFa      string `env:"ADDRESS_FA" doc:"postal address in Persian"`
	AddressEn      string `env:"ADDRESS_EN" doc:"the same in English"`
	PublicURL      string `env:"PUBLIC_URL" doc:"where people reach the service, such as https://portal.example.org, for feeds and consent records; unset: http:// and the address above"`

	OIDCIssuer       string `env:"OIDC_ISSUER" doc:"URL that names the OpenID Connect provider through which staff may sign in; unset: none"`
	OIDCClientID     string `env:"OIDC_CLIENT_ID" doc:"name under which the provider knows this service"`
	OIDCClientSecret Secret `env:"OIDC_CLIENT_SECRET" doc:"secret that the provider gave this service; unset: a public client"`
	OIDCRedirectURL  string `env:"OIDC_REDIRECT_URL" doc:"URL to which the provider sends the browser back, as it is registered there"`
}

// Secret is a setting that is never printed whole.
type Secret string

// Load reads the settings from the given environment (name to value) and reports every fault of every one together.
func Load(environment map[string]string) (Config, error) {
	config, err := env.ParseAsWithOptions[Config](env.Options{Prefix: Prefix, Environment: environment})
	if err != nil {
		return config, errors.Join(parseFaults(err), config.check())
	}
	return config, config.check()
}

// Production says whether the service is in earnest.
func (c Config) Production() bool { return c.Environment == "production" }

// SignOn says whether staff may sign in through an OpenID Connect provider.
func (c Config) SignOn() bool { return c.OIDCIssuer != "" }

// Reached is where people reach the service, without a slash at its end.
func (c Config) Reached() string {
	if c.PublicURL == "" {
		return "http://" + c.Listen
	}
	return strings.TrimRight(c.PublicURL, "/")
}

// Origins are those whose pages may call the service: its own among them, which a proxy may have hidden from it.
func (c Config) Origins() []string {
	own, err := url.Parse(c.PublicURL)
	if err != nil || own.Host == "" {
		return c.CORSOrigins
	}
	return append(slices.Clone(c.CORSOrigins), own.Scheme+"://"+own.Host)
}

// Anonymous names the settings that say who publishes, and are unset.
func (c Config) Anonymous() (unset []string) {
	for _, s := range Settings() {
		switch s.Name {
		case Prefix + "ORGANISATION_FA", Prefix + "ORGANISATION_EN", Prefix + "PUBLIC_URL":
			if s.in(c) == "" {
				unset = append(unset, s.Name)
			}
		}
	}
	return unset
}

// SQLiteFile is where the embedded database lies.
func (c Config) SQLiteFile() string { return filepath.Join(c.DataDir, "amanat.db") }

// KeyringFile is where the keys lie.
func (c Config) KeyringFile() string { return filepath.Join(c.DataDir, "keyring.json") }

// Zone is the time zone; check has made sure that it exists.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// parseFaults names the settings that could not even be read. The library's own words repeat the value, which may be a
// secret, so only the names are taken over.
func parseFaults(err error) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return errors.New("the settings could not be read")
	}
	var faults []error
	for _, one := range all.Errors {
		if parse, ok := errors.AsType[env.ParseError](one); ok {
			faults = append(faults, fmt.Errorf("%s: not a %s", nameOf(parse.Name), parse.Type))
		} else {
			faults = append(faults, one)
		}
	}
	return errors.Join(faults...)
}

// LogValue is the settings as a log shows them.
func (c Config) LogValue() slog.Value {
	var values []slog.Attr
	for _, s := range Settings() {
		values = append(values, slog.String(s.Name, s.in(c)))
	}
	return slog.GroupValue(values...)
}

// String is the settings as they are in force, one a line, secrets redacted.
func (c Config) String() string {
	var lines []string
	for _, s := range Settings() {
		lines = append(lines, s.Name+"="+s.in(c))
	}
	return strings.Join(lines, "\n")
}
