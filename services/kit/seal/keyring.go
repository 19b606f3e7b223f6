// Package seal keeps the keys: the master keys that wrap each case's data key, the key of keyed hashes, and the key
// that signs receipts. All are Tink keysets, so each can be rotated while older keys still open what they closed.
package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/signature"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrNoKeyring means that the keyring file does not exist.
var ErrNoKeyring = errors.New("there is no keyring file")

// Keyring holds the service's keys. It is safe for concurrent use.
type Keyring struct {
	master   tink.AEAD
	masterID uint32
	hashes   *prf.Set
	signing  *keyset.Handle
	keysets  file
	// descriptions are of the keysets, in order.
	descriptions []string
}

// file is the keyring as it lies on disk: Tink's own JSON of each keyset.
type file struct {
	Version int             `json:"version"`
	Master  json.RawMessage `json:"master"`
	Hashes  json.RawMessage `json:"hashes"`
	Signing json.RawMessage `json:"signing"`
}

const fileVersion = 1

// New makes a keyring with fresh keys that is not on disk.
func New() (*Keyring, error) {
	f := file{Version: fileVersion}
	var err error
	for _, k := range []struct {
		keyset   *json.RawMessage
		template *tinkpb.KeyTemplate
	}{
		{&f.Master, aead.AES256GCMKeyTemplate()},
		{&f.Hashes, prf.HMACSHA256PRFKeyTemplate()},
		{&f.Signing, signature.ED25519KeyTemplate()},
	} {
		if *k.keyset, err = newKeyset(k.template); err != nil {
			return nil, fmt.Errorf("new keyring: %w", err)
		}
	}
	return open(f)
}

// Load reads the keyring file. It fails with ErrNoKeyring if there is none, and refuses one that others may read.
func Load(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoKeyring, path)
	}
	if err != nil {
		return nil, fmt.Errorf("load keyring: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("load keyring: everybody may read or change %s; chmod 600 it", path)
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own file
	if err != nil {
		return nil, fmt.Errorf("load keyring: %w", err)
	}
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("load keyring %s: %w", path, err)
	}
	if f.Version != fileVersion {
		return nil, fmt.Errorf("load keyring %s: version %d is not known", path, f.Version)
	}
	return open(f)
}

// LoadOrCreate loads the keyring, or makes one readable by its owner alone. Of several processes that start together
// one creates it and the others load that one.
func LoadOrCreate(path string) (keyring *Keyring, created bool, err error) {
	keyring, err = Load(path)
	if !errors.Is(err, ErrNoKeyring) {
		return keyring, false, err
	}
	fresh, err := New()
	if err != nil {
		return nil, false, err
	}
	if err := fresh.create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, false, fmt.Errorf("create keyring: %w", err)
	} else if err != nil {
		keyring, err = Load(path)
		return keyring, false, err
	}
	return fresh, true, nil
}

// create writes the file whole or not at all: losing it would lose every case.
func (k *Keyring) create(path string) error {
	text, err := json.MarshalIndent(k.keysets, "", "  ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".keyring-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.Write(append(text, '\n'))
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	// A hard link, unlike a rename, fails when the file is already there.
	if err := os.Link(temporary.Name(), path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

// syncDirectory makes the name of a new file survive a power cut, as its contents already do.
func syncDirectory(path string) error {
	directory, err := os.Open(path) //nolint:gosec // the operator's own directory
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

func open(f file) (*Keyring, error) {
	k := &Keyring{keysets: f}
	master, err := readKeyset(f.Master)
	if err != nil {
		return nil, fmt.Errorf("master keys: %w", err)
	}
	if k.master, err = aead.New(master); err != nil {
		return nil, fmt.Errorf("master keys: %w", err)
	}
	primary, err := master.Primary()
	if err != nil {
		return nil, fmt.Errorf("master keys: %w", err)
	}
	k.masterID = primary.KeyID()
	hashes, err := readKeyset(f.Hashes)
	if err != nil {
		return nil, fmt.Errorf("hash keys: %w", err)
	}
	if k.hashes, err = prf.NewPRFSet(hashes); err != nil {
		return nil, fmt.Errorf("hash keys: %w", err)
	}
	if k.signing, err = readKeyset(f.Signing); err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	for name, handle := range map[string]*keyset.Handle{"master": master, "hash": hashes, "signing": k.signing} {
		described, err := describe(name, handle)
		if err != nil {
			return nil, err
		}
		k.descriptions = append(k.descriptions, described)
	}
	slices.Sort(k.descriptions)
	return k, nil
}

// Description lists every key of the keyring, by its keyset, its id and its status; the one in use is marked. It says
// nothing of the keys themselves.
func (k *Keyring) Description() string { return strings.Join(k.descriptions, "") }

// describe lists the keys of one keyset.
func describe(name string, handle *keyset.Handle) (string, error) {
	var text strings.Builder
	for i := range handle.Len() {
		entry, err := handle.Entry(i)
		if err != nil {
			return "", fmt.Errorf("%s keys: %w", name, err)
		}
		fmt.Fprintf(&text, "%s %d %d %t\n", name, entry.KeyID(), entry.KeyStatus(), entry.IsPrimary())
	}
	return text.String(), nil
}

func newKeyset(template *tinkpb.KeyTemplate) (json.RawMessage, error) {
	handle, err := keyset.NewHandle(template)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&text))
	return text.Bytes(), err
}

func readKeyset(text json.RawMessage) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(text)))
}
