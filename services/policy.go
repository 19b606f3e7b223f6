package services

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/markdown"
	"amanat/services/receipt"
	"amanat/services/statement"
	"amanat/services/workdays"
)

// Policies are the versions of the privacy policy. A version takes effect and is superseded by time alone: nobody has
// to do anything, and all replicas agree (clause `change`).
type Policies struct {
	env           Environment
	gate          *gate
	prover        *receipt.Prover
	publisher     Publisher
	renderer      *markdown.Renderer
	announcements *Announcements
	published     cached[[]models.PolicyVersion]
	// comparing is held while two versions are compared, which large texts make last.
	comparing chan struct{}
}

// comparedAtOnce bounds how much comparisons can take of the machine.
const comparedAtOnce = 1

// Publisher is the organisation, in both languages.
type Publisher struct{ Fa, En statement.Publisher }

// In is the publisher in one language.
func (p Publisher) In(language models.Language) statement.Publisher {
	if language == models.English {
		return p.En
	}
	return p.Fa
}

// name is what the publisher is called where something has to be said.
func (p Publisher) name(language models.Language) string {
	if language == models.English {
		return cmp.Or(p.En.Name, "The organisation that publishes this portal")
	}
	return cmp.Or(p.Fa.Name, "سازمان ناشر این درگاه")
}

func newPolicies(p shared, announcements *Announcements) *Policies {
	return &Policies{
		env: p.env, gate: p.gate, prover: p.prover, publisher: p.env.Publisher, renderer: markdown.New(),
		announcements: announcements, comparing: make(chan struct{}, comparedAtOnce),
		published: cached[[]models.PolicyVersion]{
			clock: p.env.Clock,
			read: func(ctx context.Context) ([]models.PolicyVersion, error) {
				versions, err := readPublished(p.env.DB.WithContext(ctx))
				return versions, failed("read policy versions", err)
			},
		},
	}
}

// readPublished lists what was ever published, the first version first. Numbers, publications and effective times are
// in the same order.
func readPublished(tx *gorm.DB) (versions []models.PolicyVersion, err error) {
	err = tx.Where("published_at IS NOT NULL").Order("number").Find(&versions).Error
	return versions, err
}

// inForce is the version that is in force at a moment; nil before the first.
func inForce(versions []models.PolicyVersion, at time.Time) *models.PolicyVersion {
	for i := len(versions) - 1; i >= 0; i-- {
		if versions[i].InForceSince(at) {
			return &versions[i]
		}
	}
	return nil
}

// scheduled is the version that is to take effect after a moment; nil when there is none.
func scheduled(versions []models.PolicyVersion, at time.Time) *models.PolicyVersion {
	for i := range versions {
		if versions[i].Published() && !versions[i].InForceSince(at) {
			return &versions[i]
		}
	}
	return nil
}

// PolicyRef names a version and everything that its view depends on beside: it can name a rendered document.
type PolicyRef struct {
	Version  int
	Language models.Language
	State    models.PolicyState
	// Next is the number of the scheduled version; 0 when there is none.
	Next int
}

// String tells one reference from all others.
func (r PolicyRef) String() string {
	return strconv.Itoa(r.Version) + " " + string(r.Language) + " " + string(r.State) + " " + strconv.Itoa(r.Next)
}

// InForce refers to the version in force. NotFound (`policy_unknown`) before the first is.
func (s *Policies) InForce(ctx context.Context, language models.Language) (PolicyRef, error) {
	versions, err := s.published.get(ctx)
	if err != nil {
		return PolicyRef{}, err
	}
	now := s.env.Clock()
	return refer(versions, inForce(versions, now), language, now)
}

// Find refers to the version that was in force at the moment, or at the end of the day, that the query names, now if it
// names none; in the language that it names, or else the given one. NotFound (`policy_unknown`) before the first;
// NotSatisfiable (`at_in_future`) for the future, which nobody knows.
func (s *Policies) Find(
	ctx context.Context, in Input[models.PolicyQuery], language models.Language,
) (PolicyRef, error) {
	if _, err := admit(s.gate, in); err != nil {
		return PolicyRef{}, err
	}
	now := s.env.Clock()
	at, err := s.moment(in.Form.At, now)
	if err != nil {
		return PolicyRef{}, err
	}
	versions, err := s.published.get(ctx)
	if err != nil {
		return PolicyRef{}, err
	}
	return refer(versions, inForce(versions, at), chosen(in.Form.Lang, language), now)
}

// moment reads a point in time, or a day of the service's time zone as its end, as far as that has passed.
func (s *Policies) moment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if day, ok := workdays.ParseDate(text); ok {
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

// chosen is the language that a query names, or else the one that the caller prefers.
func chosen(named string, preferred models.Language) models.Language {
	return cmp.Or(models.Language(named), preferred)
}

// FindVersion refers to a version by its number. Drafts are nobody's business: NotFound (`policy_unknown`).
func (s *Policies) FindVersion(
	ctx context.Context, number string, in Input[models.LanguageQuery], language models.Language,
) (PolicyRef, error) {
	if _, err := admit(s.gate, in); err != nil {
		return PolicyRef{}, err
	}
	versions, err := s.published.get(ctx)
	if err != nil {
		return PolicyRef{}, err
	}
	return refer(versions, find(versions, number), chosen(in.Form.Lang, language), s.env.Clock())
}

// find looks a version up by its number, as an address has it; nil for what is none.
func find(versions []models.PolicyVersion, number string) *models.PolicyVersion {
	for i := range versions {
		if strconv.Itoa(versions[i].Number) == number {
			return &versions[i]
		}
	}
	return nil
}

func refer(
	versions []models.PolicyVersion, version *models.PolicyVersion, language models.Language, now time.Time,
) (PolicyRef, error) {
	if version == nil {
		return PolicyRef{}, fault.New(fault.NotFound, "policy_unknown")
	}
	ref := PolicyRef{Version: version.Number, Language: language, State: policyStateOf(versions, *version, now)}
	if next := scheduled(versions, now); next != nil && ref.State == models.PolicyInForce {
		ref.Next = next.Number
	}
	return ref, nil
}

// policyStateOf is what has become of a version by now.
func policyStateOf(versions []models.PolicyVersion, version models.PolicyVersion, now time.Time) models.PolicyState {
	current := inForce(versions, now)
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

// version is the number of the version in force, for what cites it; 0 before the first.
func (s *Policies) version(ctx context.Context) (int, error) {
	versions, err := s.published.get(ctx)
	if current := inForce(versions, s.env.Clock()); current != nil {
		return current.Number, nil
	}
	return 0, err
}
