package freetext_test

import (
	"slices"

	"amanat/services/kit/freetext"
)

const (
	id   = freetext.NationalID
	pan  = freetext.PaymentCard
	acct = freetext.IBAN
)

// foundCase is a text in which marked numbers are to be found.
type foundCase struct {
	text  string
	kinds []freetext.Kind
}

func one(kind freetext.Kind, text string) foundCase {
	return foundCase{text: text, kinds: []freetext.Kind{kind}}
}

func foundCases() []foundCase {
	return slices.Concat(nationalIDCases(), cardCases(), ibanCases(), shebaCases(), wrappedCases(), fullWidthCases(), severalCases())
}

func nationalIDCases() []foundCase {
	tehran, isfahan, nine := nationalID("001234567"), nationalID("127045678"), nationalID("912345678")
	return []foundCase{
		one(id, "کد ملی من "+found(tehran)+" است"),
		one(id, "کد ملی: "+found(persian(tehran))),
		one(id, "كد ملي: "+found(arabic(tehran))),
		one(id, "کدملی "+found(mixed(tehran))+"."),
		one(id, found(isfahan)),
		one(id, "من سارا احمدی، "+found(persian(isfahan))+"، شکایت دارم"),
		one(id, "("+found(tehran)+")"),
		one(id, "-"+found(tehran)),
		one(id, "کد ملی‌ام:"+found(tehran)),
		one(id, "بنده با شماره ملی "+found(grouped(tehran, "-", 3, 6, 1))),
		one(id, found(persian(grouped(isfahan, "-", 3, 6, 1)))+" کد من است"),
		one(id, found(grouped(isfahan, " ", 3, 6, 1))),
		one(id, found(grouped(isfahan, "\u00a0", 3, 6, 1))),
		one(id, found(persian(grouped(isfahan, "\u200c", 3, 6, 1)))),
		one(id, found(grouped(isfahan, "–", 3, 6, 1))),
		one(id, found(grouped(isfahan, "/", 3, 6, 1))),
		one(id, found(grouped(isfahan, ".", 3, 6, 1))),
		one(id, found(grouped(isfahan, "_", 3, 6, 1))),
		one(id, found(grouped(isfahan, " - ", 3, 6, 1))),
		one(id, found(grouped(tehran, " ", 3, 3, 4))),
		one(id, found(grouped(tehran, "-", 5))),
		one(id, "کد ملی "+found(grouped(isfahan, " ", 3, 3, 4))),
		one(id, "کد ملی "+found(grouped(isfahan, " ", 2))),
		one(id, "کد ملی "+found(persian(grouped(isfahan, " ", 1)))),
		one(id, "شماره ملی بنده "+found(nine)),
		one(id, "کدملی"+found(persian(tehran))),
		one(id, "National ID: "+found(tehran)),
		one(id, "my code melli is "+found(grouped(isfahan, "-", 4, 3, 3))),
		one(id, "با تلفن گفتند کد من "+found(tehran)+" است"),
		one(id, "1- "+found(tehran)+"\n2- سارا"),
		one(id, "احمدی-"+found(tehran)+"-09121234567-تهران"),
		one(id, "شماره تلفن 09121234567 و کد ملی "+found(tehran)),
		one(id, "09121234567 "+found(tehran)),
		one(id, "\u200e"+found(tehran)+"\u200e"),
		one(id, "نام‌کاربری="+found(tehran)),
		one(id, "کد ملی و کد پستی\n\n"+found(tehran)),
		one(id, "تلفن ۱۲۳: "+found(tehran)),
		one(id, "+989121234567 "+found(grouped(isfahan, "-", 3, 6, 1))),
		one(id, "کد ملی همسرم: "+found(grouped(isfahan, "-", 2, 3, 5))),
		one(id, found(tehran)+"       ریال"),
		one(id, "سال 98 "+found(tehran)),
		one(id, "سفارش ۱۲۳، "+found(tehran)),
	}
}

func cardCases() []foundCase {
	melli, mellat, visa := card("603799123456789"), card("610433987654321"), card("411111222233334")
	return []foundCase{
		one(pan, "شماره کارت "+found(melli)),
		one(pan, "کارتم "+found(persian(mellat))+" است"),
		one(pan, found(arabic(grouped(melli, " ", 4)))),
		one(pan, found(mixed(grouped(melli, "-", 4)))),
		one(pan, found(persian(grouped(melli, "\u200c", 4)))),
		one(pan, found(grouped(melli, "\u00a0", 4))),
		one(pan, found(grouped(melli, ".", 4))),
		one(pan, found(grouped(melli, "/", 4))),
		one(pan, found(grouped(melli, "_", 4))),
		one(pan, found(grouped(melli, " – ", 4))),
		one(pan, found(grouped(melli, "ـ", 4))),
		one(pan, found(grouped(melli, " ", 6, 10))),
		one(pan, found(grouped(melli, "-", 8))),
		one(pan, found(grouped(melli, " ", 1))),
		one(pan, "کارت"+found(melli)),
		one(pan, "کارت بانک ملی "+found(persian(melli))),
		one(pan, found(grouped(mellat, " ", 4))+" 05/08"),
		one(pan, found(card("207177000011112"))),
		one(pan, "my card is "+found(visa)),
		one(pan, found(grouped(visa, " ", 4))+" 12/29 123"),
		one(pan, found(grouped(visa, "-", 4))),
		one(pan, found(card("552233445566778"))),
		one(pan, found(grouped(card("222100123456789"), " ", 4))),
		one(pan, found(grouped(card("37828224631000"), " ", 4, 6, 5))),
		one(pan, found(card("34123456789012"))),
		one(pan, found(card("421234567890"))),
		one(pan, found(card("62123456789012345"))),
		one(pan, found(grouped(card("621234567890123456"), " ", 4))),
		one(pan, "کارت: "+found(grouped(visa, " ", 8))),
	}
}

