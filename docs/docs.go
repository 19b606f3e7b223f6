// Package docs holds what tells people about the API: its description, and a page that shows it.
package docs

import (
	"embed"
	"io/fs"

	swaggerui "github.com/swaggo/files/v2"
)

//go:embed openapi.json
var openAPI []byte

//go:embed ui
var page embed.FS

// OpenAPI is the API's description: an OpenAPI 3.1 document as JSON. The bytes are shared; do not write to them.
func OpenAPI() []byte { return openAPI }

// UI is a page that shows the description with Swagger UI, for a server to serve as a directory: "index.html" and the
// files that it loads. The page expects the description one level above itself, as "../openapi.json", and asks no other
// server for anything.
func UI() fs.FS { return ui{} }

// ui serves our own page, and from Swagger UI only what the page loads.
type ui struct{}

// Open opens a file of the page; any other is fs.ErrNotExist.
func (ui) Open(name string) (fs.File, error) {
	switch name {
	case ".":
		return page.Open("ui")
	case "index.html", "index.css", "initializer.js":
		return page.Open("ui/" + name)
	case "swagger-ui.css", "swagger-ui-bundle.js", "favicon-16x16.png", "favicon-32x32.png":
		return swaggerui.FS.Open(name)
	default:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
}
