package models

// RatingForm asks how satisfied the person is.
type RatingForm struct {
	Score    int   `json:"score" validate:"required,gte=1,lte=5" privacy:"none_personal;retention=permanent" example:"4"`
	Resolved *bool `json:"resolved" validate:"required" privacy:"none_personal;retention=permanent" example:"true"`
} // @name RatingForm

// SatisfactionCount is all that is kept of ratings: how many there were in a month about a category. No rating can be
// traced to a case.
type SatisfactionCount struct {
	Month    string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Category string `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Score    int    `gorm:"primaryKey;autoIncrement:false" privacy:"none_personal;retention=permanent"`
	Resolved bool   `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Count    int64  `privacy:"none_personal;retention=permanent"`
}

// SatisfactionView is the satisfaction of a month with one category (or the kind, for what has none).
type SatisfactionView struct {
	Month    string `json:"month" example:"2026-11"`
	Category string `json:"category" example:"delay"`
	// Ratings is how many there were; the figures below are left out where there were too few to hide one among them.
	Ratings       *int64   `json:"ratings" example:"17"`
	AverageScore  *float64 `json:"average_score" example:"3.8"`
	ResolvedShare *float64 `json:"resolved_share" example:"0.76"`
} // @name Satisfaction

// SatisfactionListView is the satisfaction by month and category.
type SatisfactionListView struct {
	Figures []SatisfactionView `json:"items"`
} // @name SatisfactionList
