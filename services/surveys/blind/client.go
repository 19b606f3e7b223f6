package blind

import (
	"fmt"
	"io"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// State is what a client keeps between Blind and Finalize. It is secret: whoever has it can link the credential to the
// blinded message.
type State struct {
	public PublicKey
	state  blindrsa.State
}

// Prepare draws a prepared message: 64 bytes, of which the first 32 are the prefix (RFC 9474, section 4.1) and the rest
// is the client's nonce. Its owner shows it only along with the signature.
func Prepare(random io.Reader) ([]byte, error) {
	message := make([]byte, MessageBytes)
	if _, err := io.ReadFull(random, message); err != nil {
		return nil, fmt.Errorf("prepare a message: %w", err)
	}
	return message, nil
}

// Blind is RFC 9474, section 4.2: it encodes a prepared message with a random salt and hides it behind a random factor.
// The blinded message of 384 bytes is for Sign, the state for Finalize. It fails with ErrMessage unless the message has
// 64 bytes, and with ErrKey under the zero PublicKey.
func (p PublicKey) Blind(random io.Reader, message []byte) (blinded []byte, state State, err error) {
	if p.key == nil {
		return nil, State{}, ErrKey
	}
	if len(message) != MessageBytes {
		return nil, State{}, ErrMessage
	}
	return p.blind(random, message)
}

// blind takes messages of any length, as the test vectors of RFC 9474 have them.
func (p PublicKey) blind(random io.Reader, message []byte) (blinded []byte, state State, err error) {
	blinded, secret, err := p.client.Blind(random, message)
	if err != nil {
		return nil, State{}, fmt.Errorf("blind a message: %w", err)
	}
	return blinded, State{public: p, state: secret}, nil
}

// Finalize is RFC 9474, section 4.4: it takes the random factor off a blind signature and answers the signature of the
// prepared message, 384 bytes. It fails with ErrCredential if the issuer did not sign what it was asked to.
func (s State) Finalize(blindSignature []byte) ([]byte, error) {
	if s.public.key == nil {
		return nil, ErrCredential
	}
	signature, err := s.public.client.Finalize(s.state, blindSignature)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCredential, err)
	}
	return signature, nil
}
