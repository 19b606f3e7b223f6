package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"amanat/services/kit/spreadsheet"
)

const cases = "پرونده‌ها"

func writeXLSX(t require.TestingT, rightToLeft bool, header []string, rows [][]string) []byte {
	var out bytes.Buffer
	require.NoError(t, spreadsheet.WriteXLSX(&out, cases, rightToLeft, header, rowsOf(rows)))
	return out.Bytes()
}

func open(t require.TestingT, workbook []byte) *excelize.File {
	file, err := excelize.OpenReader(bytes.NewReader(workbook))
	require.NoError(t, err)
	return file
}

// requireCells finds a table in the sheet, every cell of it a string and harmless, and none a formula.
func requireCells(t require.TestingT, file *excelize.File, table [][]string) {
	for y, row := range table {
		for x, want := range row {
			name, err := excelize.CoordinatesToCellName(x+1, y+1)
			require.NoError(t, err)
			found, err := file.GetCellValue(cases, name)
			require.NoError(t, err)
			require.Equal(t, want, found, "%s", name)
			requireHarmless(t, found)
			kind, err := file.GetCellType(cases, name)
			require.NoError(t, err)
			require.Equal(t, excelize.CellTypeInlineString, kind, "%s", name)
			formula, err := file.GetCellFormula(cases, name)
			require.NoError(t, err)
			require.Empty(t, formula, "%s", name)
		}
	}
}

func TestXLSXComesBackNeutral(t *testing.T) {
	header, rows := payloads()
	file := open(t, writeXLSX(t, true, header, rows))
	require.Equal(t, []string{cases}, file.GetSheetList())
	requireCells(t, file, neutralTable(header, rows))
}

func TestAnyXLSXComesBackNeutral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header, rows := someTable(t)
		requireCells(t, open(t, writeXLSX(t, false, header, rows)), neutralTable(header, rows))
	})
}

func TestXLSXCellsAreStringsInTheFileItself(t *testing.T) {
	header, rows := payloads()
	rows = append(rows, []string{"42", "3.14", "TRUE", "2026-11-22"})
	decoder := xml.NewDecoder(strings.NewReader(part(t, writeXLSX(t, false, header, rows), "xl/worksheets/sheet1.xml")))
	cells := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		element, start := token.(xml.StartElement)
		if !start {
			continue
		}
		require.NotContains(t, []string{"f", "v"}, element.Name.Local)
		if element.Name.Local == "c" {
			cells++
			require.Contains(t, element.Attr, xml.Attr{Name: xml.Name{Local: "t"}, Value: "inlineStr"})
		}
	}
	require.Equal(t, 4*(len(rows)+1), cells)
}

// part is the text of one file in the workbook.
func part(t *testing.T, workbook []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	require.NoError(t, err)
	file, err := archive.Open(name)
	require.NoError(t, err)
	defer file.Close()
	text, err := io.ReadAll(file)
	require.NoError(t, err)
	return string(text)
}

func TestXLSXIsRightToLeftWhenAsked(t *testing.T) {
	for _, rightToLeft := range []bool{true, false} {
		view, err := open(t, writeXLSX(t, rightToLeft, []string{"کد"}, nil)).GetSheetView(cases, 0)
		require.NoError(t, err)
		require.NotNil(t, view.RightToLeft)
		require.Equal(t, rightToLeft, *view.RightToLeft)
	}
}

func TestXLSXHeaderIsBoldAndFrozen(t *testing.T) {
	file := open(t, writeXLSX(t, true, []string{"کد", "شرح"}, [][]string{{"۱", "متن"}}))
	for cell, bold := range map[string]bool{"A1": true, "B1": true, "A2": false, "B2": false} {
		id, err := file.GetCellStyle(cases, cell)
		require.NoError(t, err)
		style, err := file.GetStyle(id)
		require.NoError(t, err)
		require.Equal(t, bold, style.Font != nil && style.Font.Bold, "%s", cell)
	}
	panes, err := file.GetPanes(cases)
	require.NoError(t, err)
	require.True(t, panes.Freeze)
	require.Equal(t, 1, panes.YSplit)
	require.Zero(t, panes.XSplit)
	require.Equal(t, "A2", panes.TopLeftCell)
}

func TestXLSXFailsWithItsRows(t *testing.T) {
	var out bytes.Buffer
	err := spreadsheet.WriteXLSX(&out, cases, true, []string{"کد"}, failingAfter([][]string{{"۱"}}))
	require.ErrorIs(t, err, errLost)
	require.Zero(t, out.Len())
}

func TestXLSXFailsWithItsWriter(t *testing.T) {
	require.ErrorIs(t, spreadsheet.WriteXLSX(&deaf{}, cases, true, []string{"کد"}, rowsOf(nil)), errDeaf)
}

func TestXLSXRefusesWhatNoSheetHolds(t *testing.T) {
	for _, name := range []string{"", "a/b", "[x]", "'x", strings.Repeat("س", 32)} {
		require.Error(t, spreadsheet.WriteXLSX(io.Discard, name, true, []string{"کد"}, rowsOf(nil)), "%q", name)
	}
	wide := make([]string, excelize.MaxColumns+1)
	err := spreadsheet.WriteXLSX(io.Discard, cases, true, wide, rowsOf(nil))
	require.ErrorIs(t, err, excelize.ErrColumnNumber)
	err = spreadsheet.WriteXLSX(io.Discard, cases, true, wide[1:], rowsOf([][]string{wide}))
	require.ErrorContains(t, err, "row 2")
}

func TestALargeXLSXLeavesNoFileBehind(t *testing.T) {
	room := t.TempDir()
	t.Setenv("TMPDIR", room)
	row := []string{strings.Repeat("😀", 16000)}
	onDisk := 0
	rows := func(yield func([]string, error) bool) {
		for range 300 {
			if !yield(row, nil) {
				return
			}
		}
		entries, err := os.ReadDir(room)
		require.NoError(t, err)
		onDisk = len(entries)
		yield(nil, errLost)
	}
	require.ErrorIs(t, spreadsheet.WriteXLSX(io.Discard, cases, true, []string{"شرح"}, rows), errLost)
	require.Equal(t, 1, onDisk)
	entries, err := os.ReadDir(room)
	require.NoError(t, err)
	require.Empty(t, entries)
}
