package services

import (
	"github.com/go-jose/go-jose/v4"

	"amanat/models"
	"amanat/services/receipt"
)

// Receipts verifies what receipts prove.
type Receipts struct {
	gate   *gate
	prover *receipt.Prover
}

// Keys is the JWK Set that verifies every proof signed with a key that is still enabled.
func (s *Receipts) Keys() jose.JSONWebKeySet { return s.prover.Keys() }

// Verify says whether this service signed the proof. It asks no database: a proof outlives the case.
func (s *Receipts) Verify(in Input[models.VerifyForm]) (models.VerificationView, error) {
	if _, err := admit(s.gate, in); err != nil {
		return models.VerificationView{}, err
	}
	claims, keyID, valid := s.prover.Verify(in.Form.Proof)
	if !valid {
		return models.VerificationView{}, nil
	}
	return models.VerificationView{Valid: true, KeyID: keyID, Receipt: &claims}, nil
}
