package surveys_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/surveys/blind"
)

func blindly(s *models.SurveySettings) { s.Privacy = new(string(models.PrivacyBlind)) }

// client is somebody with an invitation to a blind survey, and what they keep to themselves.
type client struct {
	*world
	slug, token      string
	public           blind.PublicKey
	message, blinded []byte
	state            blind.State
}

func encoded(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// publicKey is the key as everybody gets it with the definition.
func (w *world) publicKey(t kerneltest.Tester, slug string) blind.PublicKey {
	t.Helper()
	var survey models.Survey
	require.NoError(t, w.db.Where("slug = ?", slug).Take(&survey).Error)
	key, err := blind.ParsePublicKey(survey.CredentialPublicKey)
	require.NoError(t, err)
	ref, err := w.Surveys.Find(t.Context(), slug, kerneltest.With(models.LanguageQuery{}), models.Persian)
	require.NoError(t, err)
	view, err := w.Surveys.View(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, &models.CredentialKeyView{Suite: blind.Suite, Key: models.RSAKeyView(key.JWK())}, view.CredentialKey)
	return key
}

func (w *world) client(t kerneltest.Tester, slug, token string) *client {
	t.Helper()
	c := &client{world: w, slug: slug, token: token, public: w.publicKey(t, slug)}
	var err error
	c.message, err = blind.Prepare(rand.Reader)
	require.NoError(t, err)
	c.blinded, c.state, err = c.public.Blind(rand.Reader, c.message)
	require.NoError(t, err)
	return c
}

// ask asks to exchange the invitation for a blind signature.
func (c *client) ask(t kerneltest.Tester) ([]byte, error) {
	t.Helper()
	form := models.CredentialForm{Invitation: c.token, BlindedMessage: encoded(c.blinded)}
	view, err := c.Surveys.Credential(t.Context(), c.slug, kerneltest.With(form))
	if err != nil {
		return nil, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(view.BlindSignature)
	require.NoError(t, err)
	return signature, nil
}

// credential goes all the way.
func (c *client) credential(t kerneltest.Tester) models.CredentialPart {
	t.Helper()
	signed, err := c.ask(t)
	require.NoError(t, err)
	signature, err := c.state.Finalize(signed)
	require.NoError(t, err)
	return models.CredentialPart{Message: encoded(c.message), Signature: encoded(signature)}
}

func showing(credential models.CredentialPart) func(*models.SurveyResponseForm) {
	return func(form *models.SurveyResponseForm) { form.Credential = credential }
}

// TestACredentialLetsSomebodyAnswerOnceAndNobodyKnowsWho goes the whole way.
func TestACredentialLetsSomebodyAnswerOnceAndNobodyKnowsWho(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), blindly)
		require.Nil(t, w.surveyPublicKeyOf(t, w.survey(t, "open", wide()).Slug))
		var issued, shown [][]byte
		for _, token := range w.invitations(t, "climate", 4) {
			c := w.client(t, "climate", token)
			credential := c.credential(t)
			require.NoError(t, w.respond(t, "climate", good(0), showing(credential)))
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(credential)), fault.Forbidden, "credential_unknown")
			again, err := c.ask(t)
			require.NoError(t, err, "the answer may have been lost on the way")
			signature, err := c.state.Finalize(again)
			require.NoError(t, err)
			require.Equal(t, credential.Signature, encoded(signature))
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(credential)), fault.Forbidden, "credential_unknown")

			other := w.client(t, "climate", token)
			_, err = other.ask(t)
			kerneltest.RequireFault(t, err, fault.Forbidden, "invitation_unknown")
			issued = append(issued, []byte(token), c.blinded, again)
			shown = append(shown, c.message, signature)
		}
		view := w.surveySeen(t, "climate")
		require.Equal(t, []int64{4, 0}, []int64{view.Invited, view.Unused})
		w.requireUnlinked(t, issued, shown)
		w.surveyClosed(t, "climate")
		require.Equal(t, 4, *w.results(t, "climate", "", "").Responses)
		w.requireUnlinked(t, issued, shown)
	})
}

