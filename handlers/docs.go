package handlers

import (
	"context"

	"github.com/gin-gonic/gin"
)

// Docs serves the description of the API.
type Docs struct {
	documents *documents
	openAPI   []byte
}

// OpenAPI answers the description as OpenAPI 3.1.
//
//	@Summary	Get this description
//	@Tags		around
//	@ID			getOpenAPI
//	@Success	200	{object}	object	"The description, as OpenAPI 3.1"
//	@Response	304
//	@Router		/openapi.json [get]
func (h *Docs) OpenAPI(c *gin.Context) error {
	return h.documents.serve(c, "openapi", func(context.Context) (any, error) { return h.openAPI, nil })
}
