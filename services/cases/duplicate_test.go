package cases_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

func repeats(original string) models.TransitionForm {
	return models.TransitionForm{To: "duplicate", DuplicateOf: original}
}

func TestADuplicateNamesAnotherCaseOfItsKind(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		reference, feedback := w.Complain(t).Reference, w.Suggest(t).Reference
		for _, unfit := range []string{reference, feedback, "C-7F3K-9QX2", "همان", strings.ToLower(reference)} {
			kerneltest.RequireViolation(t, w.Try(t, lead, reference, repeats(unfit)), "/duplicate_of", "not_a_case")
		}
		for _, nothing := range []string{"", "  "} {
			kerneltest.RequireViolation(t, w.Try(t, lead, reference, repeats(nothing)), "/duplicate_of", "required")
		}
		require.Equal(t, models.StateReceived, w.Row(t, reference).State)

		original := w.Complain(t).Reference
		written := strings.ToLower(strings.ReplaceAll(original, "-", " "))
		require.NoError(t, w.Try(t, lead, reference, repeats(written)), "however it is written")
		require.Equal(t, original, w.Seen(t, lead, reference).DuplicateOf)
		require.True(t, w.Row(t, reference).Ended())

		third := w.Complain(t).Reference
		kerneltest.RequireViolation(t, w.Try(t, lead, third, repeats(reference)), "/duplicate_of", "not_a_case")
		require.NoError(t, w.Try(t, lead, third, repeats(original)))
	})
}

func TestAFeedbackRepeatsAFeedback(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		reference, original := w.Suggest(t).Reference, w.Suggest(t).Reference
		w.Take(t, lead, reference, models.StateTriaged)
		kerneltest.RequireViolation(t, w.Try(t, lead, reference, repeats(w.Complain(t).Reference)), "/duplicate_of", "not_a_case")
		require.NoError(t, w.Try(t, lead, reference, repeats(original)))
		w.Take(t, lead, reference, models.StateDone)
		require.Equal(t, original, w.Seen(t, lead, reference).DuplicateOf)
	})
}

func TestThePersonDoesNotLearnWhoseCaseTheirsRepeats(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		receipt, original := w.Complain(t), w.Complain(t).Reference
		require.NoError(t, w.Try(t, lead, receipt.Reference, repeats(original)))
		for _, entry := range w.Mine(t, receipt.ReceiptCode).Timeline {
			require.NotContains(t, entry.Text, original)
		}
	})
}

func TestErasingTheOriginalEndsTheLinkAndNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		original := w.Complain(t)
		var copies []models.Receipt
		for range 3 {
			receipt := w.Complain(t)
			require.NoError(t, w.Try(t, lead, receipt.Reference, repeats(original.Reference)))
			copies = append(copies, receipt)
		}
		require.NoError(t, w.MyCase.Erase(t.Context(), original.ReceiptCode))
		for _, receipt := range copies {
			seen := w.Seen(t, lead, receipt.Reference)
			require.Equal(t, models.StateDuplicate, seen.State)
			require.Empty(t, seen.DuplicateOf)
			require.Nil(t, w.Row(t, receipt.Reference).DuplicateOfID)
		}
	})
}

func TestErasingACopyLeavesTheOriginal(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		original, receipt := w.Complain(t), w.Complain(t)
		require.NoError(t, w.Try(t, lead, receipt.Reference, repeats(original.Reference)))
		require.NoError(t, w.MyCase.Erase(t.Context(), receipt.ReceiptCode))
		require.Equal(t, models.StateReceived, w.Mine(t, original.ReceiptCode).State)
	})
}

func TestADuplicateThatIsTakenUpAgainRepeatsNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		reference, original := w.Complain(t).Reference, w.Complain(t).Reference
		require.NoError(t, w.Try(t, lead, reference, repeats(original)))
		form := models.TransitionForm{To: "in_progress", Reason: "شکایت دیگری است."}
		require.NoError(t, w.Try(t, lead, reference, form))
		require.Empty(t, w.Seen(t, lead, reference).DuplicateOf)
	})
}

// TestOfTwoCasesThatWouldRepeatEachOtherOneDoes: whoever comes second finds the other a duplicate already.
func TestOfTwoCasesThatWouldRepeatEachOtherOneDoes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		leads := []models.Actor{w.Staff(t, models.RoleLead), w.Staff(t, models.RoleLead)}
		for range 10 {
			cases := []string{w.Complain(t).Reference, w.Complain(t).Reference}
			results := kerneltest.Together(2, func(side int) error {
				return w.Try(t, leads[side], cases[side], repeats(cases[1-side]))
			})
			require.Equal(t, 1, kerneltest.Successes(t, results, "validation_failed"))
		}
	})
}
