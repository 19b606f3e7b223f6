package handlers

import (
	"context"
	"errors"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/services/fault"
)

// Docs serves the description of the API.
type Docs struct {
	documents *web.Documents
	openAPI   []byte
	page      fs.FS
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
	return h.documents.Serve(c, "openapi", func(context.Context) (any, error) {
		return web.StaticFile{MediaType: web.MediaJSON, Body: h.openAPI}, nil
	})
}

// Page answers a file of the page that shows the description; the empty name is the page itself.
func (h *Docs) Page(c *gin.Context) error {
	name := strings.TrimPrefix(c.Param("file"), "/")
	if name == "" {
		name = "index.html"
	}
	return h.documents.Serve(c, "page "+name, func(context.Context) (any, error) {
		if !fs.ValidPath(name) {
			return nil, fault.New(fault.NotFound, "not_found")
		}
		body, err := fs.ReadFile(h.page, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "not_found")
		}
		return web.StaticFile{MediaType: mime.TypeByExtension(path.Ext(name)), Body: body}, err
	})
}
