package web

import (
	"mime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDispositions(t *testing.T) {
	for name, want := range map[string]string{
		"report.pdf":    `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`,
		"a b.pdf":       `attachment; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`,
		"سیمرغ.pdf":     `attachment; filename="attachment.pdf"; filename*=UTF-8''%D8%B3%DB%8C%D9%85%D8%B1%D8%BA.pdf`,
		"نامه‌ها 2.png": `attachment; filename="_______ 2.png"; filename*=UTF-8''%D9%86%D8%A7%D9%85%D9%87%E2%80%8C%D9%87%D8%A7%202.png`,
		"été.jpg":       `attachment; filename="_t_.jpg"; filename*=UTF-8''%C3%A9t%C3%A9.jpg`,
		`a"b\c%41;d`:    `attachment; filename="a_b_c_41;d"; filename*=UTF-8''a%22b%5Cc%2541%3Bd`,
		"a'(b)*.pdf":    `attachment; filename="a'(b)*.pdf"; filename*=UTF-8''a%27%28b%29%2A.pdf`,
		"a\r\nX: y":     `attachment; filename="a__X: y"; filename*=UTF-8''a%0D%0AX%3A%20y`,
		"\xff":          `attachment; filename="attachment"; filename*=UTF-8''%EF%BF%BD`,
		"":              `attachment; filename="attachment"; filename*=UTF-8''attachment`,
		"پ.پ":           `attachment; filename="attachment"; filename*=UTF-8''%D9%BE.%D9%BE`,
		"!#$&+-.^_`|~":  "attachment; filename=\"attachment\"; filename*=UTF-8''!#$&+-.^_`|~",
	} {
		require.Equal(t, want, disposition(name), "%q", name)
	}
}

// requireDisposition reads the header again, each of the two names by itself.
func requireDisposition(t require.TestingT, name string) {
	header := disposition(name)
	for i := range len(header) {
		require.True(t, header[i] >= ' ' && header[i] <= '~', "%q", header)
	}
	end := strings.LastIndex(header, "; ")
	kind, old, err := mime.ParseMediaType(header[:end])
	require.NoError(t, err, "%q", header)
	require.Equal(t, "attachment", kind)
	require.Len(t, old, 1)
	require.NotEmpty(t, old["filename"])
	require.NotContains(t, old["filename"], "%")

	want := strings.ToValidUTF8(name, "\ufffd")
	if want == "" {
		want = "attachment"
	}
	_, today, err := mime.ParseMediaType("attachment" + header[end:])
	require.NoError(t, err, "%q", header)
	require.Equal(t, map[string]string{"filename": want}, today)
}

func TestEveryNameIsReadFromItsDisposition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		requireDisposition(t, rapid.String().Draw(t, "name"))
	})
}

func FuzzDisposition(f *testing.F) {
	for _, seed := range []string{"", "سیمرغ.pdf", "نامه‌ها 2.png", `a"b\c%41;d`, "a\r\nX: y", "\xff", "'", "%", "\x7f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) { requireDisposition(t, name) })
}
