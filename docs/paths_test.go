package docs_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentsNameFilesThatExist follows every relative link, and every path of this repository that a document, or the
// linter's settings, names in passing: whoever moves a file finds here what still speaks of its old place.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	documents := []string{"../.golangci.yml", "../Makefile", "../.ci/run"}
	require.NoError(t, filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if path.Ext(name) == ".md" && !strings.Contains(name, "testdata") {
			documents = append(documents, name)
		}
		return err
	}))
	require.Greater(t, len(documents), 30)
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	place := regexp.MustCompile(`(?:\./|[\s` + "`" + `/"(])((?:api|config|docs|handlers|models|services)/[\w./*<>{},-]*\w)`)
	for _, document := range documents {
		text, err := os.ReadFile(document)
		require.NoError(t, err)
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			assert.FileExists(t, withoutDirectory(path.Join(path.Dir(document), found[1])), "%s links to %s", document, found[1])
		}
		for _, found := range place.FindAllStringSubmatch(string(text), -1) {
			if !strings.ContainsAny(found[1], "<{,") && !madeUp(found[1]) {
				matches, err := filepath.Glob(path.Join("..", strings.TrimSuffix(found[1], "/...")))
				require.NoError(t, err)
				assert.NotEmpty(t, matches, "%s names %s", document, found[1])
			}
		}
	}
}

// withoutDirectory is a path that is a file where there is anything: a link may lead to a folder.
func withoutDirectory(name string) string {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return filepath.Join("..", "go.mod")
	}
	return name
}

// madeUp holds for the example of a new resource, and for paths of URLs and import paths that only look like files.
func madeUp(name string) bool {
	return strings.Contains(name, "opening_hour") || strings.HasPrefix(name, "api/v1") || strings.HasPrefix(name, "docs/#")
}
