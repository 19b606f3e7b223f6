package outlink_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/content/outlink"
)

// spellings are addresses and the one spelling of each.
func spellings() map[string]outlink.Address {
	return map[string]outlink.Address{
		"https://www.example.com":                           {URL: "https://www.example.com/", Host: "www.example.com"},
		"HTTPS://WWW.Example.COM./":                         {URL: "https://www.example.com/", Host: "www.example.com"},
		"http://example.com:80/a":                           {URL: "http://example.com/a", Host: "example.com"},
		"http://example.com:443/a":                          {URL: "http://example.com:443/a", Host: "example.com"},
		"https://example.com:443":                           {URL: "https://example.com/", Host: "example.com"},
		"https://example.com:80/":                           {URL: "https://example.com:80/", Host: "example.com"},
		"https://example.com:/":                             {URL: "https://example.com/", Host: "example.com"},
		"https://example.com?":                              {URL: "https://example.com/", Host: "example.com"},
		"https://example.com?a=b&c=%20#d":                   {URL: "https://example.com/?a=b&c=%20#d", Host: "example.com"},
		"https://example.com/a%2Fb/c|d?e={f}":               {URL: "https://example.com/a%2Fb/c%7Cd?e=%7Bf%7D", Host: "example.com"},
		"https://example.com/سی%2Fاست?پ=۱#ب":                {URL: "https://example.com/%D8%B3%DB%8C%2F%D8%A7%D8%B3%D8%AA?%D9%BE=%DB%B1#%D8%A8", Host: "example.com"},
		"https://example.com/می‌شود":                        {URL: "https://example.com/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF", Host: "example.com"},
		"https://example.com/a\"b<c>":                       {URL: "https://example.com/a%22b%3Cc%3E", Host: "example.com"},
		"https://example.com//a/../b":                       {URL: "https://example.com//a/../b", Host: "example.com"},
		"https://example.com/@a:b":                          {URL: "https://example.com/@a:b", Host: "example.com"},
		"https://bücher.example.com/":                       {URL: "https://xn--bcher-kva.example.com/", Host: "xn--bcher-kva.example.com"},
		"https://faß.de":                                    {URL: "https://xn--fa-hia.de/", Host: "xn--fa-hia.de"},
		"https://XN--BCHER-KVA.example.com/":                {URL: "https://xn--bcher-kva.example.com/", Host: "xn--bcher-kva.example.com"},
		"https://نامه‌ای.com/":                              {URL: "https://xn--mgba3gch31f060k.com/", Host: "xn--mgba3gch31f060k.com"},
		"https://نامهای.com/":                               {URL: "https://xn--mgba3gch31f.com/", Host: "xn--mgba3gch31f.com"},
		"https://%D9%86%D8%A7%D9%85%D9%87%D8%A7%DB%8C.com/": {URL: "https://xn--mgba3gch31f.com/", Host: "xn--mgba3gch31f.com"},
		"https://وزارت.ایران/":                              {URL: "https://xn--mgbguc3i.xn--mgba3a4f16a/", Host: "xn--mgbguc3i.xn--mgba3a4f16a"},
		"https://example。com/":                              {URL: "https://example.com/", Host: "example.com"},
		"https://ｅｘａｍｐｌｅ．ｃｏｍ/":                              {URL: "https://example.com/", Host: "example.com"},
		"https://127.0.0.1.example.com/":                    {URL: "https://127.0.0.1.example.com/", Host: "127.0.0.1.example.com"},
	}
}

