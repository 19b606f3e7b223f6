package policy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/kernel/kerneltest"
	"amanat/services/policy"
	"amanat/services/policy/initial"
)

// ofPublisher names an organisation, with whatever a name may have in it.
func ofPublisher(env *environment) {
	env.PublicURL = "https://portal.example.org"
	env.Publisher = policy.Publisher{
		Fa: initial.Publisher{Name: "سازمان <نمونه> & \"یاران\"", Contact: "info@example.org", Address: "تهران"},
		En: initial.Publisher{Name: "The <Example> & \"Friends\"", Contact: "info@example.org", Address: "Tehran"},
	}
}

// policyTexts are complete in both languages, and told from others by the mark.
func policyTexts(mark string) models.PolicyTextsForm {
	return models.PolicyTextsForm{
		Fa: models.PolicyTextForm{
			Title: new("بیانیهٔ " + mark), Body: new("## کوتاه\n\nمی‌گوییم: " + mark), Summary: new("از این پس: " + mark),
		},
		En: models.PolicyTextForm{
			Title: new("Statement " + mark), Body: new("## In short\n\nWe say: " + mark), Summary: new("From now on: " + mark),
		},
	}
}

// draft begins a version with these texts, and answers its number.
func (w *world) draft(t kerneltest.Tester, class models.ChangeClass, texts models.PolicyTextsForm) string {
	t.Helper()
	form := models.PolicyDraftForm{ChangeClass: string(class), Texts: texts}
	view, _, err := w.Policies.Draft(t.Context(), kerneltest.Editor(), kerneltest.With(form))
	require.NoError(t, err)
	return strconv.Itoa(view.Version)
}

// edit begins a complete version that can be published.
func (w *world) edit(t kerneltest.Tester, mark string) string {
	t.Helper()
	return w.draft(t, models.Editorial, policyTexts(mark))
}

