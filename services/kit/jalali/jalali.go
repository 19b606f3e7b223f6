// Package jalali writes dates as people in Iran read them: of the solar Hijri calendar, in Persian words and digits.
package jalali

import (
	"fmt"
	"strings"
	"time"

	"github.com/jalaali/go-jalaali"
)

// Date is the day of a moment, in the moment's own time zone: «۱ آذر ۱۴۰۵». The calendar is known for the years 1 to
// 3177; a day outside them is written as in ISO 8601.
func Date(t time.Time) string {
	year, month, day, err := jalaali.ToJalaali(t.Year(), t.Month(), t.Day())
	if err != nil || month < 1 || int(month) > len(months()) {
		return Digits(t.Format(time.DateOnly))
	}
	return Digits(fmt.Sprintf("%d %s %d", day, months()[month-1], year))
}

// Short is the day as a table has it, in ASCII digits: 1405/09/01. A day outside the calendar is empty.
func Short(t time.Time) string {
	year, month, day, err := jalaali.ToJalaali(t.Year(), t.Month(), t.Day())
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d/%02d/%02d", year, month, day)
}

// Digits writes the ASCII digits of a text as Persian ones.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '۰'
		}
		return r
	}, s)
}

func months() []string {
	return []string{
		"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
	}
}
