package consent

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kernel"
)

const (
	domainConsent       = "consent"
	domainConsentCookie = "consent cookie"
	// cookieVersion begins the value of every cookie that only the service can read.
	cookieVersion = "1."
)

func consentLife() time.Duration { return privacy.Consent.Rule().After }

// identify reads who decides: the header, which an app sends on purpose while the system may keep cookies for it, or a
// cookie that the service has signed. Nobody: uuid.Nil. Malformed (`consent_id_invalid`) for a header that is no id.
func (s *Consents) identify(bearer Bearer) (uuid.UUID, error) {
	if bearer.ID == "" {
		id, _ := s.readCookie(bearer.Cookie)
		return id, nil
	}
	id, err := uuid.Parse(bearer.ID)
	if err != nil || !strings.EqualFold(id.String(), bearer.ID) {
		return uuid.Nil, fault.New(fault.Malformed, "consent_id_invalid")
	}
	return id, nil
}

// cookie is the consent cookie's value: the id and a keyed hash of it.
func (s *Consents) cookie(id uuid.UUID) (string, error) {
	signature, err := s.env.Keyring.Hash(domainConsentCookie, id[:])
	return cookieVersion + base64.RawURLEncoding.EncodeToString(slices.Concat(id[:], signature)), err
}

// readCookie reads what cookie wrote, under any key that the keyring still has.
func (s *Consents) readCookie(value string) (id uuid.UUID, genuine bool) {
	text, known := strings.CutPrefix(value, cookieVersion)
	signed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if !known || err != nil || len(signed) < len(id) {
		return id, false
	}
	claimed := signed[:len(id)]
	signatures, err := s.env.Keyring.Hashes(domainConsentCookie, claimed)
	if err != nil || !slices.ContainsFunc(signatures, func(signature []byte) bool {
		return hmac.Equal(signature, signed[len(id):])
	}) {
		return id, false
	}
	return uuid.UUID(claimed), true
}

// last is the latest decision of an id that still holds; nil where there is none.
func (s *Consents) last(tx *gorm.DB, id uuid.UUID) (*models.Consent, error) {
	if id == uuid.Nil {
		return nil, nil //nolint:nilnil // nobody has decided nothing: the usual case
	}
	var rows []models.Consent
	err := tx.Where("consent_id = ? AND expires_at >= ?", id, s.env.Clock()).Order("number DESC").Limit(1).
		Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], s.genuine(rows[0])
}

// lockDecisions keeps everybody else who decides under an id waiting until the transaction ends. Its oldest decision is
// the lock: none that follows changes it.
func lockDecisions(tx *gorm.DB, id uuid.UUID) error {
	if id == uuid.Nil {
		return nil
	}
	var oldest []models.Consent
	return kernel.ForUpdate(tx).Select("number").Where("consent_id = ?", id).Order("number").Limit(1).
		Find(&oldest).Error
}

// append writes a decision. gorm.ErrDuplicatedKey means that another one of the same id was first.
func (s *Consents) append(tx *gorm.DB, decision *models.Consent) (err error) {
	if decision.MAC, err = s.env.Keyring.Hash(domainConsent, authenticated(*decision)...); err != nil {
		return err
	}
	return tx.Create(decision).Error
}

// genuine fails for a decision that somebody else wrote into the log: it proves nothing, and is not to be acted upon.
func (s *Consents) genuine(decision models.Consent) error {
	macs, err := s.env.Keyring.Hashes(domainConsent, authenticated(decision)...)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(macs, func(mac []byte) bool { return hmac.Equal(mac, decision.MAC) }) {
		return fmt.Errorf("decision %d of a consent is not what was written", decision.Number)
	}
	return nil
}

// authenticated is everything that a decision says.
func authenticated(decision models.Consent) [][]byte {
	return [][]byte{
		decision.ConsentID[:], strconv.AppendInt(nil, int64(decision.Number), 10),
		decision.At.UTC().AppendFormat(nil, time.RFC3339), strconv.AppendBool(nil, decision.Withdrawn),
		[]byte(decision.Shown), []byte(decision.Made), strconv.AppendInt(nil, int64(decision.PolicyVersion), 10),
		[]byte(decision.PolicyHash), []byte(decision.Language), strconv.AppendBool(nil, decision.GPC),
		decision.ExpiresAt.UTC().AppendFormat(nil, time.RFC3339),
	}
}

func textOfChoices(choices models.Choices) (string, error) {
	text, err := json.Marshal(choices)
	return string(text), err
}

// choicesOf reads what textOfChoices wrote; the MAC has shown that it did.
func choicesOf(text string) models.Choices {
	choices := models.NoChoices()
	_ = json.Unmarshal([]byte(text), &choices)
	return choices
}
