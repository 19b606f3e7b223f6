package apitest

import (
	"context"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/docs"
	"amanat/docs/openapi/contract"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/surveys/blind/blindtest"
)

// heapGrowth lets the heap grow fivefold before it is collected, as in the program (api.TuneMemory): what a request
// makes is garbage at its end, and collecting after every few megabytes would be a third of the work.
const heapGrowth = 400

// Main runs the tests of a story and then stops the database's server. Call it from TestMain.
func Main(m *testing.M) {
	debug.SetGCPercent(heapGrowth)
	storetest.Main(m)
}

// World is the whole program but for its start: the full router over a real database, a clock that the test sets, and
// everything it logged. Every exchange is held against the OpenAPI document.
type World struct {
	T        *testing.T
	DB       *gorm.DB
	API      *api.API
	Services *services.Services
	Contract *contract.Contract
	Clock    *Clock
	Log      *LogBook
}

// Setting changes how the world is set up.
type Setting func(*services.Environment, *api.Options)

// Everywhere runs a test in a fresh world on each database.
func Everywhere(t *testing.T, test func(t *testing.T, w *World), settings ...Setting) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *gorm.DB) { test(t, NewWorld(t, db, settings...)) })
}

// NewWorld makes a world on an empty database.
func NewWorld(t *testing.T, db *gorm.DB, settings ...Setting) *World {
	t.Helper()
	contract, err := described()
	require.NoError(t, err)
	w := &World{T: t, DB: db, Contract: contract, Clock: newClock(), Log: &LogBook{}}
	w.API, w.Services = Build(t, db, slog.New(slog.NewJSONHandler(w.Log, nil)), w.Clock.Now, settings...)
	return w
}

// described is the contract of all worlds. Nobody changes it.
var described = sync.OnceValues(func() (*contract.Contract, error) { //nolint:gochecknoglobals // reading it takes long
	return contract.New(docs.OpenAPI())
})

// Build wires the services and the API over a database as the program does, for tests and for benchmarks.
func Build(
	t testing.TB, db *gorm.DB, log *slog.Logger, now func() time.Time, settings ...Setting,
) (*api.API, *services.Services) {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	environment := services.Environment{
		DB: db, Keyring: keyring, Clock: now, NewID: uuid.NewV7, Zone: zone, FreeText: kernel.MaskFreeText,
		NewCredentialKey: blindtest.Keys(), Hasher: weakHasher(t), PublicURL: "https://portal.example.org",
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

// Start serves the API as the program does, until the test ends.
func Start(t testing.TB, server *api.API) (address string) {
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
