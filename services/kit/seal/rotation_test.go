package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/signature"

	"amanat/models"
	"amanat/services/kit/seal"
)

func templates() map[string]*tinkpb.KeyTemplate {
	return map[string]*tinkpb.KeyTemplate{
		"master": aead.AES256GCMKeyTemplate(), "hashes": prf.HMACSHA256PRFKeyTemplate(), "signing": signature.ED25519KeyTemplate(),
	}
}

// rotated adds a new current key to each keyset of the file and answers the keyring that both keys of each make.
func rotated(t *testing.T, path string) *seal.Keyring {
	t.Helper()
	file := readKeysets(t, path)
	for name, template := range templates() {
		manager := keyset.NewManagerFromHandle(handle(t, file[name]))
		id, err := manager.Add(template)
		require.NoError(t, err)
		require.NoError(t, manager.SetPrimary(id))
		file[name] = written(t, manager)
	}
	return load(t, file)
}

// fresh is a keyset of one new key.
func fresh(t *testing.T, template *tinkpb.KeyTemplate) json.RawMessage {
	t.Helper()
	manager := keyset.NewManager()
	id, err := manager.Add(template)
	require.NoError(t, err)
	require.NoError(t, manager.SetPrimary(id))
	return written(t, manager)
}

func written(t *testing.T, manager *keyset.Manager) json.RawMessage {
	t.Helper()
	h, err := manager.Handle()
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&text)))
	return text.Bytes()
}

func primaryID(t *testing.T, text json.RawMessage) uint32 {
	t.Helper()
	entry, err := handle(t, text).Primary()
	require.NoError(t, err)
	return entry.KeyID()
}

func readKeysets(t *testing.T, path string) map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var file map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &file))
	return file
}

func handle(t *testing.T, text json.RawMessage) *keyset.Handle {
	t.Helper()
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(text)))
	require.NoError(t, err)
	return h
}

func load(t *testing.T, file map[string]json.RawMessage) *seal.Keyring {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyring.json")
	text, err := json.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	k, err := seal.Load(path)
	require.NoError(t, err)
	return k
}

func TestARotatedMasterKeyWrapsAndTheOlderStillUnwraps(t *testing.T) {
	path, before := keyringFile(t)
	key, oldRow := dataKey(t, before, uuid.New())
	content := sealed(t, key, oldRow.ID, models.Content{Message: "سلام"})
	after := rotated(t, path)

	unwrapped, err := after.Unwrap(oldRow)
	require.NoError(t, err)
	opened, err := seal.Open(unwrapped, oldRow.ID, place, content)
	require.NoError(t, err)
	require.Equal(t, "سلام", opened.Message)

	_, newRow := dataKey(t, after, uuid.New())
	require.NotEqual(t, oldRow.MasterKeyID, newRow.MasterKeyID)
	_, err = after.Unwrap(newRow)
	require.NoError(t, err)
	_, err = before.Unwrap(newRow)
	require.Error(t, err, "wrapped by the new key, which the old keyring lacks")
}

func TestHashesCoverEveryKeyOfTheKeyring(t *testing.T) {
	path, before := keyringFile(t)
	oldHash := hash(t, before, "receipt", []byte("code"))
	all, err := before.Hashes("receipt", []byte("code"))
	require.NoError(t, err)
	require.Equal(t, [][]byte{oldHash}, all)

	after := rotated(t, path)
	newHash := hash(t, after, "receipt", []byte("code"))
	require.NotEqual(t, oldHash, newHash)
	all, err = after.Hashes("receipt", []byte("code"))
	require.NoError(t, err)
	require.ElementsMatch(t, [][]byte{oldHash, newHash}, all)
}

func TestTheCurrentSigningKeyComesFirst(t *testing.T) {
	path, before := keyringFile(t)
	oldKeys, err := before.SigningKeys()
	require.NoError(t, err)
	require.Len(t, oldKeys, 1)

	newKeys, err := rotated(t, path).SigningKeys()
	require.NoError(t, err)
	require.Len(t, newKeys, 2)
	require.NotEqual(t, oldKeys[0], newKeys[0])
	require.Equal(t, oldKeys[0], newKeys[1])
}

func TestTinkVerifiesWhatTheSigningKeysSign(t *testing.T) {
	path, _ := keyringFile(t)
	file := readKeysets(t, path)
	k := load(t, file)
	keys, err := k.SigningKeys()
	require.NoError(t, err)
	public, err := handle(t, file["signing"]).Public()
	require.NoError(t, err)
	verifier, err := signature.NewVerifier(public)
	require.NoError(t, err)

	signed := ed25519.Sign(keys[0], []byte("receipt"))
	prefix := binary.BigEndian.AppendUint32([]byte{1}, primaryID(t, file["signing"])) // Tink's own
	require.NoError(t, verifier.Verify(append(prefix, signed...), []byte("receipt")))
}

// Disabling is what an operator does with a key that somebody else may have.
func TestADisabledKeyDoesNothingAnyMore(t *testing.T) {
	path, before := keyringFile(t)
	_, oldRow := dataKey(t, before, uuid.New())
	oldHash := hash(t, before, "receipt", []byte("code"))
	oldKeys, err := before.SigningKeys()
	require.NoError(t, err)

	file := readKeysets(t, path)
	for name, template := range templates() {
		manager := keyset.NewManagerFromHandle(handle(t, file[name]))
		old := primaryID(t, file[name])
		id, err := manager.Add(template)
		require.NoError(t, err)
		require.NoError(t, manager.SetPrimary(id))
		require.NoError(t, manager.Disable(old))
		file[name] = written(t, manager)
	}
	after := load(t, file)

	_, err = after.Unwrap(oldRow)
	require.Error(t, err)
	hashes, err := after.Hashes("receipt", []byte("code"))
	require.NoError(t, err)
	require.Len(t, hashes, 1)
	require.NotContains(t, hashes, oldHash)
	keys, err := after.SigningKeys()
	require.NoError(t, err)
	require.Len(t, keys, 1)
	require.NotContains(t, keys, oldKeys[0])
}

func TestASigningKeyOfAnotherKindIsRefused(t *testing.T) {
	path, _ := keyringFile(t)
	file := readKeysets(t, path)
	file["signing"] = fresh(t, signature.ECDSAP256KeyTemplate())
	_, err := load(t, file).SigningKeys()
	require.EqualError(t, err, "signing keys: one is not Ed25519")
}

func TestAHashKeyThatGivesTooLittleIsRefused(t *testing.T) {
	path, _ := keyringFile(t)
	file := readKeysets(t, path)
	file["hashes"] = fresh(t, prf.AESCMACPRFKeyTemplate())
	k := load(t, file)
	_, err := k.Hash("receipt")
	require.ErrorContains(t, err, "hash receipt: ")
	_, err = k.Hashes("receipt")
	require.ErrorContains(t, err, "hash receipt: ")
	_, err = k.Derive("receipt")
	require.ErrorContains(t, err, "hash receipt: ")
}
