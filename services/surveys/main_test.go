package surveys_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/surveys"
	"amanat/services/surveys/blind/blindtest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// environment is what a world is made with.
type environment struct {
	kernel.Environment
	surveys.Options
}

// Services are those of the room and of what lies below it, wired.
type Services struct {
	Surveys *surveys.Surveys
	Ledger  *ledger.Ledger
}

// world is the services over a real database, with a clock that the test sets.
type world struct {
	*kerneltest.Clock
	*Services
	env environment
	db  *gorm.DB
}

func newWorld(t kerneltest.Tester, db *gorm.DB, changes ...func(*environment)) *world {
	t.Helper()
	w := &world{Clock: kerneltest.NewClock(), db: db}
	w.env.Environment = kerneltest.Environment(t, db, w.Clock)
	w.env.NewCredentialKey = blindtest.Keys()
	for _, change := range changes {
		change(&w.env)
	}
	w.Services = w.replica(t)
	return w
}

// replica is the services once more, over the same database, with the same keys and clock, and what changes.
func (w *world) replica(t kerneltest.Tester, changes ...func(*environment)) *Services {
	t.Helper()
	with := w.env
	for _, change := range changes {
		change(&with)
	}
	env, err := kernel.New(with.Environment, slices.Concat(ledger.Forms(), surveys.Forms())...)
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	return &Services{Surveys: surveys.New(env, ledger, with.Options), Ledger: ledger}
}

// withKeyring gives a world the keys of another one over the same database.
func withKeyring(keyring *seal.Keyring) func(*environment) {
	return func(env *environment) { env.Keyring = keyring }
}
