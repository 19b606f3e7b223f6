// Package casestest does what people and staff do with cases, for tests.
package casestest

import (
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases"
	"amanat/services/kernel/kerneltest"
	"amanat/services/staff"
)

// Desk is where cases are filed and worked on.
type Desk struct {
	*cases.Services
	accounts *staff.Accounts
	db       *gorm.DB
}

// NewDesk is one over a database.
func NewDesk(of *cases.Services, accounts *staff.Accounts, db *gorm.DB) *Desk {
	return &Desk{Services: of, accounts: accounts, db: db}
}

// Account makes an account with a one-time password.
func (d *Desk) Account(t kerneltest.Tester, role models.Role) models.NewAccountView {
	t.Helper()
	email := uuid.NewString() + "@example.org"
	form := models.AccountForm{Email: email, Role: string(role)}
	view, _, err := d.accounts.Create(t.Context(), models.Actor{Role: models.RoleOperator}, kerneltest.With(form))
	require.NoError(t, err)
	return view
}

// Staff makes an account and acts for it.
func (d *Desk) Staff(t kerneltest.Tester, role models.Role) models.Actor {
	t.Helper()
	return models.Actor{Role: role, Account: d.Account(t, role).ID}
}

// Complain files a complaint with the usual clocks.
func (d *Desk) Complain(t kerneltest.Tester) models.Receipt {
	t.Helper()
	return d.ComplainOf(t, "")
}

// ComplainOf files a complaint of a category.
func (d *Desk) ComplainOf(t kerneltest.Tester, category string) models.Receipt {
	t.Helper()
	form := models.ComplaintForm{Person: kerneltest.Sara(), Category: category, Message: "گواهی‌ام نرسیده است."}
	receipt, _, err := d.Complaints.Create(t.Context(), kerneltest.With(form))
	require.NoError(t, err)
	return receipt
}

// Suggest files a suggestion.
func (d *Desk) Suggest(t kerneltest.Tester) models.Receipt {
	t.Helper()
	form := models.FeedbackForm{Person: kerneltest.Sara(), Kind: "suggestion"}
	form.Message = "جست‌وجو نیم‌فاصله را نمی‌شناسد."
	receipt, _, err := d.Feedback.Create(t.Context(), kerneltest.With(form))
	require.NoError(t, err)
	return receipt
}

// To asks for a state with whatever that state needs to be said.
func To(state models.CaseState) models.TransitionForm {
	form := models.TransitionForm{To: string(state)}
	if state == models.StateRejected {
		form.Reason, form.WhereToTurn = "در صلاحیت ما نیست.", "سازمان بازرسی کل کشور"
	}
	if state == models.StateInProgress {
		form.Reason = "هنوز کاری مانده است." // asked for where something is taken up again
	}
	return form
}

// Try asks for a transition, and answers what came of it.
func (d *Desk) Try(t kerneltest.Tester, actor models.Actor, reference string, form models.TransitionForm) error {
	t.Helper()
	_, err := d.Casework.Transition(t.Context(), actor, reference, kerneltest.With(form))
	return err
}

// Take takes the case through the states, one after the other.
func (d *Desk) Take(t kerneltest.Tester, actor models.Actor, reference string, states ...models.CaseState) {
	t.Helper()
	for _, state := range states {
		require.NoError(t, d.Try(t, actor, reference, To(state)), "to %s", state)
	}
}

// Answered is a complaint that the actor has answered.
func (d *Desk) Answered(t kerneltest.Tester, actor models.Actor) models.Receipt {
	t.Helper()
	receipt := d.Complain(t)
	d.Take(t, actor, receipt.Reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
	return receipt
}

// Assign assigns a case to an account, or to "me".
func (d *Desk) Assign(t kerneltest.Tester, actor models.Actor, reference, account string) error {
	t.Helper()
	_, err := d.Casework.Assign(t.Context(), actor, reference, kerneltest.With(models.AssignForm{Account: account}))
	return err
}

// Review has the person ask for a review.
func (d *Desk) Review(t kerneltest.Tester, code string) error {
	t.Helper()
	_, err := d.MyCase.Review(t.Context(), code, kerneltest.With(models.ReviewForm{Reason: "پاسخ کافی نیست."}))
	return err
}

// Row is the case as it is kept.
func (d *Desk) Row(t kerneltest.Tester, reference string) (kase models.Case) {
	t.Helper()
	require.NoError(t, d.db.Where("reference = ?", reference).Take(&kase).Error)
	return kase
}

// Seen is the case as staff see it.
func (d *Desk) Seen(t kerneltest.Tester, actor models.Actor, reference string) models.StaffCaseView {
	t.Helper()
	view, err := d.Casework.Get(t.Context(), actor, reference)
	require.NoError(t, err)
	return view
}

// Mine is the case as the person sees it.
func (d *Desk) Mine(t kerneltest.Tester, code string) models.CaseView {
	t.Helper()
	view, err := d.MyCase.Get(t.Context(), code)
	require.NoError(t, err)
	return view
}

// Events are the timeline of the case as the person sees it, without when and what was said.
func (d *Desk) Events(t kerneltest.Tester, code string) []string {
	t.Helper()
	var events []string
	for _, entry := range d.Mine(t, code).Timeline {
		events = append(events, entry.Event)
	}
	return events
}

// Reply writes to the person.
func (d *Desk) Reply(
	t kerneltest.Tester, actor models.Actor, reference, key string,
) (models.StaffMessageView, bool, error) {
	t.Helper()
	form := models.ReplyForm{Body: "گواهی شما ۱۲ آذر صادر می\u200cشود."}
	return d.Casework.Reply(t.Context(), actor, reference, kerneltest.Once(form, "POST replies", key))
}

// Upload is the smallest file that is taken for a PDF.
func Upload() models.Upload {
	return models.Upload{Name: "رسید.pdf", Data: []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")}
}

// Extend extends the time to answer by working days.
func (d *Desk) Extend(t kerneltest.Tester, actor models.Actor, reference string, days int) error {
	t.Helper()
	form := models.ExtensionForm{WorkingDays: days, Reason: "اسناد بایگانی لازم است."}
	_, err := d.Casework.Extend(t.Context(), actor, reference, kerneltest.With(form))
	return err
}

// Identity reads who the person is.
func (d *Desk) Identity(
	t kerneltest.Tester, actor models.Actor, reference, purpose string,
) (models.IdentityView, error) {
	t.Helper()
	form := models.IdentityForm{Purpose: purpose, Reason: "تماس برای بازدید"}
	return d.Casework.Identity(t.Context(), actor, reference, kerneltest.With(form))
}
