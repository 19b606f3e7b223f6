package text_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/text"
)

func seed(f *testing.F, seeds ...string) {
	f.Helper()
	for _, s := range append(seeds, "", " ", "\u200c", "\xff", "\xe2\x80", "ي\u0654ك", "سارا\u200c \u200cاحمدی", "a\r\n\r\n\r\n\r\nb \t") {
		f.Add(s)
	}
}

func fuzzNormaliser(f *testing.F, normalise func(string) string) {
	f.Helper()
	f.Fuzz(func(t *testing.T, typed string) {
		once := normalise(typed)
		require.Equal(t, once, normalise(once))
		require.Equal(t, utf8.ValidString(typed), utf8.ValidString(once))
	})
}

func FuzzDigits(f *testing.F) {
	seed(f, "۱۴۰۳/۰۵/۱۲", "٠١٢٣")
	f.Fuzz(func(t *testing.T, typed string) {
		once := text.Digits(typed)
		require.Equal(t, once, text.Digits(once))
		require.Equal(t, utf8.RuneCountInString(typed), utf8.RuneCountInString(once))
	})
}

func FuzzLine(f *testing.F) {
	seed(f)
	fuzzNormaliser(f, text.Line)
}

func FuzzParagraphs(f *testing.F) {
	seed(f)
	fuzzNormaliser(f, text.Paragraphs)
}

func FuzzPhone(f *testing.F) {
	seed(f, "09121234567", "+98 (0) 912 123 4567", "0098-21-88991234", "\u202a+1\u202c")
	fuzzNormaliser(f, text.Phone)
}

func FuzzEmail(f *testing.F) {
	seed(f, "Sara@Example.IR", "a@b@C", "\u200e@İ")
	fuzzNormaliser(f, text.Email)
}

func FuzzPage(f *testing.F) {
	seed(f, "/a?b#c", "https://u:p@h/x", `http:\\u@h`, "//@/@/", "http://x@//u@h ?")
	fuzzNormaliser(f, text.Page)
}

func FuzzFold(f *testing.F) {
	seed(f, "Groß", "ﻋﻠﯽ", "İ", "\u0345")
	fuzzNormaliser(f, text.Fold)
}

func FuzzChecks(f *testing.F) {
	seed(f, "سارا", "O’Neil", "+989121234567")
	f.Fuzz(func(t *testing.T, s string) {
		if text.IsName(s) {
			require.True(t, text.IsLine(s))
			require.True(t, text.IsName(text.Name(s)) || !utf8.ValidString(s))
		}
		if text.IsLine(s) {
			require.True(t, text.IsParagraphs(s))
			require.True(t, utf8.ValidString(s))
			require.True(t, text.IsLine(text.Line(s)))
		}
		if text.IsParagraphs(s) {
			require.True(t, text.IsParagraphs(text.Paragraphs(s)))
		}
		if text.IsPhone(s) {
			require.Equal(t, s, text.Phone(s))
		}
	})
}
