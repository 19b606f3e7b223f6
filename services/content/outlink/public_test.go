package outlink_test

import (
	"context"
	"net/http"
	"net/netip"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/content/outlink"
)

// special are the first, the last and some address between of every block that is not public.
func special() []string {
	return []string{
		"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
		"169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.9",
		"192.0.0.170", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.0",
		"192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0",
		"203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.254", "255.255.255.255",
		"::", "::1", "::7f00:1", "::127.0.0.1", "::93.184.215.14", "::ffff:0:127.0.0.1", "64:ff9b::", "64:ff9b::7f00:1",
		"64:ff9b::93.184.215.14", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "100::", "100::ffff:ffff:ffff:ffff",
		"100:0:0:1::1", "2001::", "2001::1", "2001:0:5ef5:79fb::1", "2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1",
		"2001:10::1", "2001:20::1", "2001:2f:ffff::1", "2001:30::1", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::",
		"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:7f00:1::1", "2002:ffff:ffff::1", "2620:4f:8000::1", "3fff::",
		"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "5f00::1", "fc00::", "fd00::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"fe80::", "fe80::1", "febf::1", "fec0::1", "ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::1",
		"1fff:ffff::1", "2606:2800:220:1::1%eth0", "::ffff:93.184.215.14%eth0", "fe80::1%1",
	}
}

func TestSpecialAddressesAreNotPublic(t *testing.T) {
	require.False(t, outlink.IsPublic(netip.Addr{}))
	for _, address := range special() {
		require.False(t, outlink.IsPublic(netip.MustParseAddr(address)), address)
	}
}

// The neighbours of every block are public.
func TestOtherAddressesArePublic(t *testing.T) {
	for _, address := range []string{
		"1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0",
		"192.31.195.255", "192.31.197.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
		"198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
		"2000::1", "2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2001:4860:4860::8888", "2003::1", "2606:2800:220:1::1",
		"2620:4f:7fff::1", "2620:4f:8001::1", "2a00:1450:4001::1", "3ffe:ffff::1", "3fff:1000::1", "::ffff:93.184.215.14",
	} {
		require.True(t, outlink.IsPublic(netip.MustParseAddr(address)), address)
	}
}

func TestAMappedAddressIsJudgedAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")))
		mapped := netip.AddrFrom16(address.As16())
		require.True(t, mapped.Is4In6())
		require.Equal(t, outlink.IsPublic(address), outlink.IsPublic(mapped))
	})
}

// What Go itself knows to be no global unicast, or to be private, is never public.
func TestNothingPrivateIsPublic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := netip.AddrFrom16([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "address")))
		if rapid.Bool().Draw(t, "of version 4") {
			address = netip.AddrFrom4([4]byte(address.AsSlice()[:4]))
		}
		if outlink.IsPublic(address) {
			require.True(t, address.IsGlobalUnicast() && !address.IsPrivate(), address)
		}
	})
}

func TestANameThatLeadsToASpecialAddressIsNotAsked(t *testing.T) {
	for _, address := range special() {
		w := newWorld()
		w.site(t, "www.example.com", status(http.StatusOK))
		public := w.names["www.example.com"][0]
		for _, found := range [][]netip.Addr{addresses(address), append(addresses(address), public...), append(public, addresses(address)...)} {
			w.names["www.example.com"] = [][]netip.Addr{found}
			require.Equal(t, outlink.Result{State: outlink.NotPublic}, w.check(t, "https://www.example.com"), address)
		}
		require.Empty(t, w.dialled)
	}
}

func TestANameThatLeadsToAMappedPrivateAddressIsNotAsked(t *testing.T) {
	w := newWorld()
	w.names["www.example.com"] = [][]netip.Addr{addresses("::ffff:127.0.0.1")}
	require.Equal(t, outlink.NotPublic, w.check(t, "https://www.example.com").State)
	require.Empty(t, w.dialled)
}

func TestARedirectToAPrivateAddressIsNotFollowed(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", redirect(http.StatusMovedPermanently, "http://b.example.com/"))
	w.site(t, "b.example.com", redirect(http.StatusFound, "http://c.example.com/"))
	w.site(t, "c.example.com", status(http.StatusOK))
	w.names["c.example.com"] = [][]netip.Addr{addresses("10.0.0.1")}
	w.listeners["10.0.0.1:80"] = "127.0.0.1:1"
	require.Equal(t, outlink.Result{State: outlink.NotPublic, Status: http.StatusFound}, w.check(t, "https://www.example.com"))
	require.Len(t, w.dialled, 2)
	require.Zero(t, w.count("c.example.com"))
}

// The name answers once in public, and with the next redirect from within.
func TestANameThatIsReboundIsNotAskedAgain(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", steps)
	public := w.names["www.example.com"][0]
	w.names["www.example.com"] = [][]netip.Addr{public, addresses("127.0.0.1")}
	w.listeners["127.0.0.1:443"] = w.listeners[public[0].String()+":443"]
	require.Equal(t, outlink.Result{State: outlink.NotPublic, Status: http.StatusFound},
		w.check(t, "https://www.example.com/3"))
	require.Equal(t, 1, w.count("www.example.com"))
	require.Equal(t, []string{public[0].String() + ":443"}, w.dialled)
}

// A connection goes where was judged: the name is not looked up again.
func TestANameIsLookedUpOnceForAConnection(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", status(http.StatusOK))
	public := w.names["www.example.com"][0]
	w.names["www.example.com"] = [][]netip.Addr{public, addresses("127.0.0.1")}
	require.Equal(t, outlink.OK, w.check(t, "https://www.example.com").State)
	require.Equal(t, []string{public[0].String() + ":443"}, w.dialled)
}

// Where no test connects in its stead, the socket itself asks again.
func TestTheSocketJudgesItsAddressAgain(t *testing.T) {
	var judged atomic.Int32
	options := outlink.Options{
		LookupNetIP: func(context.Context, string) ([]netip.Addr, error) { return addresses("127.0.0.1"), nil },
		Public:      func(netip.Addr) bool { return judged.Add(1) == 1 },
	}
	result := outlink.NewChecker(options).Check(t.Context(), parse(t, "http://www.example.com"), registered)
	require.Equal(t, outlink.Result{State: outlink.NotPublic}, result)
	require.EqualValues(t, 2, judged.Load())
}

func TestAnAddressThatWasNotParsedIsNotAsked(t *testing.T) {
	w := newWorld()
	for _, url := range []string{"", "http://127.0.0.1/", "file:///etc/passwd", "https://www.example.com:22/"} {
		result := outlink.NewChecker(w.options()).Check(t.Context(),
			outlink.Address{URL: url, Host: "www.example.com"}, func(string) bool { return true })
		require.Equal(t, outlink.Result{State: outlink.NotPublic}, result, url)
	}
	require.Empty(t, w.dialled)
}
