package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/text"
)

func TestSpellingsOfOneNameFoldTogether(t *testing.T) {
	for _, spellings := range [][]string{
		{"علی‌اکبر", "علي اكبر", "علی اکبر", "عَلی‌اکبَر", "علـــی اکبر", "على اکبر", "ﻋﻠﯽ ﺍﻛﺒﺮ", "علی-اکبر"},
		{"آذر", "اذر", "ا\u0653ذر", "أذر", "إذر", "ٱذر"},
		{"مؤمنی", "مومنی", "مو\u0654مني"},
		{"رئیسی", "رییسی", "رئيسي"},
		{"فاطمة", "فاطمه", "فاطمۀ", "فاطمهٔ", "فاطمە"},
		{"O'Neil", "O’Neil", "ONEIL", "o neil", "O\u02bcNeil", "O-Neil"},
		{"José", "Jose\u0301", "JOSE", "Ｊｏｓｅ"},
		{"Groß", "GROẞ", "GROSS", "gross"},
		{"Yıldız", "YILDIZ", "yildiz"},
		{"Ꭰꮿ", "ꭰꮿ", "ᎠᏯ"},
		{"ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"},
		{"J. R. Smith", "JR Smith", "j.r.smith", "J\u00a0R\u2011Smith"},
		{"پلاک ۱۲", "پلاک12", "پلاك ١٢"},
	} {
		for _, spelling := range spellings {
			require.Equal(t, text.Fold(spellings[0]), text.Fold(spelling), "%+q", spelling)
		}
	}
}

func TestDifferentNamesStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"سارا", "سارو"}, {"حسن", "حسین"}, {"رضا", "رضایی"}, {"Ann", "Anna"}, {"کریم", "گریم"}, {"سعید", "صعید"},
	} {
		require.NotEqual(t, text.Fold(pair[0]), text.Fold(pair[1]))
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Fold)
	for r := rune(0); r <= 0x1ffff; r++ { // every case pair and decomposition but the ideographs'
		once := text.Fold("a" + string(r) + "b")
		if again := text.Fold(once); again != once {
			require.Failf(t, "folding twice differs", "%+q: %+q, then %+q", r, once, again)
		}
	}
}

func TestFoldIgnoresHowANameWasNormalised(t *testing.T) {
	require.Equal(t, text.Fold(" كاظمي\u200c "), text.Fold(text.Name(" كاظمي\u200c ")))
}
