package api_test

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

	"amanat/models"
	"amanat/services/blind"
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
	w.t.Helper()
	require.NotNil(w.t, survey.CredentialKey)
	require.Equal(w.t, "RSABSSA-SHA384-PSS-Randomized", survey.CredentialKey.Suite)
	decoded := func(text string) *big.Int {
		data, err := base64.RawURLEncoding.DecodeString(text)
		require.NoError(w.t, err)
		return new(big.Int).SetBytes(data)
	}
	jwk := survey.CredentialKey.Key
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: decoded(jwk.N), E: int(decoded(jwk.E).Int64())})
	require.NoError(w.t, err)
	v := &voter{w: w, survey: survey}
	v.public, err = blind.ParsePublicKey(der)
	require.NoError(w.t, err)
	v.message, err = blind.Prepare(rand.Reader)
	require.NoError(w.t, err)
	blinded, state, err := v.public.Blind(rand.Reader, v.message)
	require.NoError(w.t, err)
	v.blinded, v.state = base64.RawURLEncoding.EncodeToString(blinded), state
	return v
}

// exchange exchanges an invitation for a blind signature.
func (v *voter) exchange(token string) reply {
	v.w.t.Helper()
	return v.w.post(surveysPath+"/"+v.survey.Slug+"/credential",
		body("invitation", token, "blinded_message", v.blinded))
}

// credential unblinds what was got for an invitation.
func (v *voter) credential(got reply) object {
	v.w.t.Helper()
	require.Equal(v.w.t, http.StatusOK, got.status, string(got.body))
	require.Equal(v.w.t, "no-store", got.header.Get("Cache-Control"))
	signature, err := base64.RawURLEncoding.DecodeString(decode[models.BlindSignatureView](v.w.t, got).BlindSignature)
	require.NoError(v.w.t, err)
	final, err := v.state.Finalize(signature)
	require.NoError(v.w.t, err)
	return v.shown(v.message, final)
}

func (*voter) shown(message, signature []byte) object {
	encode := base64.RawURLEncoding.EncodeToString
	return object{"message": encode(message), "signature": encode(signature)}
}

func (v *voter) answer(credential object) reply {
	v.w.t.Helper()
	return v.w.answer(v.survey, object{"mood": "good"}, object{"credential": credential})
}

func TestABlindSurveyFromTheInvitationToTheAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "blind", moods(), object{"privacy": "blind", "k": 3})
		require.Equal(t, models.PrivacyBlind, survey.Privacy)
		require.Equal(t, models.AccessInvitation, survey.Access)
		tokens := w.inviteTo(editor, "blind", 3)

		v := w.voter(survey)
		first := v.exchange(tokens[0])
		credential := v.credential(first)
		lost := v.exchange(tokens[0])
		require.Equal(t, string(first.body), string(lost.body), "an answer that was lost can be had again")
		w.voter(survey).exchange(tokens[0]).problem(t, 403, "invitation_unknown")
		view := w.seeSurvey(editor, "blind")
		require.EqualValues(t, 2, view.Unused)

		got := v.answer(credential)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		require.JSONEq(t, `{"accepted":true}`, string(got.body))
		v.answer(credential).problem(t, 403, "credential_unknown")
		lost = v.exchange(tokens[0])
		require.Equal(t, http.StatusOK, lost.status, "of an invitation nobody can tell whether its holder has answered")
		requireKept(t, w, 1, 0)
		requireNone(t, "the database", w.stored(), []string{
			tokens[0], v.blinded, credential["message"].(string), credential["signature"].(string), string(v.message),
		})
		requireNone(t, "the log", w.log.String(), []string{tokens[0], credential["message"].(string)})

		second := w.voter(survey)
		form := answering(survey, object{"mood": "bad"}, object{"credential": second.credential(second.exchange(tokens[1]))})
		statuses := inParallel(50, func() int { return w.post(surveysPath+"/blind/responses", form).status })
		require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusForbidden: 49}, statuses)

		third := w.voter(survey)
		spent := third.credential(third.exchange(tokens[2]))
		w.send(http.MethodPatch, staffSurveysPath+"/blind", `{"k":4}`, editor.headers()...)
		w.moveSurvey(editor, "blind", "publish")
		renewed := w.survey("blind")
		require.Equal(t, survey.CredentialKey, renewed.CredentialKey, "one key for all versions, so for everybody")
		require.Equal(t, http.StatusCreated, third.answer(spent).status)
		v.answer(credential).problem(t, 403, "credential_unknown")
		requireKept(t, w, 3, 0)
	})
}

// TestTwentyExchangesOfOneInvitation at once, each for another message: one is signed.
func TestTwentyExchangesOfOneInvitation(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "blind", moods(), object{"privacy": "blind"})
		token := w.inviteTo(editor, "blind", 1)[0]
		voters := make(chan *voter, 20)
		for range cap(voters) {
			voters <- w.voter(survey)
		}
		statuses := inParallel(cap(voters), func() int { return (<-voters).exchange(token).status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusForbidden: 19}, statuses)
	})
}

