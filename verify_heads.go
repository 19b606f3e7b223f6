package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// headsLimit bounds a file of heads, in bytes: a head a minute for two months.
const headsLimit = 64 << 20

// keptHead is a head as GET /api/v1/ledger/heads shows it. All that it says is in its proof.
type keptHead struct {
	Proof string `json:"proof"`
}

// headsFrom reads the proofs of a file; - is standard input.
func headsFrom(file string, in io.Reader) (proofs []string, err error) {
	if file == "-" {
		return readHeads(in, headsLimit)
	}
	opened, err := os.Open(file) //nolint:gosec // the operator says which file
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	return readHeads(opened, headsLimit)
}

// readHeads reads JSON values until the end, of at most limit bytes: an answer of GET /api/v1/ledger/heads, its items,
// or an item alone, and any of them one behind the other. Whatever else there is, is an error: a head that is passed
// over is one that is not compared.
func readHeads(from io.Reader, limit int64) (proofs []string, err error) {
	limited := &io.LimitedReader{R: from, N: limit + 1}
	values := json.NewDecoder(limited)
	for number := 1; ; number++ {
		var value json.RawMessage
		err := values.Decode(&value)
		switch {
		case limited.N == 0:
			return nil, fmt.Errorf("they are more than %d MiB: check them in parts", limit>>20)
		case errors.Is(err, io.EOF) && number == 1:
			return nil, errors.New("there are none")
		case errors.Is(err, io.EOF):
			return proofs, nil
		case err != nil:
			return nil, fmt.Errorf("value %d: %w", number, err)
		}
		heads, err := headsIn(value)
		if err != nil {
			return nil, fmt.Errorf("value %d: %w", number, err)
		}
		for i, head := range heads {
			if head.Proof == "" {
				return nil, fmt.Errorf("value %d: head %d has no proof", number, i+1)
			}
			proofs = append(proofs, head.Proof)
		}
	}
}

// headsIn tells the shapes of a value apart.
func headsIn(value json.RawMessage) (heads []keptHead, err error) {
	if bytes.HasPrefix(value, []byte("[")) {
		return heads, json.Unmarshal(value, &heads)
	}
	var page struct {
		Items *[]keptHead `json:"items"`
		keptHead
	}
	if err := json.Unmarshal(value, &page); err != nil {
		return nil, err
	}
	if page.Items != nil {
		return *page.Items, nil
	}
	return []keptHead{page.keptHead}, nil
}
