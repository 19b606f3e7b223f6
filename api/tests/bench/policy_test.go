package bench_test

import (
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
)

// BenchmarkPublished compares what everybody reads, the privacy policy, the cookies and the announcements, with a Gin
// handler that answers the same bytes from memory.
func BenchmarkPublished(b *testing.B) {
	address := serveAPI(b, durable(b))
	for _, path := range []string{"privacy-policy", "cookies", "announcements"} {
		b.Run(path, func(b *testing.B) {
			body := get(b, address, "/api/v1/"+path)
			engine := gin.New()
			engine.GET("/constant", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", body) })
			compare(b,
				target{serveHandler(b, engine), "GET /constant HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK},
				target{address, "GET /api/v1/" + path + " HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK})
		})
	}
}
