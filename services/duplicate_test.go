package services_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
)

func repeats(original string) models.TransitionForm {
	return models.TransitionForm{To: "duplicate", DuplicateOf: original}
}

func TestADuplicateNamesAnotherCaseOfItsKind(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		reference, feedback := w.complain(t).Reference, w.suggest(t).Reference
		for _, unfit := range []string{reference, feedback, "C-7F3K-9QX2", "همان", strings.ToLower(reference)} {
			requireViolation(t, w.try(t, lead, reference, repeats(unfit)), "/duplicate_of", "not_a_case")
		}
		for _, nothing := range []string{"", "  "} {
			requireViolation(t, w.try(t, lead, reference, repeats(nothing)), "/duplicate_of", "required")
		}
		require.Equal(t, models.StateReceived, w.row(t, reference).State)

		original := w.complain(t).Reference
		written := strings.ToLower(strings.ReplaceAll(original, "-", " "))
		require.NoError(t, w.try(t, lead, reference, repeats(written)), "however it is written")
		require.Equal(t, original, w.seen(t, lead, reference).DuplicateOf)
		require.True(t, w.row(t, reference).Ended())

		third := w.complain(t).Reference
		requireViolation(t, w.try(t, lead, third, repeats(reference)), "/duplicate_of", "not_a_case")
		require.NoError(t, w.try(t, lead, third, repeats(original)))
	})
}

func TestAFeedbackRepeatsAFeedback(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		reference, original := w.suggest(t).Reference, w.suggest(t).Reference
		w.take(t, lead, reference, models.StateTriaged)
		requireViolation(t, w.try(t, lead, reference, repeats(w.complain(t).Reference)), "/duplicate_of", "not_a_case")
		require.NoError(t, w.try(t, lead, reference, repeats(original)))
		w.take(t, lead, reference, models.StateDone)
		require.Equal(t, original, w.seen(t, lead, reference).DuplicateOf)
	})
}

func TestThePersonDoesNotLearnWhoseCaseTheirsRepeats(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		receipt, original := w.complain(t), w.complain(t).Reference
		require.NoError(t, w.try(t, lead, receipt.Reference, repeats(original)))
		for _, entry := range w.mine(t, receipt.ReceiptCode).Timeline {
			require.NotContains(t, entry.Text, original)
		}
	})
}

func TestErasingTheOriginalEndsTheLinkAndNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		original := w.complain(t)
		var copies []models.Receipt
		for range 3 {
			receipt := w.complain(t)
			require.NoError(t, w.try(t, lead, receipt.Reference, repeats(original.Reference)))
			copies = append(copies, receipt)
		}
		require.NoError(t, w.MyCase.Erase(t.Context(), original.ReceiptCode))
		for _, receipt := range copies {
			seen := w.seen(t, lead, receipt.Reference)
			require.Equal(t, models.StateDuplicate, seen.State)
			require.Empty(t, seen.DuplicateOf)
			require.Nil(t, w.row(t, receipt.Reference).DuplicateOfID)
		}
	})
}

func TestErasingACopyLeavesTheOriginal(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		original, receipt := w.complain(t), w.complain(t)
		require.NoError(t, w.try(t, lead, receipt.Reference, repeats(original.Reference)))
		require.NoError(t, w.MyCase.Erase(t.Context(), receipt.ReceiptCode))
		require.Equal(t, models.StateReceived, w.mine(t, original.ReceiptCode).State)
	})
}

func TestADuplicateThatIsTakenUpAgainRepeatsNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		reference, original := w.complain(t).Reference, w.complain(t).Reference
		require.NoError(t, w.try(t, lead, reference, repeats(original)))
		form := models.TransitionForm{To: "in_progress", Reason: "شکایت دیگری است."}
		require.NoError(t, w.try(t, lead, reference, form))
		require.Empty(t, w.seen(t, lead, reference).DuplicateOf)
	})
}

// TestOfTwoCasesThatWouldRepeatEachOtherOneDoes: whoever comes second finds the other a duplicate already.
func TestOfTwoCasesThatWouldRepeatEachOtherOneDoes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		leads := []models.Actor{w.staff(t, models.RoleLead), w.staff(t, models.RoleLead)}
		for range 10 {
			cases := []string{w.complain(t).Reference, w.complain(t).Reference}
			results := together(2, func(side int) error {
				return w.try(t, leads[side], cases[side], repeats(cases[1-side]))
			})
			require.Equal(t, 1, successes(t, results, "validation_failed"))
		}
	})
}
