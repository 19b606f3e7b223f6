// Package services wires the rooms. The rules are in the packages below it, one a room; an exported method there
// validates, owns its transaction and returns a view; errors are faults (services/fault): Invalid for input that breaks
// a rule, Unavailable when the database is away, and whatever else a method's comment names.
package services

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/services/cases"
	"amanat/services/consent"
	"amanat/services/content"
	"amanat/services/content/outlink"
	"amanat/services/jobs"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/policy"
	"amanat/services/proof"
	"amanat/services/staff"
	"amanat/services/staff/credential"
	"amanat/services/staff/oidc"
	"amanat/services/surveys"
	"amanat/services/surveys/blind"
)

// Environment is everything the services are given.
type Environment struct {
	DB       *gorm.DB
	Keyring  *seal.Keyring
	Clock    kernel.Clock
	NewID    func() (uuid.UUID, error)
	Zone     *time.Location
	FreeText kernel.FreeTextPolicy
	// Weekend names the days that are never worked: `thursday-friday` (also when it is empty) or `friday`.
	Weekend string
	// SecondFactors requires one of the roles that can do much.
	SecondFactors bool
	// Hasher hashes the passwords of staff; nil: two at a time, as strong as they should be.
	Hasher *credential.Hasher
	// SignOn is the identity provider of staff; nil: there is none.
	SignOn *oidc.Options
	// Publisher is the organisation in whose name the privacy policy speaks.
	Publisher policy.Publisher
	// PublicURL is where people reach the service, without a slash at its end: "https://portal.example.org".
	PublicURL string
	// NewCredentialKey makes the keys of blind surveys; nil: one of 3,072 bits, each time.
	NewCredentialKey func() (*blind.Key, error)
	// Outlinks bounds how other sites are asked whether they still answer.
	Outlinks outlink.Options
}

// Services are all services, wired.
type Services struct {
	Complaints *cases.Complaints
	Feedback   *cases.Feedback
	MyCase     *cases.MyCase
	Receipts   *proof.Receipts
	Forms      *Forms
	Retention  *Retention
	Readiness  *Readiness

	Policies      *policy.Policies
	Announcements *content.Announcements
	Links         *content.Links
	Consents      *consent.Consents
	Surveys       *surveys.Surveys

	Accounts      *staff.Accounts
	Sessions      *staff.Sessions
	SignOn        *staff.SignOn
	Casework      *cases.Casework
	CannedReplies *cases.CannedReplies
	Holidays      *cases.Holidays
	CaseClocks    *cases.CaseClocks
	Ledger        *ledger.Ledger
	Leases        *jobs.Leases

	keyring *seal.Keyring
}

// New wires the services. It fails if a form's tags or the keyring cannot be used.
func New(environment Environment) (*Services, error) {
	env, err := kernel.New(kernel.Environment{
		DB: environment.DB, Keyring: environment.Keyring, Clock: environment.Clock, NewID: environment.NewID,
		Zone: environment.Zone, FreeText: environment.FreeText,
	}, slices.Concat(
		ledger.Forms(), proof.Forms(), content.Forms(), policy.Forms(), consent.Forms(), cases.Forms(),
		surveys.Forms(), staff.Forms(),
	)...)
	if err != nil {
		return nil, err
	}
	ledger, err := ledger.New(env)
	if err != nil {
		return nil, err
	}
	keys, err := env.Keyring.SigningKeys()
	if err != nil {
		return nil, err
	}
	prover, err := proof.NewProver(keys)
	if err != nil {
		return nil, err
	}
	s := &Services{keyring: env.Keyring, Ledger: ledger, Receipts: proof.New(env, prover)}
	s.Announcements = content.NewAnnouncements(env, ledger)
	s.Links = content.NewLinks(env, ledger, environment.Outlinks)
	s.Policies = policy.New(env, ledger, prover, s.Announcements, policy.Options{
		Publisher: environment.Publisher, PublicURL: environment.PublicURL,
	})
	s.Consents = consent.New(env, s.Policies, prover, environment.PublicURL)
	s.Surveys = surveys.New(env, ledger, surveys.Options{NewCredentialKey: environment.NewCredentialKey})
	casework := cases.New(env, ledger, prover, cases.Options{
		PolicyVersion: s.Policies.Version, Weekend: environment.Weekend,
	})
	s.Complaints, s.Feedback, s.MyCase = casework.Complaints, casework.Feedback, casework.MyCase
	s.Casework, s.CannedReplies = casework.Casework, casework.CannedReplies
	s.Holidays, s.CaseClocks = casework.Holidays, casework.CaseClocks
	people, err := staff.New(env, ledger, staff.Options{
		SecondFactors: environment.SecondFactors, Hasher: environment.Hasher, SignOn: environment.SignOn,
	})
	if err != nil {
		return nil, err
	}
	s.Accounts, s.Sessions, s.SignOn = people.Accounts, people.Sessions, people.SignOn
	s.Forms, s.Readiness = &Forms{complaints: s.Complaints, forms: env.Forms}, &Readiness{db: env.DB}
	s.Retention = &Retention{
		db: env.DB, records: []sweep{env.Sweep, s.Sessions.Sweep, s.Consents.Sweep},
		cases: casework.Retention.Sweep, surveys: s.Surveys.Sweep,
	}
	s.Leases, err = jobs.NewLeases(env)
	return s, err
}