func TestAnAddressHasOneSpelling(t *testing.T) {
	for text, want := range spellings() {
		got, err := outlink.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

// refusals are no addresses of public pages.
func refusals() []string {
	return []string{
		"", " ", "/", "//example.com/", "example.com", "www.example.com/a", "?a", "#a", "https", "https:", "https:/", "https://",
		"https:///a", "https:example.com", "https:/example.com", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
		"data:text/html,x", "mailto:a@example.com", "ws://example.com/", "httpss://example.com", "https://a:b@example.com/",
		"https://a@example.com/", "https://@example.com/", "https://:@example.com/", "https://example.com@example.org/",
		"https://example.com:8080/", "https://example.com:22/", "https://example.com:0/", "https://example.com:080/",
		"https://example.com:65616/", "https://example.com:-80/", "https://example.com:80:80/", "https://example.com:a/",
		"https://example.com:۸۰/", "https://example.com:٨٠/",
		"http://127.0.0.1/", "http://127.1/", "http://0/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
		"http://0x7f.0.0.1/", "http://127.0.0.0x1/", "http://1.2.3.4./", "http://８.８.８.８/", "http://8。8。8。8/", "http://①②⑦.⓪.⓪.①/",
		"http://93.184.215.14/", "http://example.1/", "http://example.0x1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
		"http://[fe80::1%25eth0]/", "http://[2606:2800:220:1::1]:80/", "http://[example.com]/", "http://[/", "http://::1/",
		"http://localhost/", "http://localhost./", "http://example/", "http://com./", "http://./", "http://../", "http://.com/",
		"http://a..com/", "http://example.com../", "http://.example.com/", "http://a.localhost/", "http://a.local/", "http://A.LOCAL./",
		"http://metadata.google.internal/", "http://a.test/", "http://a.invalid/", "http://a.onion/", "http://a.home.arpa/",
		"http://1.0.0.127.in-addr.arpa/", "http://ａ.ｌｏｃａｌ/", "http://a。local/", "http://a.LOCALHOST/",
		"https://exa mple.com/", "https://example.com/a b", " https://example.com/", "https://example.com/ ", "https://example.com/\n",
		"https://example.com/\t", "https://example.com/\x00", "https://example.com/\x7f", "https://example.com/\u0085",
		"https://example.com/\u00a0", "https://example.com/\u2028", "https://exam\nple.com/", "https://example.com\\@example.org/",
		"https:\\\\example.com\\", "https://example.com/\\a", "https://example.com/\xff", "https://ex\xc0\xaeample.com/",
		"https://example.com%2F.example.org/", "https://example%00.com/", "https://%6c%6f%63%61%6c.com/", "https://a_b.example.com/",
		"https://-a.example.com/", "https://a-.example.com/", "https://a*b.example.com/", "https://a<b.example.com/", "https://a,b.com/",
		"https://xn--a.example.com/", "https://xn--.com/", "https://xn--0.com/", "https://\u202eexample.com/", "https://a\u200d.com/",
		"https://a\u200c.com/", "https://\u0301a.com/", "https://aب1.com/", "https://%zz.com/", "http://10%80.com/", "https://example.com/%zz", "https://example.com/%",
		"https://" + strings.Repeat("a", 64) + ".com/", "https://" + strings.Repeat("abcdefg.", 32) + "com/",
		"https://example.com/" + strings.Repeat("a", 1981), "https://example.com/" + strings.Repeat("ب", 500), strings.Repeat("https://", 500),
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	for _, text := range refusals() {
		got, err := outlink.Parse(text)
		require.ErrorIs(t, err, outlink.ErrNotAnAddress, text)
		require.Zero(t, got)
	}
}

func TestTheErrorDoesNotQuote(t *testing.T) {
	const secret = "s3cr3t"
	for _, text := range []string{
		"https://" + secret + "@example.com/", secret, "https://" + secret + "/", secret + "://example.com/", "https://example.com:" + secret,
		"https://" + secret + ".local/", "https://" + secret + "_.example.com/", "https://example.com/" + secret + "%zz",
		"https://[" + secret + "]/", "https://" + strings.Repeat(secret, 11) + ".com", "https://example.com/ " + secret,
		"https://example.com/" + strings.Repeat(secret, 1000), "https://xn--" + secret + "ــ.com",
	} {
		_, err := outlink.Parse(text)
		require.ErrorIs(t, err, outlink.ErrNotAnAddress, text)
		require.NotContains(t, err.Error(), secret)
	}
}

func TestTheLongestAddressHas2000Bytes(t *testing.T) {
	longest := "https://example.com/" + strings.Repeat("a", 1980)
	require.Equal(t, longest, parse(t, longest).URL)
}

func FuzzParse(f *testing.F) {
	for text := range spellings() {
		f.Add(text)
	}
	for _, text := range refusals() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := outlink.Parse(text)
		if err != nil {
			require.ErrorIs(t, err, outlink.ErrNotAnAddress)
			require.Zero(t, first)
			return
		}
		again, err := outlink.Parse(first.URL)
		require.NoError(t, err)
		require.Equal(t, first, again)
		requirePlain(t, first)
	})
}

// requirePlain requires what every address promises, by other means than it was made with.
func requirePlain(t *testing.T, a outlink.Address) {
	t.Helper()
	require.LessOrEqual(t, len(a.URL), 2000)
	require.Regexp(t, `^https?://[a-z0-9.-]+(:80|:443)?/[!-~]*$`, a.URL)
	require.NotContains(t, a.URL, `\`)
	require.Regexp(t, `^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z][a-z0-9-]*[a-z0-9]?$`, a.Host)
	u, err := url.Parse(a.URL)
	require.NoError(t, err)
	require.Equal(t, a.Host, u.Hostname())
	require.Nil(t, u.User)
	_, err = netip.ParseAddr(a.Host)
	require.Error(t, err)
}
