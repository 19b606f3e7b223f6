package bench_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"amanat/api"
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
	ours := target{serveAPI(b, url), post("/api/v1/complaints", complaint), http.StatusCreated}
	compare(b, target{serveHandler(b, floor(b, url)), post("/complaints", complaint), http.StatusCreated}, ours)
}

// BenchmarkCategories compares GET /complaint-categories with a Gin handler that answers the same bytes from memory.
func BenchmarkCategories(b *testing.B) {
	address := serveAPI(b, durable(b))
	body := get(b, address, "/api/v1/complaint-categories")
	engine := gin.New()
	engine.GET("/constant", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", body) })
	compare(b,
		target{serveHandler(b, engine), "GET /constant HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK},
		target{address, "GET /api/v1/complaint-categories HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK})
}

// target is a request, where it goes, and the status it must be answered with.
type target struct {
	address string
	request string
	status  int
}

// compare measures both targets alone, and then side by side: in turn, slice by slice, so that whatever else the
// machine is doing weighs on both. The ratio is what counts.
func compare(b *testing.B, floor, ours target) {
	b.Helper()
	api.TuneMemory()
	b.Run("floor", func(b *testing.B) { alone(b, floor) })
	b.Run("amanat", func(b *testing.B) { alone(b, ours) })
	b.Run("side-by-side", func(b *testing.B) {
		floorClients, ourClients := dialAll(b, floor), dialAll(b, ours)
		var floorTime, ourTime time.Duration
		b.ResetTimer()
		for range b.N {
			start := b.Elapsed()
			callAll(b, floorClients)
			middle := b.Elapsed()
			callAll(b, ourClients)
			floorTime, ourTime = floorTime+middle-start, ourTime+b.Elapsed()-middle
		}
		requests := float64(b.N * connections * sliceLength)
		b.ReportMetric(requests/floorTime.Seconds(), "floor-requests/s")
		b.ReportMetric(requests/ourTime.Seconds(), "amanat-requests/s")
		b.ReportMetric(floorTime.Seconds()/ourTime.Seconds(), "ratio")
	})
}

// alone sends a target's request over and over, on all connections.
func alone(b *testing.B, t target) {
	b.Helper()
	b.SetParallelism(connections / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		c, err := dialOne(b, t)
		if err != nil {
			b.Error(err)
			return
		}
		for pb.Next() {
			if err := c.call(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// sliceLength is how many requests each client sends before it is the other target's turn.
const sliceLength = 50

func callAll(b *testing.B, clients []*client) {
	b.Helper()
	var all sync.WaitGroup
	for _, c := range clients {
		all.Go(func() {
			for range sliceLength {
				if err := c.call(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// client is one connection to a target.
type client struct {
	target
	conn   net.Conn
	reader *bufio.Reader
}

func dialAll(b *testing.B, t target) []*client {
	b.Helper()
	clients := make([]*client, connections)
	for i := range clients {
		var err error
		clients[i], err = dialOne(b, t)
		require.NoError(b, err)
	}
	return clients
}

func dialOne(b *testing.B, t target) (*client, error) {
	b.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(b.Context(), "tcp", t.address)
	if err != nil {
		return nil, err
	}
	b.Cleanup(func() { _ = conn.Close() })
	return &client{target: t, conn: conn, reader: bufio.NewReader(conn)}, nil
}

// call sends the request once and reads the answer.
func (c *client) call() error {
	if _, err := io.WriteString(c.conn, c.request); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	if response.StatusCode != c.status {
		return fmt.Errorf("unexpected status %d", response.StatusCode)
	}
	return nil
}
