package services

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/lifecycle"
	"amanat/services/workdays"
)

const (
	theCalendar = 1
	// calendarFresh is how long a replica may be behind a change of the calendar. What it reckons meanwhile bears the
	// version it was reckoned with, and is reckoned anew.
	calendarFresh = 5 * time.Second
)

// calendars reads the calendar of working days, at most once in calendarFresh.
type calendars struct {
	env    Environment
	cached atomic.Pointer[calendarNow]
}

type calendarNow struct {
	readAt time.Time
	clocks lifecycle.Clocks
}

// clocks reckon by the calendar as it was a moment ago.
func (c *calendars) clocks(ctx context.Context) (lifecycle.Clocks, error) {
	now := c.env.Clock()
	if cached := c.cached.Load(); cached != nil && now.Sub(cached.readAt).Abs() < calendarFresh {
		return cached.clocks, nil
	}
	clocks, err := c.read(c.env.DB.WithContext(ctx))
	if err != nil {
		return clocks, failed("read calendar", err)
	}
	c.cached.Store(&calendarNow{readAt: now, clocks: clocks})
	return clocks, nil
}

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
