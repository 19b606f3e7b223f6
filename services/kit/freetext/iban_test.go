package freetext

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// madeUpIBAN fills a country's structure with digits and letters in turn and
// searches the check digits.
func madeUpIBAN(country, structure string) string {
	var bban strings.Builder
	for class, count := range elements(structure) {
		for i := range count {
			if class == 'a' || class == 'c' && i%2 == 1 {
				bban.WriteByte('A' + byte(i%26))
			} else {
				bban.WriteByte('0' + byte(i%10))
			}
		}
	}
	for check := range 97 {
		made := country + string([]byte{'0' + byte(check/10), '0' + byte(check%10)}) + bban.String()
		if passesMod97([]byte(made)) {
			return made
		}
	}
	return ""
}

func TestEveryCountryWithIBANsIsKnown(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(structures), "\n")
	require.IsIncreasing(t, lines)
	for _, line := range lines {
		country, structure, found := strings.Cut(line, " ")
		require.True(t, found)
		made := madeUpIBAN(country, structure)
		require.GreaterOrEqual(t, len(made), 15)
		require.LessOrEqual(t, len(made), maxIBANLength)
		require.Equal(t, len(made), ibanAt(made, 0), line)
		require.Zero(t, ibanAt(made+"0", 0), line)
		require.Zero(t, ibanAt(made[:len(made)-1], 0), line)
	}
}

func TestIBANWithAWrongCharacterIsNone(t *testing.T) {
	const good = "DE89370400440532013000" // the registry's example
	require.Equal(t, len(good), ibanAt(good, 0))
	for i := range good {
		for _, c := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			if byte(c) != good[i] {
				require.Zero(t, ibanAt(good[:i]+string(c)+good[i+1:], 0))
			}
		}
	}
}

func TestCharactersOfTheWrongClassMakeNoIBAN(t *testing.T) {
	for _, wrong := range []string{madeUpIBAN("DE", "n17a1"), madeUpIBAN("GB", "n18"), madeUpIBAN("IR", "a2n20")} {
		require.NotEmpty(t, wrong)
		require.Zero(t, ibanAt(wrong, 0), wrong)
	}
}

func TestAnIBANIsWrappedInCapitalsAndFours(t *testing.T) {
	for _, good := range []string{"NO9386011117947", "NO93 8601\n1117 947", "NO\t93 8601 1117 947", "no93860 11117947", "ＮＯ93\n8601 - 1117\r\n947"} {
		require.True(t, isWrappedWell(good), good)
	}
	for _, bad := range []string{"no93\n8601 1117 947", "No93\n8601 1117 947", "NO93\n86011117947", "NO93 860\n1111 7947", "NO93\n8601 1117 94 7"} {
		require.False(t, isWrappedWell(bad), bad)
	}
}
