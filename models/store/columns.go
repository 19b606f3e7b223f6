package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"amanat/models"
)

// CheckInventory compares the database's real columns with the privacy inventory, both ways: a column that is not
// declared and a declaration without its column are both errors, all named at once (clause `minimal`).
func CheckInventory(ctx context.Context, db *gorm.DB) error {
	entries, err := models.Inventory()
	if err != nil {
		return fmt.Errorf("privacy inventory: %w", err)
	}
	var declared []string
	for _, entry := range entries {
		if entry.Field == "" {
			declared = append(declared, entry.Name())
		}
	}
	stored, err := columns(ctx, db)
	if err != nil {
		return fmt.Errorf("read the database's columns: %w", err)
	}
	var faults []error
	for _, name := range missing(stored, declared) {
		faults = append(faults, fmt.Errorf("column %s is stored but not declared", name))
	}
	for _, name := range missing(declared, stored) {
		faults = append(faults, fmt.Errorf("column %s is declared but does not exist", name))
	}
	return errors.Join(faults...)
}

func columns(ctx context.Context, db *gorm.DB) ([]string, error) {
	query := `SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	if IsPostgres(db) {
		query = `SELECT table_name || '.' || column_name
			FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
			WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
	}
	var names []string
	err := db.WithContext(ctx).Raw(query).Scan(&names).Error
	return names, err
}

// missing lists what of a is not in b.
func missing(a, b []string) []string {
	var names []string
	for _, name := range a {
		if !slices.Contains(b, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
