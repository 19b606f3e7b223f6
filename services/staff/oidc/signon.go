// Package oidc lets staff sign in through an OpenID Connect provider: OpenID Connect Core 1.0 with the authorization
// code flow, PKCE (RFC 7636) and a nonce, as RFC 9700 advises.
package oidc

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	// patience is how long the provider may take for everything that one call asks of it.
	patience = 10 * time.Second
	// freshness is how long a discovery is believed. Keys that the provider withdrew are forgotten with it.
	freshness = time.Hour
)

// Options say who the provider is, and as whom it knows this service.
type Options struct {
	// Issuer is the URL that names the provider, character for character as its tokens have it.
	Issuer string
	// ClientID is the name under which this service is registered with the provider.
	ClientID string
	// ClientSecret is empty for a public client.
	ClientSecret string
	// RedirectURL is where the provider sends the browser back to, character for character as it is registered.
	RedirectURL string
}

// Provider is an identity provider. It is discovered at its first use, not at start: one that is down must not keep the
// service from starting. A failed discovery is tried again at the next use, a successful one is kept for an hour. It is
// safe for concurrent use.
type Provider struct {
	options Options
	clock   func() time.Time
	timeout time.Duration
	// turn is held by whoever uses found. A mutex would keep those waiting whose request is over.
	turn  chan struct{}
	found *discovery
}

// New makes a provider, and asks it for nothing yet. The clock tells which tokens are expired.
func New(o Options, clock func() time.Time) *Provider {
	return &Provider{options: o, clock: clock, timeout: patience, turn: make(chan struct{}, 1)}
}

// Login is a sign-in that was begun. The browser goes to URL and comes back with State. Nonce and Verifier are to be
// kept, sealed, until then; so is State, to be compared.
type Login struct{ URL, State, Nonce, Verifier string }

// Begin begins a sign-in. State and nonce are of 128 random bits at least, the verifier of 256. The only error is
// ErrUnavailable.
func (p *Provider) Begin(ctx context.Context) (Login, error) {
	ctx, cancel := p.bounded(ctx)
	defer cancel()
	found, err := p.discovered(ctx)
	if err != nil {
		return Login{}, err
	}
	login := Login{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	login.URL = found.client.AuthCodeURL(login.State,
		oidc.Nonce(login.Nonce), oauth2.S256ChallengeOption(login.Verifier))
	return login, nil
}

// bounded limits what a call asks of the provider. The client has the limit too, because the keys are fetched in the
// background, where no context is heeded: a provider that never answers would block every sign-in after.
func (p *Provider) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	client := *oauth2.NewClient(ctx, nil)
	client.Timeout = p.timeout
	limited, cancel := context.WithTimeout(ctx, p.timeout)
	return oidc.ClientContext(limited, &client), cancel
}
