package staff_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger"
	"amanat/services/staff"
	"amanat/services/staff/credential"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// environment is what a world is made with.
type environment struct {
	kernel.Environment
	staff.Options
}

// Services are those of the room and of what lies below it, wired.
type Services struct {
	*staff.Services
	Ledger *ledger.Ledger
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
	hasher, err := credential.NewWeakHasher(2, 64)
	require.NoError(t, err)
	w.env.Hasher = hasher
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
	env, err := kernel.New(with.Environment, slices.Concat(ledger.Forms(), staff.Forms())...)
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	people, err := staff.New(env, ledger, with.Options)
	require.NoError(t, err)
	return &Services{Services: people, Ledger: ledger}
}

// account makes an account with a one-time password.
func (w *world) account(t kerneltest.Tester, role models.Role) models.NewAccountView {
	t.Helper()
	form := models.AccountForm{Email: uuid.NewString() + "@example.org", Role: string(role)}
	view, _, err := w.Accounts.Create(t.Context(), models.Actor{Role: models.RoleOperator}, kerneltest.With(form))
	require.NoError(t, err)
	return view
}
