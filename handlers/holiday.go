package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/cases"
)

// Holidays serves the calendar of working days.
type Holidays struct {
	holidays *cases.Holidays
	form     web.Binder[models.HolidayForm]
	filter   web.Query[models.HolidayFilter]
}

func newHolidays(s *cases.Holidays) *Holidays {
	return &Holidays{
		holidays: s, form: web.NewBinder[models.HolidayForm](), filter: web.NewQuery[models.HolidayFilter](),
	}
}

// List shows the calendar.
//
//	@Summary		See the calendar of working days
//	@Description	The weekend, and the holidays of a year or of all. Holidays of the lunar calendar are announced year by year and have to be entered.
//	@Tags			calendar
//	@ID				getCalendar
//	@Param			year	query		string				false	"A year of the Gregorian calendar"
//	@Success		200		{object}	models.CalendarView	"The calendar"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "privacy"]
//	@Router			/api/v1/staff/holidays [get]
func (h *Holidays) List(c *gin.Context) error {
	in, err := h.filter.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.holidays.List(c.Request.Context(), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Set makes a day a holiday.
//
//	@Summary		Make a day a holiday
//	@Description	Every running clock is reckoned anew, and may be due later.
//	@Tags			calendar
//	@ID				setHoliday
//	@Param			date	path		string				true	"The day"	Format(date)
//	@Param			body	body		models.HolidayForm	true	"What it is called"
//	@Success		200		{object}	models.HolidayView	"The holiday"
//	@Failure		409		"There are too many holidays"
//	@Security		staff
//	@x-roles		["admin", "lead"]
//	@Router			/api/v1/staff/holidays/{date} [put]
func (h *Holidays) Set(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.holidays.Set(c.Request.Context(), web.Actor(c), c.Param("date"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Remove makes a day a working day again.
//
//	@Summary		Make a day a working day again
//	@Description	Every running clock is reckoned anew, and may be due earlier.
//	@Tags			calendar
//	@ID				removeHoliday
//	@Param			date	path	string	true	"The day"	Format(date)
//	@Success		204		"It is no holiday any more"
//	@Security		staff
//	@x-roles		["admin", "lead"]
//	@Router			/api/v1/staff/holidays/{date} [delete]
func (h *Holidays) Remove(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.holidays.Remove(c.Request.Context(), web.Actor(c), c.Param("date")); err != nil {
		return err
	}
	return web.NoContent(c)
}
