package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHeadsAreReadInEveryShape(t *testing.T) {
	for shape, file := range map[string]string{
		"an answer":            `{"items": [{"number": 2, "proof": "b"}, {"number": 1, "proof": "a"}], "next": "xyz"}`,
		"answers":              `{"items": [{"proof": "b"}], "next": "xyz"}` + "\n" + ` {"items": [{"proof": "a"}]}`,
		"an array":             "\n\t" + ` [{"number": 2, "proof": "b"}, {"proof": "a"}]` + "\r\n",
		"lines":                `{"number": 2, "proof": "b"}` + "\n" + `{"proof": "a"}` + "\n",
		"lines without an end": `{"proof": "b"}` + "\n\n" + `{"proof": "a"}`,
		"all of them":          `[]{"items": []}{"proof": "b"}[{"proof": "a"}]`,
	} {
		proofs, err := readHeads(strings.NewReader(file), 1<<20)
		require.NoError(t, err, shape)
		require.Equal(t, []string{"b", "a"}, proofs, shape)
	}
	for _, none := range []string{`{"items": []}`, `[]`} {
		proofs, err := readHeads(strings.NewReader(none), 1<<20)
		require.NoError(t, err, "a ledger may have no head yet")
		require.Empty(t, proofs)
	}
}

func TestNoDamagedHeadIsPassedOver(t *testing.T) {
	for file, says := range map[string]string{
		"":                                     "there are none",
		" \n\t ":                               "there are none",
		"{":                                    "value 1: unexpected EOF",
		`{"items": [{"proof": "a"}]`:           "value 1: unexpected EOF",
		`{"proof": "a"}` + "\n" + `{"proof": `: "value 2: unexpected EOF",
		`{"proof": "a"} and more`:              "value 2: invalid character",
		"number,proof\n1,a\n":                  "value 1: invalid character",
		"\ufeff" + `{"proof": "a"}`:            "value 1: invalid character",
		`{"proof": "a"}` + "\n" + `{}`:         "value 2: head 1 has no proof",
		`{"items": null}`:                      "value 1: head 1 has no proof",
		`{"items": [{"proof": "a"}, {"number": 2}]}`: "value 1: head 2 has no proof",
		`{"items": {"proof": "a"}}`:                  "value 1: json: cannot unmarshal object",
		`[{"proof": "a"}, null]`:                     "value 1: head 2 has no proof",
		`[{"proof": "a"}, "b"]`:                      "value 1: json: cannot unmarshal string",
		`{"proof": 1}`:                               "value 1: json: cannot unmarshal number",
		`"a"`:                                        "value 1: json: cannot unmarshal string",
		`null`:                                       "value 1: head 1 has no proof",
		`{"type": "about:blank", "code": "forbidden"}`: "value 1: head 1 has no proof",
		strings.Repeat("[", 20_000):                    "exceeded max depth",
	} {
		proofs, err := readHeads(strings.NewReader(file), 1<<20)
		require.ErrorContains(t, err, says, "%.40q", file)
		require.Empty(t, proofs)
	}
}

// endless is the same text over and over.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(into []byte) (int, error) {
	n := copy(into, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

func TestHeadsAreBounded(t *testing.T) {
	head := `{"proof": "` + strings.Repeat("a", 400) + `"}`
	for _, file := range []io.Reader{
		&endless{text: head}, &endless{text: "[]\n"}, &endless{text: strings.Repeat(" ", 4096)},
		io.MultiReader(strings.NewReader(`{"proof": "`), &endless{text: strings.Repeat("a", 4096)}),
	} {
		_, err := readHeads(file, 1<<20)
		require.EqualError(t, err, "they are more than 1 MiB: check them in parts")
	}
}

func TestHeadsOfAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "heads.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"proof": "a"}`), 0o600))
	proofs, err := headsFrom(file, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, proofs)
	proofs, err = headsFrom("-", strings.NewReader(`{"proof": "b"}`))
	require.NoError(t, err)
	require.Equal(t, []string{"b"}, proofs)
	_, err = headsFrom(file+"x", nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = headsFrom(t.TempDir(), nil)
	require.ErrorContains(t, err, "is a directory")
}

func TestEveryProofIsReadInItsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		var all []string
		for _, proofs := range rapid.SliceOfN(rapid.SliceOf(rapid.StringMatching(`[A-Za-z0-9._-]{1,9}`)), 1, 5).Draw(t, "proofs") {
			items := []keptHead{}
			for _, proof := range proofs {
				items = append(items, keptHead{Proof: proof})
			}
			all = append(all, proofs...)
			value := any(items)
			if rapid.Bool().Draw(t, "as an answer") {
				value = map[string]any{"items": items, "next": nil}
			}
			require.NoError(t, json.NewEncoder(&file).Encode(value))
		}
		read, err := readHeads(&file, 1<<20)
		require.NoError(t, err)
		require.Equal(t, all, read)
	})
}

func FuzzHeads(f *testing.F) {
	for _, seed := range []string{
		`{"items": [{"proof": "a"}]}`, `[{"proof": "a"}]`, `{"proof": "a"}` + "\n" + `{"proof": "b"}`, `[]`, `null`, `{"items": 1}`, "{",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		proofs, err := readHeads(bytes.NewReader(file), 1<<20)
		if err != nil {
			require.Nil(t, proofs)
		}
		require.NotContains(t, proofs, "")
	})
}
