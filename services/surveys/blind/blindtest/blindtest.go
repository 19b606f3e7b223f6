// Package blindtest has keys for tests: making one takes some tenths of a second, and few tests are about that.
package blindtest

import (
	"embed"
	"fmt"
	"sync/atomic"

	"amanat/services/surveys/blind"
)

// keys is how many there are. A test that draws more gets the first again.
const keys = 4

//go:embed key1.der key2.der key3.der key4.der
var files embed.FS

// Keys draws one key after the other. It is safe for concurrent use.
func Keys() func() (*blind.Key, error) {
	var drawn atomic.Int64
	return func() (*blind.Key, error) {
		data, err := files.ReadFile(fmt.Sprintf("key%d.der", (drawn.Add(1)-1)%keys+1))
		if err != nil {
			return nil, err
		}
		return blind.ParseKey(data)
	}
}
