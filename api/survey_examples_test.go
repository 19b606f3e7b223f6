package api_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/blind"
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
	w.t.Helper()
	s := &surveyStage{world: w, editor: w.staff(models.RoleEditor), privacy: w.staff(models.RolePrivacy)}
	s.begun, s.closed = w.beginSurveys(), w.closedMoods(s.editor, 3)
	slug := s.draft()
	got := w.actOnSurvey(s.privacy, slug, "overrides", string(requestsOf(w.t, "overrideSurvey")["request"]))
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	w.moveSurvey(s.editor, slug, "publish")
	s.climate = w.survey(slug)
	return s
}

// slug is one that no survey has.
func (s *surveyStage) slug() string {
	s.drafted++
	return "example-" + strconv.Itoa(s.drafted)
}

// draft drafts the survey of the examples under a slug of its own.
func (s *surveyStage) draft() (slug string) {
	s.t.Helper()
	slug = s.slug()
	form := altered(s.t, requestsOf(s.t, "draftSurvey")["request"], object{"slug": slug})
	got := s.post(staffSurveysPath, form, s.editor.headers()...)
	require.Equal(s.t, http.StatusCreated, got.status, string(got.body))
	return slug
}

// put puts an example on the stage: it says where to send it, and has in its place what belongs to one world only, as
// hashes and invitations.
func (s *surveyStage) put(operationID, name, path string, request json.RawMessage) (target, form string) {
	s.t.Helper()
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
	return strings.Replace(path, "{slug}", slug, 1), altered(s.t, request, own)
}

// answering says which survey an example answers, and with what it enters.
func (s *surveyStage) answering(name string) (slug string, own object) {
	s.t.Helper()
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
	s.t.Helper()
	return s.inviteTo(s.editor, survey.Slug, 1)[0]
}

// blinded is a prepared message, blinded as clients do it, and what it takes to unblind the signature.
func (s *surveyStage) blinded() (message, blinded string, state blind.State) {
	s.t.Helper()
	prepared, err := blind.Prepare(rand.Reader)
	require.NoError(s.t, err)
	hidden, state, err := publicKey(s.t, *s.climate.CredentialKey).Blind(rand.Reader, prepared)
	require.NoError(s.t, err)
	return base64.RawURLEncoding.EncodeToString(prepared), base64.RawURLEncoding.EncodeToString(hidden), state
}

// credential exchanges an invitation for a credential.
func (s *surveyStage) credential() object {
	s.t.Helper()
	message, blinded, state := s.blinded()
	form := object{"invitation": s.invitation(s.climate), "blinded_message": blinded}
	got := s.post(surveysPath+"/"+s.climate.Slug+"/credential", toText(form))
	require.Equal(s.t, http.StatusOK, got.status, string(got.body))
	signature, err := state.Finalize(decoded(s.t, decode[models.BlindSignatureView](s.t, got).BlindSignature))
	require.NoError(s.t, err)
	return object{"message": message, "signature": base64.RawURLEncoding.EncodeToString(signature)}
}

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return data
}

// publicKey reads a key as clients get it.
func publicKey(t *testing.T, shown models.CredentialKeyView) blind.PublicKey {
	t.Helper()
	require.Equal(t, blind.Suite, shown.Suite)
	exponent := new(big.Int).SetBytes(decoded(t, shown.Key.E))
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{
		N: new(big.Int).SetBytes(decoded(t, shown.Key.N)), E: int(exponent.Int64()),
	})
	require.NoError(t, err)
	key, err := blind.ParsePublicKey(der)
	require.NoError(t, err)
	return key
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
	return toText(form)
}

// answersOf reads the examples of an operation's answers with success, the first of which has no name.
func answersOf(t *testing.T, operationID string) map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "examples", operationID+".json"))
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
		wanted, got := w.beginSurveys(), shown
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
	message, signature := decoded(t, form.Credential.Message), decoded(t, form.Credential.Signature)
	require.NoError(t, publicKey(t, *survey.CredentialKey).Verify(message, signature))
}
