package outlink

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"time"
)

// State is what became of asking an address.
type State string

// What can become of asking.
const (
	OK                 State = "ok"                  // somebody answers there, be it that only some may read
	Broken             State = "broken"              // a status of 400 and more, or a redirect that says not whereto
	Unreachable        State = "unreachable"         // no answer, none in time, none to be trusted or none to be read
	Moved              State = "moved"               // permanently, to another address that answers and is registered
	RedirectsElsewhere State = "redirects_elsewhere" // to a host that is not registered, or to no address: not asked
	NotPublic          State = "not_public"          // the name leads to an address that is not public: not asked
	TooManyRedirects   State = "too_many_redirects"
)

// Result of asking. Status is that of the last answer (RFC 9110, section 15); 0 if there was none.
type Result struct {
	State  State
	Status int
}

// Options of a Checker. What is not set has a default; the functions and the roots are there for tests.
type Options struct {
	Timeout      time.Duration // of a whole check; 10 seconds
	MaxRedirects int           // 5
	// Public reports which addresses may be asked; IsPublic.
	Public func(netip.Addr) bool
	// LookupNetIP answers the addresses of a host; the system's resolver.
	LookupNetIP func(ctx context.Context, host string) ([]netip.Addr, error)
	// DialContext connects to an IP address with port that Public has allowed; a net.Dialer that asks Public again.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	// RootCAs vouch for other sites; the system's.
	RootCAs *x509.CertPool
}

// Checker asks pages whether they still answer. It is safe for concurrent use.
type Checker struct {
	options Options
	client  client
}

// NewChecker makes a checker.
func NewChecker(o Options) *Checker {
	o.Timeout, o.MaxRedirects = cmp.Or(o.Timeout, 10*time.Second), cmp.Or(o.MaxRedirects, 5)
	if o.Public == nil {
		o.Public = IsPublic
	}
	return &Checker{options: o, client: newClient(o)}
}

// Check asks the address and follows its redirects, as far as their hosts are registered. It never fails: a ctx that
// ends meanwhile leaves an address Unreachable that may well answer.
func (c *Checker) Check(ctx context.Context, a Address, registered func(host string) bool) Result {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	target, err := Parse(a.URL)
	if err != nil {
		return Result{State: NotPublic}
	}
	var last answer
	moved := false
	for redirects := 0; ; redirects++ {
		if !registered(target.Host) {
			return Result{RedirectsElsewhere, last.status}
		}
		got, err := c.client.ask(ctx, target)
		if err != nil {
			return Result{unanswered(err), last.status}
		}
		last = got
		if !last.redirects() {
			return Result{last.state(moved), last.status}
		}
		if redirects == c.options.MaxRedirects {
			return Result{TooManyRedirects, last.status}
		}
		if redirects == 0 {
			moved = last.permanent()
		}
		if target, err = target.follow(last.location); err != nil {
			return Result{RedirectsElsewhere, last.status}
		}
	}
}

func unanswered(err error) State {
	if errors.Is(err, errNotPublic) {
		return NotPublic
	}
	return Unreachable
}

// follow reads the target of a redirect, which may be relative (RFC 9110, section 10.2.2).
func (a Address) follow(location string) (Address, error) {
	base, err := url.Parse(a.URL)
	if err != nil {
		return Address{}, refused("malformed")
	}
	target, err := base.Parse(location)
	if err != nil {
		return Address{}, refused("malformed")
	}
	return Parse(target.String())
}
