package surveys_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/surveys/blind"
)

// voter is a client of a blind survey: all it knows is what the API shows.
type voter struct {
	w       *world
	survey  models.SurveyView
	public  blind.PublicKey
	message []byte
	blinded string
	state   blind.State
}

// voter prepares a message and blinds it with the survey's key.
func (w *world) voter(survey models.SurveyView) *voter {
	w.T.Helper()
	require.NotNil(w.T, survey.CredentialKey)
	require.Equal(w.T, "RSABSSA-SHA384-PSS-Randomized", survey.CredentialKey.Suite)
	decoded := func(text string) *big.Int {
		data, err := base64.RawURLEncoding.DecodeString(text)
		require.NoError(w.T, err)
		return new(big.Int).SetBytes(data)
	}
	jwk := survey.CredentialKey.Key
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: decoded(jwk.N), E: int(decoded(jwk.E).Int64())})
	require.NoError(w.T, err)
	v := &voter{w: w, survey: survey}
	v.public, err = blind.ParsePublicKey(der)
	require.NoError(w.T, err)
	v.message, err = blind.Prepare(rand.Reader)
	require.NoError(w.T, err)
	blinded, state, err := v.public.Blind(rand.Reader, v.message)
	require.NoError(w.T, err)
	v.blinded, v.state = base64.RawURLEncoding.EncodeToString(blinded), state
	return v
}

// exchange exchanges an invitation for a blind signature.
func (v *voter) exchange(token string) reply {
	v.w.T.Helper()
	return v.w.Post(surveysPath+"/"+v.survey.Slug+"/credential",
		apitest.Body("invitation", token, "blinded_message", v.blinded))
}

// credential unblinds what was got for an invitation.
func (v *voter) credential(got reply) object {
	v.w.T.Helper()
	require.Equal(v.w.T, http.StatusOK, got.Status, string(got.Body))
	require.Equal(v.w.T, "no-store", got.Header.Get("Cache-Control"))
	answer := apitest.Decode[models.BlindSignatureView](v.w.T, got)
	signature, err := base64.RawURLEncoding.DecodeString(answer.BlindSignature)
	require.NoError(v.w.T, err)
	final, err := v.state.Finalize(signature)
	require.NoError(v.w.T, err)
	return v.shown(v.message, final)
}

func (*voter) shown(message, signature []byte) object {
	encode := base64.RawURLEncoding.EncodeToString
	return object{"message": encode(message), "signature": encode(signature)}
}

func (v *voter) answer(credential object) reply {
	v.w.T.Helper()
	return v.w.Answer(v.survey, object{"mood": "good"}, object{"credential": credential})
}

func TestABlindSurveyFromTheInvitationToTheAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "blind", apitest.Moods(), object{"privacy": "blind", "k": 3})
		require.Equal(t, models.PrivacyBlind, survey.Privacy)
		require.Equal(t, models.AccessInvitation, survey.Access)
		tokens := w.InviteTo(editor, "blind", 3)

		v := w.voter(survey)
		first := v.exchange(tokens[0])
		credential := v.credential(first)
		lost := v.exchange(tokens[0])
		require.Equal(t, string(first.Body), string(lost.Body), "an answer that was lost can be had again")
		w.voter(survey).exchange(tokens[0]).Problem(t, 403, "invitation_unknown")
		view := w.seeSurvey(editor, "blind")
		require.EqualValues(t, 2, view.Unused)

		got := v.answer(credential)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		require.JSONEq(t, `{"accepted":true}`, string(got.Body))
		v.answer(credential).Problem(t, 403, "credential_unknown")
		lost = v.exchange(tokens[0])
		require.Equal(t, http.StatusOK, lost.Status, "of an invitation nobody can tell whether its holder has answered")
		requireKept(t, w, 1, 0)
		requireNone(t, "the database", w.Stored(), []string{
			tokens[0], v.blinded, credential["message"].(string), credential["signature"].(string), string(v.message),
		})
		requireNone(t, "the log", w.Log.String(), []string{tokens[0], credential["message"].(string)})

		second := w.voter(survey)
		form := apitest.Answering(survey, object{"mood": "bad"}, object{"credential": second.credential(second.exchange(tokens[1]))})
		statuses := apitest.InParallel(50, func() int { return w.Post(surveysPath+"/blind/responses", form).Status })
		require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusForbidden: 49}, statuses)

		third := w.voter(survey)
		spent := third.credential(third.exchange(tokens[2]))
		w.Send(http.MethodPatch, staffSurveysPath+"/blind", `{"k":4}`, editor.Headers()...)
		w.MoveSurvey(editor, "blind", "publish")
		renewed := w.Survey("blind")
		require.Equal(t, survey.CredentialKey, renewed.CredentialKey, "one key for all versions, so for everybody")
		require.Equal(t, http.StatusCreated, third.answer(spent).Status)
		v.answer(credential).Problem(t, 403, "credential_unknown")
		requireKept(t, w, 3, 0)
	})
}

// TestTwentyExchangesOfOneInvitation at once, each for another message: one is signed.
func TestTwentyExchangesOfOneInvitation(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "blind", apitest.Moods(), object{"privacy": "blind"})
		token := w.InviteTo(editor, "blind", 1)[0]
		voters := make(chan *voter, 20)
		for range cap(voters) {
			voters <- w.voter(survey)
		}
		statuses := apitest.InParallel(cap(voters), func() int { return (<-voters).exchange(token).Status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusForbidden: 19}, statuses)
	})
}

