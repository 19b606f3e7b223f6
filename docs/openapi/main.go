// Command openapi writes docs/openapi.json. It is run by "go generate ./docs", in that directory.
package main

import (
	"context"
	"fmt"
	"os"

	"amanat/docs/openapi/generator"
)

func main() {
	if err := write(context.Background(), "..", "openapi.json"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(ctx context.Context, root, file string) error {
	document, err := generator.Generate(ctx, root)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, document, 0o644); err != nil { //nolint:gosec // a public document
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}
