package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// ok answers 200 with a view.
func ok(c *gin.Context, view any) error {
	c.PureJSON(http.StatusOK, view)
	return nil
}

// created answers 201 with a view, and says whether it is the answer to an earlier request with the same key.
func created(c *gin.Context, view any, replayed bool) error {
	if replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	c.PureJSON(http.StatusCreated, view)
	return nil
}

// noContent answers 204.
func noContent(c *gin.Context) error {
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}
