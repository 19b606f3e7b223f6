package spreadsheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// byteOrderMark is how Excel knows a CSV file's UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes a table as RFC 4180 has it, in UTF-8 with a byte order mark. Every cell is Neutral, and quoted
// whatever it holds: some locales separate by other characters than the comma.
//
// It holds one row at a time. When it fails, with the error of rows or of w, part of the table may have been written.
func WriteCSV(w io.Writer, header []string, rows Rows) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(byteOrderMark + record(header)); err != nil {
		return fmt.Errorf("write the header: %w", err)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if _, err := out.WriteString(record(row)); err != nil {
			return fmt.Errorf("write a record: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the last records: %w", err)
	}
	return nil
}

func record(cells []string) string {
	fields := make([]string, len(cells))
	for i, cell := range cells {
		fields[i] = `"` + strings.ReplaceAll(Neutral(cell), `"`, `""`) + `"`
	}
	return strings.Join(fields, ",") + "\r\n"
}
