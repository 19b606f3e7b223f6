package ledger_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

const heads = "/api/v1/ledger/heads"

func TestTheLedgerIsFoundByActorSubjectAndTime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		w.Take(officer, receipt.Reference, models.StateAcknowledged)
		w.Clock.Advance(48 * time.Hour)
		officer, reader := w.SignIn(officer.Email), w.Staff(models.RolePrivacy)
		w.Take(officer, receipt.Reference, models.StateInProgress)
		require.Equal(t, http.StatusOK, w.Get(staffCases+"/"+receipt.Reference, officer.Headers()...).Status)
		require.Equal(t, http.StatusCreated, w.Do(officer, receipt.Reference, "notes", `{"body":"یادداشت"}`).Status)

		actions := func(query string) []string {
			found := []string{}
			for _, entry := range w.LedgerEntries(reader, query) {
				found = append(found, entry.Action)
			}
			return found
		}
		subject := "subject=" + receipt.Reference
		require.Equal(t, []string{"case.received", "case.transition", "case.transition", "case.read", "case.noted"},
			actions(subject))
		require.Equal(t, []string{"case.received"}, actions(subject+"&role=person"))
		require.Equal(t, []string{"case.read"}, actions("action=case.read"))
		require.Equal(t, []string{"case.received", "case.transition"}, actions(subject+"&to=2026-11-23"))
		require.Equal(t, []string{"case.transition", "case.read", "case.noted"}, actions(subject+"&from=۲۰۲۶-۱۱-۲۴"))
		require.Equal(t, []string{"case.transition", "case.read", "case.noted"},
			actions(subject+"&actor="+officer.Account.String()+"&from=2026-11-24&to=2026-11-24"))
		require.Equal(t, []string{}, actions("subject=C-0000-0000"))
		for _, entry := range w.LedgerEntries(reader, "actor="+officer.Account.String()) {
			require.Equal(t, models.RoleOfficer, entry.Actor.Role)
		}
	})
}

// TestAnybodyWhoReadsTheLedgerCanReckonItsHashes from what the answers say, and the public keys alone.
func TestAnybodyWhoReadsTheLedgerCanReckonItsHashes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer, reader := w.Staff(models.RoleOfficer), w.Staff(models.RolePrivacy)
		for range 6 {
			w.Take(officer, w.File(names).Reference, models.StateAcknowledged)
		}
		before := hex.EncodeToString(make([]byte, sha256.Size))
		all := w.LedgerEntries(reader, "")
		require.Greater(t, len(all), 14)
		for i, entry := range all {
			require.EqualValues(t, i+1, entry.Sequence)
			require.Equal(t, before, entry.PreviousHash)
			require.Equal(t, reckoned(t, entry), entry.Hash, "entry %d", entry.Sequence)
			before = entry.Hash
		}
		w.Clock.Advance(time.Minute)
		require.NoError(t, w.Services.Ledger.Seal(t.Context()))
		var keys jose.JSONWebKeySet
		require.NoError(t, json.Unmarshal(w.Get("/api/v1/receipts/keys").Body, &keys))
		newest := apitest.Decode[models.Page[models.LedgerHeadView]](t, w.Get(heads)).Items[0]
		signed, err := jose.ParseSignedCompact(newest.Proof, []jose.SignatureAlgorithm{jose.EdDSA})
		require.NoError(t, err)
		claims, err := signed.Verify(keys)
		require.NoError(t, err)
		require.Contains(t, string(claims), newest.Hash)
		require.Equal(t, all[newest.Sequence-1].Hash, newest.Hash)

		report := apitest.Decode[models.LedgerReportView](t, w.Get(ledger+"/verify", reader.Headers()...))
		require.True(t, report.Holds, "%v", report.Findings)
		require.Equal(t, []models.LedgerFinding{}, report.Findings)
	})
}

// reckoned is the hash of an entry as the description explains it. All texts in it are ASCII here.
func reckoned(t *testing.T, e models.LedgerEntryView) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"action": e.Action, "actor": e.Actor.Account, "actor_role": e.Actor.Role,
		"at": e.At.Format("2006-01-02T15:04:05.000000Z"), "detail": e.Detail, "previous_hash": e.PreviousHash,
		"sequence": e.Sequence, "subject": e.Subject,
	})
	require.NoError(t, err)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func TestHeadsAreForEverybodyToKeep(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for range 5 {
			w.File(names)
			w.Clock.Advance(time.Minute)
			require.NoError(t, w.Services.Ledger.Seal(t.Context()))
		}
		var numbers []int64
		for path := heads + "?limit=2"; path != ""; {
			got := w.Get(path)
			require.Contains(t, got.Header.Get("Cache-Control"), "public")
			page := apitest.Decode[models.Page[models.LedgerHeadView]](t, got)
			for _, head := range page.Items {
				numbers = append(numbers, head.Number)
			}
			path = ""
			if page.NextCursor != nil {
				path = heads + "?limit=2&cursor=" + *page.NextCursor
			}
		}
		slices.Reverse(numbers)
		for i, number := range numbers {
			require.EqualValues(t, i+1, number)
		}
		require.GreaterOrEqual(t, len(numbers), 5)

		tag := w.Get(heads).Header.Get("ETag")
		require.NotEmpty(t, tag)
		same := w.Get(heads, "If-None-Match", tag)
		require.Equal(t, http.StatusNotModified, same.Status)
		require.Empty(t, same.Body)
		w.File(names)
		w.Clock.Advance(time.Minute)
		require.NoError(t, w.Services.Ledger.Seal(t.Context()))
		require.Equal(t, http.StatusOK, w.Get(heads, "If-None-Match", tag).Status)
		require.Equal(t, "gzip", w.Get(heads, "Accept-Encoding", "gzip").Header.Get("Content-Encoding"))
	})
}
