package kerneltest

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
)

// Rows counts what there is of every table of the database.
func Rows(t Tester, db *gorm.DB) map[string]int64 {
	t.Helper()
	counts := map[string]int64{}
	for _, model := range models.Tables() {
		statement := &gorm.Statement{DB: db}
		require.NoError(t, statement.Parse(model))
		var count int64
		require.NoError(t, db.Table(statement.Table).Count(&count).Error)
		counts[statement.Table] = count
	}
	return counts
}

// Cells is everything that the database holds, as texts: by table, and then by column.
func Cells(t Tester, db *gorm.DB) map[string]map[string][]string {
	t.Helper()
	tables, err := db.Migrator().GetTables()
	require.NoError(t, err)
	all := map[string]map[string][]string{}
	for _, table := range tables {
		if table == (models.SchemaVersion{}).TableName() {
			continue
		}
		var rows []map[string]any
		require.NoError(t, db.Table(table).Find(&rows).Error)
		all[table] = map[string][]string{}
		for _, row := range rows {
			for column, value := range row {
				all[table][column] = append(all[table][column], CellText(value))
			}
		}
	}
	return all
}

// CellText is a value of a column as a text in which anything that is looked for can be found.
func CellText(value any) string {
	switch value := value.(type) {
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05.000000Z")
	case []byte:
		return hex.EncodeToString(value) + " " + string(value)
	case [16]byte:
		return uuid.UUID(value).String()
	default:
		return fmt.Sprint(value)
	}
}

// EverythingBut is what all tables but these hold, in one text.
func EverythingBut(all map[string]map[string][]string, but ...string) string {
	var text strings.Builder
	for table, columns := range all {
		for _, values := range columns {
			if !slices.Contains(but, table) {
				text.WriteString(strings.Join(values, "\n") + "\n")
			}
		}
	}
	return text.String()
}
