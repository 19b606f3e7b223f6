package kernel

import (
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kit/civil"
)

// Between bounds a column by two days of the service's time zone, both included; they were found to be dates.
func (env Environment) Between(query *gorm.DB, column, from, to string) *gorm.DB {
	if day, ok := civil.ParseDate(from); ok {
		query = query.Where(column+" >= ?", day.Begin(env.Zone))
	}
	if day, ok := civil.ParseDate(to); ok {
		query = query.Where(column+" < ?", day.AddDays(1).Begin(env.Zone))
	}
	return query
}

// Today is the day in the service's time zone.
func (env Environment) Today() civil.Date { return civil.DateOf(env.Clock(), env.Zone) }

// FormatTime is a time as RFC 3339, empty for none.
func FormatTime(t *time.Time) string {
	if t == nil {
		return ""
	}
	return models.Shown(*t).Format(time.RFC3339)
}

// ParseTime reads a moment that may have been left out; the rules have found it well-formed.
func ParseTime(text string) *time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	at = models.Shown(at)
	return &at
}
