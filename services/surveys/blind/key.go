package blind

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// Key issues credentials for one version of a survey. It must serve nothing else, no other suite either (RFC 9474,
// section 6.2): it signs whatever number it is given. It is safe for concurrent use.
type Key struct {
	private *rsa.PrivateKey
	public  PublicKey
	signer  blindrsa.Signer
}

// NewKey makes an RSA key with a modulus of 3,072 bits (384 bytes) and the exponent 65,537. It takes some tenths
// of a second. As of Go 1.26 crypto/rsa reads the system's secure source whatever random is.
func NewKey(random io.Reader) (*Key, error) {
	private, err := rsa.GenerateKey(random, modulusBits)
	if err != nil {
		return nil, fmt.Errorf("new key: %w", err)
	}
	return newKey(private)
}

// ParseKey reads what Private gave: a PKCS #8 PrivateKeyInfo (RFC 5208) in DER. It fails with ErrKey.
func ParseKey(data []byte) (*Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok || len(private.Primes) != 2 || !suits(&private.PublicKey) {
		return nil, ErrKey
	}
	return newKey(private)
}

func newKey(private *rsa.PrivateKey) (*Key, error) {
	public, err := newPublicKey(&private.PublicKey)
	if err != nil {
		return nil, err
	}
	return &Key{private: private, public: public, signer: blindrsa.NewSigner(private)}, nil
}

// Private is the key as PKCS #8 in DER, about 1.8 kB. It is secret: whoever has it issues credentials.
func (k *Key) Private() ([]byte, error) {
	data, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	return data, nil
}

// Public is what credentials are verified with.
func (k *Key) Public() PublicKey { return k.public }

// Sign is BlindSign of RFC 9474, section 4.3. The same blinded message always gives the same blind signature of 384
// bytes, so that a client whose answer was lost may ask again. It fails with ErrBlinded unless the message is a
// big-endian number of 384 bytes between 2 and n−2: the signature of 0, 1 and n−1 is that number itself.
//
// The arithmetic is math/big's and takes no constant time. Against who chooses what is signed and measures how long it
// takes, the base is multiplied by a fresh random number for each signature; against a fault, which would
// give the key away, the result is verified before it is answered (RFC 9474, section 7.1). Against a program that
// watches the caches of the same processor nothing is done. It costs about 15 ms: admit only the invited.
func (k *Key) Sign(blinded []byte) ([]byte, error) {
	if !k.inRange(blinded) {
		return nil, ErrBlinded
	}
	signature, err := k.signer.BlindSign(blinded)
	if err != nil {
		return nil, fmt.Errorf("sign a blinded message: %w", err)
	}
	return signature, nil
}

// inRange is stricter than circl, which lets n pass.
func (k *Key) inRange(blinded []byte) bool {
	if len(blinded) != k.private.Size() {
		return false
	}
	number, one := new(big.Int).SetBytes(blinded), big.NewInt(1)
	return number.Cmp(one) > 0 && number.Cmp(new(big.Int).Sub(k.private.N, one)) < 0
}
