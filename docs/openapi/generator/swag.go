package generator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
)

// overrides tells swag about types that it cannot look up.
const overrides = "replace json.RawMessage object\n"

// runSwag reads the comments of the handlers below root, with the swag that go.mod names, into a Swagger 2.0 document.
func runSwag(ctx context.Context, root string) (swagger []byte, err error) {
	out, err := os.MkdirTemp("", "swag")
	if err != nil {
		return nil, fmt.Errorf("make room for swag: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(out)) }()
	overridesFile := filepath.Join(out, "overrides")
	if err := os.WriteFile(overridesFile, []byte(overrides), 0o600); err != nil {
		return nil, fmt.Errorf("write the overrides for swag: %w", err)
	}
	//nolint:gosec // fixed arguments and a directory of our own
	cmd := exec.CommandContext(ctx, "go", "tool", "swag", "init", "--dir", ".", "--generalInfo", generalInfo,
		"--output", out, "--outputTypes", "json", "--overridesFile", overridesFile)
	cmd.Dir = root
	report, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("swag: %w\n%s", err, report)
	}
	if err := swagWarnings(string(report)); err != nil {
		return nil, err
	}
	swagger, err = os.ReadFile(filepath.Join(out, "swagger.json")) //nolint:gosec // a directory of our own
	if err != nil {
		return nil, fmt.Errorf("read what swag wrote: %w", err)
	}
	return swagger, nil
}

// swagWarnings makes errors of swag's warnings: it goes on after a route declared twice, and the first is lost.
func swagWarnings(report string) error {
	var errs []error
	for line := range strings.Lines(report) {
		if _, warning, found := strings.Cut(line, "warning: "); found {
			errs = append(errs, fmt.Errorf("swag: %s", strings.TrimSpace(warning)))
		}
	}
	return errors.Join(errs...)
}

// convert makes OpenAPI of Swagger 2.0. Bodies and answers are JSON where the handler does not say otherwise.
func convert(swagger []byte) (*openapi3.T, error) {
	var doc openapi2.T
	if err := json.Unmarshal(swagger, &doc); err != nil {
		return nil, fmt.Errorf("read Swagger 2.0: %w", err)
	}
	doc.Consumes = []string{mediaJSON}
	keepExamples(&doc)
	converted, err := openapi2conv.ToV3(&doc)
	if err != nil {
		return nil, fmt.Errorf("convert Swagger 2.0: %w", err)
	}
	converted.OpenAPI = "3.1.0"
	converted.JSONSchemaDialect = "https://spec.openapis.org/oas/3.1/dialect/base"
	converted.Servers = openapi3.Servers{{URL: "/"}}
	converted.Info.Contact = nil
	if license := converted.Info.License; license != nil && license.URL == "" {
		license.Identifier = license.Name
	}
	for _, item := range converted.Paths.Map() {
		for _, operation := range item.Operations() {
			if operation.RequestBody != nil {
				operation.RequestBody.Value.Extensions = nil
			}
			for _, parameter := range operation.Parameters {
				parameter.Value.Example = parameter.Value.Extensions[keptExample]
				parameter.Value.Extensions = nil
			}
		}
	}
	for _, scheme := range converted.Components.SecuritySchemes {
		nameScheme(scheme.Value)
	}
	return converted, nil
}

// keptExample is the extension in which an example of a parameter passes the conversion: Swagger 2.0 has none, so what
// swag writes would be dropped.
const keptExample = "x-example"

func keepExamples(doc *openapi2.T) {
	for _, item := range doc.Paths {
		for _, operation := range item.Operations() {
			for _, parameter := range operation.Parameters {
				if example, given := parameter.Extensions["example"]; given {
					parameter.Extensions[keptExample] = example
				}
			}
		}
	}
}

// httpScheme is the extension by which doc.go says that a key in a header is an HTTP scheme, which Swagger 2.0 cannot
// say of any but Basic. Bearer is one for our readers' tools; the scheme Receipt stays a header, "Authorization", to
// them: Swagger UI lets nobody enter credentials for HTTP schemes that it does not know.
const httpScheme = "x-scheme"

func nameScheme(scheme *openapi3.SecurityScheme) {
	if name, ok := scheme.Extensions[httpScheme].(string); ok {
		scheme.Type, scheme.Scheme = "http", name
		scheme.In, scheme.Name, scheme.Extensions = "", "", nil
	}
}
