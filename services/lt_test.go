package services_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"amanat/models"
)

func line(entry models.LedgerEntryView) string {
	words := []string{string(entry.Actor.Role), entry.Action}
	for _, name := range slices.Sorted(maps.Keys(entry.Detail)) {
		if name != "account" || entry.Action != "case.transition" { // of whoever takes up what is nobody's
			words = append(words, entry.Detail[name])
		}
	}
	return strings.Join(words, " ")
}

// found are the findings in short: what, and where.
func found(report models.LedgerReportView) []string {
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
