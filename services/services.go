// Package services holds the rules. An exported method validates, owns its transaction and returns a view; errors are
// faults (services/fault): Invalid for input that breaks a rule, Unavailable when the database is away, and whatever
// else a method's comment names.
package services

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/attachment"
	"amanat/services/chain"
	"amanat/services/credential"
	"amanat/services/form"
	"amanat/services/outlink"
	"amanat/services/receipt"
	"amanat/services/seal"
	"amanat/services/signon"
)

// Clock tells the time. Services take it as UTC, to the microsecond, as the databases keep it.
type Clock func() time.Time

// Environment is everything the services are given.
type Environment struct {
	DB       *gorm.DB
	Keyring  *seal.Keyring
	Clock    Clock
	NewID    func() (uuid.UUID, error)
	Zone     *time.Location
	FreeText FreeTextPolicy
	// Weekend names the days that are never worked: `thursday-friday` (also when it is empty) or `friday`.
	Weekend string
	// SecondFactors requires one of the roles that can do much.
	SecondFactors bool
	// Hasher hashes the passwords of staff; nil: two at a time, as strong as they should be.
	Hasher *credential.Hasher
	// SignOn is the identity provider of staff; nil: there is none.
	SignOn *signon.Options
	// Publisher is the organisation in whose name the privacy policy speaks.
	Publisher Publisher
	// PublicURL is where people reach the service, without a slash at its end: "https://portal.example.org".
	PublicURL string
	// Outlinks bounds how other sites are asked whether they still answer.
	Outlinks outlink.Options
}

// Services are all services, wired.
type Services struct {
	Complaints *Complaints
	Feedback   *Feedback
	MyCase     *MyCase
	Receipts   *Receipts
	Forms      *Forms
	Retention  *Retention
	Readiness  *Readiness

	Policies      *Policies
	Announcements *Announcements
	Links         *Links
	Consents      *Consents
	Surveys       *Surveys

	Accounts      *StaffAccounts
	Sessions      *StaffSessions
	SignOn        *SignOn
	Casework      *Casework
	CannedReplies *CannedReplies
	Holidays      *Holidays
	CaseClocks    *CaseClocks
	Ledger        *Ledger
	Leases        *Leases
}

// New wires the services. It fails if a form's tags or the keyring cannot be used.
func New(env Environment) (*Services, error) {
	clock := env.Clock
	env.Clock = func() time.Time { return clock().UTC().Truncate(time.Microsecond) }
	keys, err := env.Keyring.SigningKeys()
	if err != nil {
		return nil, err
	}
	prover, err := receipt.NewProver(keys)
	if err != nil {
		return nil, err
	}
	signer, err := chain.NewSigner(keys)
	if err != nil {
		return nil, err
	}
	forms, err := newForms(env)
	if err != nil {
		return nil, err
	}
	parts := shared{
		env: env, gate: &gate{forms: forms, policy: env.FreeText}, prover: prover, signer: signer,
		cleaner: attachment.New(cleanAtOnce, cleanWaiting),
	}
	parts.calendars = newCalendars(env)
	parts.categories = newCategories(env)
	parts.announcements = newAnnouncements(parts)
	parts.policies = newPolicies(parts, parts.announcements)
	parts.reckoners = &reckoners{env: env, calendars: parts.calendars, categories: parts.categories}
	wired := &Services{}
	parts.public(wired, forms)
	return wired, parts.staff(wired)
}

// shared is what several services are made of.
type shared struct {
	env        Environment
	gate       *gate
	prover     *receipt.Prover
	signer     *chain.Signer
	cleaner    *attachment.Cleaner
	calendars  *calendars
	categories *categories
	reckoners  *reckoners

	announcements *Announcements
	policies      *Policies
}

const (
	// cleanAtOnce and cleanWaiting bound how much memory images can take, hashAtOnce and hashWaiting passwords.
	cleanAtOnce, cleanWaiting = 1, 16
	hashAtOnce, hashWaiting   = 2, 64
)

