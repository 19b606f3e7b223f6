// Package cases has complaints and feedback, from the receipt to the erasure.
//
// A case is received with two names and perhaps a message, sealed under a data key of its own; the person gets a
// receipt code instead of an account, of which a keyed hash is kept. It is acknowledged, worked on, paused while the
// person is asked something, answered or rejected, perhaps reviewed by somebody else, and closed; two years later it is
// erased with its key. lifecycle says which state follows which, workdays by when; deadlines are computed anew when the
// calendar changes. Casework is what staff do, MyCase what the holder of the code does; both move a case through
// transition.go.
//
// Intake writes what arrives at the same time in one transaction. Everything else locks the case's row first, two cases
// in the order of their ids; calendar and categories are read before that. Never stored: a name or a message outside of
// the sealed columns, an address, the receipt code itself.
package cases

import (
	"context"

	"amanat/models"
	"amanat/services/cases/attachment"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/proof"
)

const (
	// cleanAtOnce and cleanWaiting bound how much memory images can take.
	cleanAtOnce, cleanWaiting = 1, 16
)

// Services are the services of the room, wired.
type Services struct {
	Complaints    *Complaints
	Feedback      *Feedback
	MyCase        *MyCase
	Casework      *Casework
	CannedReplies *CannedReplies
	Holidays      *Holidays
	CaseClocks    *CaseClocks
	Retention     *Retention
}

// Options are what is said of this organisation's cases.
type Options struct {
	// PolicyVersion answers which version of the privacy policy is in force: a receipt names it.
	PolicyVersion func(context.Context) (int, error)
	// Weekend names the days that are never worked: `thursday-friday` (also when it is empty) or `friday`.
	Weekend string
}

// room is what all services of the room stand on: the methods on it read and write what belongs to a case.
type room struct {
	env    kernel.Environment
	ledger *ledger.Ledger
}

// New wires the services of cases over a database.
func New(env kernel.Environment, ledger *ledger.Ledger, prover *proof.Prover, options Options) *Services {
	room := room{env: env, ledger: ledger}
	cleaner := attachment.New(cleanAtOnce, cleanWaiting)
	calendars, categories := newCalendars(room, options.Weekend), newCategories(env)
	reckoners := &reckoners{room: room, calendars: calendars, categories: categories}
	intake := newIntake(room, prover, options.PolicyVersion)
	clocks := &CaseClocks{room: room, reckoners: reckoners}
	return &Services{
		Complaints:    &Complaints{env: env, intake: intake, categories: categories, calendars: calendars},
		Feedback:      &Feedback{env: env, intake: intake},
		MyCase:        &MyCase{room: room, reckoners: reckoners, cleaner: cleaner},
		Casework:      &Casework{room: room, reckoners: reckoners, cleaner: cleaner},
		CannedReplies: &CannedReplies{room: room},
		Holidays:      &Holidays{room: room, calendars: calendars, clocks: clocks},
		CaseClocks:    clocks,
		Retention:     &Retention{room},
	}
}

// Forms are what people and staff fill in here.
func Forms() []any {
	return []any{
		&models.ComplaintForm{}, &models.FeedbackForm{}, &models.MessageForm{}, &models.PersonForm{},
		&models.ExportForm{}, &models.ReviewForm{}, &models.RatingForm{},
		&models.CaseFilter{}, &models.CaseExportFilter{}, &models.TransitionForm{}, &models.AssignForm{},
		&models.ReplyForm{}, &models.NoteForm{}, &models.ExtensionForm{}, &models.IdentityForm{},
		&models.CannedReplyForm{}, &models.CannedReplyFilter{}, &models.HolidayForm{}, &models.HolidayFilter{},
	}
}
