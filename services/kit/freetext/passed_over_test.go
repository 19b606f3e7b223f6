package freetext_test

// passedOverCases are texts in which nothing is to be found. Numbers which could
// be taken for a national id or a card are made to pass its check, so that what
// saves them is never chance.
func passedOverCases() []string {
	var cases []string
	for _, group := range [][]string{telephones(), dates(), labelledNumbers(), codes(), amounts(), lines(), broken(), shebas(), plain()} {
		cases = append(cases, group...)
	}
	return cases
}

func telephones() []string {
	mobile, landline, germany := nationalID("912123456"), nationalID("218899123"), nationalID("030123456")
	return []string{
		"09121234567", persian("09121234567"), arabic("0912 123 4567"), "0912-123-4567", "0912.123.45.67", "0912 12 34 567",
		"شماره من " + mobile, persian(mobile), grouped(mobile, " ", 3, 3, 4), grouped(mobile, "-", 3, 7), "0 " + mobile, "0-" + mobile,
		"+98 " + mobile, "+98" + mobile, "0098" + mobile, "0098 " + mobile, "98-" + mobile, "(+98) " + mobile, "(+98) " + landline, "(۰۰۹۸)" + persian(landline), "98+ " + landline,
		"+98 " + grouped(landline, " ", 2, 8), "+98 " + landline, "0098 " + landline, "98 " + landline, "\u202a+98 " + landline + "\u202c",
		"تلفن: " + landline, "تلفن ثابت منزل من " + persian(landline), "tel. " + landline, landline + " داخلی ۱۲",
		"0" + landline, "021-88991234", "(021) 8899 1234", "۰۲۱ ۸۸۹۹ ۱۲۳۴", grouped(landline, " ", 2, 4, 4), grouped(landline, " ", 2, 8),
		grouped(nationalID("021889912"), "-", 3, 7), grouped(nationalID("026345678"), " ", 3, 3, 4),
		grouped(nationalID("011345678"), " ", 3, 7), grouped(nationalID("091212345"), " ", 4, 3, 3), grouped(nationalID("004412345"), " ", 4, 3, 3),
		germany[:3] + " " + germany[3:9] + "-" + germany[9:],
		"+1 " + grouped(nationalID("212555012"), " ", 3, 3, 4), grouped(nationalID("212555012"), "-", 3, 3, 4), "+" + nationalID("447911123"), "+\u200e" + nationalID("447911123"),
		"44123456-" + card("44123456" + "4412345")[8:], "09121234567-09351234567", "0912 123 4567 0935 123 4567",
	}
}

func dates() []string {
	return []string{
		"1403/05/12", "۱۴۰۳/۰۵/۱۲", "1403-05-12 14:30", "2024-08-02T14:30:00Z", "20240802143000", "1403/5/2", "12/05/1403",
		"از 1403/05/12 تا 1403/06/15", "1403/05/12 1403/06/15", "۱۴۰۳/۰۵/۱۲-۱۴۰۳/۰۶/۱۵", "2024.08.02 2024.09.03", "1403/05/12 12",
		"کارت ملی " + grouped(nationalID("140305121"), "/", 4, 2, 2, 2), "کارت ملی " + grouped(nationalID("120514021"), "/", 2, 2, 4, 2),
		"ساعت 12:30:45.123456", "۱۴:۳۰ تا ۱۵:۴۵", "1403 1404 1405 1406",
	}
}

func labelledNumbers() []string {
	number := nationalID("145678912")
	return []string{
		"کد پستی " + number, "کدپستی: " + persian(number), "كد پستي " + number, "کد‌پستی‌ام " + number, "کدپستیم " + number, "کد پستی منزل ما " + number,
		"کد پستی\n" + number, "postal code: " + number, grouped(number, "-", 5), grouped(persian(number), " ", 5), "ZIP " + number,
		"شماره پیگیری " + number, "کد رهگیری: " + persian(number), "شماره پیگیری درخواست من " + number + " است", "tracking number " + number,
		"شماره سفارش " + number, "سفارش شماره‌ی " + number, "order #" + number, "#" + number, "order no. " + number, "فاکتور " + number,
		"موبایل " + number, "شماره حساب " + number, "حساب بانک ملی " + number, "نامه شماره " + grouped(number, "/", 3, 6, 1), "پرونده " + number,
		"شابک " + nationalID("964123456"), "ISBN " + nationalID("030640615"), "شماره تراکنش " + card("411111222233334"),
	}
}

func codes() []string {
	number, visa := nationalID("145678912"), card("411111222233334")
	return []string{
		number + ".pdf", number + "-ABC", "12 " + grouped(number, " ", 3, 6, 1) + " 34", "12-" + grouped(number, "-", 3, 6, 1),
		"ORD-" + visa, "1403/" + visa, visa + "ب", card("603799123456789") + "ب", "A" + card("603799123456789"),
		"1200 " + grouped(visa, " ", 4) + " 1500", grouped(visa, "-", 4) + "-1", grouped(visa, " ", 5),
		"ORD-" + number, "INV_" + number, "RR123456789IR", "AB" + number, number + "IR", "الف" + persian(number), persian(number) + "ب",
		"https://example.ir/orders/" + number, "report_" + number + ".pdf", "1403/" + number, number + "-2", number + "@example.ir",
		"550e8400-e29b-41d4-a716-446655440000", "12345678-1234-1234-1234-123456789012", "0x" + number,
		"d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"123456789012345678901234", number + number, card("603799123456789") + card("603799123456789"), "9" + number, number + "9",
		"978-964-123-456-7", "9789641234567", grouped(nationalID("964123456"), "-", 3, 3, 3, 1), grouped(nationalID("030640615"), "-", 1, 3, 5, 1),
		"192.168.100.10", "10.0.0.1 10.0.0.2", "2001:db8::8a2e:370:7334", nationalID("000123456"), "IMEI 356938035643809", "356938035643809",
		"C-7F3K-9QX2", "v1.26.8-20240802143000",
	}
}

