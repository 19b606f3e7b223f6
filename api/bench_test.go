package api_test

import (
	"bufio"
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

	"amanat/api"
	"amanat/models/store"
	"amanat/models/store/storetest"
)

// connections is how many clients call at the same time.
const connections = 64

// complaint is the payload of both sides of the comparison.
const complaint = `{"first_name":"سارا","last_name":"احمدی","category":"delay","subject":"تأخیر در صدور گواهی",` +
	`"message":"سه هفته است که درخواست صدور گواهی را ثبت کرده‌ام و هنوز پاسخی دریافت نکرده‌ام. لطفاً پیگیری کنید.",` +
	`"email":"sara@example.org","phone":"09121234567","occurred_on":"2026-11-01"}`

// BenchmarkComplaints compares the whole of POST /complaints with a floor: bare Gin and pgx, one prepared single-row
// INSERT of the same payload. Both write to the same durable PostgreSQL.
func BenchmarkComplaints(b *testing.B) {
	url := durable(b)
	b.Run("floor", func(b *testing.B) {
		call(b, serveHandler(b, floor(b, url)), post("/complaints", complaint), http.StatusCreated)
	})
	b.Run("amanat", func(b *testing.B) {
		call(b, serveAPI(b, url), post("/api/v1/complaints", complaint), http.StatusCreated)
	})
}

// BenchmarkCategories compares GET /complaint-categories with a Gin handler that answers the same bytes from memory.
func BenchmarkCategories(b *testing.B) {
	address := serveAPI(b, durable(b))
	body := get(b, address, "/api/v1/complaint-categories")
	b.Run("floor", func(b *testing.B) {
		engine := gin.New()
		engine.GET("/constant", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", body) })
		call(b, serveHandler(b, engine), "GET /constant HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK)
	})
	b.Run("amanat", func(b *testing.B) {
		call(b, address, "GET /api/v1/complaint-categories HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK)
	})
}

// call sends the same request over and over, on so many connections, and reports requests per second.
func call(b *testing.B, address, request string, status int) {
	b.Helper()
	api.TuneMemory()
	b.SetParallelism(connections / gomaxprocs())
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		var dialer net.Dialer
		conn, err := dialer.DialContext(b.Context(), "tcp", address)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		reader := bufio.NewReader(conn)
		for pb.Next() {
			if err := exchange(conn, reader, request, status); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

func exchange(conn net.Conn, reader *bufio.Reader, request string, status int) error {
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != status {
		return &unexpected{response.StatusCode}
	}
	return nil
}

type unexpected struct{ status int }

func (u *unexpected) Error() string { return "unexpected status " + strconv.Itoa(u.status) }

func post(path, body string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

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
	server, _ := build(b, db, slog.New(slog.NewJSONHandler(null, nil)), time.Now)
	return start(b, server)
}

func serveHandler(b *testing.B, handler http.Handler) (address string) {
	b.Helper()
	var network net.ListenConfig
	listener, err := network.Listen(b.Context(), "tcp", "127.0.0.1:0")
	require.NoError(b, err)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: readTimeout}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { require.NoError(b, server.Close()) })
	return listener.Addr().String()
}

func get(b *testing.B, address, path string) []byte {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+address+path, http.NoBody)
	require.NoError(b, err)
	response, err := (&http.Client{Timeout: readTimeout}).Do(request)
	require.NoError(b, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(b, err)
	return []byte(strings.Clone(string(body)))
}
