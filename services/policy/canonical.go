package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// canonical is the text of a version that its hash is made of: models.PolicyCanonical in canonical JSON (RFC 8785).
func canonical(version models.PolicyVersion, texts models.PolicyTexts) ([]byte, error) {
	if version.EffectiveAt == nil {
		return nil, fmt.Errorf("policy version %d has no effective time", version.Number)
	}
	text, err := json.Marshal(models.PolicyCanonical{
		Version: version.Number, ChangeClass: version.ChangeClass,
		EffectiveAt:  version.EffectiveAt.UTC().Format(time.RFC3339),
		PreviousHash: version.PreviousHash, Texts: texts,
	})
	if err != nil {
		return nil, fmt.Errorf("canonical policy: %w", err)
	}
	value := jsontext.Value(text)
	if err := value.Canonicalize(); err != nil {
		return nil, fmt.Errorf("canonical policy: %w", err)
	}
	return value, nil
}

// hashOf is the SHA-256 of the canonical text, in hexadecimal.
func hashOf(version models.PolicyVersion, texts models.PolicyTexts) (string, error) {
	text, err := canonical(version, texts)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// Canonical answers the very bytes whose SHA-256 is the hash of a published version, so that anybody can check it.
// NotFound (`policy_unknown`).
func (s *Policies) Canonical(ctx context.Context, number string) ([]byte, error) {
	versions, err := s.published.Get(ctx)
	if err != nil {
		return nil, err
	}
	version := versions.Find(number)
	if version == nil {
		return nil, fault.New(fault.NotFound, "policy_unknown")
	}
	texts, err := textsOf(s.env.DB.WithContext(ctx), version.Number)
	if err != nil {
		return nil, kernel.Fault(err, "read policy")
	}
	text, err := canonical(*version, texts)
	return text, kernel.Fault(err, "canonical policy")
}

// textsOf reads a version in both languages; a draft may lack some of it.
func textsOf(tx *gorm.DB, version int) (texts models.PolicyTexts, err error) {
	var rows []models.PolicyText
	if err := tx.Where("version = ?", version).Find(&rows).Error; err != nil {
		return texts, err
	}
	for _, row := range rows {
		words := models.PolicyWords{Title: row.Title, Body: row.Body, Summary: row.Summary}
		switch row.Language {
		case models.Persian:
			texts.Fa = words
		case models.English:
			texts.En = words
		}
	}
	return texts, nil
}
