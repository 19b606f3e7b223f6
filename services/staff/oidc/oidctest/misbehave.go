package oidctest

import (
	"encoding/json"
	"net/http"
	"testing"
)

// Alter changes what a part says from now on: the document that an endpoint answers, or the claims of the ID tokens.
// Nil ends it. The change must not call the provider.
func (p *Provider) Alter(part Part, change func(document map[string]any)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.alter[part] = change
}

// Down lets an endpoint answer 500.
func (p *Provider) Down(endpoint Part) { p.setDown(endpoint, true) }

// Up ends Down.
func (p *Provider) Up(endpoint Part) { p.setDown(endpoint, false) }

func (p *Provider) setDown(endpoint Part, down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down[endpoint] = down
}

// Close ends the provider: nobody listens any more.
func (p *Provider) Close() { p.server.Close() }

// SecretInBody makes the provider take the client secret in the body of the request only (client_secret_post).
func (p *Provider) SecretInBody() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.secretIn = inBody
}

// Sign says how ID tokens are signed from now on.
func (p *Provider) Sign(with Signature) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.signing = with
}

// Rotate replaces the key of the provider. The one before is no longer published.
func (p *Provider) Rotate(t testing.TB) {
	t.Helper()
	fresh := newKey(t)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.withdrawn, p.current = p.current, fresh
}

// Held is a request that the provider does not answer until the test ends, or lets it.
type Held struct {
	// Arrived is closed when the request is there; Abandoned, when the client gave it up.
	Arrived, Abandoned <-chan struct{}
	arrived, abandoned chan struct{}
	released           chan struct{}
}

// Release lets the provider answer. Call it once.
func (h *Held) Release() { close(h.released) }

// Hold holds the next request to an endpoint, and no other. It is to be released or abandoned before the test ends.
func (p *Provider) Hold(endpoint Part) *Held {
	h := &Held{arrived: make(chan struct{}), abandoned: make(chan struct{}), released: make(chan struct{})}
	h.Arrived, h.Abandoned = h.arrived, h.abandoned
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hold[endpoint] = h
	return h
}

// answer is a status and a document, or an address to go to.
type answer struct {
	status   int
	document map[string]any
	location string
}

func refusal(status int, code string) answer {
	return answer{status: status, document: map[string]any{"error": code, "error_description": Canary}}
}

// serve answers as an endpoint does, unless the test wants otherwise.
func (p *Provider) serve(endpoint Part, usual func(*http.Request) answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil { // reading the body is what makes the server notice a client that leaves
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		held, down := p.arrived(endpoint)
		if held != nil && !held.wait(r) {
			return
		}
		a := refusal(http.StatusInternalServerError, "server_error")
		if !down {
			a = p.answer(endpoint, r, usual)
		}
		w.Header().Set("Content-Type", "application/json")
		if a.location != "" {
			w.Header().Set("Location", a.location)
		}
		w.WriteHeader(a.status)
		_ = json.NewEncoder(w).Encode(a.document)
	}
}

func (p *Provider) arrived(endpoint Part) (held *Held, down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests[endpoint]++
	held = p.hold[endpoint]
	delete(p.hold, endpoint)
	return held, p.down[endpoint]
}

// wait reports whether there is still somebody to answer.
func (h *Held) wait(r *http.Request) bool {
	close(h.arrived)
	select {
	case <-h.released:
		return true
	case <-r.Context().Done():
		close(h.abandoned)
		return false
	}
}

func (p *Provider) answer(endpoint Part, r *http.Request, usual func(*http.Request) answer) answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := usual(r)
	if change := p.alter[endpoint]; change != nil && a.status == http.StatusOK {
		change(a.document)
	}
	return a
}
