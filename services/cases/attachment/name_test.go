package attachment_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"amanat/services/cases/attachment"
)

func TestNames(t *testing.T) {
	for given, want := range map[string]string{
		"report.pdf":                   "report.pdf",
		"REPORT.PDF":                   "REPORT.pdf",
		"report":                       "report.pdf",
		"report.docx":                  "report.pdf",
		"گزارش.pdf":                    "گزارش.pdf",
		"گزارش ۱۴۰۴.۰۸.۳۰":             "گزارش ۱۴۰۴.۰۸.۳۰.pdf",
		"علي ٠١٢":                      "علي ٠١٢.pdf",
		"v1.2":                         "v1.2.pdf",
		"نامه‌ی من.pdf":                "نامه‌ی من.pdf",
		"‌نامه‌‌ها‌.pdf":               "نامه‌ها.pdf",
		"a\u200c.\u200cb.pdf":          "a\u200c.b.pdf",
		"../../etc/passwd":             "passwd.pdf",
		`C:\Users\Sara\اسناد\نامه.pdf`: "نامه.pdf",
		`..\..\a/b\c.pdf`:              "c.pdf",
		"CON.pdf.exe":                  "_CON.pdf",
		"con":                          "_con.pdf",
		"CON .txt":                     "_CON.pdf",
		"lpt¹.tar.gz":                  "_lpt¹.tar.pdf",
		"COM10":                        "COM10.pdf",
		"COMet":                        "COMet.pdf",
		"photo.jpg.exe":                "photo.pdf",
		"a.pdf.pdf.PDF":                "a.pdf",
		"fdp.\u202egpj.exe":            "fdp.gpj.pdf",
		"\u202eexe.fdp\u202c":          "exe.pdf",
		"a\u200e\u200f\u061c\u2066b\u2069\ufeff\u00ad\u2060.pdf": "ab.pdf",
		"a\x00b\x1bc\x7f\u0085.pdf":                              "abc.pdf",
		"a\tb\r\nc\u00a0d\u2028e.pdf":                            "a b c d e.pdf",
		"  .hidden  name . .pdf":                                 "hidden name.pdf",
		".htaccess":                                              "htaccess.pdf",
		"\u202e..\u200e.a":                                       "attachment.pdf",
		"e\u0301te\u0301.pdf":                                    "été.pdf",
		"\u0622 \u0627\u0653":                                    "آ آ.pdf",
		"❤\ufe0f\u200d🔥.png":                                     "❤🔥.pdf",
		"\u3164\u115f\u2800\u034f\U000e0041":                     "attachment.pdf",
		"a\xff\xfeb\xc3.pdf":                                     "ab.pdf",
		`a<b>c:d"e|f?g*h.pdf`:                                    "a_b_c_d_e_f_g_h.pdf",
		"a.pdf:evil.exe":                                         "a.pdf_evil.pdf",
		"\u06011234.pdf":                                         "\u06011234.pdf",
		"e" + strings.Repeat("\u0323", 50):                       "ẹ" + strings.Repeat("\u0323", 7) + ".pdf",
		"":                                                       "attachment.pdf",
		".":                                                      "attachment.pdf",
		"..":                                                     "attachment.pdf",
		"/":                                                      "attachment.pdf",
		"folder/":                                                "attachment.pdf",
		".pdf":                                                   "attachment.pdf",
		"\u200c":                                                 "attachment.pdf",
		" ":                                                      "attachment.pdf",
		strings.Repeat("ن", 300) + ".pdf":                        strings.Repeat("ن", 96) + ".pdf",
		strings.Repeat("ن", 95) + " " + "نامه.pdf":   strings.Repeat("ن", 95) + ".pdf",
		strings.Repeat("a", 92) + ".jpg" + "nothing": strings.Repeat("a", 92) + ".pdf",
	} {
		require.Equal(t, want, attachment.Name(given, "application/pdf"), "%+q", given)
	}
}

func TestTheExtensionIsThatOfTheType(t *testing.T) {
	for mediaType, want := range map[string]string{
		"image/jpeg": "سیمرغ.jpg", "image/png": "سیمرغ.png", "application/pdf": "سیمرغ.pdf", "text/html": "سیمرغ",
	} {
		require.Equal(t, want, attachment.Name("سیمرغ.webp", mediaType))
	}
	require.Equal(t, "attachment.jpg", attachment.Name("", "image/jpeg"))
}

// requireName checks what holds for every name.
func requireName(t require.TestingT, given, mediaType, name string) {
	ext := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}[mediaType]
	stem, fits := strings.CutSuffix(name, ext)
	require.True(t, fits, "%+q", name)
	require.NotEmpty(t, stem)
	require.True(t, utf8.ValidString(name))
	require.True(t, norm.NFC.IsNormalString(name), "%+q", name)
	require.LessOrEqual(t, utf8.RuneCountInString(name), 100)
	require.Equal(t, strings.Trim(stem, ". \u200c"), stem)
	require.NotContains(t, name, "  ")
	require.NotContains(t, name, "\u200c\u200c")
	for _, r := range name {
		require.NotContains(t, `/\<>:"|?*`, string(r))
		require.False(t, unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r), "%+q", name)
		require.True(t, unicode.IsGraphic(r) || r == '\u200c' || unicode.Is(unicode.Prepended_Concatenation_Mark, r), "%+q", name)
	}
	require.Equal(t, name, attachment.Name(name, mediaType), "not the same again: %+q", given)
}

func TestEveryNameCanBeShownAndSaved(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"a", "ن", "ی", "۱", "٢", ".", "..", " ", "/", `\`, "\u200c", "\u200d", "\u202e", "\u2066", "\x00", "\n", "\u0301", "\u0653",
		".pdf", ".JPG", ".exe", "CON", "com1", "\xff", "😀", "\ufe0f", "*", ":", "\u3164", "\uac00", "\u11a8", "_",
	})
	rapid.Check(t, func(t *rapid.T) {
		given := strings.Join(rapid.SliceOfN(rapid.OneOf(pieces, pieces, rapid.String()), 0, 60).Draw(t, "given"), "")
		mediaType := rapid.SampledFrom([]string{"image/jpeg", "image/png", "application/pdf"}).Draw(t, "type")
		requireName(t, given, mediaType, attachment.Name(given, mediaType))
	})
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{
		"", "گزارش.pdf", "نامه‌ی من.JPEG", "../../etc/passwd", "CON.pdf.exe", "\u202egpj.exe", ".htaccess", "\xff", "e\u0301",
		strings.Repeat("\u0323", 40), "\u1100\u1161\u11a8", "<\u0338", "\u0344\u0344", "\u2126\u212b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		for _, mediaType := range []string{"image/jpeg", "image/png", "application/pdf"} {
			requireName(t, given, mediaType, attachment.Name(given, mediaType))
		}
	})
}
