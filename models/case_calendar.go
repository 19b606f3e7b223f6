package models

// Holiday is a day on which the organisation does not work.
type Holiday struct {
	Date    string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	TitleFa string `privacy:"none_personal;retention=permanent"`
	TitleEn string `privacy:"none_personal;retention=permanent"`
}

// Calendar is the version of the holidays and the weekend together: deadlines reckoned with an older one are reckoned
// anew.
type Calendar struct {
	ID      int    `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Version int64  `privacy:"none_personal;retention=permanent"`
	Weekend string `privacy:"none_personal;retention=permanent"`
}

// HolidayForm asks for the names of a holiday.
type HolidayForm struct {
	TitleFa string `json:"title_fa" normalise:"line" validate:"required,max=100,line" privacy:"none_personal;retention=permanent" example:"نوروز"`
	TitleEn string `json:"title_en" normalise:"line" validate:"required,max=100,line" privacy:"none_personal;retention=permanent" example:"Nowruz"`
} // @name HolidayForm

// HolidayFilter asks for the holidays of one year.
type HolidayFilter struct {
	Year string `json:"year" normalise:"digits" validate:"omitempty,len=4,number" privacy:"none_personal;retention=permanent" example:"2027"`
}

// HolidayView is a holiday as it is shown.
type HolidayView struct {
	Date   string    `json:"date" format:"date" example:"2027-03-21"`
	Titles Localised `json:"titles"`
} // @name Holiday

// CalendarView says which days are not worked.
type CalendarView struct {
	Weekend  []string      `json:"weekend" enums:"thursday,friday" example:"thursday,friday"`
	Holidays []HolidayView `json:"holidays"`
} // @name Calendar

// View is the holiday as it is shown.
func (h Holiday) View() HolidayView {
	return HolidayView{Date: h.Date, Titles: Localised{Fa: h.TitleFa, En: h.TitleEn}}
}
