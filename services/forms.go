package services

import (
	"context"

	"amanat/models"
	"amanat/services/cases"
	"amanat/services/fault"
	"amanat/services/kit/form"
)

// Forms describes what is asked.
type Forms struct {
	complaints *cases.Complaints
	forms      *form.Forms
}

// Describe lists the fields of a form; NotFound (`form_unknown`) for a name that is none.
func (s *Forms) Describe(ctx context.Context, name string) (models.FormView, error) {
	view := models.FormView{Form: name}
	switch name {
	case "complaint":
		codes, err := s.complaints.CategoryCodes(ctx)
		if err != nil {
			return view, err
		}
		view.Fields = withChoices(s.forms.Describe(&models.ComplaintForm{}), "category", codes)
	case "feedback":
		view.Fields = s.forms.Describe(&models.FeedbackForm{})
	case "survey_response":
		view.Fields = s.forms.Describe(&models.SurveyResponseForm{})
	default:
		return view, fault.New(fault.NotFound, "form_unknown")
	}
	return view, nil
}

func withChoices(fields []models.FieldView, name string, values []string) []models.FieldView {
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Type, fields[i].Limits = "choice", models.FieldLimits{Values: values}
		}
	}
	return fields
}
