package seal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kit/seal"
)

// keyring makes one that is not on disk.
func keyring(t require.TestingT) *seal.Keyring {
	k, err := seal.New()
	require.NoError(t, err)
	return k
}

// keyringFile makes one that is, and answers where.
func keyringFile(t *testing.T) (path string, k *seal.Keyring) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "keyring.json")
	k, created, err := seal.LoadOrCreate(path)
	require.NoError(t, err)
	require.True(t, created)
	return path, k
}

func TestTheCreatedKeyringIsReadableByItsOwnerAlone(t *testing.T) {
	path, _ := keyringFile(t)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())

	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, files, 1, "a second copy of the keys was left behind")
}

func TestAKeyringIsCreatedOnce(t *testing.T) {
	path, _ := keyringFile(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)

	_, created, err := seal.LoadOrCreate(path)
	require.NoError(t, err)
	require.False(t, created)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestAKeyringThatEverybodyMayReadIsRefused(t *testing.T) {
	path, _ := keyringFile(t)
	for _, mode := range []os.FileMode{0o604, 0o602, 0o601, 0o644, 0o666, 0o777} {
		require.NoError(t, os.Chmod(path, mode))
		_, err := seal.Load(path)
		require.ErrorContains(t, err, "everybody may read or change "+path, "%o", mode)
		_, _, err = seal.LoadOrCreate(path)
		require.Error(t, err, "%o", mode)
	}
	for _, mode := range []os.FileMode{0o400, 0o600, 0o640} {
		require.NoError(t, os.Chmod(path, mode))
		_, err := seal.Load(path)
		require.NoError(t, err, "%o", mode)
	}
}

func TestAMissingKeyringIsToldApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyring.json")
	_, err := seal.Load(path)
	require.ErrorIs(t, err, seal.ErrNoKeyring)
	require.ErrorContains(t, err, path)
	require.NoFileExists(t, path)

	_, err = seal.Load(filepath.Dir(path))
	require.Error(t, err)
	require.NotErrorIs(t, err, seal.ErrNoKeyring)
}

func TestAKeyringInAFolderThatDoesNotExistIsNotCreated(t *testing.T) {
	_, created, err := seal.LoadOrCreate(filepath.Join(t.TempDir(), "missing", "keyring.json"))
	require.ErrorContains(t, err, "create keyring: ")
	require.False(t, created)
}

func TestAnUnknownVersionIsRefused(t *testing.T) {
	path, _ := keyringFile(t)
	rewrite(t, path, func(text string) string { return strings.Replace(text, `"version": 1`, `"version": 2`, 1) })
	_, err := seal.Load(path)
	require.ErrorContains(t, err, "version 2 is not known")
}

func TestAMissingKeysetIsNamed(t *testing.T) {
	for _, name := range []string{"master", "hashes", "signing"} {
		path, _ := keyringFile(t)
		rewrite(t, path, func(text string) string { return strings.Replace(text, `"`+name+`":`, `"other":`, 1) })
		_, err := seal.Load(path)
		require.ErrorContains(t, err, strings.TrimSuffix(name, "es"))
	}
}

func TestKeysOfAnotherKindAreRefused(t *testing.T) {
	for _, swapped := range [][2]string{{"master", "hashes"}, {"master", "signing"}, {"hashes", "signing"}} {
		path, _ := keyringFile(t)
		rewrite(t, path, func(text string) string {
			return strings.NewReplacer(
				`"`+swapped[0]+`":`, `"`+swapped[1]+`":`, `"`+swapped[1]+`":`, `"`+swapped[0]+`":`,
			).Replace(text)
		})
		k, err := seal.Load(path)
		if err == nil {
			_, err = k.SigningKeys()
		}
		require.Error(t, err, "%v", swapped)
	}
}

func rewrite(t *testing.T, path string, change func(string) string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	changed := change(string(text))
	require.NotEqual(t, string(text), changed)
	require.NoError(t, os.WriteFile(path, []byte(changed), 0o600))
}

