package freetext

import "strings"

// meaning returns what a folded word before a number says the number is, and
// whether it is known at all. A known word that says nothing (unlabelled) may
// stand between a label and its number.
func meaning(word string) (says label, known bool) {
	if says, known = exactMeaning(word); known {
		return says, true
	}
	for _, ending := range []string{"مان", "تان", "شان", "ام", "م", "ش"} { // my, your, our, …
		if stem, found := strings.CutSuffix(word, ending); found {
			if says, known = exactMeaning(stem); known {
				return says, true
			}
		}
	}
	return unlabelled, false
}

func exactMeaning(word string) (says label, known bool) {
	switch {
	case word == "":
		return unlabelled, false
	case namesNationalID(word):
		return labelsNationalID, true
	case namesCard(word):
		return labelsCard, true
	case namesIBAN(word):
		return labelsIBAN, true
	case namesPostOrTelephone(word), namesDocument(word):
		return labelsOther, true
	default:
		return unlabelled, isFiller(word)
	}
}

func namesNationalID(word string) bool {
	switch word {
	case "ملی", "کدملی", "شمارهملی", "شناسنامه",
		"national", "nationalid", "nationalcode", "nid", "melli", "meli",
		"codemelli", "codemeli", "kodemelli", "kodemeli", "mellicode", "melicode":
		return true
	default:
		return false
	}
}

func namesCard(word string) bool {
	switch word {
	case "کارت", "شمارهکارت", "عابربانک", "ویزا", "مسترکارت",
		"card", "kart", "visa", "mastercard", "amex", "unionpay":
		return true
	default:
		return false
	}
}

func namesIBAN(word string) bool {
	switch word {
	case "شبا", "شبای", "شمارهشبا", "کدشبا", "sheba", "shaba", "iban", "ir": // "IR:" before the digits
		return true
	default:
		return false
	}
}

func namesPostOrTelephone(word string) bool {
	switch word {
	case "پستی", "کدپستی", "صندوقپستی", "مرسوله",
		"postal", "postcode", "zip", "zipcode", "parcel", "shipment",
		"تلفن", "تلفکس", "فکس", "نمابر", "دورنگار", "موبایل", "همراه", "تماس", "پیامک",
		"phone", "telephone", "tel", "fax", "mobile", "cell", "contact", "call", "sms",
		"واتساپ", "واتساب", "تلگرام", "ایتا", "روبیکا", "whatsapp", "telegram":
		return true
	default:
		return false
	}
}

func namesDocument(word string) bool {
	switch word {
	case "#", "پیگیری", "کدپیگیری", "رهگیری", "کدرهگیری", "مرجع", "ارجاع", "سریال", "شابک", "بارکد",
		"tracking", "track", "reference", "ref", "serial", "isbn", "barcode", "sku", "imei", "timestamp",
		"سفارش", "کالا", "محصول", "فاکتور", "صورتحساب", "رسید", "قبض", "پرداخت", "تراکنش",
		"order", "product", "invoice", "receipt", "bill", "payment", "transaction",
		"پرونده", "نامه", "دبیرخانه", "ثبت", "درخواست", "تیکت", "شکایت", "نوبت", "رزرو",
		"case", "letter", "request", "ticket", "complaint", "booking",
		"قرارداد", "حساب", "اشتراک", "کنتور", "بیمه", "contract", "account", "meter", "insurance",
		"مبلغ", "قیمت", "هزینه", "بدهی", "amount", "price":
		return true
	default:
		return false
	}
}

func isFiller(word string) bool {
	switch word {
	case "شماره", "کد", "شناسه", "عدد", "رقمی", "number", "no", "num", "nr", "code", "id",
		"من", "ما", "بنده", "اینجانب", "خود", "خودم", "شما", "ایشان", "او", "وی",
		"my", "our", "the", "your", "his", "her",
		"همسر", "فرزند", "پدر", "مادر", "پسر", "دختر", "برادر", "خواهر",
		"ی", "ها", "های", "ام", "ات", "اش", "مان", "تان", "شان",
		"منزل", "خانه", "محل", "کار", "ثابت", "ضروری", "جدید", "قبلی", "قدیم",
		"بانک", "بانکی", "اعتباری", "bank", "credit", "debit",
		"است", "هست", "هستش", "میباشد", "می", "باشد", "برابر", "با", "به", "این", "ان", "شرح", "زیر", "یعنی",
		"is", "was", "are", "of", "for", "as", "follows":
		return true
	default:
		return false
	}
}

func isUnit(word string) bool {
	switch word {
	case "ریال", "ریالی", "تومان", "تومانی", "تومن", "تومنی", "دلار", "یورو", "درهم", "لیر",
		"rial", "rials", "irr", "toman", "tomans", "usd", "eur", "dollar", "dollars", "euro", "euros",
		"هزار", "میلیون", "میلیارد", "نفر", "متر", "بایت", "bytes", "داخلی", "ext", "extension":
		return true
	default:
		return false
	}
}
