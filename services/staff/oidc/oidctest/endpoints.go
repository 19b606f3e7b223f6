package oidctest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// lifetime is that of an ID token.
const lifetime = 5 * time.Minute

// grant is what the provider remembers behind a code.
type grant struct {
	person           Person
	nonce, challenge string
}

// authentication is where a client puts its secret.
type authentication int

const (
	inHeader authentication = iota
	inBody
	nowhere
)

func (p *Provider) discovery(*http.Request) answer {
	document := map[string]any{
		"issuer":                                p.URL(),
		"authorization_endpoint":                p.URL() + string(Authorize),
		"token_endpoint":                        p.URL() + string(Token),
		"jwks_uri":                              p.URL() + string(Keys),
		"userinfo_endpoint":                     p.URL() + string(UserInfo),
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"code_challenge_methods_supported":      []string{"S256"},
		"id_token_signing_alg_values_supported": []string{string(jose.ES256)},
	}
	if p.secretIn == inBody {
		document["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
	}
	return answer{status: http.StatusOK, document: document}
}

func (p *Provider) keys(*http.Request) answer {
	return answer{status: http.StatusOK, document: map[string]any{"keys": []jose.JSONWebKey{p.current.public()}}}
}

func (p *Provider) authorize(r *http.Request) answer {
	p.asked = r.Form
	for name, value := range map[string]string{
		"response_type": "code", "code_challenge_method": "S256",
		"client_id": p.clientID, "redirect_uri": p.redirectURL,
	} {
		if r.Form.Get(name) != value {
			return refusal(http.StatusBadRequest, "invalid_request")
		}
	}
	challenge := r.Form.Get("code_challenge")
	if challenge == "" || !strings.Contains(" "+r.Form.Get("scope")+" ", " openid ") {
		return refusal(http.StatusBadRequest, "invalid_request")
	}
	code := rand.Text()
	p.grants[code] = grant{person: p.person, nonce: r.Form.Get("nonce"), challenge: challenge}
	back := url.Values{"code": {code}, "state": {r.Form.Get("state")}}
	return answer{status: http.StatusFound, location: p.redirectURL + "?" + back.Encode()}
}

func (p *Provider) token(r *http.Request) answer {
	if !p.isClient(r) {
		return refusal(http.StatusUnauthorized, "invalid_client")
	}
	granted, ok := p.grants[r.PostForm.Get("code")]
	delete(p.grants, r.PostForm.Get("code")) // a code counts once, whatever comes of it
	challenge := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	if !ok || r.PostForm.Get("grant_type") != "authorization_code" ||
		r.PostForm.Get("redirect_uri") != p.redirectURL ||
		base64.RawURLEncoding.EncodeToString(challenge[:]) != granted.challenge {
		return refusal(http.StatusBadRequest, "invalid_grant")
	}
	accessToken := rand.Text()
	p.tokens[accessToken] = granted.person
	idToken, err := p.idToken(granted, accessToken)
	if err != nil {
		return refusal(http.StatusInternalServerError, "server_error")
	}
	return answer{status: http.StatusOK, document: map[string]any{
		"access_token": accessToken, "token_type": "Bearer", "expires_in": int(lifetime.Seconds()), "id_token": idToken,
	}}
}

// isClient checks that the client shows itself as it is registered, and in no other way (RFC 6749, section 2.3).
func (p *Provider) isClient(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	posted := r.PostForm.Get("client_id") == p.clientID
	switch p.secretIn {
	case inHeader:
		return basic && id == url.QueryEscape(p.clientID) && secret == url.QueryEscape(p.secret)
	case inBody:
		return !basic && posted && r.PostForm.Get("client_secret") == p.secret
	case nowhere:
		return !basic && posted && !r.PostForm.Has("client_secret")
	}
	return false
}

func (p *Provider) userInfo(r *http.Request) answer {
	person, ok := p.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok {
		return refusal(http.StatusUnauthorized, "invalid_token")
	}
	document := map[string]any{"sub": person.Subject}
	describe(document, person)
	return answer{status: http.StatusOK, document: document}
}

func describe(document map[string]any, person Person) {
	if person.Email != "" {
		document["email"], document["email_verified"] = person.Email, person.Verified
	}
}
