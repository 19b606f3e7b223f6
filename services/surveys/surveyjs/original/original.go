// Package original lets tests ask npm survey-core, the original that services/surveyjs follows, what it makes of a
// survey. Nothing but tests uses it.
package original

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	// folderSetting names a folder in whose node_modules survey-core lies already.
	folderSetting = "AMANAT_SURVEYJS"
	// requireSetting makes a missing original a failure instead of a reason to skip.
	requireSetting = "AMANAT_REQUIRE_NODE"

	lockFile = "package-lock.json"
)

// T is what this package needs of a test; a *testing.T is one.
type T interface {
	Helper()
	Context() context.Context
	Skipf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Folder is a folder in whose node_modules survey-core lies: the one named by AMANAT_SURVEYJS, or one in the user's
// cache, into which npm installs, once, the versions that the folder pins states (package.json, package-lock.json,
// .npmrc). setting reads the environment (os.Getenv). Where there is no Node, no npm or nothing to install from, the
// test is skipped, or fails if AMANAT_REQUIRE_NODE is set.
func Folder(t T, pins string, setting func(string) string) string {
	t.Helper()
	folder, err := find(t.Context(), pins, setting(folderSetting))
	switch {
	case err == nil:
		return folder
	case setting(requireSetting) != "":
		t.Fatalf("%s is set, but there is no original: %v", requireSetting, err)
	default:
		t.Skipf("no original to compare with: %v", err)
	}
	return ""
}

// Run has Node run a script with the folder of the original as its only argument and the input on its standard input,
// and returns what it wrote to its standard output: as it did before, where it was asked the very same (answers). A
// script that fails ends the test.
func Run(t T, folder, script string, input io.Reader) []byte {
	t.Helper()
	asked, readErr := io.ReadAll(input)
	remembered, cacheErr := rememberedAnswers()
	file, err := remembered.question("node", folder, script, asked)
	if err := cmp.Or(readErr, cacheErr, err); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	if answer, err := os.ReadFile(file); err == nil { //nolint:gosec // it is named by a hash
		return answer
	}
	answer := ask(t, folder, script, asked)
	if err := remembered.keep(file, answer); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return answer
}

func ask(t T, folder, script string, input []byte) []byte {
	t.Helper()
	//nolint:gosec // the scripts are the tests' own
	node := exec.CommandContext(t.Context(), "node", script, folder)
	node.Env = append(node.Environ(), "NODE_OPTIONS=")
	node.Stdin = bytes.NewReader(input)
	var output, complaint bytes.Buffer
	node.Stdout, node.Stderr = &output, &complaint
	if err := node.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, &complaint)
	}
	return output.Bytes()
}

func find(ctx context.Context, pins, named string) (string, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return "", fmt.Errorf("look for Node: %w", err)
	}
	if named != "" {
		return named, installed(named)
	}
	cached, err := cacheFolder(pins)
	if err != nil {
		return "", err
	}
	if installed(cached) == nil {
		return cached, nil
	}
	return cached, install(ctx, pins, cached)
}

func installed(folder string) error {
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "survey-core", "package.json")); err != nil {
		return fmt.Errorf("look for survey-core: %w", err)
	}
	return nil
}

// cacheFolder has the hash of the lock in its name, so that another version gets another folder.
func cacheFolder(pins string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache: %w", err)
	}
	lock, err := os.ReadFile(filepath.Join(pins, lockFile)) //nolint:gosec // the tests' own file
	if err != nil {
		return "", fmt.Errorf("read the lock: %w", err)
	}
	hash := sha256.Sum256(lock)
	return filepath.Join(cache, "amanat-surveyjs-"+hex.EncodeToString(hash[:8])), nil
}

// install works beside the folder and renames at the end: packages are tested at the same time, and none of them may
// find half an installation.
func install(ctx context.Context, pins, folder string) (err error) {
	if err := os.MkdirAll(filepath.Dir(folder), 0o750); err != nil {
		return fmt.Errorf("make the cache: %w", err)
	}
	workshop, err := os.MkdirTemp(filepath.Dir(folder), filepath.Base(folder)+"-")
	if err != nil {
		return fmt.Errorf("make a folder to install in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(workshop)) }()
	for _, name := range []string{"package.json", lockFile, ".npmrc"} {
		content, err := os.ReadFile(filepath.Join(pins, name)) //nolint:gosec // the tests' own files
		if err != nil {
			return fmt.Errorf("read the pins: %w", err)
		}
		//nolint:gosec // likewise
		if err := os.WriteFile(filepath.Join(workshop, name), content, 0o600); err != nil {
			return fmt.Errorf("copy the pins: %w", err)
		}
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = workshop
	if output, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, output)
	}
	if err := os.Rename(workshop, folder); err != nil && installed(folder) != nil {
		return fmt.Errorf("put the installation into its place: %w", err)
	}
	return nil
}
