package surveys_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/surveys/blind"
)

// TestWhatCannotBeSignedCostsNobodyTheirInvitation: whatever was wrong, it can be asked for rightly afterwards.
func TestWhatCannotBeSignedCostsNobodyTheirInvitation(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), blindly)
		w.survey(t, "open", wide())
		token := w.invitations(t, "climate", 1)[0]
		right := w.client(t, "climate", token)
		for _, blinded := range [][]byte{
			nil, {1}, make([]byte, blind.SignatureBytes), bytes.Repeat([]byte{0xff}, blind.SignatureBytes), right.blinded[1:],
		} {
			c := *right
			c.blinded = blinded
			_, err := c.ask(t)
			kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		}
		for slug, code := range map[string]string{"open": "survey_not_blind", "nothing": "survey_unknown"} {
			c := *right
			c.slug = slug
			_, err := c.ask(t)
			require.Equal(t, code, fault.As(err).Code)
		}
		for _, unknown := range []string{"7F3K9-QX2MV-0T8WN-4RHCB-6YJDE-P", "x", w.invitations(t, "open", 1)[0]} {
			c := *right
			c.token = unknown
			_, err := c.ask(t)
			kerneltest.RequireFault(t, err, fault.Forbidden, "invitation_unknown")
		}
		_, err := w.Surveys.Pause(t.Context(), surveyEditor(), "climate")
		require.NoError(t, err)
		_, err = right.ask(t)
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_paused")
		w.surveyPublished(t, "climate")
		require.EqualValues(t, 1, w.surveySeen(t, "climate").Unused)
		require.NoError(t, w.respond(t, "climate", good(0), showing(right.credential(t))))
	})
}

// TestACredentialHoldsForTheNextVersionToo: whoever got one before it was published is as much invited as before.
func TestACredentialHoldsForTheNextVersionToo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), blindly)
		tokens := w.invitations(t, "climate", 2)
		early, spent := w.client(t, "climate", tokens[0]).credential(t), w.client(t, "climate", tokens[1]).credential(t)
		require.NoError(t, w.respond(t, "climate", good(0), showing(spent)))
		key := w.publicKey(t, "climate").DER()
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood())})
		require.NoError(t, err)
		w.surveyPublished(t, "climate")
		require.Equal(t, key, w.publicKey(t, "climate").DER(), "a key of their own would tell people apart")
		require.NoError(t, w.respond(t, "climate", good(0), showing(early)))
		for _, credential := range []models.CredentialPart{early, spent} {
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(credential)), fault.Forbidden, "credential_unknown")
		}
	})
}

// TestOfManyUsesAtTheSameTimeOneCounts: of an invitation that is to be exchanged, and of a credential, on two replicas.
func TestOfManyUsesAtTheSameTimeOneCounts(t *testing.T) {
	const sides = 12
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		view := w.survey(t, "climate", wide(), blindly)
		token := w.invitations(t, "climate", 1)[0]
		clients := make([]*client, sides)
		for i := range clients {
			clients[i] = w.client(t, "climate", token)
			if i%2 > 0 {
				clients[i].world = &world{Services: other, env: w.env, db: db, Clock: w.Clock}
			}
		}
		results := kerneltest.Together(sides, func(side int) error { _, err := clients[side].ask(t); return err })
		require.Equal(t, 1, kerneltest.Successes(t, results, "invitation_unknown"))
		var credential models.CredentialPart
		for side, err := range results {
			if err == nil {
				credential = clients[side].credential(t)
			}
		}
		results = kerneltest.Together(4*sides, func(side int) error {
			surveys := w.Surveys
			if side%2 > 0 {
				surveys = other.Surveys
			}
			form := models.SurveyResponseForm{DefinitionHash: view.Hash, Answers: good(side), Credential: credential}
			_, _, err := surveys.Answer(t.Context(), "climate", kerneltest.With(form))
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "credential_unknown"))
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 1, waiting)
	})
}
