package kerneltest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/signature"

	"amanat/services/kit/seal"
)

// Rotated makes a keyring, and the same with a newer current key in each keyset.
func Rotated(t *testing.T) (before, after *seal.Keyring) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyring.json")
	before, _, err := seal.LoadOrCreate(path)
	require.NoError(t, err)
	text, err := os.ReadFile(path) //nolint:gosec // the test made it
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
