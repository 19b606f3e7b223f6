package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"amanat/models"
)

var errLedgerDoesNotHold = errors.New("the ledger does not hold")

// verification is the check that the command line asks for.
type verification struct {
	// heads names the file of the heads that were kept elsewhere; - is standard input.
	heads string
}

func bindVerifyLedger(flags *flag.FlagSet) action {
	check := &verification{}
	flags.Func("heads", "", func(file string) error {
		// A variable that was forgotten in a script must not make the check weaker.
		if file == "" {
			return errors.New("it names no file")
		}
		check.heads = file
		return nil
	})
	return check.verify
}

// verify prints a report, and fails with errLedgerDoesNotHold when anything was found.
func (v *verification) verify(ctx context.Context, with invocation) (err error) {
	var kept []string
	if v.heads != "" {
		if kept, err = headsFrom(v.heads, with.in); err != nil {
			return fmt.Errorf("heads: %w", err)
		}
	}
	backend, err := openExisting(ctx, with.settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backend.close()) }()
	report, err := backend.Ledger.Verify(ctx, kept)
	if err != nil {
		return err
	}
	printReport(with.out, report, len(kept))
	if !report.Holds {
		return errLedgerDoesNotHold
	}
	return nil
}

func printReport(out io.Writer, report models.LedgerReportView, kept int) {
	verdict := "The ledger holds."
	if !report.Holds {
		verdict = "The ledger does not hold."
	}
	fmt.Fprintf(out, "%s\n\nentries:    %d\nheads:      %d\nkept heads: %d\nsequence:   %d\nhash:       %s\n",
		verdict, report.Entries, report.Heads, kept, report.Sequence, report.Hash)
	if len(report.Findings) == 0 {
		return
	}
	fmt.Fprint(out, "\nfindings:\n")
	for _, finding := range report.Findings {
		fmt.Fprintf(out, "  %s%s\n", finding.Kind, placeOf(finding))
	}
	if report.More {
		fmt.Fprint(out, "  and more\n")
	}
}

// placeOf says where a finding is, as far as it is anywhere.
func placeOf(finding models.LedgerFinding) string {
	var places []string
	if finding.Sequence != 0 {
		places = append(places, fmt.Sprintf("sequence %d", finding.Sequence))
	}
	if finding.Head != 0 {
		places = append(places, fmt.Sprintf("head %d", finding.Head))
	}
	if finding.Until != 0 {
		places = append(places, fmt.Sprintf("until %d", finding.Until))
	}
	if len(places) == 0 && finding.Kind == "head_forged" {
		return ": a head that was not signed here"
	}
	if len(places) == 0 {
		return ""
	}
	return ": " + strings.Join(places, ", ")
}