func (p shared) public(s *Services, forms *form.Forms) {
	intake := newIntake(p.env, p.prover, p.policies)
	s.Complaints = &Complaints{
		gate: p.gate, intake: intake, categories: p.categories, calendars: p.calendars, clock: p.env.Clock,
	}
	s.Feedback = &Feedback{gate: p.gate, intake: intake, clock: p.env.Clock}
	s.MyCase = &MyCase{env: p.env, gate: p.gate, reckoners: p.reckoners, cleaner: p.cleaner}
	s.Receipts = &Receipts{gate: p.gate, prover: p.prover}
	s.Forms = &Forms{complaints: s.Complaints, forms: forms}
	s.Retention = &Retention{env: p.env}
	s.Readiness = &Readiness{db: p.env.DB}
	s.Policies, s.Announcements, s.Links = p.policies, p.announcements, newLinks(p)
	s.Consents = &Consents{env: p.env, gate: p.gate, policies: p.policies, prover: p.prover}
	s.Surveys = newSurveys(p)
	s.Ledger = &Ledger{env: p.env, gate: p.gate, signer: p.signer}
}

func (p shared) staff(s *Services) (err error) {
	hasher := p.env.Hasher
	if hasher == nil {
		if hasher, err = credential.NewHasher(hashAtOnce, hashWaiting); err != nil {
			return fmt.Errorf("services: %w", err)
		}
	}
	s.Accounts = &StaffAccounts{env: p.env, gate: p.gate, hasher: hasher}
	s.Sessions = &StaffSessions{
		env: p.env, gate: p.gate, hasher: hasher, attempts: &signInAttempts{env: p.env},
	}
	s.SignOn = &SignOn{env: p.env, gate: p.gate, sessions: s.Sessions}
	if p.env.SignOn != nil {
		s.SignOn.provider = signon.New(*p.env.SignOn, p.env.Clock)
	}
	s.Casework = &Casework{env: p.env, gate: p.gate, reckoners: p.reckoners, cleaner: p.cleaner}
	s.CannedReplies = &CannedReplies{env: p.env, gate: p.gate}
	s.CaseClocks = &CaseClocks{env: p.env, reckoners: p.reckoners}
	s.Holidays = &Holidays{env: p.env, gate: p.gate, calendars: p.calendars, clocks: s.CaseClocks}
	holder, err := p.env.newID()
	s.Leases = &Leases{env: p.env, holder: holder}
	return err
}

// newForms reads every form that people fill in, and every filter of a list.
func newForms(env Environment) (*form.Forms, error) {
	forms, err := form.New(
		func() time.Time { return env.Clock().In(env.Zone) },
		&models.ComplaintForm{}, &models.FeedbackForm{}, &models.MessageForm{}, &models.PersonForm{},
		&models.ExportForm{}, &models.VerifyForm{}, &models.ReviewForm{}, &models.RatingForm{},
		&models.SignInForm{}, &models.PasswordForm{}, &models.SecondFactorForm{}, &models.OTPForm{},
		&models.SignOnForm{}, &models.AccountForm{}, &models.AccountChangeForm{},
		&models.CaseFilter{}, &models.CaseExportFilter{}, &models.TransitionForm{}, &models.AssignForm{},
		&models.ReplyForm{}, &models.NoteForm{}, &models.ExtensionForm{}, &models.IdentityForm{},
		&models.CannedReplyForm{}, &models.CannedReplyFilter{}, &models.HolidayForm{}, &models.HolidayFilter{},
		&models.LedgerFilter{},
		&models.PolicyDraftForm{}, &models.PolicyChangeForm{}, &models.PolicyPublicationForm{}, &models.PolicyQuery{},
		&models.PolicyDiffQuery{}, &models.LanguageQuery{}, &models.AnnouncementForm{},
		&models.AnnouncementChangeForm{}, &models.LinkForm{}, &models.LinkChangeForm{}, &models.PreferencesForm{},
		&models.FormMemory{}, &models.SurveyForm{}, &models.SurveyChangeForm{}, &models.SurveyTrialForm{},
		&models.SurveyOverrideForm{}, &models.InvitationsForm{}, &models.SurveyResponseForm{}, &models.CredentialForm{},
		&models.RespondentsForm{}, &models.SurveyResultsQuery{}, &models.SurveyExportQuery{},
		&models.SurveyTextsQuery{}, &models.SurveyShowingForm{},
	)
	if err != nil {
		return nil, fmt.Errorf("services: %w", err)
	}
	return forms, nil
}

// FreeTextPolicy says what happens to needless personal data found in free text.
type FreeTextPolicy string

// The policies.
const (
	MaskFreeText   FreeTextPolicy = "mask"
	RefuseFreeText FreeTextPolicy = "refuse"
	KeepFreeText   FreeTextPolicy = "keep"
)

// newID draws an id; the generator fails only when the system has no randomness.
func (env Environment) newID() (uuid.UUID, error) {
	id, err := env.NewID()
	if err != nil {
		return id, fmt.Errorf("new id: %w", err)
	}
	return id, nil
}
