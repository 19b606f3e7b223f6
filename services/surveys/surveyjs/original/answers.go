package original

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// mostAnswers bounds how many answers of the original are remembered.
const mostAnswers = 64

// answers remembers what the original said, in files of the user's cache: the same versions of Node and of the original
// make the same of the same script and input, and asking them takes most of a test's time. A change on our side that
// changes what is asked makes another question of it.
type answers struct{ dir string }

func rememberedAnswers() (answers, error) {
	cache, err := os.UserCacheDir()
	return answers{filepath.Join(cache, "amanat-surveyjs-answers")}, err
}

// question is the file of what is asked.
func (a answers) question(node, folder, script string, input []byte) (file string, err error) {
	version, err := exec.Command(node, "--version").Output() //nolint:noctx // it answers at once
	if err != nil {
		return "", fmt.Errorf("ask Node for its version: %w", err)
	}
	text, err := os.ReadFile(script) //nolint:gosec // the scripts are the tests' own
	if err != nil {
		return "", fmt.Errorf("read the script: %w", err)
	}
	//nolint:gosec // likewise
	release, err := os.ReadFile(filepath.Join(folder, "node_modules", "survey-core", "package.json"))
	if err != nil {
		return "", fmt.Errorf("read which version of survey-core there is: %w", err)
	}
	hash := sha256.New()
	for _, part := range [][]byte{version, release, text, input} {
		hash.Write(strconv.AppendInt(nil, int64(len(part)), 10))
		hash.Write([]byte{'\n'})
		hash.Write(part)
	}
	return filepath.Join(a.dir, hex.EncodeToString(hash.Sum(nil))), nil
}

// keep writes an answer and forgets the oldest. Two processes may do so at the same time.
func (a answers) keep(file string, answer []byte) error {
	if err := os.MkdirAll(a.dir, 0o750); err != nil {
		return fmt.Errorf("make the folder of answers: %w", err)
	}
	written, err := os.CreateTemp(a.dir, "new-")
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	_, err = bytes.NewReader(answer).WriteTo(written)
	if err = cmp.Or(err, written.Close(), os.Rename(written.Name(), file)); err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return a.forget()
}

func (a answers) forget() error {
	entries, err := os.ReadDir(a.dir)
	if err != nil || len(entries) <= mostAnswers {
		return err
	}
	var files []fs.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil { // another process may have deleted it
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(x, y fs.FileInfo) int { return y.ModTime().Compare(x.ModTime()) })
	for _, file := range files[min(mostAnswers, len(files)):] {
		_ = os.Remove(filepath.Join(a.dir, file.Name())) // likewise
	}
	return nil
}
