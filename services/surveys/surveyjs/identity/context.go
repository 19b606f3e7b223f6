package identity

// What the words around a head say. A word may say several things.

func isOrdinary(phrase string) bool { return persianOrdinary(phrase) || englishOrdinary(phrase) }

func isFiller(word string) bool { return isFillerPersian(word) || isFillerEnglish(word) }

func isJudging(word string) bool { return isJudgingPersian(word) || isJudgingEnglish(word) }

func isDenying(word string) bool { return isDenyingPersian(word) || isDenyingEnglish(word) }

func isThing(word string) bool { return isThingPersian(word) || isThingEnglish(word) }

func isAsking(phrase string) bool { return isAskingPersian(phrase) || isAskingEnglish(phrase) }

func ownerOf(word string) owner { return max(ownerPersian(word), ownerEnglish(word)) }

// isWithout reports a preposition that denies what follows.
func isWithout(word string) bool { return word == "بدون" || word == "without" }

// isExample reports what stands before an example.
func isExample(word string) bool {
	switch word {
	case "مثال", "مثلا", "مانند", "نمونه", "مثل", "e", "g", "eg", "example", "ex", "like", "such":
		return true
	default:
		return false
	}
}

// isHeading reports a word of a heading in front of a label: "Section 2: Name". It is no filler, for «نام بخش» and
// "form name" are names of things.
func isHeading(word string) bool {
	switch word {
	case "section", "part", "page", "step", "question", "form", "field", "details", "information", "info", "data",
		"one", "two", "three", "four", "five", "last", "sign",
		"بخش", "قسمت", "صفحه", "مرحله", "گام", "سوال", "پرسش", "فرم", "فیلد", "مشخصات", "اطلاعات", "فردی", "هویتی",
		"شناسایی", "اول", "دوم", "سوم", "چهارم", "پنجم", "یکم", "اخر":
		return true
	default:
		return false
	}
}

// isMeans reports a preposition that makes a label a device or a channel: "on your phone".
func isMeans(word string) bool {
	switch word {
	case "by", "via", "through", "on", "from", "in", "using", "از", "با", "به", "در", "توسط", "طریق", "روی", "وسیله":
		return true
	default:
		return false
	}
}

// isPurpose reports how it may go on behind a label that asks.
func isPurpose(word string) bool {
	switch word {
	case "for", "to", "so", "if", "in", "where", "برای", "جهت", "تا", "بمنظور", "منظور", "اگر", "چنانچه":
		return true
	default:
		return false
	}
}

// isTopicBefore reports what makes the datum directly behind it a subject: «صدور کد ملی», "about phone numbers".
func isTopicBefore(word string) bool {
	switch word {
	case "about", "regarding", "concerning",
		"سامانه", "سایت", "خدمات", "خدمت", "صدور", "دریافت", "تغییر", "اصلاح", "استعلام", "جستجوی", "جستجو", "احراز",
		"نحوه", "روند", "فرایند", "سرویس", "درباره", "درمورد", "مورد", "خصوص", "پیرامون",
		"نوع", "مدل", "برند", "مارک", "عامل", "تعداد", "مدت", "زمان", "بخش":
		return true
	default:
		return false
	}
}

// isTopicAfter reports what makes the datum directly before it a subject: "postcode search".
func isTopicAfter(word string) bool {
	switch word {
	case "search", "lookup", "area", "areas", "desk", "office", "offices", "register", "registry", "directory",
		"finder", "card", "cards", "service", "services", "system", "verification", "format", "policy":
		return true
	default:
		return false
	}
}