func (w *world) rewrite(t kerneltest.Tester, number string, form models.PolicyChangeForm) (models.StaffPolicyView, error) {
	t.Helper()
	return w.Policies.Change(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
}

// publishAt publishes a draft for a moment; the zero one is now.
func (w *world) publishAt(t kerneltest.Tester, number string, effective time.Time) (models.StaffPolicyView, error) {
	t.Helper()
	form := models.PolicyPublicationForm{}
	if !effective.IsZero() {
		form.EffectiveAt = new(effective.Format(time.RFC3339))
	}
	return w.Policies.Publish(t.Context(), kerneltest.Editor(), number, kerneltest.With(form))
}

// publish makes a draft take effect after a while; 0 is at once.
func (w *world) publish(t kerneltest.Tester, number string, after time.Duration) models.StaffPolicyView {
	t.Helper()
	effective := time.Time{}
	if after > 0 {
		effective = w.Now.Add(after)
	}
	view, err := w.publishAt(t, number, effective)
	require.NoError(t, err)
	return view
}

func (w *world) cancel(t kerneltest.Tester, number string) error {
	t.Helper()
	_, err := w.Policies.Cancel(t.Context(), kerneltest.Editor(), number)
	return err
}

// policy is the one in force, in English.
func (w *world) policy(t kerneltest.Tester) models.PolicyView {
	t.Helper()
	return policyOf(t, w.Services)
}

func policyOf(t kerneltest.Tester, replica *Services) models.PolicyView {
	t.Helper()
	ref, err := replica.Policies.InForce(t.Context(), models.English)
	require.NoError(t, err)
	view, err := replica.Policies.View(t.Context(), ref)
	require.NoError(t, err)
	return view
}

// published is a version as readers find it by its number.
func (w *world) published(t kerneltest.Tester, number string) (view models.PolicyView, err error) {
	t.Helper()
	in := kerneltest.With(models.LanguageQuery{})
	ref, err := w.Policies.FindVersion(t.Context(), number, in, models.Persian)
	if err != nil {
		return view, err
	}
	return w.Policies.View(t.Context(), ref)
}

// asOf is the number of the version that was in force then.
func (w *world) asOf(t kerneltest.Tester, at string) (int, error) {
	t.Helper()
	ref, err := w.Policies.Find(t.Context(), kerneltest.With(models.PolicyQuery{At: at}), models.Persian)
	return ref.Version, err
}

// states are what became of every version, oldest first, as editors see them.
func (w *world) states(t kerneltest.Tester) []string {
	t.Helper()
	items, more, err := w.Policies.List(t.Context(), 0, 10_000)
	require.NoError(t, err)
	require.False(t, more)
	lines := []string{}
	for _, item := range slices.Backward(items) {
		lines = append(lines, fmt.Sprint(item.Version, " ", item.State))
	}
	return lines
}

// requireGenuine fails unless the canonical text of a version is what its hash was made of, and says what is shown.
func (w *world) requireGenuine(t kerneltest.Tester, number string) (said models.PolicyCanonical) {
	t.Helper()
	view, err := w.published(t, number)
	require.NoError(t, err)
	text, err := w.Policies.Canonical(t.Context(), number)
	require.NoError(t, err)
	sum := sha256.Sum256(text)
	require.Equal(t, view.Hash, hex.EncodeToString(sum[:]))
	require.NoError(t, json.Unmarshal(text, &said))
	require.Equal(t, number, strconv.Itoa(said.Version))
	require.Equal(t, view.PreviousHash, said.PreviousHash)
	require.Equal(t, view.ChangeClass, said.ChangeClass)
	require.Equal(t, view.EffectiveAt.Format(time.RFC3339), said.EffectiveAt)
	shown := models.PolicyWords{Title: view.Title, Body: view.Body, Summary: view.Summary}
	require.Equal(t, shown, said.Texts.Fa)
	return said
}

// announced are the versions that are announced now, by what readers see.
func (w *world) announced(t kerneltest.Tester) []int {
	t.Helper()
	versions := []int{}
	for _, view := range w.notices(t) {
		if view.PolicyVersion != nil {
			versions = append(versions, *view.PolicyVersion)
		}
	}
	return versions
}

func (w *world) notices(t kerneltest.Tester) []models.AnnouncementView {
	t.Helper()
	return noticesOf(t, w.Services)
}

func noticesOf(t kerneltest.Tester, replica *Services) []models.AnnouncementView {
	t.Helper()
	in := kerneltest.With(models.LanguageQuery{})
	views, more, err := replica.Announcements.Active(t.Context(), in, models.Persian, uuid.Nil, 1000)
	require.NoError(t, err)
	require.False(t, more)
	return views
}

// refuseInserts makes the database itself refuse new rows of a table.
func (w *world) refuseInserts(t kerneltest.Tester, table string) {
	t.Helper()
	if store.IsPostgres(w.db) {
		require.NoError(t, w.db.Exec(`CREATE FUNCTION refuse_insert() RETURNS trigger LANGUAGE plpgsql AS
			$$ BEGIN RAISE EXCEPTION 'nothing is inserted here'; END $$`).Error)
		require.NoError(t, w.db.Exec(`CREATE TRIGGER refuse_insert BEFORE INSERT ON `+table+`
			FOR EACH ROW EXECUTE FUNCTION refuse_insert()`).Error)
		return
	}
	require.NoError(t, w.db.Exec(`CREATE TRIGGER refuse_insert BEFORE INSERT ON `+table+`
		BEGIN SELECT RAISE(ABORT, 'nothing is inserted here'); END`).Error)
}

// allowInserts takes that back.
func (w *world) allowInserts(t kerneltest.Tester) {
	t.Helper()
	if store.IsPostgres(w.db) {
		require.NoError(t, w.db.Exec("DROP FUNCTION refuse_insert() CASCADE").Error)
		return
	}
	require.NoError(t, w.db.Exec("DROP TRIGGER refuse_insert").Error)
}
