package privacy

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm/schema"
)

// Entry is one line of the inventory: a stored column, or a field inside a sealed column (then Field is set).
type Entry struct {
	Table  string
	Column string
	Field  string
	Declaration
}

// Name is table.column, or table.column/field for a field inside a sealed column.
func (e Entry) Name() string {
	if e.Field == "" {
		return e.Table + "." + e.Column
	}
	return e.Table + "." + e.Column + "/" + e.Field
}

// Inventory lists every column of the given GORM models and every field inside their sealed columns, ordered by name.
// It fails, naming all of them, if any has no valid declaration.
func Inventory(tables []any) ([]Entry, error) {
	var entries []Entry
	var faults []error
	for _, table := range tables {
		found, err := columns(table)
		entries = append(entries, found...)
		faults = append(faults, err)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, errors.Join(faults...)
}

func columns(table any) ([]Entry, error) {
	parsed, err := schema.Parse(table, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		return nil, fmt.Errorf("model %T: %w", table, err)
	}
	var entries []Entry
	var faults []error
	for _, field := range parsed.Fields {
		if field.DBName == "" {
			continue
		}
		entry, err := Entry{Table: parsed.Table, Column: field.DBName}.declared(field.Tag)
		entries = append(entries, entry)
		faults = append(faults, err)
		inside, err := sealedFields(entry, field.FieldType)
		entries = append(entries, inside...)
		faults = append(faults, err)
	}
	return entries, errors.Join(faults...)
}

// declared is the entry with what its tag declares.
func (e Entry) declared(tag reflect.StructTag) (Entry, error) {
	text, ok := tag.Lookup("privacy")
	if !ok {
		return e, fmt.Errorf("%s has no privacy declaration", e.Name())
	}
	var err error
	if e.Declaration, err = Parse(text); err != nil {
		return e, fmt.Errorf("%s: %w", e.Name(), err)
	}
	return e, nil
}

func sealedFields(column Entry, columnType reflect.Type) ([]Entry, error) {
	sealed, isSealed := reflect.TypeAssert[container](reflect.New(columnType).Elem())
	if isSealed != (column.Protection == Sealed) {
		return nil, fmt.Errorf("%s: a sealed column is declared sealed and has a SealedJSON type", column.Name())
	}
	if !isSealed {
		return nil, nil
	}
	return fieldsOf(column, sealed.contents())
}

func fieldsOf(column Entry, contents reflect.Type) ([]Entry, error) {
	if contents.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%s: a sealed column holds a struct, whose fields are declared", column.Name())
	}
	var entries []Entry
	var faults []error
	for field := range contents.Fields() {
		if field.Anonymous {
			inside, err := fieldsOf(column, field.Type)
			entries = append(entries, inside...)
			faults = append(faults, err)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		entry, err := Entry{Table: column.Table, Column: column.Column, Field: name}.declared(field.Tag)
		if err == nil && entry.Protection != Sealed {
			err = fmt.Errorf("%s: a field of a sealed column is declared sealed", entry.Name())
		}
		entries = append(entries, entry)
		faults = append(faults, err)
	}
	return entries, errors.Join(faults...)
}
