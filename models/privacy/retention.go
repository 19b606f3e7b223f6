package privacy

import "time"

// Rule is a retention rule in the form people read it and in the form the sweeper executes it.
type Rule struct {
	Code Retention
	// After is how long a row lives past the moment the rule counts from; zero means until somebody removes it.
	After time.Duration
	// ISO is the same span as an ISO 8601 duration, for documents.
	ISO string
	// Fa and En are the rule in words.
	Fa, En string
}

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// Rule returns the rule behind the name; the zero Rule for a name that does not exist.
func (r Retention) Rule() Rule {
	switch r {
	case WithCase:
		return Rule{
			Code: r, After: 2 * year, ISO: "P2Y",
			Fa: "تا زمانی که خودتان آن را پاک کنید، و در هر صورت حداکثر دو سال پس از بسته‌شدن پرونده",
			En: "until you erase it, and in any case no longer than two years after the case is closed",
		}
	case WithAccount:
		return Rule{
			Code: r,
			Fa:   "تا زمانی که حساب کارمند برداشته شود",
			En:   "until the account of the member of staff is removed",
		}
	case WithLedger:
		return Rule{
			Code: r,
			Fa:   "تا زمانی که دفتر رویدادها نگهداری می‌شود؛ نقش، شناسهٔ حساب کارمند و شمارهٔ پیگیری، بی‌نام",
			En:   "for as long as the ledger is kept; roles, ids of staff accounts and references, and no names",
		}
	case Session:
		return Rule{
			Code: r, After: day / 2, ISO: "PT12H",
			Fa: "دوازده ساعت",
			En: "twelve hours",
		}
	case OneDay:
		return Rule{
			Code: r, After: day, ISO: "P1D",
			Fa: "یک روز",
			En: "one day",
		}
	case Consent:
		return Rule{
			Code: r, After: year + 30*day, ISO: "P13M",
			Fa: "سیزده ماه؛ پس از آن دوباره از شما پرسیده می‌شود",
			En: "thirteen months; after that you are asked again",
		}
	case WithSurvey:
		return Rule{
			Code: r, After: year, ISO: "P1Y",
			Fa: "یک سال پس از بسته‌شدن نظرسنجی؛ پس از آن تنها شمارش‌هایی می‌ماند که دربارهٔ هیچ شخصی نیست",
			En: "a year after the survey is closed; after that only counts are left, which are about no person",
		}
	case OnDevice:
		return Rule{
			Code: r, After: 180 * day, ISO: "P180D",
			Fa: "تنها در دستگاه خودتان، تا زمانی که آن را پاک کنید و حداکثر ۱۸۰ روز",
			En: "on your own device only, until you delete it, and for 180 days at most",
		}
	case Permanent:
		return Rule{
			Code: r,
			Fa:   "همیشگی؛ دربارهٔ هیچ شخصی نیست",
			En:   "permanent; it is about no person",
		}
	default:
		return Rule{}
	}
}

// Text is the rule in words, in the given language ("fa" or "en").
func (r Retention) Text(language string) string {
	switch rule := r.Rule(); language {
	case "fa":
		return rule.Fa
	case "en":
		return rule.En
	default:
		return ""
	}
}
