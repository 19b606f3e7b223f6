package cases_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func at(t kerneltest.Tester, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return moment
}

func TestAPersonsMessageLetsTheClockGoOn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
		require.True(t, w.Seen(t, officer, receipt.Reference).Clocks.Paused)
		_, _, err := w.Reply(t, officer, receipt.Reference, "")
		require.NoError(t, err)
		require.Equal(t, models.StateAwaitingComplainant, w.Row(t, receipt.Reference).State, "staff do not answer themselves")

		results := kerneltest.Together(8, func(side int) error {
			_, _, err := w.MyCase.Write(t.Context(), receipt.ReceiptCode, kerneltest.With(models.MessageForm{Body: strconv.Itoa(side)}))
			return err
		})
		require.Equal(t, 8, kerneltest.Successes(t, results))
		require.Equal(t, models.StateInProgress, w.Row(t, receipt.Reference).State)
		events := w.Events(t, receipt.ReceiptCode)
		require.Equal(t, []string{"awaiting_complainant", "in_progress"}, events[3:], "once")
		require.Contains(t, ledgertest.Lines(t, w.Ledger, receipt.Reference), "person case.transition awaiting_complainant in_progress")
	})
}

func TestAPersonsFileLetsTheClockGoOn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
		_, _, err := w.MyCase.Attach(t.Context(), receipt.ReceiptCode, casestest.Upload(), kernel.Request{})
		require.NoError(t, err)
		require.Equal(t, models.StateInProgress, w.Row(t, receipt.Reference).State)
	})
}

func TestAReplyThatIsRepeatedIsOneReply(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged)
		views, replays := make([]models.StaffMessageView, 10), make([]bool, 10)
		results := kerneltest.Together(10, func(side int) (err error) {
			views[side], replays[side], err = w.Reply(t, officer, receipt.Reference, "key")
			return err
		})
		require.Equal(t, 10, kerneltest.Successes(t, results))
		first := 0
		for side := range views {
			require.Equal(t, views[0].ID, views[side].ID)
			if !replays[side] {
				first++
			}
		}
		require.Equal(t, 1, first)
		require.Len(t, w.Mine(t, receipt.ReceiptCode).Messages, 1)
	})
}

func TestAnAnswerThatWasLostIsGivenAgainThoughTheCaseHasEndedSince(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged)
		request := kernel.Request{Scope: "POST attachments", Key: "key"}
		reply, _, err := w.Reply(t, officer, receipt.Reference, "key")
		require.NoError(t, err)
		theirs, _, err := w.Casework.Attach(t.Context(), officer, receipt.Reference, casestest.Upload(), request)
		require.NoError(t, err)
		mine, _, err := w.MyCase.Attach(t.Context(), receipt.ReceiptCode, casestest.Upload(), request)
		require.NoError(t, err)
		w.Take(t, officer, receipt.Reference, models.StateRejected)

		_, _, err = w.Reply(t, officer, receipt.Reference, "another key")
		kerneltest.RequireFault(t, err, fault.Conflict, "case_ended")
		again, replayed, err := w.Reply(t, officer, receipt.Reference, "key")
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, reply.ID, again.ID)
		file, replayed, err := w.Casework.Attach(t.Context(), officer, receipt.Reference, casestest.Upload(), request)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, theirs.ID, file.ID)
		file, replayed, err = w.MyCase.Attach(t.Context(), receipt.ReceiptCode, casestest.Upload(), request)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, mine.ID, file.ID)
	})
}

func TestAKeyIsThatOfTheCaseHoweverItsReferenceIsWritten(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged)
		for _, written := range []string{receipt.Reference, " " + receipt.Reference} {
			_, _, err := w.Reply(t, officer, written, "key")
			require.NoError(t, err)
		}
		require.Len(t, w.Mine(t, receipt.ReceiptCode).Messages, 1)
	})
}

func TestMessagesAndNotesAreBounded(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		reference := w.Complain(t).Reference
		w.Take(t, officer, reference, models.StateAcknowledged)
		for range 200 {
			_, _, err := w.Reply(t, officer, reference, "")
			require.NoError(t, err)
			_, _, err = w.Casework.Note(t.Context(), officer, reference, kerneltest.With(models.NoteForm{Body: "یادداشت"}))
			require.NoError(t, err)
		}
		before := ledgertest.Lines(t, w.Ledger, reference)
		_, _, err := w.Reply(t, officer, reference, "")
		kerneltest.RequireFault(t, err, fault.Conflict, "too_many_messages")
		_, _, err = w.Casework.Note(t.Context(), officer, reference, kerneltest.With(models.NoteForm{Body: "یادداشت"}))
		kerneltest.RequireFault(t, err, fault.Conflict, "too_many_messages")
		require.Equal(t, before, ledgertest.Lines(t, w.Ledger, reference))
	})
}
