// Package proof is what outsiders verify without trusting us: it signs receipts, consent records and acknowledgements
// as compact JWS, publishes the keys as a JWK Set, and says of a proof whether it was signed here. It reads no table: a
// proof outlives what it is about. The "typ" of a proof's header says which of the three it is, so that one is never
// taken for another.
package proof

import (
	"encoding/json"

	"github.com/go-jose/go-jose/v4"

	"amanat/models"
	"amanat/services/kernel"
)

// Receipts verifies what receipts prove.
type Receipts struct {
	env    kernel.Environment
	prover *Prover
}

// New verifies what the prover signed.
func New(env kernel.Environment, prover *Prover) *Receipts {
	return &Receipts{env: env, prover: prover}
}

// Forms are what people fill in here.
func Forms() []any { return []any{&models.VerifyForm{}} }

// Keys is the JWK Set that verifies every proof signed with a key that is still enabled.
func (s *Receipts) Keys() jose.JSONWebKeySet { return s.prover.Keys() }

// Verify says whether this service signed the proof. It asks no database: a proof outlives the case.
func (s *Receipts) Verify(in kernel.Input[models.VerifyForm]) (models.VerificationView, error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return models.VerificationView{}, err
	}
	kind, payload, keyID, valid := s.prover.Read(in.Form.Proof)
	if !valid {
		return models.VerificationView{}, nil
	}
	view := models.VerificationView{Valid: true, KeyID: keyID}
	var says any
	switch kind {
	case OfCase:
		view.Receipt = &models.ReceiptClaims{}
		says = view.Receipt
	case OfConsent:
		view.Consent = &models.ConsentRecord{}
		says = view.Consent
	case OfAcknowledgement:
		view.Acknowledgement = &models.AcknowledgementClaims{}
		says = view.Acknowledgement
	}
	return view, kernel.Fault(json.Unmarshal(payload, says), "read proof")
}
