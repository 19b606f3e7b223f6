package consent_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/kernel/kerneltest"
)

func TestTheLogKeepsNothingButTheDecision(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		columns, err := db.Migrator().ColumnTypes("consents")
		require.NoError(t, err)
		var names []string
		for _, column := range columns {
			names = append(names, column.Name())
		}
		require.ElementsMatch(t, []string{
			"consent_id", "number", "at", "withdrawn", "shown", "made", "policy_version", "policy_hash", "language", "gpc",
			"expires_at", "mac",
		}, names)
	})
}

func TestTheLogHasRandomIDsAndTimesOfTheMinute(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for range 20 {
			view, bearer := w.decide(t, consent.Bearer{}, everything())
			w.Pass(7*time.Second + 123457*time.Microsecond)
			require.True(t, w.withdraw(t, bearer))
			for _, row := range w.decisions(t, *view.ConsentID) {
				require.Equal(t, uuid.Version(4), row.ConsentID.Version())
				require.Equal(t, uuid.RFC4122, row.ConsentID.Variant())
				require.Equal(t, row.At.Truncate(time.Minute), row.At)
				require.Equal(t, row.At.Add(395*kerneltest.Day), row.ExpiresAt)
			}
		}
		row := w.decisions(t, uuid.Nil)[0]
		row.ConsentID, row.At = uuid.New(), row.At.Add(time.Second)
		require.Error(t, db.Create(&row).Error, "the database itself refuses a finer time")
	})
}

func TestDecisionsEnterTheLogAndNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		before := kerneltest.Cells(t, w.db)
		_, bearer := w.decide(t, consent.Bearer{GPC: true}, everything())
		_, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.True(t, w.withdraw(t, bearer))
		after := kerneltest.Cells(t, w.db)
		require.Len(t, after["consents"]["number"], 3)
		delete(before, "consents")
		delete(after, "consents")
		require.Equal(t, before, after, "not even the ledger")
	})
}
