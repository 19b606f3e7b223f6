package outlink

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

var errNotPublic = errors.New("not a public address")

// mostAddresses is how many addresses of one host are tried.
const mostAddresses = 4

// dialer connects to hosts by the very addresses that it has judged: a name that leads elsewhere when it is looked up
// again gains nothing.
type dialer struct {
	timeout time.Duration
	public  func(netip.Addr) bool
	lookup  func(ctx context.Context, host string) ([]netip.Addr, error)
	connect func(ctx context.Context, network, address string) (net.Conn, error)
}

func newDialer(o Options) dialer {
	d := dialer{timeout: o.Timeout, public: o.Public, lookup: o.LookupNetIP, connect: o.DialContext}
	if d.lookup == nil {
		d.lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if d.connect == nil {
		d.connect = (&net.Dialer{ControlContext: d.control}).DialContext
	}
	return d
}

// dial connects to a host, all of whose addresses have to be public. The context that http.Transport hands in does not
// end with the request.
func (d dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	found, err := d.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(found, func(a netip.Addr) bool { return !d.public(a) }) {
		return nil, errNotPublic
	}
	return d.first(ctx, network, port, found[:min(len(found), mostAddresses)])
}

// first connects to the first address that can be reached. One that swallows packets leaves time for the next.
func (d dialer) first(ctx context.Context, network, port string, found []netip.Addr) (net.Conn, error) {
	failure := errors.New("no address")
	for _, address := range found {
		target := net.JoinHostPort(address.Unmap().String(), port)
		conn, err := d.within(ctx, d.timeout/time.Duration(len(found)), network, target)
		if err == nil {
			return conn, nil
		}
		failure = err
	}
	return nil, failure
}

func (d dialer) within(ctx context.Context, share time.Duration, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, share)
	defer cancel()
	return d.connect(ctx, network, address)
}

// control judges the address of a socket right before it connects.
func (d dialer) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !d.public(target.Addr()) {
		return errNotPublic
	}
	return nil
}
