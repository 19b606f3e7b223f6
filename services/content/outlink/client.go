package outlink

import (
	"context"
	"crypto/tls"
	"net/http"
)

const (
	userAgent  = "Amanat link check"
	mostHeader = 64 << 10 // bytes
)

// client asks one address once: without redirects, cookies, credentials, proxies or a connection that stays, and reads
// of the answer its head.
type client struct{ transport *http.Transport }

// answer is what matters of an answer's head.
type answer struct {
	status   int
	location string
}

func newClient(o Options) client {
	return client{&http.Transport{
		DialContext:            newDialer(o).dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs},
		TLSHandshakeTimeout:    o.Timeout,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: mostHeader,
	}}
}

func (c client) ask(ctx context.Context, a Address) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL, http.NoBody)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("User-Agent", userAgent)
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return answer{}, err
	}
	// What it says is none of our business, nor whether it ends well.
	_ = response.Body.Close()
	return answer{status: response.StatusCode, location: response.Header.Get("Location")}, nil
}

// redirects reports whether the answer says whom to ask instead.
func (a answer) redirects() bool { return a.location != "" && a.redirection() }

func (a answer) redirection() bool {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect:
		return true
	default:
		return false
	}
}

func (a answer) permanent() bool {
	return a.status == http.StatusMovedPermanently || a.status == http.StatusPermanentRedirect
}

// refusal reports whether somebody answers, though not to a stranger, a program or such a request.
func (a answer) refusal() bool {
	switch a.status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusTooManyRequests:
		return true
	default:
		return false
	}
}

// state judges the last answer, which is no redirect that could be followed.
func (a answer) state(moved bool) State {
	if a.redirection() || a.status >= http.StatusBadRequest && !a.refusal() {
		return Broken
	}
	if moved {
		return Moved
	}
	return OK
}
