package bench_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/models/store"
	"amanat/services"
	"amanat/services/kernel"
)

const (
	manyCases = 1_000_000
	deepPage  = 5_000
	pageSize  = 100
)

// BenchmarkCaseList compares the first page of a million cases with the 5,000th, in turn, on PostgreSQL.
func BenchmarkCaseList(b *testing.B) {
	url := durable(b)
	address, wired, db := serveWired(b, url)
	seedCases(b, db)
	token := signedIn(b, wired)
	first := fmt.Sprintf("/api/v1/staff/cases?limit=%d", pageSize)
	deep := first + "&cursor=" + cursorOfPage(b, address, token, first, deepPage)
	for name, paths := range map[string][2]string{
		"page 1 and page 5000":   {first, deep},
		"two states":             {first + "&state=in_progress", first + "&state=received"},
		"overdue and a category": {first + "&overdue=true", first + "&category=delay&kind=complaint"},
	} {
		b.Run(name, func(b *testing.B) { inTurn(b, address, token, paths) })
	}
}

// inTurn asks for one page and then for the other, over and over, and reports how long each took.
func inTurn(b *testing.B, address, token string, paths [2]string) {
	b.Helper()
	var clients [2]*client
	for i, path := range paths {
		var err error
		clients[i], err = dialOne(b, target{address, getWith(path, token), http.StatusOK})
		require.NoError(b, err)
		require.NoError(b, clients[i].call())
	}
	var took [2][]time.Duration
	b.ResetTimer()
	for range b.N {
		for i := range clients {
			start := b.Elapsed()
			require.NoError(b, clients[i].call())
			took[i] = append(took[i], b.Elapsed()-start)
		}
	}
	for i, name := range []string{"first", "other"} {
		slices.Sort(took[i])
		b.ReportMetric(took[i][len(took[i])/2].Seconds()*1000, name+"-p50-ms")
		b.ReportMetric(took[i][len(took[i])*99/100].Seconds()*1000, name+"-p99-ms")
	}
	b.ReportMetric(sum(took[1]).Seconds()/sum(took[0]).Seconds(), "ratio")
}

func sum(all []time.Duration) (total time.Duration) {
	for _, one := range all {
		total += one
	}
	return total
}

// BenchmarkLedger compares POST /complaints with and without the sealer at work, in turn. What a turn entered is sealed
// within it, and the rest of it at its end, on the clock: nothing is left for the other turn to pay.
func BenchmarkLedger(b *testing.B) {
	address, wired, _ := serveWired(b, durable(b))
	clients := dialAll(b, target{address, post("/api/v1/complaints", complaint), http.StatusCreated})
	api.TuneMemory()
	callAll(b, clients)
	require.NoError(b, wired.Ledger.Seal(b.Context()))
	var with, without, sealing time.Duration
	b.ResetTimer()
	for range b.N {
		start := b.Elapsed()
		callLong(b, clients)
		without += b.Elapsed() - start
		require.NoError(b, wired.Ledger.Seal(b.Context()))

		start = b.Elapsed()
		stop := sealAll(b, wired)
		callLong(b, clients)
		with += b.Elapsed() - start
		stop()
		start = b.Elapsed()
		require.NoError(b, wired.Ledger.Seal(b.Context()))
		sealing += b.Elapsed() - start
	}
	requests := float64(b.N * connections * sliceLength * slicesLong)
	b.ReportMetric(requests/without.Seconds(), "unsealed-requests/s")
	b.ReportMetric(requests/with.Seconds(), "sealed-requests/s")
	b.ReportMetric(without.Seconds()/with.Seconds(), "ratio")
	b.ReportMetric(without.Seconds()/(with+sealing).Seconds(), "ratio-with-rest")
}

// slicesLong makes a turn last for several rounds of the sealer.
const slicesLong = 14

func callLong(b *testing.B, clients []*client) {
	b.Helper()
	for range slicesLong {
		callAll(b, clients)
	}
}

// sealAll seals every three seconds, as the program does, until it is stopped.
func sealAll(b *testing.B, wired *services.Services) (stop func()) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(3 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = wired.Ledger.SealSome(ctx) // the turn ends when it ends
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// seedCases fills the table as a million people would have: spread over two years, in every state.
func seedCases(b *testing.B, db *gorm.DB) {
	b.Helper()
	require.NoError(b, db.Exec(`INSERT INTO cases (id, reference, receipt_hash, kind, category, state, received_at, due_at,
			deadline_at, statement_version, identity_sealed, content_sealed)
		SELECT gen_random_uuid(), 'X-' || i, decode(md5(i::text), 'hex'), 'complaint',
			(ARRAY['delay', 'fees', 'other'])[1 + i % 3],
			(ARRAY['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'answered', 'in_progress', 'acknowledged',
				'received'])[1 + i % 10],
			at, at + interval '14 days', CASE WHEN i % 10 >= 7 AND i % 100 < 10 THEN at + interval '14 days' END, 1,
			decode(repeat(md5(i::text), 8), 'hex'), decode(repeat(md5(i::text), 24), 'hex')
		FROM (SELECT i, now() - interval '1 minute' * i AS at FROM generate_series(1, ?) i) made`, manyCases).Error)
	require.NoError(b, db.Exec("VACUUM (ANALYZE) cases").Error) //nolint:misspell // SQL is American
}

// cursorOfPage walks to the n-th page, as a client would, and answers the cursor that leads to it.
func cursorOfPage(b *testing.B, address, token, first string, n int) string {
	b.Helper()
	cursor := ""
	for range n - 1 {
		path := first
		if cursor != "" {
			path += "&cursor=" + cursor
		}
		var page models.Page[models.StaffCaseItem]
		require.NoError(b, json.Unmarshal(get(b, address, path, "Authorization", "Bearer "+token), &page))
		require.Len(b, page.Items, pageSize)
		cursor = *page.NextCursor
	}
	return cursor
}

func signedIn(b *testing.B, wired *services.Services) (token string) {
	b.Helper()
	form := &models.AccountForm{Email: "bench@example.org", Role: string(models.RoleOfficer)}
	_, err := wired.Accounts.Add(b.Context(), kernel.Input[models.AccountForm]{Form: form}, password)
	require.NoError(b, err)
	session, _, err := wired.Sessions.SignIn(b.Context(), kernel.Input[models.SignInForm]{
		Form: &models.SignInForm{Email: form.Email, Password: password},
	})
	require.NoError(b, err)
	return session.Token
}

func getWith(path, token string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n\r\n"
}

// serveWired serves the API over the database, and answers what a benchmark needs besides its address.
func serveWired(b *testing.B, url string) (address string, wired *services.Services, db *gorm.DB) {
	b.Helper()
	db, err := store.Open(store.Options{PostgresURL: url})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close(db)) })
	server, wired := apitest.Build(b, db, slog.New(slog.DiscardHandler), time.Now)
	return apitest.Start(b, server), wired, db
}
