package protocol_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
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
	w := apitest.NewWorld(t, db)

	code := apitest.Holding(w.File(names).ReceiptCode)
	require.Equal(t, http.StatusOK, w.Get("/readyz").Status)
	require.NoError(t, server.Terminate(context.WithoutCancel(t.Context())))

	for range 3 {
		unavailable := w.Post("/api/v1/complaints", names, "Idempotency-Key", "during-the-outage")
		unavailable.Problem(t, http.StatusServiceUnavailable, "unavailable")
		require.NotEmpty(t, unavailable.Header.Get("Retry-After"))
		w.Get("/readyz").Problem(t, http.StatusServiceUnavailable, "unavailable")
		w.Get("/api/v1/my/case", code...).Problem(t, http.StatusServiceUnavailable, "unavailable")
		require.Equal(t, http.StatusOK, w.Get("/healthz").Status)
	}

	require.NoError(t, server.Restart(context.WithoutCancel(t.Context())))
	require.Equal(t, http.StatusOK, w.Get("/readyz").Status)
	require.Equal(t, http.StatusOK, w.Get("/api/v1/my/case", code...).Status)
	require.Equal(t, http.StatusCreated,
		w.Post("/api/v1/complaints", names, "Idempotency-Key", "during-the-outage").Status)
	require.EqualValues(t, 2, w.Cases())
}
