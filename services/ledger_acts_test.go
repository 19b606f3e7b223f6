package services_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/ledger/ledgertest"
)

// diary is a service in which anything is done, and what its ledger has to say of it.
type diary struct {
	*world
	actors   []models.Actor
	receipts []models.Receipt
	want     map[string][]string
}

// TestEveryActHasItsEntryAndWhatFailedHasNone does anything, possible or not, in any order.
func TestEveryActHasItsEntryAndWhatFailedHasNone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		keyring, err := seal.New()
		require.NoError(t, err)
		kerneltest.Check(t, 30, func(t *rapid.T) {
			d := &diary{world: newWorldOf(t, db, keyring), want: map[string][]string{}}
			d.actors = []models.Actor{
				d.Staff(t, models.RoleOfficer), d.Staff(t, models.RoleOfficer), d.Staff(t, models.RoleLead),
				d.Staff(t, models.RolePrivacy),
			}
			d.file(t)
			acts := []func(*rapid.T){
				d.file, d.transition, d.transition, d.transition, d.assignTo, d.write, d.note, d.prolong, d.readIdentity,
				d.attach, d.personWrites, d.personActs, d.rectifies, d.exports, d.erases,
			}
			for range rapid.IntRange(1, 12).Draw(t, "acts") {
				rapid.SampledFrom(acts).Draw(t, "act")(t)
			}
			for reference, want := range d.want {
				require.Equal(t, want, ledgertest.Lines(t, d.Ledger, reference))
			}
			require.Empty(t, ledgertest.Found(ledgertest.Verify(t, d.Ledger)))
		})
	})
}

// enter expects a line in the ledger of the case if the act succeeded.
func (d *diary) enter(receipt models.Receipt, err error, lines ...string) {
	if err == nil {
		d.want[receipt.Reference] = append(d.want[receipt.Reference], lines...)
	}
}

func (d *diary) some(t *rapid.T) (models.Actor, models.Receipt) {
	return d.actors[rapid.IntRange(0, 2).Draw(t, "actor")], d.receipt(t)
}

func (d *diary) receipt(t *rapid.T) models.Receipt {
	return d.receipts[rapid.IntRange(0, len(d.receipts)-1).Draw(t, "case")]
}

// kase is the case as it is now; nothing of one that was erased.
func (d *diary) kase(t *rapid.T, receipt models.Receipt) (kase models.Case) {
	require.NoError(t, d.db.Where("reference = ?", receipt.Reference).Limit(1).Find(&kase).Error)
	return kase
}

func (d *diary) file(t *rapid.T) {
	receipt := d.Suggest(t)
	if rapid.Bool().Draw(t, "complaint") {
		receipt = d.Complain(t)
	}
	d.receipts = append(d.receipts, receipt)
	d.enter(receipt, nil, "person case.received")
}

func (d *diary) transition(t *rapid.T) {
	actor, receipt := d.some(t)
	from, form := d.kase(t, receipt).State, casestest.To(rapid.SampledFrom(models.CaseStates()).Draw(t, "to"))
	if seen, err := d.Casework.Get(t.Context(), actor, receipt.Reference); err == nil && len(seen.Allowed) > 0 {
		if rapid.IntRange(0, 4).Draw(t, "possible") > 0 {
			form = casestest.To(rapid.SampledFrom(seen.Allowed).Draw(t, "allowed"))
		}
	}
	form.Reason, form.DuplicateOf = "دلیل", d.receipt(t).Reference
	err := d.Try(t, actor, receipt.Reference, form)
	d.enter(receipt, err, string(actor.Role)+" case.transition "+string(from)+" "+form.To)
}

func (d *diary) assignTo(t *rapid.T) {
	actor, receipt := d.some(t)
	account := d.actors[rapid.IntRange(0, 3).Draw(t, "to")].Account.String()
	before := d.kase(t, receipt)
	err := d.Assign(t, actor, receipt.Reference, account)
	if before.AssigneeID == nil || before.AssigneeID.String() != account {
		d.enter(receipt, err, string(actor.Role)+" case.assigned "+account)
	}
}

