package oidc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"

	"golang.org/x/oauth2"
)

// What keeps somebody from signing in. No text of an error quotes what the provider answered or what was sent to it.
var (
	// ErrRefused means that the provider, or the checks of its ID token, refuse the code.
	ErrRefused = errors.New("sign-in refused")
	// ErrUnavailable means that the provider cannot be reached, fails, or is not configured as this service is.
	ErrUnavailable = errors.New("identity provider unavailable")
)

func refused(reason string) error { return fmt.Errorf("%w: %s", ErrRefused, reason) }

func misconfigured(reason string) error { return fmt.Errorf("%w: %s", ErrUnavailable, reason) }

// unavailable says what could not be reached. Of the cause it keeps what speaks of the connection: the libraries quote
// answers, and with them tokens and people.
func unavailable(what string, cause error) error {
	for _, over := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(cause, over) {
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, over)
		}
	}
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](cause); ok {
		return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, untrusted)
	}
	if broken, ok := errors.AsType[*net.OpError](cause); ok {
		return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, broken)
	}
	return fmt.Errorf("%w: %s", ErrUnavailable, what)
}

// exchangeFailure reads an error answer of the token endpoint (RFC 6749, section 5.2). Some providers refuse a code
// with another status than 400, or with a word of their own.
func exchangeFailure(err error) error {
	answer, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return unavailable("token endpoint", err)
	}
	const badRequest = 400
	switch code, status := answer.ErrorCode, answer.Response.StatusCode; {
	case slices.Contains(clientErrors(), code):
		return misconfigured("token endpoint: " + code)
	case code == "invalid_grant" || status == badRequest:
		return refused("by the provider")
	default:
		return misconfigured(fmt.Sprintf("token endpoint: status %d", status))
	}
}

// clientErrors are the codes that speak of this service's registration and not of the code it brought.
func clientErrors() []string {
	return []string{
		"invalid_client",
		"unauthorized_client", //nolint:misspell // the RFC's spelling
		"unsupported_grant_type",
	}
}
