package cases_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

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

// busy is a case that everybody is at work on.
type busy struct {
	*world
	receipt models.Receipt
	officer models.Actor
	privacy models.Actor
}

func (w *world) busy(t kerneltest.Tester) *busy {
	t.Helper()
	b := &busy{world: w, receipt: w.Complain(t), officer: w.Staff(t, models.RoleOfficer)}
	b.privacy = w.Staff(t, models.RolePrivacy)
	w.Take(t, b.officer, b.receipt.Reference, models.StateAcknowledged, models.StateInProgress)
	return b
}

// works are what each side does over and over.
func (b *busy) works(t kerneltest.Tester) []func() error {
	ctx, reference, code := t.Context(), b.receipt.Reference, b.receipt.ReceiptCode
	return []func() error{
		func() error { _, _, err := b.Reply(t, b.officer, reference, ""); return err },
		func() error { _, _, err := b.Reply(t, b.officer, reference, "key"); return err },
		func() error {
			_, _, err := b.Casework.Note(ctx, b.officer, reference, kerneltest.With(models.NoteForm{Body: "یادداشت"}))
			return err
		},
		func() error {
			_, _, err := b.Casework.Attach(ctx, b.officer, reference, casestest.Upload(), kernel.Request{})
			return err
		},
		func() error { _, err := b.Casework.Get(ctx, b.officer, reference); return err },
		func() error { _, err := b.Identity(t, b.privacy, reference, "use-answer"); return err },
		func() error { return b.Assign(t, b.officer, reference, "me") },
		func() error {
			_, _, err := b.MyCase.Write(ctx, code, kerneltest.With(models.MessageForm{Body: "پیام"}))
			return err
		},
		func() error {
			_, _, err := b.MyCase.Attach(ctx, code, casestest.Upload(), kernel.Request{})
			return err
		},
		func() error { _, err := b.MyCase.Get(ctx, code); return err },
		func() error { _, err := b.MyCase.Accesses(ctx, code); return err },
		func() error {
			_, err := b.MyCase.Export(ctx, code, kerneltest.With(models.ExportForm{LastName: "احمدی"}))
			return err
		},
		func() error { _, err := b.MyCase.Rectify(ctx, code, kerneltest.With(models.PersonForm{})); return err },
		func() error {
			_, _, _, err := b.Casework.List(ctx, b.officer, kerneltest.With(models.CaseFilter{}), nil, 100)
			return err
		},
		func() error { _, err := b.CaseClocks.Tick(ctx); return err },
		func() error { return b.Ledger.Seal(ctx) },
	}
}

// TestErasingUnderARunningReplyLeavesNothing: the person erases while everybody is at it.
func TestErasingUnderARunningReplyLeavesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for range 4 {
			b := w.busy(t)
			id := w.Row(t, b.receipt.Reference).ID.String()
			works := b.works(t)
			var begun sync.WaitGroup
			begun.Add(len(works))
			results := kerneltest.Together(len(works)+2, func(side int) error {
				if side >= len(works) {
					begun.Wait()
					return w.MyCase.Erase(t.Context(), b.receipt.ReceiptCode)
				}
				return everyTime(works[side], begun.Done)
			})
			erased := kerneltest.Successes(t, results[len(works):], "receipt_unknown")
			require.Equal(t, 1, erased)
			kerneltest.Successes(t, results[:len(works)], "case_unknown", "receipt_unknown")
			w.requireNoTrace(t, id, b.receipt.Reference)
			_, _, err := b.Reply(t, b.officer, b.receipt.Reference, "key")
			kerneltest.RequireFault(t, err, fault.NotFound, "case_unknown")
		}
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
		var erased int64
		require.NoError(t, db.Model(&models.ErasedCaseCount{}).Select("SUM(count)").Scan(&erased).Error)
		require.EqualValues(t, 4, erased)
	})
}

// everyTime does the work until the case is gone, at most so often that no bound is reached, and says after the first.
func everyTime(work func() error, first func()) (err error) {
	for i := range 25 {
		err = work()
		if i == 0 {
			first()
		}
		if fault.Is(err, "too_many_attachments") {
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// requireNoTrace looks through every column of every table for what names the case. The ledger goes on naming it, and
// the migration tool's table knows no cases.
func (w *world) requireNoTrace(t kerneltest.Tester, names ...string) {
	t.Helper()
	for _, model := range models.Tables() {
		statement := &gorm.Statement{DB: w.db}
		require.NoError(t, statement.Parse(model))
		if slices.Contains([]string{"ledger_entries", "ledger_pending", "goose_db_version"}, statement.Table) {
			continue
		}
		var rows []map[string]any
		require.NoError(t, w.db.Table(statement.Table).Find(&rows).Error)
		for _, row := range rows {
			for column, value := range row {
				for _, name := range names {
					require.NotContains(t, strings.ToLower(fmt.Sprintf("%s", value)), strings.ToLower(name),
						"%s.%s", statement.Table, column)
				}
			}
		}
	}
}

func TestATraceWouldBeFound(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipt := w.Complain(t)
		found := &finder{Tester: t}
		w.requireNoTrace(found, receipt.Reference)
		require.True(t, found.failed)
		found = &finder{Tester: t}
		w.requireNoTrace(found, w.Row(t, receipt.Reference).ID.String())
		require.True(t, found.failed)
	})
}

// finder notes that something failed, and goes on.
type finder struct {
	kerneltest.Tester
	failed bool
}

func (f *finder) Errorf(string, ...any) { f.failed = true }

func (f *finder) FailNow() { f.failed = true }

// TestLinkingToACaseThatIsErasedMeanwhile finds it, or finds it gone.
func TestLinkingToACaseThatIsErasedMeanwhile(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		for range 5 {
			original := w.Complain(t)
			id := w.Row(t, original.Reference).ID.String()
			copies := make([]string, 8)
			for i := range copies {
				copies[i] = w.Complain(t).Reference
			}
			results := kerneltest.Together(len(copies)+1, func(side int) error {
				if side == len(copies) {
					return w.MyCase.Erase(t.Context(), original.ReceiptCode)
				}
				return w.Try(t, lead, copies[side], repeats(original.Reference))
			})
			require.NoError(t, results[len(copies)])
			kerneltest.Successes(t, results, "validation_failed")
			w.requireNoTrace(t, id, original.Reference)
		}
	})
}

func TestASweepUnderARunningReplyLeavesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		receipt := w.Answered(t, lead)
		id := w.Row(t, receipt.Reference).ID.String()
		w.Take(t, lead, receipt.Reference, models.StateClosed)
		w.Pass(2*365*kerneltest.Day + 1)
		w.Pass(kerneltest.Day)
		results := kerneltest.Together(24, func(side int) error {
			switch side % 4 {
			case 0:
				_, err := w.Retention.Sweep(t.Context())
				return err
			case 1:
				_, err := w.Casework.Get(t.Context(), lead, receipt.Reference)
				return err
			case 2:
				return w.MyCase.Erase(t.Context(), receipt.ReceiptCode)
			default:
				_, _, err := w.Casework.Note(t.Context(), lead, receipt.Reference, kerneltest.With(models.NoteForm{Body: "یادداشت"}))
				return err
			}
		})
		kerneltest.Successes(t, results, "case_unknown", "receipt_unknown")
		w.requireNoTrace(t, id, receipt.Reference)
		require.Len(t, linesWith(ledgertest.Lines(t, w.Ledger, receipt.Reference), "case.erased"), 1)
	})
}

func linesWith(lines []string, word string) (some []string) {
	for _, line := range lines {
		if strings.Contains(line, word) {
			some = append(some, line)
		}
	}
	return some
}
