package apitest

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"maps"
	"math/big"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/surveys/blind"
)

// Answering is a form with answers to a survey; more are its other members.
func Answering(survey models.SurveyView, answers Object, more ...Object) string {
	form := Object{"definition_hash": survey.Hash, "answers": answers}
	for _, members := range more {
		maps.Copy(form, members)
	}
	return ToText(form)
}

// ExampleAnswers are answers to the example, of every kind there is in it.
func ExampleAnswers() Object {
	return Object{
		"satisfaction": 2, "disappointment": "کند بود", "recommendation": 7, "channel": "other",
		"channel-Comment": "پیامک", "quality": Object{"speed": 1, "courtesy": 3, "clarity": 2}, "problem": true,
		"problems": []string{"slow", "unclear"}, "priorities": []string{"availability", "speed", "guidance"},
		"visits": 12, "suggestion": "نوبت‌دهی اینترنتی",
	}
}

// Answer answers a survey.
func (w *World) Answer(survey models.SurveyView, answers Object, more ...Object) Reply {
	w.T.Helper()
	return w.Post(SurveysPath+"/"+survey.Slug+"/responses", Answering(survey, answers, more...))
}

// Answered is Answer for what has to be accepted.
func (w *World) Answered(survey models.SurveyView, answers Object, more ...Object) models.SurveyAccepted {
	w.T.Helper()
	got := w.Answer(survey, answers, more...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.SurveyAccepted](w.T, got)
}

// InviteTo makes invitations.
func (w *World) InviteTo(m Member, slug string, count int) []string {
	w.T.Helper()
	got := w.ActOnSurvey(m, slug, "invitations", `{"count":`+strconv.Itoa(count)+`}`)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.InvitationsView](w.T, got).Tokens
}

// PublicKey reads a key as clients get it.
func PublicKey(t *testing.T, shown models.CredentialKeyView) blind.PublicKey {
	t.Helper()
	require.Equal(t, blind.Suite, shown.Suite)
	exponent := new(big.Int).SetBytes(DecodeBase64(t, shown.Key.E))
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{
		N: new(big.Int).SetBytes(DecodeBase64(t, shown.Key.N)), E: int(exponent.Int64()),
	})
	require.NoError(t, err)
	key, err := blind.ParsePublicKey(der)
	require.NoError(t, err)
	return key
}

// DecodeBase64 reads base64url as clients get it (RFC 4648, section 5, without padding).
func DecodeBase64(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return data
}
