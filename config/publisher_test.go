package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
)

func TestThePublicAddressIsOneThatEvidenceCanCarry(t *testing.T) {
	for _, address := range []string{
		"https://portal.example.org", "https://portal.example.org/", "https://portal.example.org/amanat",
		"http://127.0.0.1:8080", "https://xn--mgbai9azgqp6j.xn--mgba3a4f16a",
	} {
		_, err := config.Load(map[string]string{"AMANAT_PUBLIC_URL": address})
		require.NoError(t, err, address)
	}
	for _, address := range []string{
		"portal.example.org", "ftp://portal.example.org", "https://", "https://a:b@portal.example.org",
		"https://portal.example.org?x=1", "https://portal.example.org/?", "https://portal.example.org/#top",
		"HTTPS://portal.example.org", "https://Portal.example.org", "https://درگاه.ایران",
		"https://portal.example.org/درگاه", "https://portal.example.org/a b",
	} {
		_, err := config.Load(map[string]string{"AMANAT_PUBLIC_URL": address})
		require.ErrorContains(t, err, "AMANAT_PUBLIC_URL", address)
	}
}

func TestWithoutAPublicAddressTheServiceIsWhereItListens(t *testing.T) {
	settings, err := config.Load(map[string]string{"AMANAT_LISTEN": "127.0.0.1:9000"})
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:9000", settings.Reached())
	require.Empty(t, settings.Origins())
	require.Equal(t,
		[]string{"AMANAT_ORGANISATION_FA", "AMANAT_ORGANISATION_EN", "AMANAT_PUBLIC_URL"}, settings.Anonymous())
}

func TestNamesAreOneLine(t *testing.T) {
	for _, name := range []string{"ORGANISATION_FA", "ORGANISATION_EN", "CONTACT", "ADDRESS_FA", "ADDRESS_EN"} {
		_, err := config.Load(map[string]string{"AMANAT_" + name: "شهرداری «نمونه» <b>*</b>"})
		require.NoError(t, err, "whatever it means in Markdown or HTML, it is a name")
		for _, value := range []string{"two\nlines", "\x00", "\xff", strings.Repeat("ا", 501)} {
			_, err := config.Load(map[string]string{"AMANAT_" + name: value})
			require.ErrorContains(t, err, "AMANAT_"+name)
		}
	}
}