func TestWhatLetsNobodyIntoABlindSurvey(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "blind", apitest.Moods(), object{"privacy": "blind"})
		other := w.OpenSurvey(editor, "other", apitest.Moods(), object{"privacy": "blind"})
		require.NotEqual(t, survey.CredentialKey, other.CredentialKey)
		plain := w.OpenSurvey(editor, "plain", apitest.Moods())
		v, stranger := w.voter(survey), w.voter(other)
		good := v.credential(v.exchange(w.InviteTo(editor, "blind", 1)[0]))
		foreign := stranger.credential(stranger.exchange(w.InviteTo(editor, "other", 1)[0]))
		signature, message := good["signature"].(string), good["message"].(string)
		for name, credential := range map[string]object{
			"of another survey":   foreign,
			"another message":     {"message": foreign["message"], "signature": signature},
			"another signature":   {"message": message, "signature": foreign["signature"]},
			"a longer message":    {"message": message + "AA", "signature": signature},
			"a shorter message":   {"message": message[:84], "signature": signature},
			"a changed message":   {"message": apitest.Flip(message, 3), "signature": signature},
			"a changed signature": {"message": message, "signature": apitest.Flip(signature, 3)},
			"a shorter signature": {"message": message, "signature": signature[:508]},
			"padding":             {"message": message + "==", "signature": signature},
			"no base64url":        {"message": message, "signature": "+/" + signature[2:]},
			"zeros":               {"message": strings.Repeat("A", 86), "signature": strings.Repeat("A", 512)},
			"another last bit":    {"message": message[:85] + string(message[85]+1), "signature": signature},
			"the blinded message": {"message": message, "signature": v.blinded},
		} {
			v.answer(credential).Problem(t, http.StatusForbidden, "credential_unknown")
			require.NotEmpty(t, name)
		}
		for form, broken := range map[string]map[string]string{
			`{}`:                              {"/credential/message": "required", "/credential/signature": "required"},
			`{"credential":{}}`:               {"/credential/message": "required", "/credential/signature": "required"},
			`{"credential":{"message":"AA"}}`: {"/credential/signature": "required"},
			`{"invitation":"x","credential":` + apitest.ToText(good) + `}`: {"/invitation": "credential_needed"},
			`{"credential":{"message":1,"x":2,"signature":"` + strings.Repeat("A", 1001) + `"}}`: {
				"/credential/message": "wrong_type", "/credential/x": "unknown_field", "/credential/signature": "too_long",
			},
		} {
			got := w.SendLenient(http.MethodPost, surveysPath+"/blind/responses",
				strings.TrimSuffix(apitest.Answering(survey, object{"mood": "good"}), "}")+","+form[1:])
			if form == "{}" {
				got = w.Answer(survey, object{"mood": "good"})
			}
			document := got.Problem(t, 422, "validation_failed")
			require.Equal(t, broken, document.Broken(), form)
			require.Len(t, document.Errors, len(broken), form)
		}
		requireKept(t, w, 0, 0)
		require.Zero(t, w.Rows("survey_spent_credentials"), "what was refused is not spent")
		require.Equal(t, http.StatusCreated, v.answer(good).Status)
		requireNothingToExchange(t, w, v, plain)
	})
}

// requireNothingToExchange asks for credentials that nobody gets.
func requireNothingToExchange(t *testing.T, w *world, v *voter, plain models.SurveyView) {
	t.Helper()
	editor := w.Staff(models.RoleEditor)
	token := w.InviteTo(editor, "blind", 1)[0]
	ask := func(slug, token, blinded string) reply {
		return w.SendLenient(http.MethodPost, surveysPath+"/"+slug+"/credential",
			apitest.Body("invitation", token, "blinded_message", blinded))
	}
	ask(plain.Slug, w.InviteTo(editor, plain.Slug, 1)[0], v.blinded).Problem(t, 409, "survey_not_blind")
	ask("never", token, v.blinded).Problem(t, 404, "survey_unknown")
	ask("blind", "x", v.blinded).Problem(t, 403, "invitation_unknown")
	ask("blind", w.InviteTo(editor, "other", 1)[0], v.blinded).Problem(t, 403, "invitation_unknown")
	for _, blinded := range []string{"AA", "x", v.blinded + "AA", "=" + v.blinded[1:], strings.Repeat("_", 512)} {
		document := ask("blind", token, blinded).Problem(t, 422, "validation_failed")
		require.Equal(t, map[string]string{"/blinded_message": "not_blinded"}, document.Broken())
	}
	require.Equal(t, map[string]string{"/invitation": "required", "/blinded_message": "required"},
		ask("blind", "", "").Problem(t, 422, "validation_failed").Broken())
	w.MoveSurvey(editor, "blind", "pause")
	ask("blind", token, v.blinded).Problem(t, 409, "survey_paused")
	w.MoveSurvey(editor, "blind", "close")
	ask("blind", token, v.blinded).Problem(t, 409, "survey_closed")
	require.EqualValues(t, 1, w.seeSurvey(editor, "blind").Unused, "what was refused spends nothing")
}
