package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/docs"
	"amanat/docs/openapi/contract"
	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/seal"
)

const readTimeout = 10 * time.Second

func TestMain(m *testing.M) { storetest.Main(m) }

func gomaxprocs() int { return runtime.GOMAXPROCS(0) }

// described is the contract of all worlds. Nobody changes it.
var described = sync.OnceValues(func() (*contract.Contract, error) { //nolint:gochecknoglobals // reading it takes long
	return contract.New(docs.OpenAPI())
})

// world is the whole program but for its start: the full router over a real database, a clock that the test sets, and
// everything it logged. Every exchange is held against the OpenAPI document.
type world struct {
	t        *testing.T
	db       *gorm.DB
	api      *api.API
	services *services.Services
	contract *contract.Contract
	clock    *clock
	log      *logBook
}

// setting changes how the world is set up.
type setting func(*services.Environment, *api.Options)

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...setting) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *gorm.DB) { test(t, newWorld(t, db, settings...)) })
}

func newWorld(t *testing.T, db *gorm.DB, settings ...setting) *world {
	t.Helper()
	contract, err := described()
	require.NoError(t, err)
	w := &world{t: t, db: db, contract: contract, clock: newClock(), log: &logBook{}}
	w.api, w.services = build(t, db, slog.New(slog.NewJSONHandler(w.log, nil)), w.clock.now, settings...)
	return w
}

func build(
	t testing.TB, db *gorm.DB, log *slog.Logger, now func() time.Time, settings ...setting,
) (*api.API, *services.Services) {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	environment := services.Environment{
		DB: db, Keyring: keyring, Clock: now, NewID: uuid.NewV7, Zone: zone, FreeText: services.MaskFreeText,
		Hasher: weakHasher(t), PublicURL: "https://portal.example.org",
	}
	options := api.Options{Log: log, Clock: now, NewID: uuid.NewV7, Language: "fa"}
	for _, set := range settings {
		set(&environment, &options)
	}
	wired, err := services.New(environment)
	require.NoError(t, err)
	require.NoError(t, wired.Policies.Begin(t.Context()))
	options.Services, options.Hash, options.Hashes = wired, keyring.Hash, keyring.Hashes
	server, err := api.New(options)
	require.NoError(t, err)
	return server, wired
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// send makes a request and holds the exchange against the contract. headers are pairs of name and value.
func (w *world) send(method, path, body string, headers ...string) reply {
	w.t.Helper()
	return w.exchange(method, path, body, false, headers...)
}

// sendLenient is send for input that normalising forgives though the description is stricter.
func (w *world) sendLenient(method, path, body string, headers ...string) reply {
	w.t.Helper()
	return w.exchange(method, path, body, true, headers...)
}

func (w *world) exchange(method, path, body string, lenient bool, headers ...string) reply {
	w.t.Helper()
	request := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.api.Handler().ServeHTTP(recorder, request)
	got := reply{status: recorder.Code, header: recorder.Header(), body: recorder.Body.Bytes()}
	if err := w.contract.Check(w.t.Context(), contract.Exchange{
		Request: request, RequestBody: []byte(body), Lenient: lenient,
		Status: got.status, Header: got.header, Body: unpacked(w.t, got),
	}); err != nil {
		w.t.Errorf("%s %s departs from the description: %v", method, path, err)
	}
	if err := undeclared(method, got.header); err != nil {
		w.t.Errorf("%s %s: %v", method, path, err)
	}
	return got
}

func (w *world) post(path, body string, headers ...string) reply {
	w.t.Helper()
	return w.send(http.MethodPost, path, body, headers...)
}

func (w *world) get(path string, headers ...string) reply {
	w.t.Helper()
	return w.send(http.MethodGet, path, "", headers...)
}

// unpacked is the body as it was before it was compressed.
func unpacked(t *testing.T, got reply) []byte {
	t.Helper()
	if got.header.Get("Content-Encoding") != "gzip" {
		return got.body
	}
	reader, err := gzip.NewReader(bytes.NewReader(got.body))
	require.NoError(t, err)
	body, err := io.ReadAll(reader)
	require.NoError(t, err)
	return body
}

// file files a complaint and answers its receipt.
func (w *world) file(body string) models.Receipt {
	w.t.Helper()
	got := w.post("/api/v1/complaints", body)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.Receipt](w.t, got)
}

// holding is the header that shows a receipt code.
func holding(code string) []string { return []string{"Authorization", "Receipt " + code} }

// cases counts the cases that are stored.
func (w *world) cases() int64 {
	w.t.Helper()
	var count int64
	require.NoError(w.t, w.db.Model(&models.Case{}).Count(&count).Error)
	return count
}

// stored is everything the database holds, in one text: every table, every column, as hexadecimal where it is bytes.
func (w *world) stored() string {
	w.t.Helper()
	tables, err := w.db.Migrator().GetTables()
	require.NoError(w.t, err)
	require.NotEmpty(w.t, tables)
	var all bytes.Buffer
	for _, table := range tables {
		if table == (models.SchemaVersion{}).TableName() {
			continue
		}
		var rows []map[string]any
		require.NoError(w.t, w.db.Table(table).Find(&rows).Error)
		for _, row := range rows {
			for column, value := range row {
				if text, ok := value.([]byte); ok {
					value = string(text)
				}
				_, err := all.WriteString(table + "." + column + "=" + toText(value) + "\n")
				require.NoError(w.t, err)
			}
		}
	}
	return all.String()
}

func toText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// problem asserts that a reply is a problem document with this status and code, and answers it.
func problem(t *testing.T, got reply, status int, code string) problemDocument {
	t.Helper()
	require.Equal(t, status, got.status, string(got.body))
	require.Equal(t, "application/problem+json", got.header.Get("Content-Type"))
	document := decode[problemDocument](t, got)
	require.Equal(t, code, document.Code)
	require.Equal(t, status, document.Status)
	require.NotEmpty(t, document.Title)
	require.NotEmpty(t, document.Detail)
	require.Equal(t, got.header.Get("X-Request-Id"), document.RequestID)
	return document
}

type problemDocument struct {
	Title, Detail, Code string
	Status              int
	RequestID           string `json:"request_id"`
	Allowed             []string
	Errors              []struct{ Pointer, Code, Detail, Clause string }
	Notices             []models.Notice
}

// broken is the code of what is wrong at each pointer.
func (p problemDocument) broken() map[string]string {
	codes := map[string]string{}
	for _, e := range p.Errors {
		codes[e.Pointer] = e.Code
	}
	return codes
}

func decode[T any](t *testing.T, got reply) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal(got.body, &value), string(got.body))
	return value
}

// start serves the API as the program does, until the test ends.
func start(t testing.TB, server *api.API) (address string) {
	t.Helper()
	var network net.ListenConfig
	listener, err := network.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})
	return listener.Addr().String()
}