func (d *diary) write(t *rapid.T) {
	actor, receipt := d.some(t)
	key := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "key")
	_, replayed, err := d.Reply(t, actor, receipt.Reference, key)
	if !replayed {
		d.enter(receipt, err, string(actor.Role)+" case.replied")
	}
}

func (d *diary) note(t *rapid.T) {
	actor, receipt := d.some(t)
	body := rapid.SampledFrom([]string{"یادداشت", " "}).Draw(t, "body")
	_, _, err := d.Casework.Note(t.Context(), actor, receipt.Reference, kerneltest.With(models.NoteForm{Body: body}))
	d.enter(receipt, err, string(actor.Role)+" case.noted")
}

func (d *diary) prolong(t *rapid.T) {
	actor, receipt := d.some(t)
	days := rapid.IntRange(0, 12).Draw(t, "days")
	err := d.Extend(t, actor, receipt.Reference, days)
	d.enter(receipt, err, string(actor.Role)+" case.extended "+strconv.Itoa(days))
}

func (d *diary) readIdentity(t *rapid.T) {
	actor, receipt := d.actors[rapid.IntRange(0, 3).Draw(t, "reader")], d.receipt(t)
	purpose := rapid.SampledFrom([]string{"use-answer", "use-offers"}).Draw(t, "purpose")
	_, err := d.Identity(t, actor, receipt.Reference, purpose)
	d.enter(receipt, err, string(actor.Role)+" case.identity_read "+purpose)
}

func (d *diary) attach(t *rapid.T) {
	actor, receipt := d.some(t)
	view, _, err := d.Casework.Attach(t.Context(), actor, receipt.Reference, casestest.Upload(), kernel.Request{})
	d.enter(receipt, err, string(actor.Role)+" attachment.added")
	_, err = d.Casework.Attachment(t.Context(), actor, receipt.Reference, view.ID.String())
	d.enter(receipt, err, string(actor.Role)+" attachment.read")
}

func (d *diary) personWrites(t *rapid.T) {
	receipt := d.receipt(t)
	from := d.kase(t, receipt).State
	_, _, err := d.MyCase.Write(t.Context(), receipt.ReceiptCode, kerneltest.With(models.MessageForm{Body: "پیام"}))
	if from == models.StateAwaitingComplainant {
		d.enter(receipt, err, "person case.transition awaiting_complainant in_progress")
	}
}

func (d *diary) personActs(t *rapid.T) {
	receipt := d.receipt(t)
	from := string(d.kase(t, receipt).State)
	if rapid.Bool().Draw(t, "review") {
		d.enter(receipt, d.Review(t, receipt.ReceiptCode), "person case.transition "+from+" in_review")
		return
	}
	_, err := d.MyCase.Withdraw(t.Context(), receipt.ReceiptCode)
	d.enter(receipt, err, "person case.transition "+from+" withdrawn")
}

func (d *diary) rectifies(t *rapid.T) {
	receipt := d.receipt(t)
	phone := "+98912123456" + strconv.Itoa(len(d.want[receipt.Reference])%10)
	_, err := d.MyCase.Rectify(t.Context(), receipt.ReceiptCode, kerneltest.With(models.PersonForm{Phone: &phone}))
	if err == nil {
		again, err := d.MyCase.Rectify(t.Context(), receipt.ReceiptCode, kerneltest.With(models.PersonForm{Phone: &phone}))
		require.NoError(t, err)
		require.Contains(t, again.Kept, "phone")
	}
	d.enter(receipt, err, "person case.rectified")
}

func (d *diary) exports(t *rapid.T) {
	receipt := d.receipt(t)
	name := rapid.SampledFrom([]string{"احمدی", "رضایی"}).Draw(t, "last name")
	_, err := d.MyCase.Export(t.Context(), receipt.ReceiptCode, kerneltest.With(models.ExportForm{LastName: name}))
	d.enter(receipt, err, "person case.exported")
}

func (d *diary) erases(t *rapid.T) {
	receipt := d.receipt(t)
	err := d.MyCase.Erase(t.Context(), receipt.ReceiptCode)
	if err != nil {
		require.True(t, fault.Is(err, "receipt_unknown"), "%v", err)
	}
	d.enter(receipt, err, "person case.erased")
}