func (w *world) surveyPublicKeyOf(t kerneltest.Tester, slug string) *models.CredentialKeyView {
	t.Helper()
	ref, err := w.Surveys.Find(t.Context(), slug, kerneltest.With(models.LanguageQuery{}), models.Persian)
	require.NoError(t, err)
	view, err := w.Surveys.View(t.Context(), ref)
	require.NoError(t, err)
	return view.CredentialKey
}

// requireUnlinked requires that of what was issued and of what was shown the database has keyed hashes only, of which no
// two are the same.
func (w *world) requireUnlinked(t kerneltest.Tester, issued, shown [][]byte) {
	t.Helper()
	all := kerneltest.Cells(t, w.db)
	text := kerneltest.EverythingBut(all)
	for _, secret := range slices.Concat(issued, shown) {
		for _, form := range []string{string(secret), hex.EncodeToString(secret), encoded(secret)} {
			require.NotContains(t, text, form)
		}
	}
	require.Len(t, all["survey_spent_credentials"]["credential_hash"], len(shown)/2)
	seen := map[string]bool{}
	for _, hash := range slices.Concat(all["survey_spent_credentials"]["credential_hash"],
		all["survey_invitations"]["token_hash"], all["survey_invitations"]["blinded_hash"]) {
		require.False(t, seen[hash])
		seen[hash] = true
		require.Equal(t, 1, strings.Count(text, hash), "nor is it anywhere else")
	}
}

// TestNothingButItsOwnCredentialLetsAnybodyIn: no invitation, no other survey's credential, none that was altered.
func TestNothingButItsOwnCredentialLetsAnybodyIn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), blindly)
		w.survey(t, "other", wide(), blindly)
		require.NotEqual(t, w.publicKey(t, "climate").DER(), w.publicKey(t, "other").DER())
		w.survey(t, "open", wide())
		tokens := w.invitations(t, "climate", 2)
		credential := w.client(t, "climate", tokens[0]).credential(t)
		foreign := w.client(t, "other", w.invitations(t, "other", 1)[0]).credential(t)

		kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(foreign)), fault.Forbidden, "credential_unknown")
		kerneltest.RequireFault(t, w.respond(t, "other", good(0), showing(credential)), fault.Forbidden, "credential_unknown")
		kerneltest.RequireViolation(t, w.respond(t, "open", good(0), showing(credential)), "/credential", "unknown_field")
		for _, altered := range []models.CredentialPart{
			{Message: foreign.Message, Signature: credential.Signature},
			{Message: credential.Message, Signature: foreign.Signature},
			{Message: credential.Message + "A", Signature: credential.Signature},
			{Message: credential.Message + "=", Signature: credential.Signature},
			{Message: credential.Message, Signature: credential.Signature[1:]},
			{Message: encoded(bytes.Repeat([]byte{1}, blind.MessageBytes)), Signature: encoded(make([]byte, blind.SignatureBytes))},
			{Message: "کلید", Signature: "امضا"},
		} {
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(altered)), fault.Forbidden, "credential_unknown")
		}
		_, err := w.responded(t, "climate", good(0), func(f *models.SurveyResponseForm) { f.Invitation = tokens[1] })
		var found []string
		for _, violation := range kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed").Violations {
			found = append(found, violation.Pointer+" "+violation.Code)
		}
		require.ElementsMatch(t, []string{
			"/invitation credential_needed", "/credential/message required", "/credential/signature required",
		}, found)
		both := func(form *models.SurveyResponseForm) { form.Invitation, form.Credential = tokens[1], credential }
		kerneltest.RequireViolation(t, w.respond(t, "climate", good(0), both), "/invitation", "credential_needed")
		require.Empty(t, kerneltest.Cells(t, w.db)["survey_waiting"])
		require.NoError(t, w.respond(t, "climate", good(0), showing(credential)), "it is as good as before")
		require.EqualValues(t, 1, w.surveySeen(t, "climate").Unused)
	})
}
