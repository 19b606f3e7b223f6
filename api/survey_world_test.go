package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// seeSurvey reads a survey as staff does.
func (w *world) seeSurvey(m member, slug string) models.StaffSurveyView {
	w.T.Helper()
	got := w.Get(staffSurveysPath+"/"+slug, m.Headers("Accept-Language", "en")...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return apitest.Decode[models.StaffSurveyView](w.T, got)
}

// requireKept asserts how many answers wait or are stored, and how many respondents there are.
func requireKept(t *testing.T, w *world, answers, respondents int64, why ...any) {
	t.Helper()
	require.Equal(t, answers, w.Rows("survey_waiting")+w.Rows("survey_answers"), why...)
	require.Equal(t, respondents, w.Rows("survey_respondents"), why...)
}
