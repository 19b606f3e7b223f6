package credential

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/alexedwards/argon2id"

	"amanat/services/kit/text"
)

// What a hash costs: one pass over as much memory as a small server can spare, for RFC 9106, section 4, prefers memory
// to passes. One lane, so that a hash is the same work on every machine.
const (
	memoryKiB   = 64 << 10
	passes      = 1
	lanes       = 1
	saltBytes   = 16
	keyBytes    = 32
	leastMemory = 8 // KiB: argon2's own minimum
	// argonVersion is that of RFC 9106, section 3.1: 0x13.
	argonVersion = 19
)

// The bounds of what Matches takes for a hash of ours, far around everything that NewHasher ever wrote.
const (
	leastKeyBytes = 16
	mostMemoryKiB = 1 << 20
	mostPasses    = 16
)

var (
	// ErrBusy says that as many callers as may be are hashing or queueing already. Nothing was hashed.
	ErrBusy = errors.New("too many passwords are being hashed")

	errHasherSize = errors.New("a hasher needs one place to hash and no negative queue")
	errHash       = errors.New("not a password hash of this program")
)

// Hasher hashes passwords with argon2id (RFC 9106): 64 MiB, one pass, one lane. Each hash takes that memory and a
// processor for some 60 ms, so only a few are made at a time, in the order of arrival; whoever finds the queue full is
// sent away at once. It is safe for concurrent use.
type Hasher struct {
	params   argon2id.Params
	dummy    string
	admitted chan struct{} // a place for everybody who hashes or queues
	hashing  chan struct{} // a place for everybody who hashes
}

// NewHasher hashes at most concurrent passwords at a time while at most waiting callers queue. It draws the dummy hash
// that stands in for the one of an unknown account. Hashing can take up concurrent × 64 MiB of memory.
func NewHasher(concurrent, waiting int) (*Hasher, error) {
	return newHasher(concurrent, waiting, memoryKiB)
}

// NewWeakHasher is NewHasher with hashes of 8 KiB, which are made in no time and guessed as fast. It is for tests.
func NewWeakHasher(concurrent, waiting int) (*Hasher, error) {
	return newHasher(concurrent, waiting, leastMemory)
}

func newHasher(concurrent, waiting int, memory uint32) (*Hasher, error) {
	if concurrent < 1 || waiting < 0 {
		return nil, fmt.Errorf("%w: %d to hash, %d to wait", errHasherSize, concurrent, waiting)
	}
	h := &Hasher{
		params: argon2id.Params{
			Memory: memory, Iterations: passes, Parallelism: lanes, SaltLength: saltBytes, KeyLength: keyBytes,
		},
		admitted: make(chan struct{}, concurrent+waiting),
		hashing:  make(chan struct{}, concurrent),
	}
	h.dummy = dummyHash(h.params)
	return h, nil
}

// dummyHash is the text form of a hash that no password is known to give: its salt and its key are random. Drawing them
// spares each start the memory and the time of a real one.
func dummyHash(params argon2id.Params) string {
	random := make([]byte, params.SaltLength+params.KeyLength)
	_, _ = rand.Read(random) // never fails: crypto/rand ends the program instead
	encoding := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argonVersion, params.Memory, params.Iterations,
		params.Parallelism, encoding.EncodeToString(random[:params.SaltLength]),
		encoding.EncodeToString(random[params.SaltLength:]))
}

// Hash answers the password's hash with its parameters and a fresh salt in the usual text form ($argon2id$…), to be
// given to Matches. The password is normalised first. The errors are ErrBusy, and that of a ctx which ended before a
// place was free.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	hash, err := argon2id.CreateHash(text.Password(password), &h.params)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// Matches reports whether hash was made of this password. The hash of an account that does not exist is "": the answer
// is false then, after the work that a wrong password takes, so that the time does not tell which accounts exist. Apart
// from the errors of Hash there is one for a text that is no hash of ours.
func (h *Hasher) Matches(ctx context.Context, password, hash string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	known := hash != ""
	against := hash
	if !known {
		against = h.dummy
	}
	if err := checkHash(against); err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	matched, err := argon2id.ComparePasswordAndHash(text.Password(password), against)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return matched && known, nil
}

// checkHash refuses what would make argon2 panic or never end, and the short keys that match by chance; an empty one
// would match everything.
func checkHash(hash string) error {
	params, _, _, err := argon2id.DecodeHash(hash)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", errHash, err)
	case params.Iterations == 0, params.Iterations > mostPasses, params.Parallelism == 0,
		params.Memory > mostMemoryKiB, params.KeyLength < leastKeyBytes:
		return errHash
	default:
		return nil
	}
}

// enter takes a place to hash, which leave gives back.
func (h *Hasher) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case h.admitted <- struct{}{}:
	default:
		return ErrBusy
	}
	select {
	case h.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-h.admitted
		return ctx.Err()
	}
}

// leave frees the place to hash before the one in the queue, so that never more than may are in it.
func (h *Hasher) leave() {
	<-h.hashing
	<-h.admitted
}