func ibanCases() []foundCase {
	sheba := iban("IR", "0170000000123456789012")
	german, british := iban("DE", "370400440532013000"), iban("GB", "NWBK60161331926819")
	return []foundCase{
		one(acct, "شماره شبا "+found(sheba)),
		one(acct, found(persian(sheba))+" به نام سارا"),
		one(acct, found(arabic(grouped(sheba, " ", 4)))),
		one(acct, found(mixed(grouped(sheba, "-", 4)))),
		one(acct, found("ir"+sheba[2:])),
		one(acct, found("Ir"+grouped(sheba[2:], "\u200c", 4))),
		one(acct, found("IR "+sheba[2:])),
		one(acct, found("IR-"+grouped(sheba[2:], "-", 2, 4))),
		one(acct, found("IR"+grouped(sheba[2:], "\u00a0", 4))),
		one(acct, found("IR"+grouped(sheba[2:], ".", 4))),
		one(acct, found("IR"+grouped(sheba[2:], "/", 4))),
		one(acct, found("IR"+grouped(sheba[2:], "_", 4))),
		one(acct, found("IR"+grouped(sheba[2:], " – ", 4))),
		one(acct, "شبا"+found(sheba)),
		one(acct, "شبا:"+found(sheba)+"."),
		one(acct, "my account "+found(grouped(german, " ", 4))+" please"),
		one(acct, found(british)),
		one(acct, found(grouped("gb"+british[2:], " ", 4))),
		one(acct, found(persian(iban("FR", "20041010050500013M02606")))),
		one(acct, found(iban("TR", "00061005197864570841326"[1:]))),
		one(acct, found(iban("AE", "0331234567890123456"))),
		one(acct, found(iban("NO", "86011117947"))),
		one(acct, found(iban("MT", "MALT011000012345MTLCAST001S"))),
		one(acct, found(iban("IQ", "NBIQ850123456789012"))),
	}
}

// shebaCases are Iranian IBANs without their IR, as forms that print it beside
// the field leave them.
func shebaCases() []foundCase {
	digits := iban("IR", "0170000000123456789012")[2:]
	return []foundCase{
		one(acct, "شبا "+found("۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱")),
		one(acct, "شماره شبا: "+found(digits)),
		one(acct, "شمارهٔ شبا "+found(persian(digits))+" به نام سارا"),
		one(acct, "شماره‌ی شبای من "+found(arabic(digits))),
		one(acct, "کد شبا="+found(mixed(digits))),
		one(acct, "كد شبا "+found(fullWidth(digits))),
		one(acct, "کدشبا"+found(digits)+"."),
		one(acct, "شبام "+found(persian(grouped(digits, " ", 4)))),
		one(acct, "شبا "+found(grouped(digits, "-", 2, 4))),
		one(acct, "شبا "+found(grouped(digits, "\u200c", 4))),
		one(acct, "شبا "+found(grouped(digits, " ", 1))),
		one(acct, "شبا\n"+found(grouped(digits, " – ", 4))),
		one(acct, "شماره شبا بانک ملی: "+found(digits)),
		one(acct, "شماره شبا (بدون IR): "+found(digits)),
		one(acct, "IR: "+found(digits)),
		one(acct, "Sheba number is "+found(digits)),
		one(acct, "my IBAN: "+found(grouped(digits, " ", 4))),
		one(acct, "شبا "+found(digits)+" 09121234567"),
		{"شبا " + found(digits) + " " + found(nationalID("001234567")), []freetext.Kind{acct, id}},
		one(id, "شبا "+found(nationalID("001234567"))),
		one(pan, "شبا "+found(card("603799123456789"))),
	}
}

