package api_test

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

	"amanat/models"
)

const (
	ledger = "/api/v1/staff/ledger"
	heads  = "/api/v1/ledger/heads"
)

// entries answers all that the ledger has under a query, oldest first.
func (w *world) entries(m member, query string) []models.LedgerEntryView {
	w.t.Helper()
	var all []models.LedgerEntryView
	for next := "?limit=7&" + query; next != ""; {
		got := w.sendLenient(http.MethodGet, ledger+next, "", m.headers()...)
		require.Equal(w.t, http.StatusOK, got.status, "%s: %s", next, got.body)
		page := decode[models.Page[models.LedgerEntryView]](w.t, got)
		all = append(all, page.Items...)
		next = ""
		if page.NextCursor != nil {
			next = "?limit=7&" + query + "&cursor=" + *page.NextCursor
		}
	}
	slices.Reverse(all)
	return all
}

func TestTheLedgerIsFoundByActorSubjectAndTime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		w.take(officer, receipt.Reference, models.StateAcknowledged)
		w.clock.advance(48 * time.Hour)
		officer, reader := w.signIn(officer.email), w.staff(models.RolePrivacy)
		w.take(officer, receipt.Reference, models.StateInProgress)
		require.Equal(t, http.StatusOK, w.get(staffCases+"/"+receipt.Reference, officer.headers()...).status)
		require.Equal(t, http.StatusCreated, w.do(officer, receipt.Reference, "notes", `{"body":"یادداشت"}`).status)

		actions := func(query string) []string {
			found := []string{}
			for _, entry := range w.entries(reader, query) {
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
			actions(subject+"&actor="+officer.account.String()+"&from=2026-11-24&to=2026-11-24"))
		require.Equal(t, []string{}, actions("subject=C-0000-0000"))
		for _, entry := range w.entries(reader, "actor="+officer.account.String()) {
			require.Equal(t, models.RoleOfficer, entry.Actor.Role)
		}
	})
}

// TestAnybodyWhoReadsTheLedgerCanReckonItsHashes from what the answers say, and the public keys alone.
func TestAnybodyWhoReadsTheLedgerCanReckonItsHashes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer, reader := w.staff(models.RoleOfficer), w.staff(models.RolePrivacy)
		for range 6 {
			w.take(officer, w.file(names).Reference, models.StateAcknowledged)
		}
		before := hex.EncodeToString(make([]byte, sha256.Size))
		all := w.entries(reader, "")
		require.Greater(t, len(all), 14)
		for i, entry := range all {
			require.EqualValues(t, i+1, entry.Sequence)
			require.Equal(t, before, entry.PreviousHash)
			require.Equal(t, reckoned(t, entry), entry.Hash, "entry %d", entry.Sequence)
			before = entry.Hash
		}
		w.clock.advance(time.Minute)
		require.NoError(t, w.services.Ledger.Seal(t.Context()))
		var keys jose.JSONWebKeySet
		require.NoError(t, json.Unmarshal(w.get("/api/v1/receipts/keys").body, &keys))
		newest := decode[models.Page[models.LedgerHeadView]](t, w.get(heads)).Items[0]
		signed, err := jose.ParseSignedCompact(newest.Proof, []jose.SignatureAlgorithm{jose.EdDSA})
		require.NoError(t, err)
		claims, err := signed.Verify(keys)
		require.NoError(t, err)
		require.Contains(t, string(claims), newest.Hash)
		require.Equal(t, all[newest.Sequence-1].Hash, newest.Hash)

		report := decode[models.LedgerReportView](t, w.get(ledger+"/verify", reader.headers()...))
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
			w.file(names)
			w.clock.advance(time.Minute)
			require.NoError(t, w.services.Ledger.Seal(t.Context()))
		}
		var numbers []int64
		for path := heads + "?limit=2"; path != ""; {
			got := w.get(path)
			require.Contains(t, got.header.Get("Cache-Control"), "public")
			page := decode[models.Page[models.LedgerHeadView]](t, got)
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

		tag := w.get(heads).header.Get("ETag")
		require.NotEmpty(t, tag)
		same := w.get(heads, "If-None-Match", tag)
		require.Equal(t, http.StatusNotModified, same.status)
		require.Empty(t, same.body)
		w.file(names)
		w.clock.advance(time.Minute)
		require.NoError(t, w.services.Ledger.Seal(t.Context()))
		require.Equal(t, http.StatusOK, w.get(heads, "If-None-Match", tag).status)
		require.Equal(t, "gzip", w.get(heads, "Accept-Encoding", "gzip").header.Get("Content-Encoding"))
	})
}
