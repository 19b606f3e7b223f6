package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kit/seal"
)

// Request identifies a creating request, so that repeating it creates nothing more.
type Request struct {
	// Scope separates routes and, where there is a receipt code, cases: the same key means nothing elsewhere.
	Scope string
	// Key is the client's Idempotency-Key; empty means that every request creates anew.
	Key string
	// Body is the request body as it came.
	Body []byte
}

const (
	placeResponse     = "idempotency_records.response_sealed"
	domainIdempotency = "idempotency"
	domainResponse    = "idempotency-response"
)

// ErrDuplicateRequest means that another request with the same key was there first.
var ErrDuplicateRequest = errors.New("the idempotency key is taken")

// IsDuplicateRequest reports whether an error is, or wraps, ErrDuplicateRequest.
func IsDuplicateRequest(err error) bool { return errors.Is(err, ErrDuplicateRequest) }

// NewRecord makes the record of a request and its answer; nil without a key. The answer is sealed under a key derived
// from scope, key and body: the record is of no use to whoever does not repeat the very same request.
func (env Environment) NewRecord(request Request, response any) (*models.IdempotencyRecord, error) {
	if request.Key == "" {
		return nil, nil //nolint:nilnil // no key, no record: the usual case
	}
	hash, key, err := env.keysOf(request)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(response)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.Seal(key, uuid.Nil, placeResponse, models.StoredResponse{Body: body})
	return &models.IdempotencyRecord{
		KeyHash: hash, ResponseSealed: sealed, ExpiresAt: env.Clock().Add(privacy.OneDay.Rule().After),
	}, err
}

// Replay answers what the first request with this key was answered. Another body: Conflict (`idempotency_conflict`).
func Replay[T any](ctx context.Context, env Environment, request Request) (response T, replayed bool, err error) {
	hash, key, err := env.keysOf(request)
	if err != nil {
		return response, false, Fault(err, "replay")
	}
	var record models.IdempotencyRecord
	err = env.DB.WithContext(ctx).Where("key_hash = ? AND expires_at >= ?", hash, env.Clock()).Take(&record).Error
	if err != nil {
		return response, false, Fault(err, "replay")
	}
	stored, err := seal.Open(key, uuid.Nil, placeResponse, record.ResponseSealed)
	if err != nil {
		return response, false, fault.Wrap(fault.Conflict, "idempotency_conflict", err)
	}
	if err := json.Unmarshal(stored.Body, &response); err != nil {
		return response, false, Fault(err, "replay")
	}
	return response, true, nil
}

// ReserveAll writes the records, or fails with ErrDuplicateRequest if any key is taken. A concurrent transaction with
// the same key is waited for; sorting keeps two batches from waiting for each other. An expired record makes room.
func ReserveAll(tx *gorm.DB, now time.Time, records []models.IdempotencyRecord) error {
	if len(records) == 0 {
		return nil
	}
	records = slices.SortedFunc(slices.Values(records), byKeyHash)
	if len(slices.CompactFunc(slices.Clone(records), sameKeyHash)) < len(records) {
		return ErrDuplicateRequest
	}
	result := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "key_hash"}},
		DoUpdates: clause.AssignmentColumns([]string{"response_sealed", "expires_at"}),
		Where: clause.Where{Exprs: []clause.Expression{
			clause.Lt{Column: clause.Column{Table: "idempotency_records", Name: "expires_at"}, Value: now},
		}},
	}).Create(records)
	if result.Error != nil {
		return fmt.Errorf("claim idempotency keys: %w", result.Error)
	}
	if result.RowsAffected < int64(len(records)) {
		return ErrDuplicateRequest
	}
	return nil
}

// Reserve keeps the answer to a request for whoever repeats it, or fails with ErrDuplicateRequest if this one does.
func (env Environment) Reserve(tx *gorm.DB, request Request, response any) error {
	record, err := env.NewRecord(request, response)
	if err != nil || record == nil {
		return err
	}
	return ReserveAll(tx, env.Clock(), []models.IdempotencyRecord{*record})
}

// Lookup answers what a repeated request was answered, before anything is done for it anew. found is false for a
// request that is new, or has no key.
func Lookup[T any](ctx context.Context, env Environment, request Request) (response T, found bool, err error) {
	if request.Key == "" {
		return response, false, nil
	}
	response, found, err = Replay[T](ctx, env, request)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return response, false, nil
	}
	return response, found, err
}

func (env Environment) keysOf(request Request) (hash []byte, key seal.Key, err error) {
	scope, clientKey := []byte(request.Scope), []byte(request.Key)
	if hash, err = env.Keyring.Hash(domainIdempotency, scope, clientKey); err != nil {
		return nil, seal.Key{}, err
	}
	key, err = env.Keyring.Derive(domainResponse, scope, clientKey, request.Body)
	return hash, key, err
}

func byKeyHash(a, b models.IdempotencyRecord) int { return bytes.Compare(a.KeyHash, b.KeyHash) }

func sameKeyHash(a, b models.IdempotencyRecord) bool { return bytes.Equal(a.KeyHash, b.KeyHash) }
