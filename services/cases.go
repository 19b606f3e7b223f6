package services

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

// caseServices are the services of the room, wired.
type caseServices struct {
	Complaints    *Complaints
	Feedback      *Feedback
	MyCase        *MyCase
	Casework      *Casework
	CannedReplies *CannedReplies
	Holidays      *Holidays
	CaseClocks    *CaseClocks
	Retention     *caseRetention
}

// caseOptions are what is said of this organisation's cases.
type caseOptions struct {
	// PolicyVersion answers which version of the privacy policy is in force: a receipt names it.
	PolicyVersion func(context.Context) (int, error)
	// Weekend names the days that are never worked: `thursday-friday` (also when it is empty) or `friday`.
	Weekend string
}

// caseRoom is what all services of the room stand on: the methods on it read and write what belongs to a case.
type caseRoom struct {
	env    kernel.Environment
	ledger *ledger.Ledger
}

// newCases wires the services of cases over a database.
func newCases(env kernel.Environment, ledger *ledger.Ledger, prover *proof.Prover, options caseOptions) *caseServices {
	room := caseRoom{env: env, ledger: ledger}
	cleaner := attachment.New(cleanAtOnce, cleanWaiting)
	calendars, categories := newCalendars(room, options.Weekend), newCategories(env)
	reckoners := &reckoners{caseRoom: room, calendars: calendars, categories: categories}
	intake := newIntake(room, prover, options.PolicyVersion)
	clocks := &CaseClocks{caseRoom: room, reckoners: reckoners}
	return &caseServices{
		Complaints:    &Complaints{env: env, intake: intake, categories: categories, calendars: calendars},
		Feedback:      &Feedback{env: env, intake: intake},
		MyCase:        &MyCase{caseRoom: room, reckoners: reckoners, cleaner: cleaner},
		Casework:      &Casework{caseRoom: room, reckoners: reckoners, cleaner: cleaner},
		CannedReplies: &CannedReplies{caseRoom: room},
		Holidays:      &Holidays{caseRoom: room, calendars: calendars, clocks: clocks},
		CaseClocks:    clocks,
		Retention:     &caseRetention{room},
	}
}

// caseForms are what people and staff fill in here.
func caseForms() []any {
	return []any{
		&models.ComplaintForm{}, &models.FeedbackForm{}, &models.MessageForm{}, &models.PersonForm{},
		&models.ExportForm{}, &models.ReviewForm{}, &models.RatingForm{},
		&models.CaseFilter{}, &models.CaseExportFilter{}, &models.TransitionForm{}, &models.AssignForm{},
		&models.ReplyForm{}, &models.NoteForm{}, &models.ExtensionForm{}, &models.IdentityForm{},
		&models.CannedReplyForm{}, &models.CannedReplyFilter{}, &models.HolidayForm{}, &models.HolidayFilter{},
	}
}
