package cases

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/proof"
)

func newTestIntake(t *testing.T, db *gorm.DB) *intake {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	keys, err := keyring.SigningKeys()
	require.NoError(t, err)
	prover, err := proof.NewProver(keys)
	require.NoError(t, err)
	now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
	env, err := kernel.New(kernel.Environment{
		DB: db, Keyring: keyring, Clock: func() time.Time { return now }, NewID: uuid.NewV7, Zone: time.UTC,
	})
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	return newIntake(room{env: env, ledger: ledger}, prover, func(context.Context) (int, error) { return 1, nil })
}

func (in *intake) testSubmission(t *testing.T) *submission {
	t.Helper()
	s, err := in.seal(draft{
		kind: models.KindComplaint, prefix: "C", person: models.Person{FirstName: "سارا", LastName: "احمدی"},
		receivedAt: in.env.Clock(),
	}, crockford.NewCode())
	require.NoError(t, err)
	return s
}

func TestOneSpoiledSubmissionSpoilsNoOther(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		in := newTestIntake(t, db)
		batch := []*submission{in.testSubmission(t), in.testSubmission(t), in.testSubmission(t), in.testSubmission(t)}
		batch[2].kase.Reference = batch[0].kase.Reference
		nowhere := "no-such-category"
		batch[3].kase.Category = &nowhere

		results := in.write(t.Context(), batch)
		require.NoError(t, results[0])
		require.NoError(t, results[1])
		require.ErrorIs(t, results[2], gorm.ErrDuplicatedKey)
		require.ErrorIs(t, results[3], gorm.ErrForeignKeyViolated)
		requireStored(t, db, 2)
	})
}

func TestBatchWhoseAnswerWasLostIsNotStoredTwice(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		in := newTestIntake(t, db)
		batch := []*submission{in.testSubmission(t), in.testSubmission(t)}
		in.remember(t, batch[1], "key-1")
		require.NoError(t, in.insert(t.Context(), batch), "committed, but let nobody hear of it")
		// The one with a key is answered from its record, which has the very receipt that was stored.
		require.Equal(t, []error{nil, kernel.ErrDuplicateRequest}, in.write(t.Context(), batch))
		requireStored(t, db, 2)
	})
}

func TestRepeatedRequestsCostTheirBatchNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		in := newTestIntake(t, db)
		first := in.testSubmission(t)
		in.remember(t, first, "key-1")
		require.Equal(t, []error{nil}, in.write(t.Context(), []*submission{first}))

		fresh, again, twin, late := in.testSubmission(t), in.testSubmission(t), in.testSubmission(t), in.testSubmission(t)
		in.remember(t, again, "key-1")
		in.remember(t, twin, "key-2")
		in.remember(t, late, "key-2")
		results := in.write(t.Context(), []*submission{fresh, again, twin, late})
		require.Equal(t, []error{nil, kernel.ErrDuplicateRequest, nil, kernel.ErrDuplicateRequest}, results)
		requireStored(t, db, 3)
	})
}

func (in *intake) remember(t *testing.T, s *submission, key string) {
	t.Helper()
	record, err := in.env.NewRecord(kernel.Request{Scope: "POST /complaints", Key: key}, models.Receipt{})
	require.NoError(t, err)
	s.record = record
}

func requireStored(t *testing.T, db *gorm.DB, cases int64) {
	t.Helper()
	var stored, keys int64
	require.NoError(t, db.Model(&models.Case{}).Count(&stored).Error)
	require.NoError(t, db.Model(&models.DataKey{}).Count(&keys).Error)
	require.Equal(t, []int64{cases, cases}, []int64{stored, keys})
}

func TestUnknownOutcomeIsNotTakenForADuplicate(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		in := newTestIntake(t, db)
		s := in.testSubmission(t)
		require.NoError(t, in.insert(t.Context(), []*submission{s}), "committed, but let nobody hear of it")
		away := errors.New("the database is away")
		require.NoError(t, db.Callback().Query().Before("gorm:query").Register("away", func(tx *gorm.DB) {
			_ = tx.AddError(away)
		}))
		results := in.write(t.Context(), []*submission{s})
		require.ErrorIs(t, results[0], away)
		require.NotErrorIs(t, results[0], gorm.ErrDuplicatedKey, "which would have it stored again")
	})
}
