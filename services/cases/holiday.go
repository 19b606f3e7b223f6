package cases

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/civil"
	"amanat/services/ledger"
)

// Holidays keeps the days on which the organisation does not work. A change counts for every clock that is running.
type Holidays struct {
	room
	calendars *calendars
	clocks    *CaseClocks
}

// mostHolidays bounds the calendar.
const mostHolidays = 2000

// List shows the weekend, and the holidays of one year or of all.
func (s *Holidays) List(
	ctx context.Context, in kernel.Input[models.HolidayFilter],
) (view models.CalendarView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	query := s.env.DB.WithContext(ctx)
	if in.Form.Year != "" {
		query = query.Where("date LIKE ?", in.Form.Year+"-%") // four digits, as the rules say
	}
	var rows []models.Holiday
	if err := query.Order("date").Find(&rows).Error; err != nil {
		return view, kernel.Fault(err, "read holidays")
	}
	clocks, err := s.calendars.clocks(ctx)
	if err != nil {
		return view, err
	}
	view = models.CalendarView{Weekend: []string{}, Holidays: make([]models.HolidayView, 0, len(rows))}
	for _, day := range clocks.Calendar.Weekend {
		view.Weekend = append(view.Weekend, strings.ToLower(day.String()))
	}
	for _, row := range rows {
		view.Holidays = append(view.Holidays, row.View())
	}
	return view, nil
}

// Set makes a day a holiday, or renames it. The day is an ISO 8601 date.
func (s *Holidays) Set(
	ctx context.Context, actor models.Actor, day string, in kernel.Input[models.HolidayForm],
) (view models.HolidayView, err error) {
	date, ok := holidayDate(day)
	var refused []fault.Violation
	if !ok {
		refused = append(refused, fault.Violation{Pointer: "/date", Code: "not_a_date"})
	}
	refuse := func(*models.HolidayForm) []fault.Violation { return refused }
	if _, err := kernel.Validate(s.env, in, refuse); err != nil {
		return view, err
	}
	row := models.Holiday{Date: date.String(), TitleFa: in.Form.TitleFa, TitleEn: in.Form.TitleEn}
	return row.View(), s.change(ctx, actor, "holiday.set", row.Date, func(tx *gorm.DB) error {
		var count int64
		if err := tx.Model(&models.Holiday{}).Where("date <> ?", row.Date).Count(&count).Error; err != nil {
			return err
		}
		if count >= mostHolidays {
			return fault.New(fault.Conflict, "too_many_holidays")
		}
		return tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "date"}},
			DoUpdates: clause.AssignmentColumns([]string{"title_fa", "title_en"}),
		}).Create(&row).Error
	})
}

// Remove makes a day a working day again; NotFound (`holiday_unknown`) when it is no holiday.
func (s *Holidays) Remove(ctx context.Context, actor models.Actor, day string) error {
	if _, ok := holidayDate(day); !ok {
		return fault.New(fault.NotFound, "holiday_unknown")
	}
	return s.change(ctx, actor, "holiday.removed", day, func(tx *gorm.DB) error {
		removed := tx.Where("date = ?", day).Delete(&models.Holiday{})
		if removed.Error == nil && removed.RowsAffected == 0 {
			return fault.New(fault.NotFound, "holiday_unknown")
		}
		return removed.Error
	})
}

// holidayDate reads a day of these two centuries: a date of another calendar, taken for one of this, is none of them.
func holidayDate(day string) (date civil.Date, ok bool) {
	date, ok = civil.ParseDate(day)
	return date, ok && date.Year >= 2000 && date.Year < 2200
}

// change alters the calendar and then reckons the running clocks anew.
func (s *Holidays) change(
	ctx context.Context, actor models.Actor, action, day string, alter func(tx *gorm.DB) error,
) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := alter(tx); err != nil {
			return err
		}
		if err := s.calendars.turn(tx); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{By: actor, At: s.env.Clock(), Action: action, Subject: day})
	})
	if err != nil {
		return kernel.Fault(err, "change calendar")
	}
	s.calendars.cached.Invalidate()
	// The change is made. If this is cut short, the periodic work goes on with it.
	_, _ = s.clocks.reckonAll(ctx)
	return nil
}

// AdoptWeekend notes the weekend that is in force, so that a change of it counts like one of the holidays.
func (s *Holidays) AdoptWeekend(ctx context.Context) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		fresh := models.Calendar{ID: theCalendar, Version: 1, Weekend: s.calendars.weekend}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
			return err
		}
		changed := tx.Model(&models.Calendar{}).Where("id = ? AND weekend <> ?", theCalendar, s.calendars.weekend).
			Updates(map[string]any{"weekend": s.calendars.weekend, "version": gorm.Expr("version + 1")})
		if changed.Error != nil || changed.RowsAffected == 0 {
			return changed.Error
		}
		return s.ledger.Record(tx, ledger.Act{
			By: models.Actor{Role: models.RoleSystem}, At: s.env.Clock(), Action: "calendar.weekend_changed",
			Subject: s.calendars.weekend,
		})
	})
	return kernel.Fault(err, "adopt calendar")
}
