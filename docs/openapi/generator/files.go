package generator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	// mediaForm is what files are sent in.
	mediaForm  = "multipart/form-data"
	mediaBytes = "application/octet-stream"

	// formatBinary is how OpenAPI 3.0 tells bytes from text. In 3.1 "contentMediaType" says it; readers' tools still
	// ask for the format before they offer to choose a file.
	formatBinary = "binary"
)

// describeFiles says what the files are that the operation takes and gives out, and closes the form of an upload.
func (o operation) describeFiles() error {
	if o.RequestBody != nil {
		content := o.RequestBody.Value.Content
		if isForm(content[mediaJSON]) {
			return errors.New("a file without @Accept mpfd")
		}
		if content[mediaForm] != nil {
			describeForm(o.RequestBody.Value)
		}
	}
	for status, response := range o.Responses.Map() {
		for name, media := range response.Value.Content {
			switch file := isFile(media.Schema); {
			case file && isJSON(name):
				return fmt.Errorf("the answer %s is a file without @Produce", status)
			case file || !isJSON(name) && !isString(media.Schema):
				// All media types of an answer share one schema; what is no JSON has none of its own.
				media.Schema = fileOf(name)
			}
		}
	}
	return nil
}

func describeForm(body *openapi3.RequestBody) {
	form := body.Content[mediaForm].Schema.Value
	form.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
	body.Required = len(form.Required) > 0
	for _, part := range form.Properties {
		if isFile(part) {
			part.Value.ContentMediaType = mediaBytes
		}
	}
}

// fileOf is the schema of a file of a type.
func fileOf(mediaType string) *openapi3.SchemaRef {
	file := openapi3.NewStringSchema().WithFormat(formatBinary)
	file.ContentMediaType = mediaType
	return file.NewRef()
}

// isJSON reports whether a media type is JSON, also under another name (RFC 6839, section 3.1).
func isJSON(mediaType string) bool {
	return mediaType == mediaJSON || strings.HasSuffix(mediaType, "+json")
}

func isString(schema *openapi3.SchemaRef) bool {
	return schema != nil && schema.Value.Type.Is(openapi3.TypeString)
}

func isFile(schema *openapi3.SchemaRef) bool {
	return schema != nil && schema.Ref == "" && schema.Value.Format == formatBinary
}

// isDownload reports whether an answer is a file, whatever its type.
func isDownload(content openapi3.Content) bool {
	for _, media := range content {
		if !isFile(media.Schema) {
			return false
		}
	}
	return len(content) > 0
}

// isForm reports whether a body has a file among its fields.
func isForm(media *openapi3.MediaType) bool {
	if media == nil || media.Schema == nil {
		return false
	}
	for _, part := range media.Schema.Value.Properties {
		if isFile(part) {
			return true
		}
	}
	return false
}
