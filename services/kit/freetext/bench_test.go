package freetext_test

import (
	"strings"
	"testing"

	"amanat/services/kit/freetext"
)

const message = "با سلام و احترام، اینجانب از وضعیت رسیدگی به درخواست خود در سامانه گله دارم و می‌خواهم بدانم چرا پس از گذشت چند هفته هنوز هیچ پاسخی به من داده نشده است و چه کسی پاسخگوی من خواهد بود، لطفاً رسیدگی فرمایید"

// BenchmarkScan shows by "x10" beside "x1" that the time is linear: the texts
// are those in which the most is tried at every group.
func BenchmarkScan(b *testing.B) {
	const size = 1000
	melli := grouped(card("603799123456789"), " ", 4)
	for _, bench := range []struct{ name, text string }{
		{"message without digits", message},
		{"message with a national id", message + " کد ملی " + nationalID("001234567")},
		{"single digits x1", strings.Repeat("1 ", size/2)},
		{"single digits x10", strings.Repeat("1 ", size*5)},
		{"fours x1", strings.Repeat("4111 ", size/5)},
		{"fours x10", strings.Repeat("4111 ", size*2)},
		{"one run of digits x1", strings.Repeat("4", size)},
		{"one run of digits x10", strings.Repeat("4", size*10)},
		{"national ids x1", strings.Repeat(nationalID("127045678")+"-", size/11)},
		{"national ids x10", strings.Repeat(nationalID("127045678")+"-", size*10/11)},
		{"labelled x1", strings.Repeat("شماره من "+nationalID("912345678")+" ", size/20)},
		{"labelled x10", strings.Repeat("شماره من "+nationalID("912345678")+" ", size*10/20)},
		{"cards x1", strings.Repeat(melli+" ", size/20)},
		{"cards x10", strings.Repeat(melli+" ", size*10/20)},
		{"wrapped cards x1", strings.Repeat(grouped(card("603799123456789"), "\n", 4)+"\n", size/20)},
		{"wrapped cards x10", strings.Repeat(grouped(card("603799123456789"), "\n", 4)+"\n", size*10/20)},
		{"lines x1", strings.Repeat("4111\n", size/5)},
		{"lines x10", strings.Repeat("4111\n", size*2)},
		{"countries x1", strings.Repeat("IR11 ", size/5)},
		{"countries x10", strings.Repeat("IR11 ", size*2)},
		{"separators x10", "0012345679" + strings.Repeat(" -", size*5)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = freetext.Scan(bench.text)
			}
		})
	}
}

func BenchmarkMask(b *testing.B) {
	text := message + " کد ملی " + nationalID("001234567")
	findings := freetext.Scan(text)
	b.ReportAllocs()
	for b.Loop() {
		_ = freetext.Mask(text, findings)
	}
}
