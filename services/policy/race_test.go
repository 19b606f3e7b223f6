package policy_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
	"amanat/services/policy"
)

// publishers are two replicas in turn.
func (w *world) publishers(t kerneltest.Tester) func(side int) *policy.Policies {
	t.Helper()
	other := w.replica(t)
	return func(side int) *policy.Policies {
		if side%2 == 0 {
			return w.Policies
		}
		return other.Policies
	}
}

func (w *world) later(after time.Duration) kernel.Input[models.PolicyPublicationForm] {
	return kerneltest.With(models.PolicyPublicationForm{EffectiveAt: new(w.Now.Add(after).Format(time.RFC3339))})
}

// count counts the lines that begin so.
func count(lines []string, beginning string) int {
	found := 0
	for _, line := range lines {
		if strings.HasPrefix(line, beginning) {
			found++
		}
	}
	return found
}

func TestOfTwentyWhoPublishOneDraftOneDoes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		number, at := w.edit(t, "دو"), w.publishers(t)
		results := kerneltest.Together(20, func(side int) error {
			_, err := at(side).Publish(t.Context(), kerneltest.Editor(), number, w.later(time.Duration(side%3)*time.Hour))
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "policy_published"))
		require.EqualValues(t, 1, kerneltest.Rows(t, w.db)["announcements"])
		require.Equal(t, 1, count(ledgertest.Lines(t, w.Ledger, "policy 2"), "editor policy.published"))
		w.Pass(5 * time.Second)
		w.requireGenuine(t, number)
	})
}

// TestOfTwoDraftsPublishedAtOnceNoneIsLost: for later there can be one of them; for now the one or both.
func TestOfTwoDraftsPublishedAtOnceNoneIsLost(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		at := w.publishers(t)
		for round := range 6 {
			numbers := []string{w.edit(t, "یک"), w.edit(t, "دو")}
			after := time.Duration(round%2) * time.Hour
			results := kerneltest.Together(4, func(side int) error {
				_, err := at(side/2).Publish(t.Context(), kerneltest.Editor(), numbers[side%2], w.later(after))
				return err
			})
			done := kerneltest.Successes(t, results, "policy_published", "policy_outdated", "policy_scheduled")
			if after > 0 {
				require.Equal(t, 1, done)
			}
			var published []models.PolicyVersion
			require.NoError(t, db.Where("published_at IS NOT NULL").Order("number").Find(&published).Error)
			require.EqualValues(t, len(published)-1, kerneltest.Rows(t, w.db)["announcements"])
			w.Pass(2 * time.Hour)
			for i, version := range published[1:] {
				require.Equal(t, published[i].Hash, version.PreviousHash)
				w.requireGenuine(t, strconv.Itoa(version.Number))
			}
			require.Equal(t, published[len(published)-1].Number, w.policy(t).Version)
		}
	})
}

// TestWhatIsPublishedWhileItIsChangedIsWholeAndWhatItsHashSays changes, publishes, calls off and discards one draft from
// all sides.
func TestWhatIsPublishedWhileItIsChangedIsWholeAndWhatItsHashSays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		at := w.publishers(t)
		for round := range 10 {
			number := w.edit(t, "صفر")
			results := kerneltest.Together(12, func(side int) (err error) {
				form := models.PolicyChangeForm{Texts: policyTexts(strconv.Itoa(side))}
				switch act := side % 6; {
				case act == 0:
					_, err = at(side/6).Publish(t.Context(), kerneltest.Editor(), number, w.later(time.Hour))
				case act == 1:
					_, err = at(side/6).Cancel(t.Context(), kerneltest.Editor(), number)
				case act == 2 && round%3 == 0:
					err = at(side/6).Discard(t.Context(), kerneltest.Editor(), number)
				default:
					_, err = at(side/6).Change(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
				}
				return err
			})
			kerneltest.Successes(t, results, "policy_published", "policy_unknown", "policy_not_scheduled")
			w.Pass(5 * time.Second)
			view, err := w.Policies.Get(t.Context(), number)
			if err != nil {
				kerneltest.RequireFault(t, err, fault.NotFound, "policy_unknown")
				require.True(t, results[2] == nil || results[8] == nil, "nobody discarded it")
				continue
			}
			w.requireWhole(t, number, view)
		}
	})
}

