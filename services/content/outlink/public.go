package outlink

import (
	"net/netip"
	"slices"
)

// IsPublic reports whether an address is globally routable unicast: of no block in the IANA IPv4 and IPv6
// Special-Purpose Address Registries (RFC 6890), not even of those that are routed, and of no multicast. An IPv4
// address within an IPv6 one (::ffff:0:0/96) is judged as itself.
func IsPublic(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	address := a.Unmap()
	if address.Is4() {
		return !within(address, special4())
	}
	// All that IANA has given out for global unicast so far (RFC 4291, section 2.4): without the unspecified address,
	// loopback, v4-compatible addresses, NAT64, discard-only, segment routing, unique-local, link-local and multicast.
	return within(address, []string{"2000::/3"}) && !within(address, special6())
}

func within(a netip.Addr, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return netip.MustParsePrefix(p).Contains(a) })
}

func special4() []string {
	return []string{
		"0.0.0.0/8",       // this network (RFC 791)
		"10.0.0.0/8",      // private (RFC 1918)
		"100.64.0.0/10",   // shared by carriers' NAT (RFC 6598)
		"127.0.0.0/8",     // loopback (RFC 1122)
		"169.254.0.0/16",  // link-local (RFC 3927)
		"172.16.0.0/12",   // private (RFC 1918)
		"192.0.0.0/24",    // protocol assignments (RFC 6890)
		"192.0.2.0/24",    // documentation (RFC 5737)
		"192.31.196.0/24", // AS112 (RFC 7535)
		"192.52.193.0/24", // AMT (RFC 7450)
		"192.88.99.0/24",  // 6to4 relays (RFC 7526)
		"192.168.0.0/16",  // private (RFC 1918)
		"192.175.48.0/24", // AS112 (RFC 7534)
		"198.18.0.0/15",   // benchmarks (RFC 2544)
		"198.51.100.0/24", // documentation (RFC 5737)
		"203.0.113.0/24",  // documentation (RFC 5737)
		"224.0.0.0/4",     // multicast (RFC 5771)
		"240.0.0.0/4",     // reserved and broadcast (RFC 1112, RFC 8190)
	}
}

func special6() []string {
	return []string{
		"2001::/23",         // protocol assignments: Teredo, benchmarks, ORCHID and others (RFC 2928)
		"2001:db8::/32",     // documentation (RFC 3849)
		"2002::/16",         // 6to4 (RFC 3056)
		"2620:4f:8000::/48", // AS112 (RFC 7534)
		"3fff::/20",         // documentation (RFC 9637)
	}
}
