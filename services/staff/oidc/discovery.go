package oidc

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// discovery is what a provider says about itself (OpenID Connect Discovery 1.0), made ready for use.
type discovery struct {
	provider *oidc.Provider
	client   oauth2.Config
	keys     oidc.KeySet
	until    time.Time
}

// metadata is what go-oidc does not hand out.
type metadata struct {
	Keys            string   `json:"jwks_uri"`
	Authentications []string `json:"token_endpoint_auth_methods_supported"`
}

// discovered answers the discovery that is still fresh, or makes one.
func (p *Provider) discovered(ctx context.Context) (*discovery, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, unavailable("discovery", ctx.Err())
	}
	if p.found != nil && p.clock().Before(p.found.until) {
		return p.found, nil
	}
	found, err := p.discover(ctx)
	if err != nil {
		return nil, err
	}
	p.found = found
	return found, nil
}

func (p *Provider) discover(ctx context.Context) (*discovery, error) {
	provider, err := oidc.NewProvider(ctx, p.options.Issuer)
	if _, mismatch := errors.AsType[*oidc.IssuerMismatchError](err); mismatch {
		return nil, misconfigured("discovery: the provider gives itself another issuer")
	}
	if err != nil {
		return nil, unavailable("discovery", err)
	}
	var m metadata
	endpoint := provider.Endpoint()
	if provider.Claims(&m) != nil || m.Keys == "" || endpoint.AuthURL == "" || endpoint.TokenURL == "" {
		return nil, misconfigured("discovery: an endpoint is missing")
	}
	endpoint.AuthStyle = p.authentication(m.Authentications)
	return &discovery{
		provider: provider,
		client: oauth2.Config{
			ClientID: p.options.ClientID, ClientSecret: p.options.ClientSecret, RedirectURL: p.options.RedirectURL,
			Endpoint: endpoint, Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail},
		},
		// The keys outlive the request that asks for them first.
		keys:  oidc.NewRemoteKeySet(context.WithoutCancel(ctx), m.Keys),
		until: p.clock().Add(freshness),
	}, nil
}

// authentication is how the client shows itself to the token endpoint. The library, left to itself, would try one way
// after the other, and spend a code that counts once on finding out.
func (p *Provider) authentication(supported []string) oauth2.AuthStyle {
	basic := len(supported) == 0 || slices.Contains(supported, "client_secret_basic")
	if p.options.ClientSecret != "" && basic {
		return oauth2.AuthStyleInHeader
	}
	return oauth2.AuthStyleInParams
}