func amounts() []string {
	number := nationalID("125000000")
	return []string{
		"1,250,000,000 ریال", "۱٬۲۵۰٬۰۰۰٬۰۰۰", "1.250.000.000", grouped(number, ".", 1, 3), grouped(number, " ", 1, 3), grouped(number, "،", 1, 3),
		number + " ریال", persian(number) + "\u200cتومان", "مبلغ " + number, "$" + number, number + " €", number + "٪",
		"35.6892523410, 51.3896004770", "35." + number + " 51." + number, "4500 5000 5500 6000 6500", "3.1415926535",
	}
}

// lines hold numbers which would be one if a line end or a tab never parted two.
func lines() []string {
	number, melli, visa := nationalID("127045678"), card("603799123456789"), card("411111222233334")
	norwegian, sheba := iban("NO", "86011117947"), iban("IR", "0170000000123456789012")
	return []string{
		grouped(number, "\n", 5), grouped(number, "\n", 3, 6, 1), grouped(number, "\t", 3, 6, 1), "کد ملی\n" + grouped(number, "\n", 4, 6),
		grouped(melli, "\n", 8), grouped(melli, "\t", 6, 10), "کارت\n" + grouped(visa, "\n", 8), grouped(visa, "\n", 12, 4), grouped(visa, "\t", 1),
		grouped(melli, "\n\n", 4), grouped(melli, "\t\t", 4), grouped(melli, "\n،", 4), "الف" + grouped(visa, "\n", 4), grouped(visa, "\n", 4) + "ب",
		"1200\n" + grouped(visa, "\n", 4) + "\n1500", grouped(visa, "\t", 4) + "\t1500", "1500 " + grouped(visa, "\n", 4), "سفارش " + grouped(visa, "\n", 4),
		"No 86\n" + norwegian[4:], "No " + norwegian[2:4] + "\n" + norwegian[4:], "no " + norwegian[2:4] + "\n" + grouped(norwegian[4:], " ", 4),
		"NO " + norwegian[2:4] + "\n" + norwegian[4:], grouped(sheba, "\n", 14, 12), grouped(sheba, "\n", 5),
		"شبا " + grouped(sheba[2:], "\n", 12), "شبا " + grouped(sheba[2:], "\t", 3), grouped(sheba[2:], "\n", 4),
		"1403\n1404\n1405\n1406", "09121234567\n09351234567", "4500\t5000\t5500\t6000\t6500", "5\t4\t3\t5\t2\t1\t4\t5\t3\t2",
	}
}

// shebas are 24 digits that no label directly before calls an IBAN, or that fail.
func shebas() []string {
	digits := iban("IR", "0170000000123456789012")[2:]
	return []string{
		digits, persian(digits), grouped(digits, " ", 4), "حساب " + digits, "کد پیگیری " + digits, "شبا ندارم " + digits, "شبا، " + digits, "شبا ۱۲: " + digits,
		"شبا\n\n" + digits, "شب " + digits, "شبا 000170000000123456789012", "شبا " + digits + "3", "شبا " + digits[:23], "شبا " + digits + "ب",
		"شبا ABC" + digits, "شبا 1 " + digits, "شبا " + digits[:20] + "••••", fullWidth("ORD-") + nationalID("145678912"), nationalID("145678912") + fullWidth("-A"),
	}
}

// broken numbers fail their check by one digit, or are of no issuer.
func broken() []string {
	return []string{
		"کد ملی 0012345678", persian("0012345678"), "کد ملی 1111111111", "کد ملی 001234567", "کد ملی 00123456790",
		"کارت 6037991234567890", "6037-9912-3456-7890", "کارت " + card("123456789012345"), card("999999123456789"),
		"IR" + "000170000000123456789012", iban("IR", "0170000000123456789012")[2:], iban("IR", "0170000000123456789012") + "3",
		"X" + iban("IR", "0170000000123456789012"), iban("ZZ", "0170000000123456789012"), iban("DE", "3704004405320130001"),
		"کد ملی " + found("••••••••••"), "6037 99•• •••• 1234",
	}
}

func plain() []string {
	return []string{
		"", "سلام", "با سلام و احترام، از پاسخ شما سپاسگزارم.", "۱۲۳۴۵۶۷۸۹", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
		"امتیازها: 5 4 3 5 2 1 4 5 3 2", "ماده ۷ مصوبه ۱۱۲۷۱۲۸ مورخ ۱۳۹۵/۱۲/۲۸",
	}
}