func TestWhatLetsNobodyIntoABlindSurvey(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "blind", moods(), object{"privacy": "blind"})
		other := w.openSurvey(editor, "other", moods(), object{"privacy": "blind"})
		require.NotEqual(t, survey.CredentialKey, other.CredentialKey)
		plain := w.openSurvey(editor, "plain", moods())
		v, stranger := w.voter(survey), w.voter(other)
		good := v.credential(v.exchange(w.inviteTo(editor, "blind", 1)[0]))
		foreign := stranger.credential(stranger.exchange(w.inviteTo(editor, "other", 1)[0]))
		signature, message := good["signature"].(string), good["message"].(string)
		for name, credential := range map[string]object{
			"of another survey":   foreign,
			"another message":     {"message": foreign["message"], "signature": signature},
			"another signature":   {"message": message, "signature": foreign["signature"]},
			"a longer message":    {"message": message + "AA", "signature": signature},
			"a shorter message":   {"message": message[:84], "signature": signature},
			"a changed message":   {"message": flip(message, 3), "signature": signature},
			"a changed signature": {"message": message, "signature": flip(signature, 3)},
			"a shorter signature": {"message": message, "signature": signature[:508]},
			"padding":             {"message": message + "==", "signature": signature},
			"no base64url":        {"message": message, "signature": "+/" + signature[2:]},
			"zeros":               {"message": strings.Repeat("A", 86), "signature": strings.Repeat("A", 512)},
			"another last bit":    {"message": message[:85] + string(message[85]+1), "signature": signature},
			"the blinded message": {"message": message, "signature": v.blinded},
		} {
			v.answer(credential).problem(t, http.StatusForbidden, "credential_unknown")
			require.NotEmpty(t, name)
		}
		for form, broken := range map[string]map[string]string{
			`{}`:                              {"/credential/message": "required", "/credential/signature": "required"},
			`{"credential":{}}`:               {"/credential/message": "required", "/credential/signature": "required"},
			`{"credential":{"message":"AA"}}`: {"/credential/signature": "required"},
			`{"invitation":"x","credential":` + toText(good) + `}`: {"/invitation": "credential_needed"},
			`{"credential":{"message":1,"x":2,"signature":"` + strings.Repeat("A", 1001) + `"}}`: {
				"/credential/message": "wrong_type", "/credential/x": "unknown_field", "/credential/signature": "too_long",
			},
		} {
			got := w.sendLenient(http.MethodPost, surveysPath+"/blind/responses",
				strings.TrimSuffix(answering(survey, object{"mood": "good"}), "}")+","+form[1:])
			if form == "{}" {
				got = w.answer(survey, object{"mood": "good"})
			}
			document := got.problem(t, 422, "validation_failed")
			require.Equal(t, broken, document.broken(), form)
			require.Len(t, document.Errors, len(broken), form)
		}
		requireKept(t, w, 0, 0)
		require.Zero(t, w.rows("survey_spent_credentials"), "what was refused is not spent")
		require.Equal(t, http.StatusCreated, v.answer(good).status)
		requireNothingToExchange(t, w, v, plain)
	})
}

// requireNothingToExchange asks for credentials that nobody gets.
func requireNothingToExchange(t *testing.T, w *world, v *voter, plain models.SurveyView) {
	t.Helper()
	editor := w.staff(models.RoleEditor)
	token := w.inviteTo(editor, "blind", 1)[0]
	ask := func(slug, token, blinded string) reply {
		return w.sendLenient(http.MethodPost, surveysPath+"/"+slug+"/credential",
			body("invitation", token, "blinded_message", blinded))
	}
	ask(plain.Slug, w.inviteTo(editor, plain.Slug, 1)[0], v.blinded).problem(t, 409, "survey_not_blind")
	ask("never", token, v.blinded).problem(t, 404, "survey_unknown")
	ask("blind", "x", v.blinded).problem(t, 403, "invitation_unknown")
	ask("blind", w.inviteTo(editor, "other", 1)[0], v.blinded).problem(t, 403, "invitation_unknown")
	for _, blinded := range []string{"AA", "x", v.blinded + "AA", "=" + v.blinded[1:], strings.Repeat("_", 512)} {
		document := ask("blind", token, blinded).problem(t, 422, "validation_failed")
		require.Equal(t, map[string]string{"/blinded_message": "not_blinded"}, document.broken())
	}
	require.Equal(t, map[string]string{"/invitation": "required", "/blinded_message": "required"},
		ask("blind", "", "").problem(t, 422, "validation_failed").broken())
	w.moveSurvey(editor, "blind", "pause")
	ask("blind", token, v.blinded).problem(t, 409, "survey_paused")
	w.moveSurvey(editor, "blind", "close")
	ask("blind", token, v.blinded).problem(t, 409, "survey_closed")
	require.EqualValues(t, 1, w.seeSurvey(editor, "blind").Unused, "what was refused spends nothing")
}
