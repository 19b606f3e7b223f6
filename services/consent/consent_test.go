package consent_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

const (
	portal = "https://portal.example.org"
	// mostDecisions is how many decisions one id has at most.
	mostDecisions = 32
)

func withPortal(env *environment) { env.PublicURL = portal }

// consenting is a world some minutes after its first policy took effect, and between two minutes.
func consenting(t kerneltest.Tester, db *gorm.DB, changes ...func(*environment)) *world {
	t.Helper()
	w := newWorld(t, db, append(changes, withPortal)...)
	w.Pass(7*time.Minute + 23*time.Second + 456789*time.Microsecond)
	return w
}

func everything() models.ChoicesForm {
	return models.ChoicesForm{Memory: new(true), Returning: new(true), NewsletterInsight: new(true)}
}

func (w *world) preferences(t kerneltest.Tester, bearer consent.Bearer) models.PreferencesView {
	t.Helper()
	view, err := w.Preferences(t.Context(), bearer)
	require.NoError(t, err)
	return view
}

// Preferences are those that the world's services answer.
func (w *world) Preferences(ctx context.Context, bearer consent.Bearer) (models.PreferencesView, error) {
	return w.Consents.Preferences(ctx, bearer)
}

// decideUnder tries to decide under the policy with this hash, and answers the bearer with the cookie that it got.
func (w *world) decideUnder(
	t kerneltest.Tester, bearer consent.Bearer, hash string, choices models.ChoicesForm,
) (models.SavedPreferencesView, consent.Bearer, error) {
	t.Helper()
	in := kerneltest.With(models.PreferencesForm{Choices: choices, PolicyHash: hash})
	saved, err := w.Consents.Save(t.Context(), bearer, models.Persian, in)
	if err == nil {
		bearer.Cookie = saved.Cookie // none for an app, which is told the id
	}
	if err == nil && saved.Cookie == "" {
		bearer.ID = saved.ConsentID.String()
	}
	return saved.SavedPreferencesView, bearer, err
}

// decide decides under the policy in force.
func (w *world) decide(
	t kerneltest.Tester, bearer consent.Bearer, choices models.ChoicesForm,
) (models.SavedPreferencesView, consent.Bearer) {
	t.Helper()
	view, bearer, err := w.decideUnder(t, bearer, w.preferences(t, consent.Bearer{}).PolicyHash, choices)
	require.NoError(t, err)
	return view, bearer
}

func (w *world) withdraw(t kerneltest.Tester, bearer consent.Bearer) bool {
	t.Helper()
	view, err := w.Consents.Withdraw(t.Context(), bearer, models.Persian)
	require.NoError(t, err)
	require.False(t, view.Decided)
	require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
	require.Empty(t, view.Expired, "cookies are the handlers' business")
	return view.Withdrawn
}

// decisions are the rows of the log, those of one id (or of all, for uuid.Nil) in their order.
func (w *world) decisions(t kerneltest.Tester, id uuid.UUID) (rows []models.Consent) {
	t.Helper()
	query := w.db.Order("consent_id, number")
	if id != uuid.Nil {
		query = query.Where("consent_id = ?", id)
	}
	require.NoError(t, query.Find(&rows).Error)
	return rows
}

// enact drafts a version and publishes it; for now, or for a later time.
func (w *world) enact(t kerneltest.Tester, class models.ChangeClass, at ...time.Time) models.StaffPolicyView {
	t.Helper()
	editor := models.Actor{Role: models.RoleEditor}
	words := models.PolicyTextForm{Title: new("بیانیه"), Body: new("متن"), Summary: new("چیزی دگرگون شد.")}
	form := models.PolicyDraftForm{ChangeClass: string(class), Texts: models.PolicyTextsForm{Fa: words, En: words}}
	draft, _, err := w.Policies.Draft(t.Context(), editor, kerneltest.With(form))
	require.NoError(t, err)
	var publication models.PolicyPublicationForm
	for _, moment := range at {
		publication.EffectiveAt = new(moment.Format(time.RFC3339))
	}
	view, err := w.Policies.Publish(t.Context(), editor, numeral(draft.Version), kerneltest.With(publication))
	require.NoError(t, err)
	return view
}

func TestNobodyHasDecidedAnythingBeforeTheyWereAsked(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view := w.preferences(t, consent.Bearer{})
		require.Equal(t, models.PreferencesView{
			Choices: models.EffectiveChoices{Necessary: true}, States: models.NoChoices(),
			PolicyVersion: 1, PolicyHash: view.PolicyHash,
		}, view)
		require.Len(t, view.PolicyHash, 64)
		require.Empty(t, w.decisions(t, uuid.Nil))
	})
}

