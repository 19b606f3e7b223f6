package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
	"amanat/models/store/storetest"
)

// TestTourKeepsItsPromises runs the README's tour as its reader would.
func TestTourKeepsItsPromises(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		follow(t, serveFrom(t, t.TempDir()))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		follow(t, serveFrom(t, t.TempDir(), "AMANAT_DATABASE_URL="+storetest.PostgresURL(t)))
	})
}

func TestReadmeTellsEverySetting(t *testing.T) {
	require.Equal(t, config.Table(), between(t, readme(t), "settings"), "put the expected table into README.md")
}

func TestLinksBetweenDocumentsLeadSomewhere(t *testing.T) {
	documents, err := filepath.Glob("docs/adr/*.md")
	require.NoError(t, err)
	for _, document := range append(documents, "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md") {
		text, err := os.ReadFile(document)
		require.NoError(t, err)
		for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(text), -1) {
			_, err := os.Stat(filepath.Join(filepath.Dir(document), link[1]))
			require.NoError(t, err, document)
		}
	}
}

// step is some commands of the tour, and what the README promises of their output.
type step struct {
	commands string
	promises []string
}

// stepEnd is what the shell prints between the outputs of two steps.
const stepEnd = "\x1e"

func follow(t *testing.T, p *program) {
	t.Helper()
	steps := tour(t)
	outputs := shell(t, script(t, steps, p.url))
	require.Len(t, outputs, len(steps)+1, "one output a step, and nothing behind the last")
	for i, step := range steps {
		for _, promise := range step.promises {
			require.Contains(t, outputs[i], promise, step.commands)
		}
	}
	log := p.stop(t)
	for _, personal := range []string{"سارا", "احمدی", "۰۹۱۲", "۶۰۳۷", "curl/"} {
		require.NotContains(t, log, personal)
	}
}

// tour reads the fenced bash blocks of the tour. A line "# → text" promises that the output has the text in it; what
// follows the promises is the next step.
func tour(t *testing.T) []step {
	t.Helper()
	var steps []step
	promising := true
	for _, block := range regexp.MustCompile("(?s)```bash\n(.*?)```").FindAllStringSubmatch(between(t, readme(t), "tour"), -1) {
		for line := range strings.Lines(block[1]) {
			promise, isPromise := strings.CutPrefix(line, "# → ")
			switch {
			case isPromise:
				last := &steps[len(steps)-1]
				last.promises = append(last.promises, strings.TrimSpace(promise))
			case promising:
				steps = append(steps, step{commands: line})
			default:
				steps[len(steps)-1].commands += line
			}
			promising = isPromise
		}
	}
	require.Greater(t, len(steps), 10)
	return steps
}

// script is the whole tour against the program at this address, for one shell: steps use variables of earlier ones.
func script(t *testing.T, steps []step, url string) string {
	t.Helper()
	var text strings.Builder
	for _, step := range steps {
		text.WriteString(step.commands + "\nprintf '" + stepEnd + "'\n")
	}
	const standard = "http://127.0.0.1:8080"
	require.Equal(t, 1, strings.Count(text.String(), standard), "the address stands in one place")
	return strings.Replace(text.String(), standard, url, 1)
}

// shell runs a script with bash and answers the output of each step.
func shell(t *testing.T, script string) []string {
	t.Helper()
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") == "" {
			t.Skip("the tour needs " + tool + ", which is not installed here")
		}
	}
	bash := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail")
	bash.Env = append(os.Environ(), "no_proxy=127.0.0.1")
	bash.Stdin = strings.NewReader(script)
	output, err := bash.CombinedOutput()
	require.NoError(t, err, string(output))
	return strings.Split(string(output), stepEnd)
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(text)
}

// between is what stands between two comments of a document, such as <!-- tour --> and <!-- /tour -->.
func between(t *testing.T, document, name string) string {
	t.Helper()
	_, rest, begins := strings.Cut(document, "<!-- "+name+" -->\n")
	inside, _, ends := strings.Cut(rest, "<!-- /"+name+" -->")
	require.True(t, begins && ends, name)
	return inside
}
