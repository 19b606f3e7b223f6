package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// OK answers 200 with a view.
func OK(c *gin.Context, view any) error {
	c.PureJSON(http.StatusOK, view)
	return nil
}

// Created answers 201 with a view, and says whether it is the answer to an earlier request with the same key.
func Created(c *gin.Context, view any, replayed bool) error {
	if replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	c.PureJSON(http.StatusCreated, view)
	return nil
}

// NoContent answers 204.
func NoContent(c *gin.Context) error {
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}
