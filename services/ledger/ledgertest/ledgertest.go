// Package ledgertest reads the ledger in tests: what it says of a subject, and whether it holds.
package ledgertest

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger"
)

// Lines lists what the ledger has about a subject, oldest first: the role, the action and the detail's values, in the
// order of their names. Of the reading of cases it says nothing.
func Lines(t kerneltest.Tester, of *ledger.Ledger, subject string) []string {
	t.Helper()
	var lines []string
	filter := models.LedgerFilter{Subject: subject}
	entries, more, err := of.List(t.Context(), kerneltest.With(filter), 0, 1000)
	require.NoError(t, err)
	require.False(t, more)
	for _, entry := range slices.Backward(entries) {
		if entry.Action != "case.read" {
			lines = append(lines, Line(entry))
		}
	}
	return lines
}

// Line is an entry in short.
func Line(entry models.LedgerEntryView) string {
	words := []string{string(entry.Actor.Role), entry.Action}
	for _, name := range slices.Sorted(maps.Keys(entry.Detail)) {
		if name != "account" || entry.Action != "case.transition" { // of whoever takes up what is nobody's
			words = append(words, entry.Detail[name])
		}
	}
	return strings.Join(words, " ")
}

// Entries are the rows of the ledger, in their order.
func Entries(t kerneltest.Tester, db *gorm.DB) (rows []models.LedgerEntry) {
	t.Helper()
	require.NoError(t, db.Order("sequence").Find(&rows).Error)
	return rows
}

// Proofs are all heads as somebody outside would keep them, oldest first.
func Proofs(t kerneltest.Tester, of *ledger.Ledger) []string {
	t.Helper()
	heads, more, err := of.Heads(t.Context(), 0, 1000)
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

// Verify looks whether the ledger holds, and agrees with the heads that were kept.
func Verify(t kerneltest.Tester, of *ledger.Ledger, kept ...string) models.LedgerReportView {
	t.Helper()
	report, err := of.Verify(t.Context(), kept)
	require.NoError(t, err)
	require.Equal(t, len(report.Findings) == 0, report.Holds)
	return report
}

// Found are the findings in short: what, and where.
func Found(report models.LedgerReportView) []string {
	lines := []string{}
	for _, f := range report.Findings {
		line := f.Kind
		if f.Sequence > 0 {
			line += fmt.Sprintf(" entry %d", f.Sequence)
		}
		if f.Head > 0 {
			line += fmt.Sprintf(" head %d", f.Head)
		}
		if f.Until > 0 {
			line += fmt.Sprintf(" to %d", f.Until)
		}
		lines = append(lines, line)
	}
	return lines
}
