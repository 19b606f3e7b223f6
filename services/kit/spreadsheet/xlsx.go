package spreadsheet

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook of one sheet (ECMA-376), its header bold and frozen. Every cell is a string, and Neutral.
// The sheet's name has at most 31 characters and none of : \ / ? * [ ].
//
// Nothing is written before the last row has come; until then, what exceeds 16 MiB waits in a temporary file. When it
// fails, with the error of rows or of w, or because the table is larger than a sheet (1,048,576 rows of 16,384 cells),
// only an error of w leaves part of the workbook behind.
func WriteXLSX(w io.Writer, sheet string, rightToLeft bool, header []string, rows Rows) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()

	table, err := newSheetWriter(file, sheet, rightToLeft)
	if err != nil {
		return fmt.Errorf("prepare the sheet: %w", err)
	}
	if err := table.write(header, table.bold); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := table.write(row, 0); err != nil {
			return err
		}
	}
	if err := table.stream.Flush(); err != nil {
		return fmt.Errorf("finish the sheet: %w", err)
	}
	if err := file.Write(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// sheetWriter writes a sheet row by row.
type sheetWriter struct {
	stream *excelize.StreamWriter
	bold   int
	rows   int
}

func newSheetWriter(file *excelize.File, name string, rightToLeft bool) (*sheetWriter, error) {
	first := file.GetSheetName(0)
	if err := file.SetSheetName(first, name); err != nil {
		return nil, err
	}
	if err := file.SetDocProps(&excelize.DocProperties{Title: name, Creator: "Amanat"}); err != nil {
		return nil, err
	}
	if err := file.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &rightToLeft}); err != nil {
		return nil, err
	}
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	stream, err := file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	return &sheetWriter{stream: stream, bold: bold}, stream.SetPanes(frozen)
}

func (s *sheetWriter) write(cells []string, style int) error {
	s.rows++
	start, err := excelize.CoordinatesToCellName(1, s.rows)
	if err != nil {
		return fmt.Errorf("row %d: %w", s.rows, err)
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: Neutral(cell)}
	}
	if err := s.stream.SetRow(start, values); err != nil {
		return fmt.Errorf("row %d: %w", s.rows, err)
	}
	return nil
}
