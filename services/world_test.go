package services_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/seal"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is the services over a real database, with a clock that the test sets.
type world struct {
	*services.Services
	db  *gorm.DB
	now time.Time
}

func newWorld(t require.TestingT, db *gorm.DB) *world {
	keyring, err := seal.New()
	require.NoError(t, err)
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	w := &world{db: db, now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)}
	w.Services, err = services.New(services.Environment{
		DB: db, Keyring: keyring, Clock: func() time.Time { return w.now }, NewID: uuid.NewV7, Zone: zone,
		FreeText: services.MaskFreeText,
	})
	require.NoError(t, err)
	return w
}

// with is the input of a request without an Idempotency-Key.
func with[F any](form F) services.Input[F] { return services.Input[F]{Form: &form} }

func sara() models.Person { return models.Person{FirstName: "سارا", LastName: "احمدی"} }
