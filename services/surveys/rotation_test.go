package surveys_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

func TestUnderARotatedKeyringInvitationsStillLetInOnceOnly(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		before, after := kerneltest.Rotated(t)
		w := newWorld(t, db, withKeyring(before))
		w.survey(t, "invited", questions(mood()), invited)
		w.survey(t, "blind", questions(mood()), blindly)
		with := func(token string) func(*models.SurveyResponseForm) {
			return func(form *models.SurveyResponseForm) { form.Invitation = token }
		}
		tokens := w.invitations(t, "invited", 2)
		require.NoError(t, w.respond(t, "invited", good(0), with(tokens[0])))
		blindTokens := w.invitations(t, "blind", 2)
		spent := w.client(t, "blind", blindTokens[0])
		credential := spent.credential(t)
		require.NoError(t, w.respond(t, "blind", good(0), showing(credential)))

		w.env.Keyring = after
		w.Services = w.replica(t)
		spent.world = w
		require.NoError(t, w.respond(t, "invited", good(0), with(tokens[1])), "one from before")
		for _, token := range tokens {
			kerneltest.RequireFault(t, w.respond(t, "invited", good(0), with(token)), fault.Forbidden, "invitation_unknown")
		}
		err := w.respond(t, "blind", good(0), showing(credential))
		kerneltest.RequireFault(t, err, fault.Forbidden, "credential_unknown")
		require.Equal(t, credential, spent.credential(t), "the same invitation for the same message")
		later := w.client(t, "blind", blindTokens[1])
		require.NoError(t, w.respond(t, "blind", good(0), showing(later.credential(t))))
		other := w.client(t, "blind", blindTokens[0])
		_, err = other.ask(t)
		kerneltest.RequireFault(t, err, fault.Forbidden, "invitation_unknown")
	})
}
