package seal_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kit/seal"
)

const place = "cases.content_sealed"

func dataKey(t require.TestingT, k *seal.Keyring, id uuid.UUID) (seal.Key, models.DataKey) {
	key, row, err := k.NewDataKey(id, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	return key, row
}

func sealed(t require.TestingT, key seal.Key, owner uuid.UUID, content models.Content) privacy.SealedJSON[models.Content] {
	ciphertext, err := seal.Seal(key, owner, place, content)
	require.NoError(t, err)
	return ciphertext
}

// persian draws what people type: Persian letters and digits, the half-space, line ends, anything else.
func persian() *rapid.Generator[string] {
	return rapid.StringOf(rapid.OneOf(
		rapid.SampledFrom([]rune("سلام یک گله‌مندی ۰۱۲٣ يك\u200c\n\"\\<>&\u2028")), rapid.Rune(),
	))
}

func TestWhatWasSealedOpens(t *testing.T) {
	k := keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		id := uuid.New()
		key, row := dataKey(t, k, id)
		content := models.Content{
			Subject: persian().Draw(t, "subject"), Message: persian().Draw(t, "message"),
			Service: persian().Draw(t, "service"), OccurredOn: persian().Draw(t, "occurred on"),
		}
		unwrapped, err := k.Unwrap(row)
		require.NoError(t, err)
		opened, err := seal.Open(unwrapped, id, place, sealed(t, key, id, content))
		require.NoError(t, err)
		require.Equal(t, content, opened)
	})
}

func TestTheCiphertextHoldsNothingReadable(t *testing.T) {
	key, row := dataKey(t, keyring(t), uuid.New())
	ciphertext := sealed(t, key, row.ID, models.Content{Subject: "subject", Message: "سلام", Service: "12345678"})
	for _, readable := range []string{"subject", "message", "سلام", "12345678"} {
		require.NotContains(t, string(ciphertext), readable)
	}
}

func TestTheSameTextIsSealedDifferentlyEachTime(t *testing.T) {
	k, id := keyring(t), uuid.New()
	key, row := dataKey(t, k, id)
	one, other := sealed(t, key, id, models.Content{}), sealed(t, key, id, models.Content{})
	require.NotEqual(t, one, other)

	_, again := dataKey(t, k, id)
	require.NotEqual(t, row.Wrapped, again.Wrapped)
}

func TestEveryCaseHasAKeyOfItsOwn(t *testing.T) {
	k, id := keyring(t), uuid.New()
	key, _ := dataKey(t, k, id)
	other, _ := dataKey(t, k, id)
	_, err := seal.Open(other, id, place, sealed(t, key, id, models.Content{Message: "سلام"}))
	require.Error(t, err)
}

func TestMovedCiphertextDoesNotOpen(t *testing.T) {
	id := uuid.New()
	key, _ := dataKey(t, keyring(t), id)
	ciphertext := sealed(t, key, id, models.Content{Message: "سلام"})

	_, err := seal.Open(key, uuid.New(), place, ciphertext)
	require.ErrorContains(t, err, "open "+place+": ")
	for _, elsewhere := range []string{"", "cases.identity_sealed", place + " ", place[:len(place)-1]} {
		_, err = seal.Open(key, id, elsewhere, ciphertext)
		require.Error(t, err, "%q", elsewhere)
	}
	opened, err := seal.Open(key, id, place, ciphertext)
	require.NoError(t, err)
	require.Equal(t, "سلام", opened.Message)
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	id := uuid.New()
	key, _ := dataKey(t, keyring(t), id)
	ciphertext := sealed(t, key, id, models.Content{Message: "سلام"})
	for bit := range len(ciphertext) * 8 {
		ciphertext[bit/8] ^= 1 << (bit % 8)
		_, err := seal.Open(key, id, place, ciphertext)
		require.Error(t, err, "bit %d", bit)
		require.NotContains(t, err.Error(), "سلام")
		ciphertext[bit/8] ^= 1 << (bit % 8)
	}
	for n := range ciphertext {
		_, err := seal.Open(key, id, place, ciphertext[:n])
		require.Error(t, err, "%d bytes", n)
	}
}

func TestAKeyDoesNotUnwrapUnderAnotherID(t *testing.T) {
	k := keyring(t)
	_, row := dataKey(t, k, uuid.New())
	row.ID = uuid.New()
	_, err := k.Unwrap(row)
	require.ErrorContains(t, err, "unwrap data key: ")
}

func TestADamagedDataKeyDoesNotUnwrap(t *testing.T) {
	k := keyring(t)
	_, row := dataKey(t, k, uuid.New())
	for bit := range len(row.Wrapped) * 8 {
		row.Wrapped[bit/8] ^= 1 << (bit % 8)
		_, err := k.Unwrap(row)
		require.Error(t, err, "bit %d", bit)
		row.Wrapped[bit/8] ^= 1 << (bit % 8)
	}
	row.Wrapped = nil
	_, err := k.Unwrap(row)
	require.Error(t, err)
}

func TestTheRowOfADataKeySaysWhatIsKept(t *testing.T) {
	id := uuid.New()
	_, row := dataKey(t, keyring(t), id)
	require.Equal(t, id, row.ID)
	require.Equal(t, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), row.CreatedAt)
	require.NotZero(t, row.MasterKeyID)
	require.Len(t, row.Wrapped, 5+12+32+16, "Tink's prefix, nonce, key and tag")
}

func TestWhatJSONCannotSayIsNotSealed(t *testing.T) {
	key, row := dataKey(t, keyring(t), uuid.New())
	_, err := seal.Seal(key, row.ID, place, math.NaN())
	require.ErrorContains(t, err, "seal "+place+": ")
}

func TestContentOfAnotherShapeDoesNotOpen(t *testing.T) {
	key, row := dataKey(t, keyring(t), uuid.New())
	ciphertext, err := seal.Seal(key, row.ID, place, []string{"سلام"})
	require.NoError(t, err)
	_, err = seal.Open(key, row.ID, place, privacy.SealedJSON[models.Content](ciphertext))
	require.ErrorContains(t, err, "open "+place+": ")
	require.NotContains(t, err.Error(), "سلام")
}
