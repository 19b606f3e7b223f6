package oidc

import (
	"context"
	"crypto/subtle"
	"errors"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Pending is what was kept of a Login.
type Pending struct{ Nonce, Verifier string }

// Finish exchanges the code, once, and answers whom the provider vouches for. The caller has compared the state. The
// errors are ErrRefused and ErrUnavailable; after either the sign-in has to be begun anew.
func (p *Provider) Finish(ctx context.Context, pending Pending, code string) (Identity, error) {
	if code == "" || pending.Nonce == "" || pending.Verifier == "" {
		return Identity{}, refused("there is no sign-in to finish")
	}
	ctx, cancel := p.bounded(ctx)
	defer cancel()
	found, err := p.discovered(ctx)
	if err != nil {
		return Identity{}, err
	}
	tokens, err := found.client.Exchange(ctx, code, oauth2.VerifierOption(pending.Verifier))
	if err != nil {
		return Identity{}, exchangeFailure(err)
	}
	token, err := p.verified(ctx, found.keys, tokens)
	if err != nil {
		return Identity{}, err
	}
	said, err := p.checked(token, tokens.AccessToken, pending.Nonce)
	if err != nil {
		return Identity{}, err
	}
	return p.identity(ctx, found.provider, tokens, token.Subject, said)
}

// verified reads the ID token: signature, issuer, audience and expiry.
func (p *Provider) verified(ctx context.Context, remote oidc.KeySet, tokens *oauth2.Token) (*oidc.IDToken, error) {
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return nil, misconfigured("token endpoint: no ID token")
	}
	keys := &keySet{remote: remote}
	token, err := oidc.NewVerifier(p.options.Issuer, keys, &oidc.Config{
		ClientID: p.options.ClientID, SupportedSigningAlgs: algorithms(), Now: p.clock,
	}).Verify(ctx, raw)
	if err == nil {
		return token, nil
	}
	if keys.unreachable != nil {
		return nil, unavailable("keys", keys.unreachable)
	}
	if _, expired := errors.AsType[*oidc.TokenExpiredError](err); expired {
		return nil, refused("the ID token is expired")
	}
	return nil, refused("the ID token is not the provider's, or not for this service")
}

// checked makes the checks of OpenID Connect Core 1.0, section 3.1.3.7, that the library leaves to its user.
func (p *Provider) checked(token *oidc.IDToken, accessToken, nonce string) (claims, error) {
	var said claims
	if token.Claims(&said) != nil {
		return said, refused("a claim of the ID token has the wrong type")
	}
	party := said.AuthorizedParty
	switch {
	case token.Subject == "" || len(token.Subject) > longestSubject:
		return said, refused("the ID token names nobody")
	case party != "" && party != p.options.ClientID, party == "" && len(token.Audience) > 1:
		return said, refused("the ID token was issued to another client")
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) == 0:
		return said, refused("the ID token belongs to another sign-in")
	case token.AccessTokenHash != "" && token.VerifyAccessToken(accessToken) != nil:
		return said, refused("the ID token belongs to another access token")
	}
	return said, nil
}

// keySet remembers that the keys could not be fetched, which the verifier tells like a wrong signature.
type keySet struct {
	remote      oidc.KeySet
	unreachable error
}

// VerifySignature answers what the token says if one of the provider's keys signed it.
func (k *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.remote.VerifySignature(ctx, token)
	// The library wraps what kept it from the keys. A signature that does not hold has no cause.
	k.unreachable = errors.Unwrap(err)
	return payload, err
}

// algorithms are those with a private key, which the provider alone has: neither "none" nor the client secret signs.
func algorithms() []string {
	return []string{
		oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512,
		oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
	}
}
