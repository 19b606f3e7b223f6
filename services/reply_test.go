package services_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel"
)

func at(t tester, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return moment
}

func (w *world) reply(t tester, actor models.Actor, reference, key string) (models.StaffMessageView, bool, error) {
	t.Helper()
	form := models.ReplyForm{Body: "گواهی شما ۱۲ آذر صادر می\u200cشود."}
	return w.Casework.Reply(t.Context(), actor, reference, once(form, "POST replies", key))
}

func TestAPersonsMessageLetsTheClockGoOn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
		require.True(t, w.seen(t, officer, receipt.Reference).Clocks.Paused)
		_, _, err := w.reply(t, officer, receipt.Reference, "")
		require.NoError(t, err)
		require.Equal(t, models.StateAwaitingComplainant, w.row(t, receipt.Reference).State, "staff do not answer themselves")

		results := together(8, func(side int) error {
			_, _, err := w.MyCase.Write(t.Context(), receipt.ReceiptCode, with(models.MessageForm{Body: strconv.Itoa(side)}))
			return err
		})
		require.Equal(t, 8, successes(t, results))
		require.Equal(t, models.StateInProgress, w.row(t, receipt.Reference).State)
		events := w.events(t, receipt.ReceiptCode)
		require.Equal(t, []string{"awaiting_complainant", "in_progress"}, events[3:], "once")
		require.Contains(t, w.ledger(t, receipt.Reference), "person case.transition awaiting_complainant in_progress")
	})
}

func TestAPersonsFileLetsTheClockGoOn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
		_, _, err := w.MyCase.Attach(t.Context(), receipt.ReceiptCode, upload(), kernel.Request{})
		require.NoError(t, err)
		require.Equal(t, models.StateInProgress, w.row(t, receipt.Reference).State)
	})
}

// upload is the smallest file that is taken for a PDF.
func upload() models.Upload {
	return models.Upload{Name: "رسید.pdf", Data: []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")}
}

func TestAReplyThatIsRepeatedIsOneReply(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference, models.StateAcknowledged)
		views, replays := make([]models.StaffMessageView, 10), make([]bool, 10)
		results := together(10, func(side int) (err error) {
			views[side], replays[side], err = w.reply(t, officer, receipt.Reference, "key")
			return err
		})
		require.Equal(t, 10, successes(t, results))
		first := 0
		for side := range views {
			require.Equal(t, views[0].ID, views[side].ID)
			if !replays[side] {
				first++
			}
		}
		require.Equal(t, 1, first)
		require.Len(t, w.mine(t, receipt.ReceiptCode).Messages, 1)
	})
}

func TestAnAnswerThatWasLostIsGivenAgainThoughTheCaseHasEndedSince(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference, models.StateAcknowledged)
		request := kernel.Request{Scope: "POST attachments", Key: "key"}
		reply, _, err := w.reply(t, officer, receipt.Reference, "key")
		require.NoError(t, err)
		theirs, _, err := w.Casework.Attach(t.Context(), officer, receipt.Reference, upload(), request)
		require.NoError(t, err)
		mine, _, err := w.MyCase.Attach(t.Context(), receipt.ReceiptCode, upload(), request)
		require.NoError(t, err)
		w.take(t, officer, receipt.Reference, models.StateRejected)

		_, _, err = w.reply(t, officer, receipt.Reference, "another key")
		requireFault(t, err, fault.Conflict, "case_ended")
		again, replayed, err := w.reply(t, officer, receipt.Reference, "key")
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, reply.ID, again.ID)
		file, replayed, err := w.Casework.Attach(t.Context(), officer, receipt.Reference, upload(), request)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, theirs.ID, file.ID)
		file, replayed, err = w.MyCase.Attach(t.Context(), receipt.ReceiptCode, upload(), request)
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, mine.ID, file.ID)
	})
}

func TestAKeyIsThatOfTheCaseHoweverItsReferenceIsWritten(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference, models.StateAcknowledged)
		for _, written := range []string{receipt.Reference, " " + receipt.Reference} {
			_, _, err := w.reply(t, officer, written, "key")
			require.NoError(t, err)
		}
		require.Len(t, w.mine(t, receipt.ReceiptCode).Messages, 1)
	})
}

func TestMessagesAndNotesAreBounded(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		reference := w.complain(t).Reference
		w.take(t, officer, reference, models.StateAcknowledged)
		for range 200 {
			_, _, err := w.reply(t, officer, reference, "")
			require.NoError(t, err)
			_, _, err = w.Casework.Note(t.Context(), officer, reference, with(models.NoteForm{Body: "یادداشت"}))
			require.NoError(t, err)
		}
		before := w.ledger(t, reference)
		_, _, err := w.reply(t, officer, reference, "")
		requireFault(t, err, fault.Conflict, "too_many_messages")
		_, _, err = w.Casework.Note(t.Context(), officer, reference, with(models.NoteForm{Body: "یادداشت"}))
		requireFault(t, err, fault.Conflict, "too_many_messages")
		require.Equal(t, before, w.ledger(t, reference))
	})
}
