package protocol_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/surveys/blind"
)

// surveyStage has the surveys that the examples of the description speak of.
type surveyStage struct {
	*world

	editor, privacy member
	// begun is the survey that is there from the beginning, climate the blind one that editors of the examples write,
	// closed one that was answered.
	begun, climate, closed models.SurveyView
	drafted                int
}

func (w *world) stageSurveys() *surveyStage {
	w.T.Helper()
	s := &surveyStage{world: w, editor: w.Staff(models.RoleEditor), privacy: w.Staff(models.RolePrivacy)}
	s.begun, s.closed = w.BeginSurveys(), w.ClosedMoods(s.editor, 3)
	slug := s.draft()
	got := w.ActOnSurvey(s.privacy, slug, "overrides", string(requestsOf(w.T, "overrideSurvey")["request"]))
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	w.MoveSurvey(s.editor, slug, "publish")
	s.climate = w.Survey(slug)
	return s
}

// slug is one that no survey has.
func (s *surveyStage) slug() string {
	s.drafted++
	return "example-" + strconv.Itoa(s.drafted)
}

// draft drafts the survey of the examples under a slug of its own.
func (s *surveyStage) draft() (slug string) {
	s.T.Helper()
	slug = s.slug()
	form := altered(s.T, requestsOf(s.T, "draftSurvey")["request"], object{"slug": slug})
	got := s.Post(staffSurveysPath, form, s.editor.Headers()...)
	require.Equal(s.T, http.StatusCreated, got.Status, string(got.Body))
	return slug
}

// put puts an example on the stage: it says where to send it, and has in its place what belongs to one world only, as
// hashes and invitations.
func (s *surveyStage) put(operationID, name, path string, request json.RawMessage) (target, form string) {
	s.T.Helper()
	slug, own := "", object{}
	switch operationID {
	case "draftSurvey":
		own["slug"] = s.slug()
	case "overrideSurvey":
		slug = s.draft()
	case "changeSurvey", "inviteToSurvey":
		slug = s.climate.Slug
	case "readSurveyRespondents", "publishSurveyResults", "withdrawSurveyResults":
		slug = s.closed.Slug
	case "issueSurveyCredential":
		slug, own["invitation"] = s.climate.Slug, s.invitation(s.climate)
		_, own["blinded_message"], _ = s.blinded()
	case "answerSurvey":
		slug, own = s.answering(name)
	case "checkForm":
		if name == "survey_response" {
			path, own["definition_hash"] = "/api/v1/forms/survey_response/check", s.begun.Hash
		}
	}
	return strings.Replace(path, "{slug}", slug, 1), altered(s.T, request, own)
}

// answering says which survey an example answers, and with what it enters.
func (s *surveyStage) answering(name string) (slug string, own object) {
	s.T.Helper()
	own = object{"definition_hash": s.begun.Hash}
	switch name {
	case "with_invitation":
		own["invitation"] = s.invitation(s.begun)
	case "with_credential":
		return s.climate.Slug, object{"definition_hash": s.climate.Hash, "credential": s.credential()}
	}
	return s.begun.Slug, own
}

func (s *surveyStage) invitation(survey models.SurveyView) string {
	s.T.Helper()
	return s.InviteTo(s.editor, survey.Slug, 1)[0]
}

// blinded is a prepared message, blinded as clients do it, and what it takes to unblind the signature.
func (s *surveyStage) blinded() (message, blinded string, state blind.State) {
	s.T.Helper()
	prepared, err := blind.Prepare(rand.Reader)
	require.NoError(s.T, err)
	hidden, state, err := apitest.PublicKey(s.T, *s.climate.CredentialKey).Blind(rand.Reader, prepared)
	require.NoError(s.T, err)
	return base64.RawURLEncoding.EncodeToString(prepared), base64.RawURLEncoding.EncodeToString(hidden), state
}

// credential exchanges an invitation for a credential.
func (s *surveyStage) credential() object {
	s.T.Helper()
	message, blinded, state := s.blinded()
	form := object{"invitation": s.invitation(s.climate), "blinded_message": blinded}
	got := s.Post(surveysPath+"/"+s.climate.Slug+"/credential", apitest.ToText(form))
	require.Equal(s.T, http.StatusOK, got.Status, string(got.Body))
	signature, err := state.Finalize(apitest.DecodeBase64(s.T,
		apitest.Decode[models.BlindSignatureView](s.T, got).BlindSignature))
	require.NoError(s.T, err)
	return object{"message": message, "signature": base64.RawURLEncoding.EncodeToString(signature)}
}

// altered is a request with other members in the place of its own.
func altered(t *testing.T, request json.RawMessage, members object) string {
	t.Helper()
	if len(members) == 0 {
		return string(request)
	}
	var form object
	require.NoError(t, json.Unmarshal(request, &form))
	maps.Copy(form, members)
	return apitest.ToText(form)
}

// answersOf reads the examples of an operation's answers with success, the first of which has no name.
func answersOf(t *testing.T, operationID string) map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "examples", operationID+".json"))
	require.NoError(t, err)
	var file struct {
		Responses    map[string]json.RawMessage
		Alternatives map[string]map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal(text, &file))
	answers := map[string]json.RawMessage{"": file.Responses["200"]}
	maps.Copy(answers, file.Alternatives["200"])
	return answers
}

// TestTheDescriptionShowsTheSurveyThatIsThereFromTheBeginning: whoever reads it may try it out.
func TestTheDescriptionShowsTheSurveyThatIsThereFromTheBeginning(t *testing.T) {
	var shown models.SurveyView
	require.NoError(t, json.Unmarshal(answersOf(t, "getSurvey")[""], &shown))
	for name, request := range requestsOf(t, "answerSurvey") {
		if name != "with_credential" {
			require.Contains(t, string(request), shown.Hash, name)
		}
	}
	everywhere(t, func(t *testing.T, w *world) {
		wanted, got := w.BeginSurveys(), shown
		require.JSONEq(t, string(wanted.Definition), string(got.Definition))
		wanted.Definition, got.Definition = nil, nil
		require.Equal(t, wanted, got)
	})
}

// TestTheDescriptionShowsACredential that whoever writes a client can test it with.
func TestTheDescriptionShowsACredential(t *testing.T) {
	t.Parallel()
	var survey models.SurveyView
	require.NoError(t, json.Unmarshal(answersOf(t, "getSurvey")["for_the_invited"], &survey))
	var form models.SurveyResponseForm
	require.NoError(t, json.Unmarshal(requestsOf(t, "answerSurvey")["with_credential"], &form))
	require.Equal(t, survey.Hash, form.DefinitionHash)
	message := apitest.DecodeBase64(t, form.Credential.Message)
	signature := apitest.DecodeBase64(t, form.Credential.Signature)
	require.NoError(t, apitest.PublicKey(t, *survey.CredentialKey).Verify(message, signature))
}
