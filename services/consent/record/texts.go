package record

import (
	"fmt"

	"amanat/models"
)

// texts is what the record says in words.
type texts struct {
	memory, returning, newsletterInsight string
	right                                string
	// withdrawing has places for the request and for its header.
	withdrawing string
}

func (t texts) withdrawal(request, header string) string {
	return fmt.Sprintf(t.withdrawing, request, header)
}

func textsIn(language models.Language) texts {
	if language == models.Persian {
		return persian()
	}
	return english()
}

func english() texts {
	return texts{
		memory: "Form memory: your name and contact stay in an encrypted cookie on your own device, so that you need " +
			"not type them again. The server keeps none of it.",
		returning: "Returning visits: a cookie on your own device that holds a date, and no identifier, shows that " +
			"you were here before.",
		newsletterInsight: "Newsletter insight: that a link is followed is counted per link and topic, never per " +
			"person. The click itself is not kept.",
		right: "You may see, change or withdraw this consent at any time: GET, PUT or DELETE at this address.",
		withdrawing: "Send %s with the header %s (a browser's consent cookie serves as well). Everything is " +
			"withdrawn at once; no reason is asked.",
	}
}

func persian() texts {
	return texts{
		memory: "حافظهٔ فرم: نام و راه تماس شما در یک کوکی رمزشده روی دستگاه خودتان می‌ماند تا دوباره ننویسید. " +
			"روی سرور چیزی از آن نگه داشته نمی‌شود.",
		returning: "بازدید دوباره: یک کوکی روی دستگاه خودتان که تنها تاریخی در خود دارد و نه شناسه‌ای، نشان می‌دهد " +
			"که پیش‌تر اینجا بوده‌اید.",
		newsletterInsight: "سنجش خبرنامه: دنبال‌کردن پیوندها به ازای هر پیوند و هر موضوع شمرده می‌شود و " +
			"هرگز به ازای هر شخص. خود کلیک نگه داشته نمی‌شود.",
		right: "هر زمان می‌توانید این رضایت را ببینید، تغییر دهید یا پس بگیرید: GET یا PUT یا DELETE به همین نشانی.",
		withdrawing: "درخواست %s را با سرآیند %s بفرستید (کوکی رضایت مرورگر هم کافی است). همه چیز بی‌درنگ پس گرفته " +
			"می‌شود و دلیلی پرسیده نمی‌شود.",
	}
}
