package privacy

import (
	"database/sql/driver"
	"fmt"
	"reflect"
)

// SealedJSON is a column that holds the ciphertext of a T's JSON. The type parameter makes it impossible to open one
// kind of content as another, and lets the inventory list what is inside.
type SealedJSON[T any] []byte

// Scan implements sql.Scanner.
func (s *SealedJSON[T]) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*s = nil
	case []byte:
		*s = append(SealedJSON[T](nil), v...)
	default:
		return fmt.Errorf("a sealed column holds bytes, not %T", value)
	}
	return nil
}

// Value implements driver.Valuer.
func (s SealedJSON[T]) Value() (driver.Value, error) {
	if s == nil {
		return nil, nil //nolint:nilnil // this is how database/sql spells NULL
	}
	return []byte(s), nil
}

// contents is T, for the inventory.
func (SealedJSON[T]) contents() reflect.Type { return reflect.TypeFor[T]() }

// SealedBytes is a column that holds the ciphertext of a file: what is inside is declared on the column alone.
type SealedBytes []byte

// contents has no fields to declare.
func (SealedBytes) contents() reflect.Type { return reflect.TypeFor[struct{}]() }

type container interface{ contents() reflect.Type }
