package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/proof"
)

// Receipts serves the verification of proofs.
type Receipts struct {
	receipts  *proof.Receipts
	documents *web.Documents
	form      web.Binder[models.VerifyForm]
}

func newReceipts(s *proof.Receipts, d *web.Documents) *Receipts {
	return &Receipts{receipts: s, documents: d, form: web.NewBinder[models.VerifyForm]()}
}

// Keys answers the public keys of receipts.
//
//	@Summary		Get the keys that verify receipts
//	@Description	A JWK Set (RFC 7517) of Ed25519 keys (RFC 8037). Keys that no longer sign stay in it, so that old receipts can be verified.
//	@Tags			receipts
//	@ID				getReceiptKeys
//	@Success		200	{object}	KeySet	"The keys"
//	@Response		304
//	@Router			/api/v1/receipts/keys [get]
func (h *Receipts) Keys(c *gin.Context) error {
	return h.documents.Serve(c, "receipt keys", func(context.Context) (any, error) {
		return h.receipts.Keys(), nil
	})
}

// Verify says whether a proof was signed by this service.
//
//	@Summary		Verify a proof
//	@Description	Of a receipt, of a consent record or of an acknowledgement. One that this service did not sign, or that was changed, is not valid. A proof outlives the case and names nobody.
//	@Tags			receipts
//	@ID				verifyReceipt
//	@Param			body	body		models.VerifyForm		true	"The proof"
//	@Success		200		{object}	models.VerificationView	"Whether it is valid, and what it says"
//	@Router			/api/v1/receipts/verify [post]
func (h *Receipts) Verify(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.receipts.Verify(in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// localisedReceipt says in words how long a case is kept, and what was found in it.
func localisedReceipt(c *gin.Context, l web.Localizer, receipt models.Receipt) models.Receipt {
	language := l.Language(c)
	receipt.Retention = privacy.Retention(receipt.Retention).Text(language)
	receipt.Notices = l.Notices(language, receipt.Notices)
	return receipt
}

// KeySet is a JWK Set, for the description; the real one comes from the JOSE library.
type KeySet struct {
	Keys []PublicKey `json:"keys"`
} // @name KeySet

// PublicKey is an Ed25519 key as a JWK.
type PublicKey struct {
	Use       string `json:"use" example:"sig"`
	Kind      string `json:"kty" example:"OKP"`
	KeyID     string `json:"kid" example:"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"`
	Curve     string `json:"crv" example:"Ed25519"`
	Algorithm string `json:"alg" example:"EdDSA"`
	X         string `json:"x" example:"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"`
} // @name PublicKey
