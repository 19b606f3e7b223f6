package textdiff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/policy/textdiff"
)

func compareIgnoringForm(before, after string) textdiff.Result {
	return textdiff.Compare(before, after, textdiff.Options{IgnoreForm: true})
}

func TestFormIsNoChange(t *testing.T) {
	for _, spellings := range [][]string{
		{"می‌شود", "می شود", "میشود", "می\u200c شود", "می \u200cشود", "مي‌شود", "می\nشود", "می\u00a0شود", "می\u200d\u200cشود"},
		{"نمی‌خواسته‌اند", "نمی خواسته اند", "نمیخواسته‌اند", "نمیخواسته اند"},
		{"کتاب‌های علی", "كتابهاي علي", "کِتاب‌هایِ عَلی", "کتـــاب های على", "ﻛﺘﺎﺏ ﻫﺎﯼ ﻋﻠﯽ"},
		{"خانۀ ما", "خانه ما", "خانهٔ ما", "خانه\u0654 ما"},
		{"مسئول", "مسيول", "مسي\u0654ول"},
		{"PDFها", "PDF‌ها", "PDF ها"},
		{"مادهٔ ۱۲", "ماده ١٢", "ماده 12", "ماده‌12"},
		{"Café 12", "Cafe\u0301 12", "Cafe \t12", "Ｃａｆé\u00a0１２", "Cafe\r\n12"},
		{"…", "..."},
		{"۱۲ ﷼", "۱۲ ریال"},
		{"نام (\u200fالف\u200e)", "نام (الف)"},
		{"- نام ", "  - نام\n  ", "- نام"},
	} {
		for _, spelling := range spellings {
			r := compareIgnoringForm("## عنوان\n\n"+spellings[0]+"\n\nپایان", "## عنوان\n\n"+spelling+"\n\nپایان")
			require.Zero(t, r.Added+r.Removed)
			require.Len(t, r.Paragraphs, 3)
			require.Equal(t, textdiff.Same, r.Paragraphs[1].Change, "%+q", spelling)
		}
	}
}

func TestWhatIsMoreThanFormCounts(t *testing.T) {
	for _, pair := range [][2]string{
		{"Name", "name"},
		{"«نام»", `"نام"`},
		{"نام، نشانی", "نام, نشانی"},
		{"نام.", "نام"},
		{"now here", "nowhere"},
		{"۱۲ ۳", "۱۲۳"},
		{"well-known", "wellknown"},
		{"سعید", "صعید"},
		{"گریم", "کریم"},
		{"فاطمة", "فاطمه"},
		{"a\u202eb", "ab"},
		{"نام ، نشانی", "نام، نشانی"},
	} {
		r := compareIgnoringForm("متن بلند "+pair[0]+" پایان متن", "متن بلند "+pair[1]+" پایان متن")
		require.Len(t, r.Paragraphs, 1)
		require.Equal(t, textdiff.Changed, r.Paragraphs[0].Change, "%+q", pair)
	}
}

func TestFormIsPassedOverBesideARealChange(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"داده ها نگه داري مي شود و بس", "داده‌ها نگه‌داری نمی‌شود و بس", "changed: داده‌ها نگه‌داری [-مي شود-]{+نمی‌شود+} و بس\n"},
		{"نامه ها را میخوانیم و نگه می داریم", "نامه‌ها را می‌خوانیم و پاک می‌کنیم", "changed: نامه‌ها را می‌خوانیم و [-نگه می داریم-]{+پاک می‌کنیم+}\n"},
		{"خوب می شود اگر بماند", "بد میشود اگر بماند", "changed: [-خوب-]{+بد+} میشود اگر بماند\n"},
		{"تا ۳۰ روز پس از پاسخ می‌ماند", "تا 90 روز پس از  پاسخ می‌ماند", "changed: تا [-۳۰-]{+90+} روز پس از  پاسخ می‌ماند\n"},
		{"نام نشانی تلفن", "نام - نشانی تلفن", "changed: نام {+- +}نشانی تلفن\n"},
		{"  - نام شما", "- نام تو", "changed: - نام [-شما-]{+تو+}\n"},
	} {
		require.Equal(t, c.want, notation(compareIgnoringForm(c.before, c.after)))
	}
}

func TestWhatIsEqualShowsTheNewSpelling(t *testing.T) {
	require.Equal(t, "same: می‌شود\n", notation(compareIgnoringForm("مي شود", "می‌شود")))
	require.Equal(t, "same: مي شود\n", notation(compareIgnoringForm("می‌شود", "مي شود")))
}
