// Package blind issues credentials that their issuer cannot recognise: RSA blind signatures as of RFC 9474.
//
// Whoever was invited prepares a message and keeps it, blinds it, and has the blinded message signed once. Out of that
// blind signature the client makes a signature of the message itself: the credential, which goes along with the answer.
// Any credential fits any blinded message equally well, so not even who holds the key and has recorded everything can
// say which belong together.
//
// Two things are left to the callers. Everybody must get the same public key, because a key of somebody's own would
// give them away: publish it where all can compare it. And a credential is used once: keep the messages that were used.
// Two credentials never share a message unless their owner wanted that, and one message counts once.
package blind

import "errors"

// Suite is the variant of RFC 9474, section 5: SHA-384, MGF1 with SHA-384, a salt of 48 bytes, a random prefix.
const Suite = "RSABSSA-SHA384-PSS-Randomized"

const (
	// SignatureBytes is the length of signatures, of blind signatures and of blinded messages: that of the modulus.
	SignatureBytes = 384
	// MessageBytes is the length of a prepared message: a random prefix of 32 bytes (RFC 9474, section 4.1) and the
	// client's own nonce of 32 bytes.
	MessageBytes = 64
)

const (
	modulusBits    = 8 * SignatureBytes
	publicExponent = 65537
)

var (
	// ErrKey means that the data are no RSA key of 3,072 bits with two primes and the exponent 65,537.
	ErrKey = errors.New("not a key for blind signatures")
	// ErrBlinded means that nobody blinded this: it has the wrong length or is out of range.
	ErrBlinded = errors.New("not a blinded message")
	// ErrMessage means that a message does not have the length of a prepared one.
	ErrMessage = errors.New("not a prepared message")
	// ErrCredential means that a signature is not this key's signature of this message.
	ErrCredential = errors.New("not a credential of this key")
)
