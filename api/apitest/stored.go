package apitest

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/store"
)

// Cases counts the cases that are stored.
func (w *World) Cases() int64 {
	w.T.Helper()
	var count int64
	require.NoError(w.T, w.DB.Model(&models.Case{}).Count(&count).Error)
	return count
}

// Rows counts the rows of a table.
func (w *World) Rows(table string) (count int64) {
	w.T.Helper()
	require.NoError(w.T, w.DB.Table(table).Count(&count).Error)
	return count
}

// Stored is everything the database holds, in one text: every table, every column, as hexadecimal where it is bytes.
func (w *World) Stored() string {
	w.T.Helper()
	tables, err := w.DB.Migrator().GetTables()
	require.NoError(w.T, err)
	require.NotEmpty(w.T, tables)
	var all bytes.Buffer
	for _, table := range tables {
		if table == (models.SchemaVersion{}).TableName() {
			continue
		}
		var rows []map[string]any
		require.NoError(w.T, w.DB.Table(table).Find(&rows).Error)
		for _, row := range rows {
			for column, value := range row {
				if text, ok := value.([]byte); ok {
					value = string(text)
				}
				_, err := all.WriteString(table + "." + column + "=" + ToText(value) + "\n")
				require.NoError(w.T, err)
			}
		}
	}
	return all.String()
}

// Kept is what the database holds, by its fields, each with its table and column. What is sealed may hold line ends.
func (w *World) Kept() map[string]bool {
	w.T.Helper()
	stored, fields := w.Stored(), map[string]bool{}
	begins := regexp.MustCompile(`(?m)^[a-z_]+\.[a-z_]+=`).FindAllStringIndex(stored, -1)
	for i, begin := range begins {
		end := len(stored)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		fields[stored[begin[0]:end]] = true
	}
	return fields
}

// Since answers what the database holds now and did not before.
func (w *World) Since(before map[string]bool) []string {
	w.T.Helper()
	now := w.Kept()
	maps.DeleteFunc(now, func(field string, _ bool) bool { return before[field] })
	return slices.Collect(maps.Keys(now))
}

// RequireNotOnDisk looks into SQLite's files, free pages and write-ahead log included, for all of these at once.
func (w *World) RequireNotOnDisk(secrets ...string) {
	w.T.Helper()
	if store.IsPostgres(w.DB) {
		return
	}
	files := w.files()
	for _, secret := range secrets {
		require.False(w.T, bytes.Contains(files, []byte(secret)))
	}
}

// OnDisk says whether SQLite's files hold something.
func (w *World) OnDisk(secret string) bool {
	w.T.Helper()
	return bytes.Contains(w.files(), []byte(secret))
}

// files is what SQLite's files hold.
func (w *World) files() []byte {
	w.T.Helper()
	var file string
	require.NoError(w.T, w.DB.Raw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file).Error)
	names, err := filepath.Glob(file + "*")
	require.NoError(w.T, err)
	require.NotEmpty(w.T, names)
	texts := make([][]byte, len(names))
	for i, name := range names {
		texts[i], err = os.ReadFile(name)
		require.NoError(w.T, err)
	}
	return bytes.Join(texts, []byte("\n"))
}

// Spellings are the ways in which a word may hide in a text.
func Spellings(word string) []string {
	escaped := strings.Trim(strconv.QuoteToASCII(word), `"`)
	return []string{
		word, url.PathEscape(word), url.QueryEscape(word), escaped, strings.ToUpper(word), fmt.Sprintf("%x", word),
	}
}
