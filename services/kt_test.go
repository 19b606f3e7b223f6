package services_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"

	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/signature"
	"pgregory.net/rapid"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	require.TestingT
	Helper()
	Context() context.Context
}

// with is the input of a request without an Idempotency-Key.
func with[F any](form F) kernel.Input[F] { return kernel.Input[F]{Form: &form} }

// once is the input of a request with an Idempotency-Key.
func once[F any](form F, scope, key string) kernel.Input[F] {
	return kernel.Input[F]{Form: &form, Request: kernel.Request{Scope: scope, Key: key, Body: []byte(key)}}
}

func sara() models.Person { return models.Person{FirstName: "سارا", LastName: "احمدی"} }

func requireFault(t tester, err error, kind fault.Kind, code string) fault.Error {
	t.Helper()
	require.Error(t, err)
	refused := fault.As(err)
	require.Equal(t, code, refused.Code, "%v", err)
	require.Equal(t, kind, refused.Kind, "%v", err)
	return *refused
}

// requireViolation fails unless this, and nothing else, is what is wrong with the form.
func requireViolation(t tester, err error, pointer, code string) {
	t.Helper()
	refused := requireFault(t, err, fault.Invalid, "validation_failed")
	require.Len(t, refused.Violations, 1, "%v", refused.Violations)
	require.Equal(t, []string{pointer, code}, []string{refused.Violations[0].Pointer, refused.Violations[0].Code})
}

// together does the same from many sides at once, and answers what each got.
func together(sides int, do func(side int) error) []error {
	results := make([]error, sides)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for side := range sides {
		all.Go(func() {
			<-begin
			results[side] = do(side)
		})
	}
	close(begin)
	all.Wait()
	return results
}

// successes counts those that did not fail; every other one must have failed with one of the codes.
func successes(t tester, results []error, codes ...string) int {
	t.Helper()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
			continue
		}
		require.Contains(t, codes, fault.As(err).Code, "%v", err)
	}
	return done
}

const day = 24 * time.Hour

func policyEditor() models.Actor { return models.Actor{Role: models.RoleEditor} }

// violated are the pointers and codes of what is wrong with a form, sorted.
func violated(t tester, err error) []string {
	t.Helper()
	refused := requireFault(t, err, fault.Invalid, "validation_failed")
	lines := []string{}
	for _, violation := range refused.Violations {
		lines = append(lines, violation.Pointer+" "+violation.Code)
	}
	slices.Sort(lines)
	return lines
}

func met(t *rapid.T, code string, err error) (ok bool) {
	if code == "" {
		require.NoError(t, err)
		return true
	}
	require.Error(t, err)
	require.Equal(t, code, fault.As(err).Code, "%v", err)
	return false
}

// rotated makes a keyring, and the same with a newer current key in each keyset.
func rotated(t *testing.T) (before, after *seal.Keyring) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyring.json")
	before, _, err := seal.LoadOrCreate(path)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var file map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &file))
	for name, template := range map[string]*tinkpb.KeyTemplate{
		"master": aead.AES256GCMKeyTemplate(), "hashes": prf.HMACSHA256PRFKeyTemplate(),
		"signing": signature.ED25519KeyTemplate(),
	} {
		handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(file[name])))
		require.NoError(t, err)
		manager := keyset.NewManagerFromHandle(handle)
		id, err := manager.Add(template)
		require.NoError(t, err)
		require.NoError(t, manager.SetPrimary(id))
		handle, err = manager.Handle()
		require.NoError(t, err)
		var written bytes.Buffer
		require.NoError(t, insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&written)))
		file[name] = written.Bytes()
	}
	text, err = json.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	after, err = seal.Load(path)
	require.NoError(t, err)
	return before, after
}

func cellText(value any) string {
	switch value := value.(type) {
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05.000000Z")
	case []byte:
		return hex.EncodeToString(value) + " " + string(value)
	case [16]byte:
		return uuid.UUID(value).String()
	default:
		return fmt.Sprint(value)
	}
}

// everythingBut is what all tables but these hold, in one text.
func everythingBut(all map[string]map[string][]string, but ...string) string {
	var text strings.Builder
	for table, columns := range all {
		for _, values := range columns {
			if !slices.Contains(but, table) {
				text.WriteString(strings.Join(values, "\n") + "\n")
			}
		}
	}
	return text.String()
}
