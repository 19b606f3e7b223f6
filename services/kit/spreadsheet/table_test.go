package spreadsheet_test

import (
	"errors"

	"pgregory.net/rapid"

	"amanat/services/kit/spreadsheet"
)

var errLost = errors.New("the database is gone")

// rowsOf yields rows in one slice that it uses again and again, as a reader of a database may.
func rowsOf(rows [][]string) spreadsheet.Rows {
	return func(yield func([]string, error) bool) {
		var row []string
		for i := range rows {
			row = append(row[:0], rows[i]...)
			if !yield(row, nil) {
				return
			}
		}
	}
}

// failingAfter yields the rows and then an error.
func failingAfter(rows [][]string) spreadsheet.Rows {
	return func(yield func([]string, error) bool) {
		for i := range rows {
			if !yield(rows[i], nil) {
				return
			}
		}
		yield(nil, errLost)
	}
}

// deaf fails once it has no room for what comes.
type deaf struct{ room int }

var errDeaf = errors.New("nobody listens")

func (d *deaf) Write(p []byte) (int, error) {
	d.room -= len(p)
	if d.room < 0 {
		return 0, errDeaf
	}
	return len(p), nil
}

// payloads is a table of every injection and every harmless cell, the header too.
func payloads() (header []string, rows [][]string) {
	header = []string{"عنوان", "=1+1", "می‌خواهم", "\ufeff@SUM(A1)"}
	for _, cell := range append(injections(), harmless()...) {
		rows = append(rows, []string{cell, "ستون", cell, "=" + cell})
	}
	return header, rows
}

// neutralTable is what a reader has to find, its first row being the header.
func neutralTable(header []string, rows [][]string) [][]string {
	table := make([][]string, 0, len(rows)+1)
	for _, row := range append([][]string{header}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = spreadsheet.Neutral(cell)
		}
		table = append(table, cells)
	}
	return table
}

// someTable has one to four columns.
func someTable(t *rapid.T) (header []string, rows [][]string) {
	columns := rapid.IntRange(1, 4).Draw(t, "columns")
	row := rapid.SliceOfN(someCell(), columns, columns)
	return row.Draw(t, "header"), rapid.SliceOfN(row, 0, 6).Draw(t, "rows")
}
