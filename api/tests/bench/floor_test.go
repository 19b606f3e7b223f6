package bench_test

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models/store"
	"amanat/models/store/storetest"
)

// floor is the least that could take a complaint: bind, one prepared INSERT, answer.
func floor(b *testing.B, url string) http.Handler {
	b.Helper()
	config, err := pgxpool.ParseConfig(url)
	require.NoError(b, err)
	config.MaxConns = 16
	pool, err := pgxpool.NewWithConfig(b.Context(), config)
	require.NoError(b, err)
	b.Cleanup(pool.Close)
	_, err = pool.Exec(b.Context(), `CREATE TABLE IF NOT EXISTS floor (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		first_name TEXT, last_name TEXT, category TEXT, subject TEXT, message TEXT, email TEXT, phone TEXT, occurred_on TEXT)`)
	require.NoError(b, err)
	engine := gin.New()
	engine.POST("/complaints", func(c *gin.Context) {
		var form struct {
			FirstName  string `json:"first_name"`
			LastName   string `json:"last_name"`
			Category   string `json:"category"`
			Subject    string `json:"subject"`
			Message    string `json:"message"`
			Email      string `json:"email"`
			Phone      string `json:"phone"`
			OccurredOn string `json:"occurred_on"`
		}
		if err := c.ShouldBindJSON(&form); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		_, err := pool.Exec(c.Request.Context(), `INSERT INTO floor
			(first_name, last_name, category, subject, message, email, phone, occurred_on)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			form.FirstName, form.LastName, form.Category, form.Subject, form.Message, form.Email, form.Phone, form.OccurredOn)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusCreated, gin.H{"accepted": true})
	})
	return engine
}

// durable is the URL of a migrated database on a PostgreSQL that waits for the disk.
func durable(b *testing.B) string {
	b.Helper()
	server, err := storetest.Start(b, true)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, server.Stop()) })
	require.NoError(b, server.CreateTemplate(b.Context(), "migrated", storetest.Prepare))
	url, _, err := server.Clone(b.Context(), "migrated")
	require.NoError(b, err)
	return url
}

func serveAPI(b *testing.B, url string) (address string) {
	b.Helper()
	db, err := store.Open(store.Options{PostgresURL: url})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close(db)) })
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, null.Close()) })
	server, _ := apitest.Build(b, db, slog.New(slog.NewJSONHandler(null, nil)), time.Now)
	return apitest.Start(b, server)
}

func serveHandler(b *testing.B, handler http.Handler) (address string) {
	b.Helper()
	var network net.ListenConfig
	listener, err := network.Listen(b.Context(), "tcp", "127.0.0.1:0")
	require.NoError(b, err)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: apitest.ReadTimeout}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { require.NoError(b, server.Close()) })
	return listener.Addr().String()
}

// get answers the body; headers are pairs of name and value.
func get(b *testing.B, address, path string, headers ...string) []byte {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+address+path, http.NoBody)
	require.NoError(b, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := (&http.Client{Timeout: apitest.ReadTimeout}).Do(request)
	require.NoError(b, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(b, err)
	return []byte(strings.Clone(string(body)))
}

func post(path, body string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\n\r\n" + body
}