// requireWhole fails unless the version says one thing in both languages and was done with in one way.
func (w *world) requireWhole(t kerneltest.Tester, number string, view models.StaffPolicyView) {
	t.Helper()
	mark, found := strings.CutPrefix(view.Texts.En.Title, "Statement ")
	require.True(t, found)
	texts := policyTexts(mark)
	require.Equal(t, models.PolicyWords{
		Title: *texts.Fa.Title, Body: *texts.Fa.Body, Summary: *texts.Fa.Summary,
	}, view.Texts.Fa.PolicyWords)
	require.Equal(t, *texts.En.Body, view.Texts.En.Body)
	announced := map[models.PolicyState][]int{models.PolicyScheduled: {view.Version}, models.PolicyCancelled: {}}
	require.Equal(t, announced[view.State], w.announced(t))
	said := w.requireGenuine(t, number)
	require.Equal(t, view.Texts.En.PolicyWords, said.Texts.En)
	entries := ledgertest.Lines(t, w.Ledger, "policy "+number)
	require.Equal(t, 1, count(entries, "editor policy.published"))
	if view.State == models.PolicyScheduled {
		require.NoError(t, w.cancel(t, number))
	}
}

func TestOfEightReplicasThatBeginAtOnceOnePublishesTheFirstVersion(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, storetest.SQLite(t), ofPublisher) // for what it is made of alone
		w.db, w.env.DB = db, db
		replicas := make([]*Services, 8)
		for i := range replicas {
			replicas[i] = w.replica(t)
		}
		results := kerneltest.Together(len(replicas), func(side int) error { return replicas[side].Policies.Begin(t.Context()) })
		require.Equal(t, 8, kerneltest.Successes(t, results))
		w.Services = replicas[0]
		require.EqualValues(t, 2, kerneltest.Rows(t, w.db)["policy_texts"])
		require.Zero(t, kerneltest.Rows(t, w.db)["announcements"])
		require.Equal(t, []string{"1 in_force"}, w.states(t))
		said := w.requireGenuine(t, "1")
		require.Contains(t, said.Texts.En.Body, "Friends")
		require.Contains(t, said.Texts.Fa.Body, "یاران")
		entry := "system policy.published material 2026-11-22T08:30:00Z " + w.policy(t).Hash
		require.Equal(t, []string{entry}, ledgertest.Lines(t, w.Ledger, "policy 1"))
		for _, replica := range replicas {
			require.Equal(t, w.policy(t), policyOf(t, replica))
		}
		w.publish(t, w.edit(t, "دو"), 0)
		require.NoError(t, w.Policies.Begin(t.Context()))
		require.Equal(t, 2, w.policy(t).Version)
	})
}

func TestNoAcknowledgementIsLostAmongMany(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		at := w.publishers(t)
		results := kerneltest.Together(20, func(side int) error {
			request := kernel.Request{}
			if side%4 == 0 {
				request = kernel.Request{Scope: "POST acknowledgements", Key: "key", Body: []byte("1")}
			}
			_, _, err := at(side).Acknowledge(t.Context(), "1", request)
			return err
		})
		require.Equal(t, 20, kerneltest.Successes(t, results))
		require.Equal(t, []models.AcknowledgementCountView{{Day: "2026-11-22", Count: 16}}, w.counts(t, "1"))
	})
}

func TestDraftsBegunAtOnceHaveNumbersOfTheirOwn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		at := w.publishers(t)
		results := kerneltest.Together(12, func(side int) error {
			form := models.PolicyDraftForm{ChangeClass: "editorial", Texts: policyTexts(strconv.Itoa(side))}
			_, _, err := at(side).Draft(t.Context(), kerneltest.Editor(), kerneltest.With(form))
			return err
		})
		require.Equal(t, 12, kerneltest.Successes(t, results))
		want := []string{"1 in_force"}
		for number := 2; number <= 13; number++ {
			want = append(want, fmt.Sprint(number, " draft"))
		}
		require.Equal(t, want, w.states(t))
	})
}
