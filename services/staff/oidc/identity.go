package oidc

import (
	"context"
	"math/bits"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// longestSubject is in bytes (OpenID Connect Core 1.0, section 2).
const longestSubject = 255

// Identity is who signed in, as the provider vouches.
type Identity struct {
	// Issuer and Subject together name the person, for good. An e-mail address does not: it may pass to somebody else.
	Issuer, Subject string
	// Email is empty where the provider does not tell it, and otherwise as the provider writes it.
	Email string
	// EmailVerified says that the provider made sure of the address when it was given.
	EmailVerified bool
	// Multifactor says that the amr claim names "mfa", or methods of two different factors (RFC 8176): something known
	// (pwd, pin), something had (otp, hwk, swk, pop, sc, sms, tel) or something of the body (face, fpt, iris, retina,
	// vbm). A provider that sends no amr claim vouches for none.
	Multifactor bool
}

// claims are those of the ID token that the library does not read.
type claims struct {
	AuthorizedParty string `json:"azp"`
	Email           string `json:"email"`
	// EmailVerified is a boolean, but some providers write it as a string.
	EmailVerified any `json:"email_verified"`
	// Methods is a list of strings; whatever else it is vouches for nothing.
	Methods any `json:"amr"`
}

// identity says who signed in. Where the ID token has no e-mail address the UserInfo endpoint is asked, because that is
// where the standard has providers tell it (OpenID Connect Core 1.0, section 5.4).
func (p *Provider) identity(
	ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, subject string, said claims,
) (Identity, error) {
	person := Identity{Issuer: p.options.Issuer, Subject: subject, Multifactor: multifactor(said.Methods)}
	if said.Email != "" {
		person.Email, person.EmailVerified = said.Email, holds(said.EmailVerified)
		return person, nil
	}
	if provider.UserInfoEndpoint() == "" {
		return person, nil
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return Identity{}, unavailable("user info", err)
	}
	if info.Subject != subject {
		return Identity{}, refused("the user info is about somebody else")
	}
	person.Email, person.EmailVerified = info.Email, info.EmailVerified && info.Email != ""
	return person, nil
}

func holds(claim any) bool {
	switch claim {
	case true, "true":
		return true
	default:
		return false
	}
}

// A factor is one bit, so that a set of them is a number.
const (
	known uint = 1 << iota
	had
	bodily
)

func multifactor(methods any) bool {
	list, _ := methods.([]any)
	var factors uint
	for _, method := range list {
		if method == "mfa" {
			return true
		}
		factors |= factor(method)
	}
	return bits.OnesCount(factors) > 1
}

func factor(method any) uint {
	switch method {
	case "pwd", "pin":
		return known
	case "otp", "hwk", "swk", "pop", "sc", "sms", "tel":
		return had
	case "face", "fpt", "iris", "retina", "vbm":
		return bodily
	default:
		return 0
	}
}
