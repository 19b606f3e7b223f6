package textdiff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/policy/textdiff"
)

// notation writes a result in one line per paragraph: its change, [-deleted-] and {+inserted+} words.
func notation(r textdiff.Result) string {
	var b strings.Builder
	for _, p := range r.Paragraphs {
		b.WriteString(string(p.Change) + ": ")
		for _, s := range p.Segments {
			b.WriteString(map[textdiff.Op]string{
				textdiff.Equal:  s.Text,
				textdiff.Insert: "{+" + s.Text + "+}",
				textdiff.Delete: "[-" + s.Text + "-]",
			}[s.Op])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func compare(before, after string) string {
	return notation(textdiff.Compare(before, after, textdiff.Options{}))
}

func TestWordsWithinAParagraph(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"We keep your name.", "We keep your name.", "same: We keep your name.\n"},
		{"We keep your name.", "We store your name.", "changed: We [-keep-]{+store+} your name.\n"},
		{"We keep your name", "We keep your full name", "changed: We keep your {+full +}name\n"},
		{"We keep your name", "We keep your name and age", "changed: We keep your name{+ and age+}\n"},
		{"We keep your full name", "keep your full name", "changed: [-We -]keep your full name\n"},
		{"نام شما را نگه می‌داریم.", "نشانی شما را نگه می‌داریم.", "changed: [-نام-]{+نشانی+} شما را نگه می‌داریم.\n"},
		{"داده‌ها ۳۰ روز می‌ماند.", "داده‌ها ۹۰ روز می‌ماند.", "changed: داده‌ها [-۳۰-]{+۹۰+} روز می‌ماند.\n"},
		{"نام، نشانی و تلفن", "نام و نشانی و تلفن", "changed: نام[-،-]{+ و+} نشانی و تلفن\n"},
		{"از ۱۴۰۳/۰۵/۱۲ تا امروز", "از ۱۴۰۳/۰۶/۱۲ تا امروز", "changed: از [-۱۴۰۳/۰۵/۱۲-]{+۱۴۰۳/۰۶/۱۲+} تا امروز\n"},
		{"we don’t sell it", "we won’t sell it", "changed: we [-don’t-]{+won’t+} sell it\n"},
		{"a Name to keep", "a name to keep", "changed: a [-Name-]{+name+} to keep\n"},
		{"they are **not** sold on", "they are not sold on", "changed: they are [-**-]not[-**-] sold on\n"},
	} {
		require.Equal(t, c.want, compare(c.before, c.after))
	}
}

func TestNeighbouringChangesAreOne(t *testing.T) {
	require.Equal(t, "changed: your data are [-kept, hashed-]{+stored and sealed+} in this country only\n",
		compare("your data are kept, hashed in this country only", "your data are stored and sealed in this country only"))
}

func TestALoneWordInTheMidstOfWhatWasRewrittenIsNoMatch(t *testing.T) {
	require.Equal(t,
		"changed: اطلاعات شما در این سامانه [-فقط برای پاسخ دادن و به دست همین اداره-]"+
			"{+هرگز فروخته نخواهد شد و تنها نزد سازمان+} می‌ماند و بس\n",
		compare("اطلاعات شما در این سامانه فقط برای پاسخ دادن و به دست همین اداره می‌ماند و بس",
			"اطلاعات شما در این سامانه هرگز فروخته نخواهد شد و تنها نزد سازمان می‌ماند و بس"))
	require.Equal(t, "changed: we keep [-names-]{+ages+} and [-dates-]{+places+} safe\n",
		compare("we keep names and dates safe", "we keep ages and places safe"))
}

func TestParagraphs(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"none", "", " \n\n", ""},
		{"first text", "", "# عنوان\nمتن", "added: {+# عنوان+}\nadded: {+متن+}\n"},
		{"last text", "one\n\ntwo", "", "removed: [-one-]\nremoved: [-two-]\n"},
		{"new paragraph", "one\n\nthree", "one\n\ntwo\n\nthree", "same: one\nadded: {+two+}\nsame: three\n"},
		{"blank lines do not count", "one\n\n\n \t\ntwo\n", "\none\r\n\r\ntwo", "same: one\nsame: two\n"},
		{"new item", "- نام\n- تلفن", "- نام\n- نشانی\n- تلفن", "same: - نام\nadded: {+- نشانی+}\nsame: - تلفن\n"},
		{"numbered", "1. a\n2. b", "1. a\n2. c\n", "same: 1. a\nchanged: 2. [-b-]{+c+}\n"},
		{"persian numbers", "۱. نام\n۲. تلفن", "۱. نام", "same: ۱. نام\nremoved: [-۲. تلفن-]\n"},
		{"heading", "# A b\ntext", "# A c\ntext", "changed: # A [-b-]{+c+}\nsame: text\n"},
		{"lines of an item", "- one\n  two\n- three", "- one\n  2\n- three", "changed: - one\n  [-two-]{+2+}\nsame: - three\n"},
		{"nothing in common", "one two", "سه چهار", "removed: [-one two-]\nadded: {+سه چهار+}\n"},
		{"not an item", "a\n-b\n1.c\n#d", "a\n-b\n1.c\n#d", "same: a\n-b\n1.c\n#d\n"},
		{"a move", "one\n\ntwo\n\nthree", "two\n\nthree\n\none", "removed: [-one-]\nsame: two\nsame: three\nadded: {+one+}\n"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, compare(c.before, c.after)) })
	}
}

func TestSimilarParagraphsArePairedInOrder(t *testing.T) {
	before := "نام شما را برای پاسخ نگه می‌داریم.\n\nکوکی‌ها یک ماه می‌مانند.\n\nبا ما تماس بگیرید."
	after := "این بند تازه است.\n\nکوکی‌ها دو ماه می‌مانند.\n\nبا دفتر ما تماس بگیرید."
	r := textdiff.Compare(before, after, textdiff.Options{})
	require.Equal(t, "removed: [-نام شما را برای پاسخ نگه می‌داریم.-]\n"+
		"added: {+این بند تازه است.+}\n"+
		"changed: کوکی‌ها [-یک-]{+دو+} ماه می‌مانند.\n"+
		"changed: با {+دفتر +}ما تماس بگیرید.\n", notation(r))
	numbers := make([][2]int, len(r.Paragraphs))
	for i, p := range r.Paragraphs {
		numbers[i] = [2]int{p.Old, p.New}
	}
	require.Equal(t, [][2]int{{1, 0}, {0, 1}, {2, 2}, {3, 3}}, numbers)
	require.Equal(t, 7+1, r.Removed)
	require.Equal(t, 4+1+1, r.Added)
}

func TestAParagraphIsPairedWithItsNearestVersion(t *testing.T) {
	require.Equal(t, "added: {+we keep names and mail+}\nchanged: we keep [-names-]{+ages+} and dates for a year\n",
		compare("we keep names and dates for a year", "we keep names and mail\n\nwe keep ages and dates for a year"))
}

func TestEveryDifferenceOfFormCountsUnlessIgnored(t *testing.T) {
	for _, pair := range [][2]string{
		{"می‌شود", "می شود"}, {"علي", "علی"}, {"۱۲", "12"}, {"a  b", "a b"}, {"a\nb", "a b"}, {" a", "a"}, {"é", "e\u0301"},
	} {
		r := textdiff.Compare("این متن است: "+pair[0], "این متن است: "+pair[1], textdiff.Options{})
		require.NotEqual(t, textdiff.Same, r.Paragraphs[0].Change, "%+q", pair)
		require.NotEmpty(t, r.Paragraphs[0].Segments)
	}
}
