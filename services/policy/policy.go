// Package policy has the versions of the privacy policy.
//
// A version is drafted in both languages, published now or for later, and takes effect and is superseded by time alone;
// one that has not taken effect can be called off. What was published is frozen: its canonical text is hashed into a
// chain, and triggers in the database refuse to change it. Publishing announces the version on the site in the same
// transaction. Readers get it as it was at any time, compared with another (textdiff), and as a feed.
//
// The table of versions is locked first by every transaction that takes it (lock.go): shared by those who decide about
// cookies, in another mode by those who draft, exclusively by who publishes. An acknowledgement counts one more for a
// day; who gave it is not stored.
package policy

import (
	"context"
	"strconv"
	"time"

	"amanat/models"
	"amanat/services/content"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/civil"
	"amanat/services/ledger"
	"amanat/services/policy/markdown"
	"amanat/services/proof"
)

// Policies are the versions of the privacy policy. A version takes effect and is superseded by time alone: nobody has
// to do anything, and all replicas agree (clause `change`).
type Policies struct {
	env           kernel.Environment
	ledger        *ledger.Ledger
	prover        *proof.Prover
	options       Options
	renderer      *markdown.Renderer
	announcements *content.Announcements
	published     *kernel.Cache[Versions]
	// comparing is held while two versions are compared, which large texts make last.
	comparing chan struct{}
}

// comparedAtOnce bounds how much comparisons can take of the machine.
const comparedAtOnce = 1

// Options are what the policy is published with.
type Options struct {
	// Publisher is the organisation in whose name the privacy policy speaks.
	Publisher Publisher
	// PublicURL is where people reach the service, without a slash at its end: "https://portal.example.org".
	PublicURL string
}

// New serves the versions of a database; announcements tell of them on the site.
func New(
	env kernel.Environment, ledger *ledger.Ledger, prover *proof.Prover, announcements *content.Announcements,
	options Options,
) *Policies {
	s := &Policies{
		env: env, ledger: ledger, prover: prover, options: options, renderer: markdown.New(),
		announcements: announcements, comparing: make(chan struct{}, comparedAtOnce),
	}
	s.published = kernel.NewCache(env.Clock, func(ctx context.Context) (Versions, error) {
		versions, err := readPublished(env.DB.WithContext(ctx))
		return versions, kernel.Fault(err, "read policy versions")
	})
	return s
}

// Forms are what editors and readers fill in here.
func Forms() []any {
	return []any{
		&models.PolicyDraftForm{}, &models.PolicyChangeForm{}, &models.PolicyPublicationForm{}, &models.PolicyQuery{},
		&models.PolicyDiffQuery{},
	}
}

// Ref names a version and everything that its view depends on beside: it can name a rendered document.
type Ref struct {
	Version  int
	Language models.Language
	State    models.PolicyState
	// Next is the number of the scheduled version; 0 when there is none.
	Next int
}

// String tells one reference from all others.
func (r Ref) String() string {
	return strconv.Itoa(r.Version) + " " + string(r.Language) + " " + string(r.State) + " " + strconv.Itoa(r.Next)
}

// InForce refers to the version in force. NotFound (`policy_unknown`) before the first is.
func (s *Policies) InForce(ctx context.Context, language models.Language) (Ref, error) {
	versions, err := s.published.Get(ctx)
	if err != nil {
		return Ref{}, err
	}
	now := s.env.Clock()
	return refer(versions, versions.InForce(now), language, now)
}

// Find refers to the version that was in force at the moment, or at the end of the day, that the query names, now if it
// names none; in the language that it names, or else the given one. NotFound (`policy_unknown`) before the first;
// NotSatisfiable (`at_in_future`) for the future, which nobody knows.
func (s *Policies) Find(
	ctx context.Context, in kernel.Input[models.PolicyQuery], language models.Language,
) (Ref, error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return Ref{}, err
	}
	now := s.env.Clock()
	at, err := s.moment(in.Form.At, now)
	if err != nil {
		return Ref{}, err
	}
	versions, err := s.published.Get(ctx)
	if err != nil {
		return Ref{}, err
	}
	return refer(versions, versions.InForce(at), models.LanguageQuery{Lang: in.Form.Lang}.Or(language), now)
}

// moment reads a point in time, or a day of the service's time zone as its end, as far as that has passed.
func (s *Policies) moment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if day, ok := civil.ParseDate(text); ok {
		if day.Begin(s.env.Zone).After(now) {
			return now, fault.New(fault.NotSatisfiable, "at_in_future")
		}
		if end := day.AddDays(1).Begin(s.env.Zone).Add(-time.Microsecond); end.Before(now) {
			return end, nil
		}
		return now, nil
	}
	at, err := time.Parse(time.RFC3339, text) // one or the other, as the rules say
	if err == nil && at.After(now) {
		err = fault.New(fault.NotSatisfiable, "at_in_future")
	}
	return at, err
}

// FindVersion refers to a version by its number. Drafts are nobody's business: NotFound (`policy_unknown`).
func (s *Policies) FindVersion(
	ctx context.Context, number string, in kernel.Input[models.LanguageQuery], language models.Language,
) (Ref, error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return Ref{}, err
	}
	versions, err := s.published.Get(ctx)
	if err != nil {
		return Ref{}, err
	}
	return refer(versions, versions.Find(number), in.Form.Or(language), s.env.Clock())
}

func refer(
	versions Versions, version *models.PolicyVersion, language models.Language, now time.Time,
) (Ref, error) {
	if version == nil {
		return Ref{}, fault.New(fault.NotFound, "policy_unknown")
	}
	ref := Ref{Version: version.Number, Language: language, State: policyStateOf(versions, *version, now)}
	if next := versions.Scheduled(now); next != nil && ref.State == models.PolicyInForce {
		ref.Next = next.Number
	}
	return ref, nil
}

// policyStateOf is what has become of a version by now.
func policyStateOf(versions Versions, version models.PolicyVersion, now time.Time) models.PolicyState {
	current := versions.InForce(now)
	switch {
	case version.PublishedAt == nil:
		return models.PolicyDraft
	case version.CancelledAt != nil:
		return models.PolicyCancelled
	case !version.InForceSince(now):
		return models.PolicyScheduled
	case current != nil && current.Number == version.Number:
		return models.PolicyInForce
	default:
		return models.PolicySuperseded
	}
}

// Version is the number of the version in force, for what cites it; 0 before the first.
func (s *Policies) Version(ctx context.Context) (int, error) {
	versions, err := s.published.Get(ctx)
	if current := versions.InForce(s.env.Clock()); current != nil {
		return current.Number, nil
	}
	return 0, err
}
