package services_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/staff/credential"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	require.TestingT
	Helper()
	Context() context.Context
}

// world is the services over a real database, with a clock that the test sets.
type world struct {
	*services.Services
	env services.Environment
	db  *gorm.DB
	now time.Time
}

// newWorld begins on a Sunday at noon in Tehran.
func newWorld(t tester, db *gorm.DB, changes ...func(*services.Environment)) *world {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	return newWorldOf(t, db, keyring, changes...)
}

func newWorldOf(t tester, db *gorm.DB, keyring *seal.Keyring, changes ...func(*services.Environment)) *world {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	hasher, err := credential.NewWeakHasher(2, 64)
	require.NoError(t, err)
	w := &world{db: db, now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)}
	w.env = services.Environment{
		DB: db, Keyring: keyring, Clock: func() time.Time { return w.now }, NewID: uuid.NewV7, Zone: zone,
		FreeText: kernel.MaskFreeText, Hasher: hasher,
	}
	for _, change := range changes {
		change(&w.env)
	}
	w.Services = w.replica(t)
	require.NoError(t, w.Policies.Begin(t.Context()))
	require.NoError(t, db.Exec("DELETE FROM ledger_pending").Error) // the ledger begins with the test
	return w
}

// replica is the services once more, over the same database, with the same keys and clock, and what changes.
func (w *world) replica(t tester, changes ...func(*services.Environment)) *services.Services {
	t.Helper()
	env := w.env
	for _, change := range changes {
		change(&env)
	}
	replica, err := services.New(env)
	require.NoError(t, err)
	return replica
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

// with is the input of a request without an Idempotency-Key.
func with[F any](form F) kernel.Input[F] { return kernel.Input[F]{Form: &form} }

// once is the input of a request with an Idempotency-Key.
func once[F any](form F, scope, key string) kernel.Input[F] {
	return kernel.Input[F]{Form: &form, Request: kernel.Request{Scope: scope, Key: key, Body: []byte(key)}}
}

func sara() models.Person { return models.Person{FirstName: "سارا", LastName: "احمدی"} }
