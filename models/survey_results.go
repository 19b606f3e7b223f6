package models

// SurveyResultsQuery asks for results.
type SurveyResultsQuery struct {
	// Version is the newest one that has results, if it is left out.
	Version string `json:"version" normalise:"digits" validate:"omitempty,version" privacy:"none_personal;retention=permanent" example:"1"`
	// By is the variable to cross all others with.
	By string `json:"by" normalise:"line" validate:"omitempty,max=250,line" privacy:"none_personal;retention=permanent" example:"channel"`
}

// SurveyShowingForm asks whose results everybody is to see, or no longer.
type SurveyShowingForm struct {
	// Version is the one that was published last, if it is left out.
	Version *int `json:"version,omitempty" validate:"omitempty,gte=1" privacy:"none_personal;retention=permanent" example:"1"`
} // @name SurveyShowingForm

// SurveyExportQuery asks for a table of the results.
type SurveyExportQuery struct {
	Version string `json:"version" normalise:"digits" validate:"omitempty,version" privacy:"none_personal;retention=permanent" example:"1"`
	By      string `json:"by" normalise:"line" validate:"omitempty,max=250,line" privacy:"none_personal;retention=permanent" example:"channel"`
	Format  string `json:"format" normalise:"line" validate:"omitempty,oneof=csv xlsx json" privacy:"none_personal;retention=permanent" example:"csv"`
}

// SurveyTextsQuery asks for free texts.
type SurveyTextsQuery struct {
	Version  string `json:"version" normalise:"digits" validate:"omitempty,version" privacy:"none_personal;retention=permanent" example:"1"`
	Variable string `json:"variable" normalise:"line" validate:"omitempty,max=250,line" privacy:"none_personal;retention=permanent" example:"suggestion"`
}

// SurveyResults are the figures of a version. What is null is suppressed: fewer than k people are behind it, or none,
// or it would give such a figure away; these look alike.
type SurveyResults struct {
	Slug    string      `json:"slug" example:"service-satisfaction"`
	Version int         `json:"version" example:"1"`
	Hash    string      `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	State   SurveyState `json:"state" enums:"scheduled,published,paused,closed" example:"closed"`
	Title   Wording     `json:"title"`
	// K is how many people are behind every figure at least.
	K int `json:"k" example:"10"`
	// Final results are as of closing. Until then all counts are rounded down to multiples of k, and numbers, dates and
	// mean ranks are not shown, so that nobody can tell from two of them what the last one answered.
	Final bool `json:"final" example:"true"`
	// Responses is how many answered; null where they are fewer than k.
	Responses *int `json:"responses" example:"240"`
	// By is the variable that all others are crossed with.
	By        string           `json:"by,omitempty" example:"channel"`
	Variables []VariableResult `json:"variables"`
} // @name SurveyResults

// Wording is a text by its language, fa and en.
type Wording map[string]string // @name Wording

// VariableResult is what was answered to a question, or to a part of one: to a row of a matrix, say.
type VariableResult struct {
	// Name is that of the question, with that of its part behind a slash.
	Name string `json:"name" example:"quality/speed"`
	// Question is the name of the question alone.
	Question string `json:"question" example:"quality"`
	// Kind says which figures there are: `cells` of choice, choices, ranking and, by months, date; no more than how
	// many answered of text. The cells of choices, of which people chose any number, add up to more than all.
	Kind string `json:"kind" enums:"choice,choices,number,date,text,ranking" example:"choice"`
	// Title is that of the question.
	Title Wording `json:"title"`
	// Part is the title of the row or item.
	Part Wording `json:"part,omitempty"`
	Figures
	// Groups are the same figures for each category of the variable that they are crossed with.
	Groups []GroupResult `json:"groups,omitempty"`
} // @name SurveyVariableResult

// GroupResult is what those answered who chose a category of another variable.
type GroupResult struct {
	Value string  `json:"value" example:"website"`
	Label Wording `json:"label"`
	Figures
} // @name SurveyGroupResult

// Figures are counts, and what can be said of them.
type Figures struct {
	// Answered is how many answered this; null is suppressed.
	Answered *int `json:"answered" example:"228"`
	// Unanswered is how many answered the survey, but not this; null is suppressed.
	Unanswered *int `json:"unanswered" example:"12"`
	// Cells are the categories, in the order of the definition.
	Cells []CellResult `json:"cells,omitempty"`
	// Mean is that of the answers that are numbers, or have one. It is left out where there is none, or where it would
	// give a suppressed figure away.
	Mean *float64 `json:"mean,omitempty" example:"4.1"`
	// Median is that of the same answers; it is left out as the mean is.
	Median *float64 `json:"median,omitempty" example:"4"`
	// NPS is the net promoter score, from -100 to 100, of a scale from 0 to 10; it is left out as the
	// mean is.
	NPS *float64 `json:"nps,omitempty" example:"37"`
} // @name SurveyFigures

// CellResult is how many chose a category.
type CellResult struct {
	// Value is that of the choice, written as a text: `5`, `true`, or `2026-11` for a month.
	Value string  `json:"value" example:"5"`
	Label Wording `json:"label"`
	// Count is null where it is suppressed.
	Count *int `json:"count" example:"120"`
	// Percent is of those who answered or, where that is suppressed, of all.
	Percent *float64 `json:"percent" example:"51.9"`
	// MeanRank is the mean place of the category, 1 the first, of those who ranked it: of rankings only, and left out
	// where too few did.
	MeanRank *float64 `json:"mean_rank,omitempty" example:"1.8"`
	// Score is the mean of the points for it: as many as there are categories for the first place, one for the last. It
	// is left out as the mean rank is.
	Score *float64 `json:"score,omitempty" example:"3.2"`
} // @name SurveyCell
