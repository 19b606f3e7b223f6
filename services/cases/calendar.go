package cases

import (
	"cmp"
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/cases/workdays"
	"amanat/services/kernel"
	"amanat/services/kit/civil"
)

const theCalendar = 1

// calendars reads the calendar of working days. What a replica reckons while it is behind a change bears the version it
// was reckoned with, and is reckoned anew.
type calendars struct {
	room
	// weekend names the days that are never worked: `thursday-friday` or `friday`.
	weekend string
	cached  *kernel.Cache[lifecycle.Clocks]
}

func newCalendars(room room, weekend string) *calendars {
	c := &calendars{room: room, weekend: cmp.Or(weekend, "thursday-friday")}
	c.cached = kernel.NewCache(room.env.Clock, func(ctx context.Context) (lifecycle.Clocks, error) {
		clocks, err := c.read(room.env.DB.WithContext(ctx))
		return clocks, kernel.Fault(err, "read calendar")
	})
	return c
}

// clocks reckon by the calendar as it was a moment ago.
func (c *calendars) clocks(ctx context.Context) (lifecycle.Clocks, error) { return c.cached.Get(ctx) }

// read reads the version first: a change in between is reckoned with twice rather than not at all.
func (c *calendars) read(db *gorm.DB) (clocks lifecycle.Clocks, err error) {
	row := models.Calendar{}
	if err := db.Where("id = ?", theCalendar).Limit(1).Find(&row).Error; err != nil {
		return clocks, err
	}
	var holidays []models.Holiday
	if err := db.Find(&holidays).Error; err != nil {
		return clocks, err
	}
	if row.Weekend == "" {
		row.Weekend = c.weekend
	}
	weekend, _ := workdays.Weekends(row.Weekend)
	calendar := workdays.Calendar{Zone: c.env.Zone, Weekend: weekend, Holidays: map[civil.Date]bool{}}
	for _, holiday := range holidays {
		if date, ok := civil.ParseDate(holiday.Date); ok {
			calendar.Holidays[date] = true
		}
	}
	return lifecycle.Clocks{Calendar: calendar, Version: row.Version}, nil
}

// turn makes a new version of the calendar: deadlines reckoned with an older one will be reckoned anew.
func (c *calendars) turn(tx *gorm.DB) error {
	err := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"version": gorm.Expr("calendars.version + 1")}),
	}).Create(&models.Calendar{ID: theCalendar, Version: 1, Weekend: c.weekend}).Error
	if err != nil {
		return fmt.Errorf("turn calendar: %w", err)
	}
	return nil
}
