package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models/store"
	"amanat/models/store/storetest"
)

func TestDatabaseGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	server, err := storetest.Start(t, false)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	require.NoError(t, server.CreateTemplate(t.Context(), "migrated", storetest.Prepare))
	url, _, err := server.Clone(t.Context(), "migrated")
	require.NoError(t, err)
	db, err := store.Open(store.Options{PostgresURL: url})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	w := newWorld(t, db)

	code := holding(w.file(names).ReceiptCode)
	require.Equal(t, http.StatusOK, w.get("/readyz").status)
	require.NoError(t, server.Terminate(context.WithoutCancel(t.Context())))

	for range 3 {
		unavailable := w.post("/api/v1/complaints", names, "Idempotency-Key", "during-the-outage")
		unavailable.problem(t, http.StatusServiceUnavailable, "unavailable")
		require.NotEmpty(t, unavailable.header.Get("Retry-After"))
		w.get("/readyz").problem(t, http.StatusServiceUnavailable, "unavailable")
		w.get("/api/v1/my/case", code...).problem(t, http.StatusServiceUnavailable, "unavailable")
		require.Equal(t, http.StatusOK, w.get("/healthz").status)
	}

	require.NoError(t, server.Restart(context.WithoutCancel(t.Context())))
	require.Equal(t, http.StatusOK, w.get("/readyz").status)
	require.Equal(t, http.StatusOK, w.get("/api/v1/my/case", code...).status)
	require.Equal(t, http.StatusCreated,
		w.post("/api/v1/complaints", names, "Idempotency-Key", "during-the-outage").status)
	require.EqualValues(t, 2, w.cases())
}
