// Package oidctest runs a small OpenID provider for tests: discovery, authorization code flow with PKCE, ID tokens
// signed with ES256, UserInfo. It is strict with clients, and misbehaves as it is told.
package oidctest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
)

// Person signs in at the provider. Without AMR the token does not tell how; without Email nothing tells the address.
type Person struct {
	Subject, Email string
	Verified       bool
	AMR            []string
}

// Part is an endpoint of the provider, by its path, or the ID token.
type Part string

// The parts.
const (
	Discovery Part = "/.well-known/openid-configuration"
	Authorize Part = "/authorize"
	Token     Part = "/token"
	Keys      Part = "/keys"
	UserInfo  Part = "/userinfo"
	// IDToken stands for the claims of the ID tokens. It can be altered, but neither be down nor hold.
	IDToken Part = "ID token"
)

// Canary is in every failure that the provider answers. It must be in no error text.
const Canary = "the-provider-said-this"

// Provider is the running provider. Safe for concurrent use.
type Provider struct {
	server                        *httptest.Server
	clientID, secret, redirectURL string
	clock                         func() time.Time

	mu        sync.Mutex
	person    Person
	grants    map[string]grant
	tokens    map[string]Person
	signing   Signature
	current   key
	withdrawn key
	secretIn  authentication
	alter     map[Part]func(map[string]any)
	down      map[Part]bool
	hold      map[Part]*Held
	requests  map[Part]int
	asked     url.Values
}

// New runs a provider with one client until the test ends. An empty secret makes the client a public one.
func New(t testing.TB, clientID, secret, redirectURL string, clock func() time.Time) *Provider {
	t.Helper()
	p := &Provider{
		clientID: clientID, secret: secret, redirectURL: redirectURL, clock: clock,
		grants: map[string]grant{}, tokens: map[string]Person{}, alter: map[Part]func(map[string]any){},
		down: map[Part]bool{}, hold: map[Part]*Held{}, requests: map[Part]int{},
		person:  Person{Subject: "24400320", Email: "zahra@example.ir", Verified: true},
		current: newKey(t),
	}
	if secret == "" {
		p.secretIn = nowhere
	}
	mux := http.NewServeMux()
	for part, answer := range map[Part]func(*http.Request) answer{
		Discovery: p.discovery, Authorize: p.authorize, Token: p.token, Keys: p.keys, UserInfo: p.userInfo,
	} {
		mux.Handle(string(part), p.serve(part, answer))
	}
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

// URL is the provider's issuer.
func (p *Provider) URL() string { return p.server.URL }

// Options are those of the provider's client.
func (p *Provider) Options() oidc.Options {
	return oidc.Options{
		Issuer: p.URL(), ClientID: p.clientID, ClientSecret: p.secret, RedirectURL: p.redirectURL,
	}
}

// Visit is what the browser of the person does with the URL of a login: it answers what the provider sends back to the
// redirect URL.
func (p *Provider) Visit(t testing.TB, authorizationURL string) (code, state string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, authorizationURL, http.NoBody)
	require.NoError(t, err)
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusFound, response.StatusCode, "the provider refuses the authorization request")
	back, err := response.Location()
	require.NoError(t, err)
	return back.Query().Get("code"), back.Query().Get("state")
}

// SetPerson says who signs in from now on.
func (p *Provider) SetPerson(person Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person = person
}

// Asked answers the parameters of the last authorization request.
func (p *Provider) Asked() url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.asked)
}

// Requests answers how often an endpoint was asked.
func (p *Provider) Requests(endpoint Part) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests[endpoint]
}
