package text_test

import (
	"strings"
	"testing"

	"amanat/services/kit/text"
)

const message = "با سلام و احترام، اینجانب از وضعیت رسیدگی به درخواست خود در سامانه گله دارم و می‌خواهم بدانم چرا پاسخی داده نشده است."

func BenchmarkNormalise(b *testing.B) {
	for _, bench := range []struct {
		name, input string
		normalise   func(string) string
	}{
		{"Name/tidy", "سارا احمدی", text.Name},
		{"Name/arabic", "علي اكبر", text.Name},
		{"Line/latin", "Sara Ahmadi", text.Line},
		{"Paragraphs/tidy", message, text.Paragraphs},
		{"Paragraphs/10kB", strings.Repeat(message+"\n", 50), text.Paragraphs},
		{"Paragraphs/arabic", strings.ReplaceAll(message, "ی", "ي"), text.Paragraphs},
		{"Paragraphs/crlf", strings.ReplaceAll(message, "، ", "\r\n"), text.Paragraphs},
		{"Phone", "۰۹۱۲ ۱۲۳ ۴۵۶۷", text.Phone},
		{"Email", "sara@example.ir", text.Email},
		{"Page", "https://example.ir/a?b", text.Page},
		{"Fold", "سید علی‌اکبر کاظمی", text.Fold},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = bench.normalise(bench.input)
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	b.Run("IsName", func(b *testing.B) {
		for b.Loop() {
			_ = text.IsName("سید علی‌اکبر کاظمی")
		}
	})
	b.Run("IsParagraphs", func(b *testing.B) {
		for b.Loop() {
			_ = text.IsParagraphs(message)
		}
	})
}
