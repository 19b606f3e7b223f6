package ledger_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is a ledger over a real database, with a clock that the test sets, and what other rooms record in it.
type world struct {
	*kerneltest.Clock
	Ledger *ledger.Ledger
	env    kernel.Environment
	db     *gorm.DB
}

func newWorld(t kerneltest.Tester, db *gorm.DB, changes ...func(*kernel.Environment)) *world {
	t.Helper()
	w := &world{Clock: kerneltest.NewClock(), db: db}
	w.env = kerneltest.Environment(t, db, w.Clock)
	for _, change := range changes {
		change(&w.env)
	}
	w.Ledger = w.replica(t)
	return w
}

// withKeyring gives a world the keys of another one over the same database.
func withKeyring(keyring *seal.Keyring) func(*kernel.Environment) {
	return func(env *kernel.Environment) { env.Keyring = keyring }
}

// replica is the ledger once more, over the same database, with the same keys and clock.
func (w *world) replica(t kerneltest.Tester) *ledger.Ledger {
	t.Helper()
	env, err := kernel.New(w.env, ledger.Forms()...)
	require.NoError(t, err)
	replica, err := ledger.New(env)
	require.NoError(t, err)
	return replica
}

// record records an act as rooms do, in the transaction that it happens in.
func (w *world) record(of *ledger.Ledger, by models.Actor, action, subject string, detail map[string]string) error {
	return w.db.Transaction(func(tx *gorm.DB) error {
		return of.Record(tx, ledger.Act{By: by, At: w.Now, Action: action, Subject: subject, Detail: detail})
	})
}

// file records that a complaint was received.
func (w *world) file(of *ledger.Ledger) (reference string, err error) {
	reference = crockford.NewReference("C")
	return reference, w.record(of, models.Actor{Role: models.RolePerson}, "case.received", reference, nil)
}

func (w *world) complain(t kerneltest.Tester) (reference string) {
	t.Helper()
	reference, err := w.file(w.Ledger)
	require.NoError(t, err)
	return reference
}

// staff records that an account was made.
func (w *world) staff(t kerneltest.Tester, role models.Role) models.Actor {
	t.Helper()
	actor := models.Actor{Role: role, Account: uuid.New()}
	made := map[string]string{"role": string(role)}
	operator := models.Actor{Role: models.RoleOperator}
	require.NoError(t, w.record(w.Ledger, operator, "account.created", actor.Account.String(), made))
	return actor
}

// take records that a case went from state to state, from where it was received.
func (w *world) take(t kerneltest.Tester, actor models.Actor, reference string, states ...models.CaseState) {
	t.Helper()
	from := models.StateReceived
	for _, state := range states {
		moved := map[string]string{"from": string(from), "to": string(state)}
		require.NoError(t, w.record(w.Ledger, actor, "case.transition", reference, moved))
		from = state
	}
}

// begin is what the program does with the ledger at each start.
func (w *world) begin(t kerneltest.Tester) {
	t.Helper()
	require.NoError(t, w.Ledger.Ensure(t.Context()))
	require.NoError(t, w.Ledger.RecordDigest(t.Context(), "settings", []byte("settings")))
}
