package services_test

import (
	"cmp"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/fault"
)

// account makes an account with a one-time password.
func (w *world) account(t tester, role models.Role) models.NewAccountView {
	t.Helper()
	email := uuid.NewString() + "@example.org"
	form := models.AccountForm{Email: email, Role: string(role)}
	view, _, err := w.Accounts.Create(t.Context(), models.Actor{Role: models.RoleOperator}, with(form))
	require.NoError(t, err)
	return view
}

// staff makes an account and acts for it.
func (w *world) staff(t tester, role models.Role) models.Actor {
	t.Helper()
	return models.Actor{Role: role, Account: w.account(t, role).ID}
}

// complain files a complaint with the usual clocks.
func (w *world) complain(t tester) models.Receipt {
	t.Helper()
	return w.complainOf(t, "")
}

func (w *world) complainOf(t tester, category string) models.Receipt {
	t.Helper()
	form := models.ComplaintForm{Person: sara(), Category: category, Message: "گواهی‌ام نرسیده است."}
	receipt, _, err := w.Complaints.Create(t.Context(), with(form))
	require.NoError(t, err)
	return receipt
}

func (w *world) suggest(t tester) models.Receipt {
	t.Helper()
	form := models.FeedbackForm{Person: sara(), Kind: "suggestion", Message: "جست‌وجو نیم‌فاصله را نمی‌شناسد."}
	receipt, _, err := w.Feedback.Create(t.Context(), with(form))
	require.NoError(t, err)
	return receipt
}

// to asks for a state with whatever that state needs to be said.
func to(state models.CaseState) models.TransitionForm {
	form := models.TransitionForm{To: string(state)}
	if state == models.StateRejected {
		form.Reason, form.WhereToTurn = "در صلاحیت ما نیست.", "سازمان بازرسی کل کشور"
	}
	if state == models.StateInProgress {
		form.Reason = "هنوز کاری مانده است." // asked for where something is taken up again
	}
	return form
}

func (w *world) try(t tester, actor models.Actor, reference string, form models.TransitionForm) error {
	t.Helper()
	_, err := w.Casework.Transition(t.Context(), actor, reference, with(form))
	return err
}

// take takes the case through the states, one after the other.
func (w *world) take(t tester, actor models.Actor, reference string, states ...models.CaseState) {
	t.Helper()
	for _, state := range states {
		require.NoError(t, w.try(t, actor, reference, to(state)), "to %s", state)
	}
}

// answered is a complaint that the actor has answered.
func (w *world) answered(t tester, actor models.Actor) models.Receipt {
	t.Helper()
	receipt := w.complain(t)
	w.take(t, actor, receipt.Reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
	return receipt
}

func (w *world) assign(t tester, actor models.Actor, reference, account string) error {
	t.Helper()
	_, err := w.Casework.Assign(t.Context(), actor, reference, with(models.AssignForm{Account: account}))
	return err
}

func (w *world) review(t tester, code string) error {
	t.Helper()
	_, err := w.MyCase.Review(t.Context(), code, with(models.ReviewForm{Reason: "پاسخ کافی نیست."}))
	return err
}

// row is the case as it is kept.
func (w *world) row(t tester, reference string) (kase models.Case) {
	t.Helper()
	require.NoError(t, w.db.Where("reference = ?", reference).Take(&kase).Error)
	return kase
}

func (w *world) seen(t tester, actor models.Actor, reference string) models.StaffCaseView {
	t.Helper()
	view, err := w.Casework.Get(t.Context(), actor, reference)
	require.NoError(t, err)
	return view
}

func (w *world) mine(t tester, code string) models.CaseView {
	t.Helper()
	view, err := w.MyCase.Get(t.Context(), code)
	require.NoError(t, err)
	return view
}

// events are the timeline of the case as the person sees it, without when and what was said.
func (w *world) events(t tester, code string) []string {
	t.Helper()
	var events []string
	for _, entry := range w.mine(t, code).Timeline {
		events = append(events, entry.Event)
	}
	return events
}

// ledger lists what the ledger has about a subject, oldest first: the role, the action and the detail's values, in the
// order of their names. Of the reading of cases it says nothing.
func (w *world) ledger(t tester, subject string) []string {
	t.Helper()
	var lines []string
	filter := models.LedgerFilter{Subject: subject}
	entries, more, err := w.Ledger.List(t.Context(), with(filter), 0, 1000)
	require.NoError(t, err)
	require.False(t, more)
	for _, entry := range slices.Backward(entries) {
		if entry.Action != "case.read" {
			lines = append(lines, line(entry))
		}
	}
	return lines
}

func line(entry models.LedgerEntryView) string {
	words := []string{string(entry.Actor.Role), entry.Action}
	for _, name := range slices.Sorted(maps.Keys(entry.Detail)) {
		if name != "account" || entry.Action != "case.transition" { // of whoever takes up what is nobody's
			words = append(words, entry.Detail[name])
		}
	}
	return strings.Join(words, " ")
}

// proofs are all heads as somebody outside would keep them, oldest first.
func (w *world) proofs(t tester) []string {
	t.Helper()
	heads, more, err := w.Ledger.Heads(t.Context(), 0, 1000)
	require.NoError(t, err)
	require.False(t, more)
	slices.SortFunc(heads, func(a, b models.LedgerHeadView) int { return cmp.Compare(a.Number, b.Number) })
	proofs := make([]string, 0, len(heads))
	for _, head := range heads {
		require.Len(t, head.Hash, hex.EncodedLen(32))
		proofs = append(proofs, head.Proof)
	}
	return proofs
}

func requireFault(t tester, err error, kind fault.Kind, code string) fault.Error {
	t.Helper()
	require.Error(t, err)
	refused := fault.As(err)
	require.Equal(t, code, refused.Code, "%v", err)
	require.Equal(t, kind, refused.Kind, "%v", err)
	return *refused
}

// requireViolation fails unless this, and nothing else, is what is wrong with the form.
func requireViolation(t tester, err error, pointer, code string) {
	t.Helper()
	refused := requireFault(t, err, fault.Invalid, "validation_failed")
	require.Len(t, refused.Violations, 1, "%v", refused.Violations)
	require.Equal(t, []string{pointer, code}, []string{refused.Violations[0].Pointer, refused.Violations[0].Code})
}

// together does the same from many sides at once, and answers what each got.
func together(sides int, do func(side int) error) []error {
	results := make([]error, sides)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for side := range sides {
		all.Go(func() {
			<-begin
			results[side] = do(side)
		})
	}
	close(begin)
	all.Wait()
	return results
}

// successes counts those that did not fail; every other one must have failed with one of the codes.
func successes(t tester, results []error, codes ...string) int {
	t.Helper()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
			continue
		}
		require.Contains(t, codes, fault.As(err).Code, "%v", err)
	}
	return done
}

const day = 24 * time.Hour
