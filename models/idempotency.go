package models

import (
	"encoding/json"
	"time"

	"amanat/models/privacy"
)

// StoredResponse is the body that a repeated request gets again.
type StoredResponse struct {
	// Body is a receipt with its code, or a message.
	Body json.RawMessage `json:"body" privacy:"sealed;category=user.content.private;purposes=security;retention=one_day"`
}

// IdempotencyRecord lets a repeated request get the first answer again. The key is stored as a keyed hash; the answer
// is sealed under a key derived from the request itself, so that only who repeats the request can open it.
type IdempotencyRecord struct {
	KeyHash        []byte                             `gorm:"primaryKey" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=one_day"`
	ResponseSealed privacy.SealedJSON[StoredResponse] `privacy:"sealed;category=user.content.private;purposes=security;retention=one_day"`
	ExpiresAt      time.Time                          `privacy:"plain;category=user.behavior.case;purposes=security;retention=one_day"`
}