// Errors end up in logs. Wherever a key is damaged, no eight of its characters may.
func TestTheErrorOfADamagedKeyringTellsNoKey(t *testing.T) {
	path, _ := keyringFile(t)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	whole := string(text)
	keys := regexp.MustCompile(`"value": *"([^"]+)"`).FindAllStringSubmatchIndex(whole, -1)
	require.Len(t, keys, 3)
	for _, key := range keys {
		for place := key[2]; place < key[3]; place += 4 {
			for _, damaged := range []string{
				whole[:place], whole[:place] + "!" + whole[place+1:], whole[:place] + `"` + whole[place:],
			} {
				require.NoError(t, os.WriteFile(path, []byte(damaged), 0o600))
				_, err := seal.Load(path)
				require.Error(t, err)
				requireNoPart(t, err.Error(), whole[key[2]:key[3]])
			}
		}
	}
}

func requireNoPart(t *testing.T, text, secret string) {
	t.Helper()
	const part = 8
	for i := range len(secret) - part + 1 {
		if strings.Contains(text, secret[i:i+part]) {
			require.Fail(t, "a part of a key in an error", text)
		}
	}
}

func TestProcessesThatStartTogetherShareOneKeyring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyring.json")
	var (
		keyrings [8]*seal.Keyring
		creators [8]bool
		errs     [8]error
		start    = make(chan struct{})
		started  sync.WaitGroup
	)
	for i := range keyrings {
		started.Go(func() {
			<-start
			keyrings[i], creators[i], errs[i] = seal.LoadOrCreate(path)
		})
	}
	close(start)
	started.Wait()

	created := 0
	for i := range keyrings {
		require.NoError(t, errs[i])
		if creators[i] {
			created++
		}
	}
	require.Equal(t, 1, created)
	for _, one := range keyrings {
		for _, other := range keyrings {
			requireSame(t, one, other)
		}
	}
}

// requireSame holds when one keyring opens what another sealed, finds what it hashed and signs with its keys.
func requireSame(t *testing.T, one, other *seal.Keyring) {
	t.Helper()
	id := uuid.New()
	key, row, err := one.NewDataKey(id, time.Time{})
	require.NoError(t, err)
	sealed, err := seal.Seal(key, id, "cases.content_sealed", models.Content{Message: "سلام"})
	require.NoError(t, err)
	unwrapped, err := other.Unwrap(row)
	require.NoError(t, err)
	opened, err := seal.Open(unwrapped, id, "cases.content_sealed", sealed)
	require.NoError(t, err)
	require.Equal(t, "سلام", opened.Message)

	hash, err := one.Hash("receipt", []byte("code"))
	require.NoError(t, err)
	otherHash, err := other.Hash("receipt", []byte("code"))
	require.NoError(t, err)
	require.Equal(t, hash, otherHash)

	keys, err := one.SigningKeys()
	require.NoError(t, err)
	otherKeys, err := other.SigningKeys()
	require.NoError(t, err)
	require.Equal(t, keys, otherKeys)
}

func TestALoadedKeyringOpensWhatWasSealedBefore(t *testing.T) {
	path, created := keyringFile(t)
	loaded, err := seal.Load(path)
	require.NoError(t, err)
	requireSame(t, created, loaded)
	requireSame(t, loaded, created)
}

func TestTwoKeyringsShareNothing(t *testing.T) {
	one, other := keyring(t), keyring(t)
	id := uuid.New()
	_, row, err := one.NewDataKey(id, time.Time{})
	require.NoError(t, err)
	_, err = other.Unwrap(row)
	require.Error(t, err)

	hash, err := one.Hash("receipt", []byte("code"))
	require.NoError(t, err)
	otherHash, err := other.Hash("receipt", []byte("code"))
	require.NoError(t, err)
	require.NotEqual(t, hash, otherHash)
}
