package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/ledger/ledgertest"
)

func TestAnAlteredHeadIsFound(t *testing.T) {
	forged := []string{"head_forged entry 9 head 2"}
	requireFound(t, []tampering{
		{"hash", []string{"UPDATE ledger_heads SET hash = previous_head WHERE number = 2"}, forged},
		{"previous head", []string{"UPDATE ledger_heads SET previous_head = hash WHERE number = 2"}, forged},
		{"time", []string{"UPDATE ledger_heads SET at = '2026-11-22T08:30:00.000000Z' WHERE number = 2"}, forged},
		{"proof", []string{"UPDATE ledger_heads SET proof = 'x' || proof WHERE number = 2"}, forged},
		{"another head's proof", []string{
			"UPDATE ledger_heads SET proof = (SELECT proof FROM ledger_heads WHERE number = 1) WHERE number = 2",
		}, forged},
		{"sequence", []string{"UPDATE ledger_heads SET sequence = 8 WHERE number = 2"}, []string{"head_forged entry 8 head 2"}},
		{
			"sequence of the last",
			[]string{"UPDATE ledger_heads SET sequence = sequence - 5000 WHERE number = 4"},
			[]string{"head_forged head 4"},
		},
		{
			"sequence of the last, upwards",
			[]string{"UPDATE ledger_heads SET sequence = 1000000 WHERE number = 4"},
			[]string{"head_forged entry 1000000 head 4"},
		},
		{
			"number",
			[]string{"UPDATE ledger_heads SET number = 0 WHERE number = 1"},
			[]string{"head_forged entry 5", "head_missing head 1"},
		},
		{
			"proof of the last",
			[]string{"UPDATE ledger_heads SET proof = '' WHERE number = 4"},
			[]string{"head_forged entry 15 head 4"},
		},
	})
}

func TestAMissingOrAddedHeadIsFound(t *testing.T) {
	requireFound(t, []tampering{
		{"the first", []string{"DELETE FROM ledger_heads WHERE number = 1"}, []string{"head_missing head 1"}},
		{"one between", []string{"DELETE FROM ledger_heads WHERE number = 3"}, []string{"head_missing head 3"}},
		{"the last", []string{"DELETE FROM ledger_heads WHERE number = 4"}, []string{"head_missing head 4"}},
		{"all", []string{"DELETE FROM ledger_heads"}, []string{"head_missing head 1 to 4"}},
		{
			"added",
			[]string{`INSERT INTO ledger_heads (number, sequence, hash, previous_head, at, proof)
			SELECT 5, sequence, hash, previous_head, at, proof FROM ledger_heads WHERE number = 4`},
			[]string{"head_forged entry 15 head 5", "added head 5"},
		},
	})
}

func TestAnAlteredTipIsFound(t *testing.T) {
	requireFound(t, []tampering{
		{"sequence", []string{"UPDATE ledger_tips SET sequence = 14"}, []string{"state_forged"}},
		{"hash", []string{"UPDATE ledger_tips SET hash = last_head"}, []string{"state_forged"}},
		{"heads", []string{"UPDATE ledger_tips SET heads = 3"}, []string{"state_forged"}},
		{"last head", []string{"UPDATE ledger_tips SET last_head = hash"}, []string{"state_forged"}},
		{"code", []string{"UPDATE ledger_tips SET mac = hash"}, []string{"state_forged"}},
		{"all of it", []string{"DELETE FROM ledger_tips"}, []string{"state_forged"}},
		{"whose it is", []string{"UPDATE ledger_tips SET id = 2"}, []string{"state_forged"}},
		{"with the tail cut off", []string{
			"DELETE FROM ledger_entries WHERE sequence > 12", "DELETE FROM ledger_heads WHERE number > 2",
			"UPDATE ledger_tips SET sequence = 12, heads = 2, hash = (SELECT hash FROM ledger_entries WHERE sequence = 12)",
		}, []string{"state_forged"}},
	})
}

// TestTheSealerGoesOnFromNoForgedTip, not even once all that it says fits.
func TestTheSealerGoesOnFromNoForgedTip(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		genuine := w.bygone(t)
		for _, statements := range [][]string{
			{"UPDATE ledger_tips SET mac = hash"},
			{"DELETE FROM ledger_tips"},
			{"DELETE FROM ledger_tips", "DELETE FROM ledger_entries"},
			{
				"DELETE FROM ledger_entries WHERE sequence > 12", "DELETE FROM ledger_heads WHERE sequence > 12",
				"UPDATE ledger_tips SET sequence = 12, heads = 2, hash = (SELECT hash FROM ledger_entries WHERE sequence = 12)",
			},
		} {
			w.restore(t, genuine)
			for _, statement := range statements {
				require.NoError(t, db.Exec(statement).Error)
			}
			before := w.history(t)
			w.goOn(t)
			require.Error(t, w.Ledger.Seal(t.Context()))
			after := w.history(t)
			after.Now = before.Now
			require.Equal(t, before, after, "what was found is left as it is")
			require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "state_forged")
			var waiting int64
			require.NoError(t, db.Table("ledger_pending").Count(&waiting).Error)
			require.EqualValues(t, 1, waiting, "what happens meanwhile is not lost")
		}
	})
}
