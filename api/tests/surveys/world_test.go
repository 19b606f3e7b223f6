// Package surveys_test is the story of surveys: drafted, checked for what they ask, opened and closed by editors,
// answered by anybody or by the invited, and what is shown of the answers, to whom, and what never is.
package surveys_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world is everybody's, with the verbs of this story.
type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
}

type (
	member  = apitest.Member
	reply   = apitest.Reply
	refusal = apitest.Refusal
	object  = apitest.Object
)

const (
	names            = apitest.Names
	surveysPath      = apitest.SurveysPath
	examplePath      = apitest.ExamplePath
	responsesPath    = apitest.ExampleResponsesPath
	staffSurveysPath = apitest.StaffSurveysPath
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
