package services_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/cases"
	"amanat/services/cases/casestest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/staff/credential"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is the services over a real database, with a clock that the test sets.
type world struct {
	*kerneltest.Clock
	*services.Services
	*casestest.Desk
	env services.Environment
	db  *gorm.DB
}

func newWorld(t kerneltest.Tester, db *gorm.DB, changes ...func(*services.Environment)) *world {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	return newWorldOf(t, db, keyring, changes...)
}

// newWorldOf is a world with these keys, as another one over the same database has to have.
func newWorldOf(t kerneltest.Tester, db *gorm.DB, keyring *seal.Keyring, changes ...func(*services.Environment)) *world {
	t.Helper()
	w := &world{Clock: kerneltest.NewClock(), db: db}
	env := kerneltest.Environment(t, db, w.Clock)
	hasher, err := credential.NewWeakHasher(2, 64)
	require.NoError(t, err)
	w.env = services.Environment{
		DB: db, Keyring: keyring, Clock: env.Clock, NewID: env.NewID, Zone: env.Zone, FreeText: env.FreeText,
		Hasher: hasher,
	}
	for _, change := range changes {
		change(&w.env)
	}
	w.Services = w.replica(t)
	w.Desk = casestest.NewDesk(&cases.Services{
		Complaints: w.Complaints, Feedback: w.Feedback, MyCase: w.MyCase, Casework: w.Casework,
		CannedReplies: w.CannedReplies, Holidays: w.Holidays, CaseClocks: w.CaseClocks,
	}, w.Accounts, db)
	require.NoError(t, w.Policies.Begin(t.Context()))
	require.NoError(t, db.Exec("DELETE FROM ledger_pending").Error) // the ledger begins with the test
	return w
}

// replica is the services once more, over the same database, with the same keys and clock, and what changes.
func (w *world) replica(t kerneltest.Tester, changes ...func(*services.Environment)) *services.Services {
	t.Helper()
	env := w.env
	for _, change := range changes {
		change(&env)
	}
	replica, err := services.New(env)
	require.NoError(t, err)
	return replica
}