// wrappedCases are pasted from tables and narrow columns.
func wrappedCases() []foundCase {
	melli, visa := card("603799123456789"), card("411111222233334")
	sheba, british := iban("IR", "0170000000123456789012"), iban("GB", "NWBK60161331926819")
	return []foundCase{
		one(pan, found(grouped(melli, "\n", 4))),
		one(pan, "شماره کارت:\n"+found(persian(grouped(melli, "\r\n", 4)))+"\nسارا"),
		one(pan, "کارت\t"+found(arabic(grouped(melli, "\t", 4)))+"\tسارا"),
		one(pan, "کارت "+found(grouped(melli[:8], " ", 4)+"\n"+grouped(melli[8:], " ", 4))),
		one(pan, found(grouped(melli[:12], "-", 4)+"-\r\n"+melli[12:])),
		one(pan, found(grouped(melli, " \t ", 4))),
		one(pan, found(grouped(visa, "\n", 4))),
		one(pan, found(grouped(visa[:8], " ", 4)+"\n"+grouped(visa[8:], " ", 4))+"\n12/29"),
		one(pan, "تلفن 09121234567\n"+found(grouped(visa, "\n", 4))+"\n09121234567"),
		one(pan, "+98 912 123 4567\n"+found(grouped(melli, "\n", 4))),
		one(acct, found(grouped(sheba, "\n", 4))),
		one(acct, "شبا\n"+found(persian(grouped(sheba, "\t", 4)))),
		one(acct, "شبا "+found(grouped(sheba[:16], " ", 4)+"\r\n"+grouped(sheba[16:], " ", 4))),
		one(acct, found("IR\t"+grouped(sheba[2:], "\t", 2, 4))),
		one(acct, found("IR\n"+grouped(sheba[2:], " ", 4))),
		one(acct, "IR\t"+found(persian(sheba[2:]))),
		one(acct, found(grouped(british, "\t", 4))),
		one(acct, "شبا: "+found(grouped(sheba[2:], "\n", 4))),
		one(acct, "شبا\t"+found(persian(grouped(sheba[2:], "\t", 2, 4)))),
		{found(grouped(melli, " ", 4)) + "\n" + found(grouped(visa, " ", 4)), []freetext.Kind{pan, pan}},
		{found(grouped(melli, "\n", 4)) + "\n" + found(grouped(melli, "\n", 4)), []freetext.Kind{pan, pan}},
		{found(nationalID("001234567")) + "\n" + found(grouped(melli, "\n", 4)), []freetext.Kind{id, pan}},
	}
}

func fullWidthCases() []foundCase {
	tehran, melli, visa, sheba := nationalID("001234567"), card("603799123456789"), card("411111222233334"), iban("IR", "0170000000123456789012")
	return []foundCase{
		one(id, "کد ملی "+found(fullWidth(tehran))),
		one(id, found(fullWidth(tehran[:5])+persian(tehran[5:]))),
		one(id, found(fullWidth(grouped(tehran, "-", 3, 6, 1)))),
		one(pan, found(fullWidth(grouped(melli, " ", 4)))),
		one(pan, found(grouped(fullWidth(visa)[:48], "\u3000", 12))),
		one(pan, "ｃａｒｄ "+found(fullWidth(visa))),
		one(acct, found(fullWidth(sheba))),
		one(acct, "شبا"+found(fullWidth("ir"+sheba[2:]))),
		one(acct, found("ＩＲ"+persian(grouped(sheba[2:], "\n", 2, 4)))),
		one(acct, found(fullWidth(iban("GB", "NWBK60161331926819")))),
		one(id, "کد ملی "+found(grouped(tehran, "\u200b", 3, 6, 1))),
		one(pan, found(persian(grouped(melli, "\u200b", 4)))),
		one(pan, found(grouped(visa, "\u2060", 4))),
		one(acct, found(grouped(sheba, "\u2060", 4))),
		one(acct, found(grouped(sheba, " \u200b", 4))),
	}
}

func severalCases() []foundCase {
	tehran, isfahan := nationalID("001234567"), nationalID("127045678")
	melli, sheba := card("603799123456789"), iban("IR", "0170000000123456789012")
	endsIn0, endsInTel := nationalID("475018710"), iban("MT", "MALT01100"+"001234512345678TEL")
	return []foundCase{
		{found(grouped(endsIn0, "-", 3, 6, 1)) + " " + found(isfahan), []freetext.Kind{id, id}},
		{found(endsInTel) + ": " + found(tehran), []freetext.Kind{acct, id}},
		{found(tehran) + " و " + found(persian(isfahan)), []freetext.Kind{id, id}},
		{found(tehran) + " " + found(isfahan), []freetext.Kind{id, id}},
		{found(tehran) + "-" + found(isfahan), []freetext.Kind{id, id}},
		{found(grouped(melli, " ", 4)) + " " + found(grouped(melli, " ", 4)), []freetext.Kind{pan, pan}},
		{found(melli) + "/" + found(sheba), []freetext.Kind{pan, acct}},
		{found(tehran) + " " + found(grouped(sheba, " ", 4)) + " " + found(melli), []freetext.Kind{id, acct, pan}},
		{"کد ملی " + found(tehran) + "، کارت " + found(melli) + "، شبا " + found(sheba), []freetext.Kind{id, pan, acct}},
	}
}