func TestUndecidedRefusedAndGrantedAreThreeThings(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(true), Returning: new(false)})
		minute := w.Now.Truncate(time.Minute)
		want := models.PreferencesView{
			Choices: models.EffectiveChoices{Necessary: true, Memory: true}, Decided: true,
			States: models.Choices{
				Memory: models.Granted, Returning: models.Refused, NewsletterInsight: models.Undecided,
			},
			PolicyVersion: 1, PolicyHash: view.PolicyHash, ConsentID: view.ConsentID,
			DecidedAt: &minute, ExpiresAt: new(minute.Add(395 * kerneltest.Day)),
		}
		require.Equal(t, want, view.PreferencesView)
		require.Equal(t, want, w.preferences(t, bearer))
		require.Equal(t, want, w.preferences(t, consent.Bearer{ID: view.ConsentID.String()}), "an app's header")

		row := w.decisions(t, *view.ConsentID)[0]
		require.JSONEq(t, `{"memory":"granted","returning":"refused","newsletter_insight":"undecided"}`, row.Made)
		require.JSONEq(t, `{"memory":"undecided","returning":"undecided","newsletter_insight":"undecided"}`, row.Shown)
		require.Equal(t, models.Persian, row.Language)
		require.Equal(t, view.PolicyHash, row.PolicyHash)
	})
}

func TestADecisionSaysSomethingAboutTheChoices(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		hash := w.preferences(t, consent.Bearer{}).PolicyHash
		_, _, err := w.decideUnder(t, consent.Bearer{}, hash, models.ChoicesForm{})
		kerneltest.RequireViolation(t, err, "/choices", "required")
		_, _, err = w.decideUnder(t, consent.Bearer{}, "", everything())
		kerneltest.RequireViolation(t, err, "/policy_hash", "required")
		_, _, err = w.decideUnder(t, consent.Bearer{}, hash, models.ChoicesForm{Necessary: new(false)})
		require.Equal(t, "/choices/necessary", kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed").Violations[0].Pointer)
		require.Empty(t, w.decisions(t, uuid.Nil))

		view, _ := w.decide(t, consent.Bearer{}, models.ChoicesForm{Necessary: new(true)})
		require.True(t, view.Decided, "to see the question and to leave it open is a decision too")
		require.Equal(t, models.NoChoices(), view.States)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
	})
}

func TestAnotherDecisionIsAppended(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		first, bearer := w.decide(t, consent.Bearer{}, everything())
		before := w.decisions(t, *first.ConsentID)
		w.Pass(time.Hour)
		second, bearer := w.decide(t, bearer, models.ChoicesForm{Returning: new(false)})
		require.Equal(t, first.ConsentID, second.ConsentID)
		require.Equal(t, models.Undecided, second.States.Memory, "what is left out is not what it was before")
		w.Pass(time.Hour)
		require.True(t, w.withdraw(t, bearer))

		rows := w.decisions(t, *first.ConsentID)
		require.Equal(t, before[0], rows[0], "what was decided stays written")
		require.Len(t, rows, 3)
		for i, row := range rows {
			require.Equal(t, i+1, row.Number)
			require.Equal(t, i == 2, row.Withdrawn)
			if i > 0 {
				require.Equal(t, rows[i-1].Made, row.Shown, "shown is what held before")
			}
		}
		require.JSONEq(t, `{"memory":"undecided","returning":"undecided","newsletter_insight":"undecided"}`, rows[2].Made)
	})
}

func TestADecisionUnderAStalePolicyIsRefusedAndNothingIsStored(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		stale := w.preferences(t, consent.Bearer{}).PolicyHash
		current := w.enact(t, models.Editorial)
		coming := w.enact(t, models.Material, w.Now.Add(kerneltest.Day))
		before := w.decisions(t, uuid.Nil)
		for _, hash := range []string{stale, coming.Hash, current.PreviousHash, "0", "۰"} {
			for _, who := range []consent.Bearer{{}, bearer} {
				_, _, err := w.decideUnder(t, who, hash, models.ChoicesForm{Memory: new(false)})
				refused := kerneltest.RequireFault(t, err, fault.Conflict, "policy_changed")
				require.Equal(t, "change-view", refused.Clause)
			}
		}
		require.Equal(t, before, w.decisions(t, uuid.Nil))

		_, _, err := w.decideUnder(t, bearer, current.Hash, models.ChoicesForm{Memory: new(false)})
		require.NoError(t, err)
		w.Pass(kerneltest.Day)
		_, _, err = w.decideUnder(t, bearer, current.Hash, everything())
		kerneltest.RequireFault(t, err, fault.Conflict, "policy_changed")
		_, _, err = w.decideUnder(t, bearer, coming.Hash, everything())
		require.NoError(t, err)
	})
}

func TestAfterManyDecisionsANewIDBegins(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		first := *view.ConsentID
		for range mostDecisions - 1 {
			view, bearer = w.decide(t, bearer, everything())
			require.Equal(t, first, *view.ConsentID)
		}
		view, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.NotEqual(t, first, *view.ConsentID)
		old := w.decisions(t, first)
		require.Len(t, old, mostDecisions+1)
		require.True(t, old[mostDecisions].Withdrawn, "nothing goes on to hold under an id that nobody uses any more")
		require.False(t, w.preferences(t, consent.Bearer{ID: first.String()}).Decided)
		rows := w.decisions(t, *view.ConsentID)
		require.Len(t, rows, 1)
		require.Equal(t, 1, rows[0].Number)
		require.Equal(t, w.decisions(t, first)[mostDecisions-1].Made, rows[0].Shown, "shown is what held before, under whatever id")
		require.Equal(t, view.PreferencesView, w.preferences(t, bearer))
	})
}
