package cases_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/cases"
	"amanat/services/cases/casestest"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger"
	"amanat/services/proof"
	"amanat/services/staff"
	"amanat/services/staff/credential"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// environment is what a world is made with.
type environment struct {
	kernel.Environment
	cases.Options
}

// Services are those of the room and of what lies below it, wired.
type Services struct {
	*casestest.Desk
	Accounts *staff.Accounts
	Ledger   *ledger.Ledger
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
	// The version of the privacy policy is what somebody else knows.
	w.env.PolicyVersion = func(context.Context) (int, error) { return 1, nil }
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
	env, err := kernel.New(with.Environment, slices.Concat(ledger.Forms(), cases.Forms(), staff.Forms())...)
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	keys, err := env.Keyring.SigningKeys()
	require.NoError(t, err)
	prover, err := proof.NewProver(keys)
	require.NoError(t, err)
	hasher, err := credential.NewWeakHasher(2, 64)
	require.NoError(t, err)
	people, err := staff.New(env, ledger, staff.Options{Hasher: hasher})
	require.NoError(t, err)
	desk := casestest.NewDesk(cases.New(env, ledger, prover, with.Options), people.Accounts, w.db)
	return &Services{Desk: desk, Accounts: people.Accounts, Ledger: ledger}
}
