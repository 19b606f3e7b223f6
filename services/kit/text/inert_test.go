package text

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestInertRunesAgreeWithUnicode(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if !isInert(r) {
			continue
		}
		properties := norm.NFC.PropertiesString(string(r))
		require.True(t, properties.CCC() == 0 && properties.BoundaryBefore() && norm.NFC.IsNormalString(string(r)), "%+q", r)
	}
}
