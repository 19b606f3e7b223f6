package services

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/lifecycle"
	"amanat/services/workdays"
)

const theCalendar = 1

// calendars reads the calendar of working days. What a replica reckons while it is behind a change bears the version it
// was reckoned with, and is reckoned anew.
type calendars struct {
	env    Environment
	cached cached[lifecycle.Clocks]
}

func newCalendars(env Environment) *calendars {
	c := &calendars{env: env}
	c.cached.clock = env.Clock
	c.cached.read = func(ctx context.Context) (lifecycle.Clocks, error) {
		clocks, err := c.read(env.DB.WithContext(ctx))
		return clocks, failed("read calendar", err)
	}
	return c
}

// clocks reckon by the calendar as it was a moment ago.
func (c *calendars) clocks(ctx context.Context) (lifecycle.Clocks, error) { return c.cached.get(ctx) }

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
		row.Weekend = c.env.weekend()
	}
	weekend, _ := workdays.Weekends(row.Weekend)
	calendar := workdays.Calendar{Zone: c.env.Zone, Weekend: weekend, Holidays: map[workdays.Date]bool{}}
	for _, holiday := range holidays {
		if date, ok := workdays.ParseDate(holiday.Date); ok {
			calendar.Holidays[date] = true
		}
	}
	return lifecycle.Clocks{Calendar: calendar, Version: row.Version}, nil
}

// adopt notes the weekend that is in force, so that a change of it counts like one of the holidays.
func (c *calendars) adopt(ctx context.Context) error {
	err := c.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		fresh := models.Calendar{ID: theCalendar, Version: 1, Weekend: c.env.weekend()}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
			return err
		}
		changed := tx.Model(&models.Calendar{}).Where("id = ? AND weekend <> ?", theCalendar, c.env.weekend()).
			Updates(map[string]any{"weekend": c.env.weekend(), "version": gorm.Expr("version + 1")})
		if changed.Error != nil || changed.RowsAffected == 0 {
			return changed.Error
		}
		return c.env.enter(tx, system().did(c.env.Clock(), "calendar.weekend_changed", c.env.weekend()))
	})
	return failed("adopt calendar", err)
}

// turn makes a new version of the calendar: deadlines reckoned with an older one will be reckoned anew.
func (c *calendars) turn(tx *gorm.DB) error {
	err := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"version": gorm.Expr("calendars.version + 1")}),
	}).Create(&models.Calendar{ID: theCalendar, Version: 1, Weekend: c.env.weekend()}).Error
	if err != nil {
		return fmt.Errorf("turn calendar: %w", err)
	}
	return nil
}

// weekend is the name of the weekend in force.
func (env Environment) weekend() string {
	if env.Weekend == "" {
		return "thursday-friday"
	}
	return env.Weekend
}
