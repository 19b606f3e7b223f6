package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/content"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/policy"
	"amanat/services/proof"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// environment is what a world is made with.
type environment struct {
	kernel.Environment
	policy.Options
}

// Services are those of the room and of what lies below it, wired.
type Services struct {
	Policies      *policy.Policies
	Announcements *content.Announcements
	Receipts      *proof.Receipts
	Ledger        *ledger.Ledger
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
	for _, change := range changes {
		change(&w.env)
	}
	w.Services = w.replica(t)
	require.NoError(t, w.Policies.Begin(t.Context()))
	require.NoError(t, db.Exec("DELETE FROM ledger_pending").Error) // the ledger begins with the test
	return w
}

// replica is the services once more, over the same database, with the same keys and clock, and what changes.
func (w *world) replica(t kerneltest.Tester, changes ...func(*environment)) *Services {
	t.Helper()
	with := w.env
	for _, change := range changes {
		change(&with)
	}
	env, err := kernel.New(with.Environment, slices.Concat(ledger.Forms(), proof.Forms(), content.Forms(), policy.Forms())...)
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	keys, err := env.Keyring.SigningKeys()
	require.NoError(t, err)
	prover, err := proof.NewProver(keys)
	require.NoError(t, err)
	announcements := content.NewAnnouncements(env, ledger)
	return &Services{
		Policies:      policy.New(env, ledger, prover, announcements, with.Options),
		Announcements: announcements, Receipts: proof.New(env, prover), Ledger: ledger,
	}
}

// withKeyring gives a world the keys of another one over the same database.
func withKeyring(keyring *seal.Keyring) func(*environment) {
	return func(env *environment) { env.Keyring = keyring }
}
