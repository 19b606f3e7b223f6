package spreadsheet_test

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/spreadsheet"
)

func writeCSV(t require.TestingT, header []string, rows [][]string) string {
	var out bytes.Buffer
	require.NoError(t, spreadsheet.WriteCSV(&out, header, rowsOf(rows)))
	return out.String()
}

// readCSV reads a file that must begin with its byte order mark.
func readCSV(t require.TestingT, file string) [][]string {
	text, marked := strings.CutPrefix(file, "\ufeff")
	require.True(t, marked)
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	records, err := reader.ReadAll()
	require.NoError(t, err)
	return records
}

func TestCSVIsQuotedThroughout(t *testing.T) {
	file := writeCSV(t, []string{"کد", "شرح"}, [][]string{{"۱", `گفت: "نه"`}, {"", "a,b;c\td\nخط دوم"}, {"-12.5", "=1"}})
	require.Equal(t, "\ufeff\"کد\",\"شرح\"\r\n\"۱\",\"گفت: \"\"نه\"\"\"\r\n"+
		"\"\",\"a,b;c\td\nخط دوم\"\r\n\"-12.5\",\"'=1\"\r\n", file)
}

func TestCSVOfAnEmptyTableIsItsHeader(t *testing.T) {
	require.Equal(t, "\ufeff\"کد\"\r\n", writeCSV(t, []string{"کد"}, nil))
}

func TestCSVComesBackNeutral(t *testing.T) {
	header, rows := payloads()
	found := readCSV(t, writeCSV(t, header, rows))
	require.Equal(t, withoutCRLF(neutralTable(header, rows)), found)
	for _, record := range found {
		for _, cell := range record {
			requireHarmless(t, cell)
		}
	}
}

func TestAnyCSVComesBackNeutral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header, rows := someTable(t)
		found := readCSV(t, writeCSV(t, header, rows))
		require.Equal(t, withoutCRLF(neutralTable(header, rows)), found)
		for _, record := range found {
			for _, cell := range record {
				requireHarmless(t, cell)
			}
		}
	})
}

// withoutCRLF has the line ends that encoding/csv makes of those inside a field.
func withoutCRLF(table [][]string) [][]string {
	for _, row := range table {
		for i, cell := range row {
			row[i] = strings.ReplaceAll(cell, "\r\n", "\n")
		}
	}
	return table
}

// A program that separates by ; or tab sees one field a line, unless a quotation mark inside a cell set it free.
func TestAnotherSeparatorFreesNoCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header, rows := someTable(t)
		file := writeCSV(t, header, rows)
		outside := regexp.MustCompile(`"(""|[^"])*"`).ReplaceAllString(strings.TrimPrefix(file, "\ufeff"), "")
		require.Equal(t, strings.Repeat(strings.Repeat(",", len(header)-1)+"\r\n", len(rows)+1), outside)
	})
}

func TestCSVLeavesWithItsRows(t *testing.T) {
	const room, rowBytes, held = 1 << 40, 207, 16 << 10
	row := []string{strings.Repeat("س", 50), strings.Repeat("x", 100)}
	reader := &deaf{room: room}
	err := spreadsheet.WriteCSV(reader, []string{"کد", "شرح"}, func(yield func([]string, error) bool) {
		for n := range 100_000 {
			if n%1000 == 0 {
				require.Less(t, n*rowBytes-(room-reader.room), held)
			}
			if !yield(row, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	require.Greater(t, room-reader.room, 100_000*rowBytes)
}

func TestCSVFailsWithItsRows(t *testing.T) {
	var out bytes.Buffer
	require.ErrorIs(t, spreadsheet.WriteCSV(&out, []string{"کد"}, failingAfter([][]string{{"۱"}})), errLost)
}

func TestCSVFailsWithItsWriter(t *testing.T) {
	_, rows := payloads()
	for _, room := range []int{0, 5000} {
		asked := 0
		err := spreadsheet.WriteCSV(&deaf{room: room}, []string{"کد"}, func(yield func([]string, error) bool) {
			for range 1000 {
				for _, row := range rows {
					asked++
					if !yield(row, nil) {
						return
					}
				}
			}
		})
		require.ErrorIs(t, err, errDeaf)
		require.Less(t, asked, 1000) // and it stops asking
	}
	require.ErrorIs(t, spreadsheet.WriteCSV(&deaf{}, []string{"کد"}, rowsOf(nil)), errDeaf)
	require.ErrorIs(t, spreadsheet.WriteCSV(&deaf{}, []string{strings.Repeat("س", 9000)}, rowsOf(nil)), errDeaf)
}
