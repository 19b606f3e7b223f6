package consent

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/consent/record"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/policy"
	"amanat/services/proof"
)

// effective is what may be done: what was granted, unless the browser has said since that it objects. The signal
// switches off what people cannot be expected to want (https://w3c.github.io/gpc/); a choice made in spite of it
// stands.
func effective(last *models.Consent, gpc bool) (choices models.EffectiveChoices, conflict bool) {
	choices.Necessary = true
	if last == nil || last.Withdrawn {
		return choices, false
	}
	made := choicesOf(last.Made)
	heard := !gpc || last.GPC
	choices.Memory = made.Memory == models.Granted
	choices.Returning = made.Returning == models.Granted && heard
	choices.NewsletterInsight = made.NewsletterInsight == models.Granted && heard
	return choices, gpc && (choices.Returning || choices.NewsletterInsight)
}

// Today is the day in the service's time zone, as the cookie of a returning visitor holds it.
func (s *Consents) Today() string { return s.env.Today().String() }

func (s *Consents) view(
	last *models.Consent, versions policy.Versions, gpc bool,
) (view models.PreferencesView) {
	now := s.env.Clock()
	view.GPC, view.States = gpc, models.NoChoices()
	view.Choices, view.GPCConflict = effective(last, gpc)
	if current := versions.InForce(now); current != nil {
		view.PolicyVersion, view.PolicyHash = current.Number, current.Hash
	}
	if last == nil {
		return view
	}
	view.ConsentID = &last.ConsentID
	if last.Withdrawn {
		return view
	}
	view.Decided, view.States = true, choicesOf(last.Made)
	view.DecidedAt, view.ExpiresAt = models.ShownOrNil(&last.At), models.ShownOrNil(&last.ExpiresAt)
	view.NeedsRenewal = now.Sub(last.At) >= renewAfter || versions.ChangedMaterially(last.PolicyVersion, now)
	return view
}

// Receipt is the consent record of an id (ISO/IEC TS 27560), with a proof that anybody can verify; NotFound
// (`consent_unknown`) for an id that has decided nothing, or too long ago.
func (s *Consents) Receipt(
	ctx context.Context, id string, language models.Language,
) (view models.ConsentReceiptView, err error) {
	parsed, err := uuid.Parse(id)
	if err != nil || parsed.String() != id {
		return view, fault.New(fault.NotFound, "consent_unknown")
	}
	shown, err := s.record(s.env.DB.WithContext(ctx), parsed, language)
	if err != nil {
		return view, kernel.Fault(err, "read consent")
	}
	view.ConsentRecord = shown
	view.Proof, err = s.prover.SignAs(proof.OfConsent, shown)
	return view, kernel.Fault(err, "sign consent")
}

func (s *Consents) evidence(tx *gorm.DB, decision models.Consent) (evidence models.ConsentEvidence, err error) {
	shown, err := s.record(tx, decision.ConsentID, decision.Language)
	if err != nil {
		return evidence, err
	}
	evidence.URL = "/api/v1/consents/" + decision.ConsentID.String() + "/receipt"
	evidence.Proof, err = s.prover.SignAs(proof.OfConsent, shown)
	return evidence, err
}

func (s *Consents) record(
	tx *gorm.DB, id uuid.UUID, language models.Language,
) (shown models.ConsentRecord, err error) {
	var rows []models.Consent
	err = tx.Where("consent_id = ? AND expires_at >= ?", id, s.env.Clock()).Order("number").Find(&rows).Error
	if err != nil {
		return shown, err
	}
	if len(rows) == 0 {
		return shown, fault.New(fault.NotFound, "consent_unknown")
	}
	publisher := s.policies.Publisher(language)
	in := record.Input{
		ID: id, PublicURL: s.publicURL, Language: string(language),
		Controller: record.Controller{
			Name: publisher.Name, Contact: publisher.Contact, Address: publisher.Address,
		},
	}
	for _, row := range rows {
		if err := s.genuine(row); err != nil {
			return shown, err
		}
		in.Events = append(in.Events, record.Event{
			At: row.At.UTC(), Withdrawn: row.Withdrawn, Shown: choicesOf(row.Shown), Made: choicesOf(row.Made),
			PolicyVersion: row.PolicyVersion, PolicyHash: row.PolicyHash, Language: string(row.Language), GPC: row.GPC,
		})
	}
	return record.New(in)
}
