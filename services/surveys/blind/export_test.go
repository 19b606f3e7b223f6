package blind

import (
	"crypto/rsa"
	"io"
)

// NewKeyOfAnySize takes keys as the RFC's test vectors have them.
func NewKeyOfAnySize(private *rsa.PrivateKey) (*Key, error) { return newKey(private) }

// VerifyAnyLength takes messages as the RFC's test vectors have them.
func (p PublicKey) VerifyAnyLength(message, signature []byte) error {
	return p.verify(message, signature)
}

// BlindAnyLength takes messages as the RFC's test vectors have them.
func (p PublicKey) BlindAnyLength(random io.Reader, message []byte) (blinded []byte, state State, err error) {
	return p.blind(random, message)
}
