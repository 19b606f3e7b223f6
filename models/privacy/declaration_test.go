package privacy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models/privacy"
)

func TestADeclarationIsRead(t *testing.T) {
	for tag, want := range map[string]privacy.Declaration{
		"sealed;category=user.name.first;purposes=use-answer,use-service;retention=with_case": {
			Protection: privacy.Sealed, Category: privacy.GivenName,
			Purposes: []privacy.Purpose{privacy.UseAnswer, privacy.UseService}, Retention: privacy.WithCase,
		},
		"keyed_hash;category=user.authorization.credentials;purposes=security;retention=one_day": {
			Protection: privacy.KeyedHash, Category: privacy.Credential,
			Purposes: []privacy.Purpose{privacy.Security}, Retention: privacy.OneDay,
		},
		"plain;retention=with_case;purposes=use-ux;category=user.behavior.case": {
			Protection: privacy.Plain, Category: privacy.Case,
			Purposes: []privacy.Purpose{privacy.UseUX}, Retention: privacy.WithCase,
		},
		"none_personal;retention=permanent": {
			Protection: privacy.NonePersonal, Category: privacy.Operations, Retention: privacy.Permanent,
		},
		"none_personal;category=system.operations;retention=permanent": {
			Protection: privacy.NonePersonal, Category: privacy.Operations, Retention: privacy.Permanent,
		},
	} {
		got, err := privacy.Parse(tag)
		require.NoError(t, err, tag)
		require.Equal(t, want, got, tag)
	}
}

func TestAFaultyDeclarationIsRefused(t *testing.T) {
	for tag, fault := range map[string]string{
		"encrypted;category=user.name.first;purposes=use-answer;retention=with_case":       `unknown protection "encrypted"`,
		";category=user.name.first;purposes=use-answer;retention=with_case":                `unknown protection ""`,
		"Sealed;category=user.name.first;purposes=use-answer;retention=with_case":          `unknown protection "Sealed"`,
		"sealed;category=user.shoe_size;purposes=use-answer;retention=with_case":           `unknown category "user.shoe_size"`,
		"sealed;purposes=use-answer;retention=with_case":                                   `unknown category ""`,
		"sealed;category=user.name.first;purposes=use-ads;retention=with_case":             `unknown purpose "use-ads"`,
		"sealed;category=user.name.first;purposes=use-answer,;retention=with_case":         `unknown purpose ""`,
		"sealed;category=user.name.first;purposes=use-answer, use-ux;retention=with_case":  `unknown purpose " use-ux"`,
		"sealed;category=user.name.first;purposes=use-answer;retention=for_ever":           `unknown retention "for_ever"`,
		"sealed;category=user.name.first;purposes=use-answer":                              `unknown retention ""`,
		"sealed;category=user.name.first;retention=with_case":                              "names its purposes",
		"sealed;category=system.operations;purposes=use-answer;retention=with_case":        "either none_personal or has a personal category",
		"none_personal;category=user.name.first;retention=permanent":                       "either none_personal or has a personal category",
		"none_personal;purposes=use-answer;retention=permanent":                            "and only a personal one",
		"sealed;category=user.name.first;purposes=use-answer;retention=with_case;":         `unknown word ""`,
		"sealed;category=user.name.first;purposes=use-answer;retention=with_case;keep=yes": `unknown word "keep=yes"`,
	} {
		_, err := privacy.Parse(tag)
		require.ErrorContains(t, err, fault, tag)
		require.Len(t, strings.Split(err.Error(), "\n"), 1, "%s: %s", tag, err)
	}
}

func TestAllFaultsOfADeclarationAreReportedTogether(t *testing.T) {
	_, err := privacy.Parse("encrypted;category=shoes;purposes=use-ads,use-answer,use-spam;retention=ever;why")
	for _, fault := range []string{"encrypted", "shoes", "use-ads", "use-spam", "ever", "why"} {
		require.ErrorContains(t, err, `"`+fault+`"`)
	}

	_, err = privacy.Parse("")
	for _, fault := range []string{"protection", "category", "retention", "purposes"} {
		require.ErrorContains(t, err, fault)
	}
}

func TestOnlyAWholeDeclarationIsAccepted(t *testing.T) {
	words := []string{
		"category=user.name.first", "category=system.operations", "category=", "purposes=use-answer", "purposes=",
		"purposes=use-ads", "retention=with_case", "retention=ever", "retention=", "", "category",
	}
	rapid.Check(t, func(t *rapid.T) {
		protection := rapid.SampledFrom([]string{"plain", "sealed", "keyed_hash", "none_personal", "", "open"}).Draw(t, "protection")
		rest := rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(t, "words")
		d, err := privacy.Parse(strings.Join(append([]string{protection}, rest...), ";"))
		if err != nil {
			return
		}
		require.True(t, d.Retention.Valid())
		if d.Protection == privacy.NonePersonal {
			require.Empty(t, d.Purposes)
			require.Equal(t, privacy.Operations, d.Category)
			return
		}
		require.Equal(t, privacy.GivenName, d.Category)
		require.NotEmpty(t, d.Purposes)
		for _, purpose := range d.Purposes {
			require.True(t, purpose.Valid())
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"sealed;category=user.name.first;purposes=use-answer;retention=with_case", "none_personal;retention=permanent",
		"", ";", "=;=", "sealed;category", "sealed;purposes=,,", "مهر و موم",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		d, err := privacy.Parse(tag)
		if err == nil {
			require.Equal(t, d.Protection != privacy.NonePersonal, len(d.Purposes) > 0)
			require.NotEmpty(t, d.Retention.Text("fa"))
		}
	})
}

func TestEveryRetentionRuleSaysWhatItDoes(t *testing.T) {
	for _, retention := range []privacy.Retention{
		privacy.WithCase, privacy.OneDay, privacy.Session, privacy.WithAccount, privacy.WithLedger, privacy.Permanent,
	} {
		rule := retention.Rule()
		require.Equal(t, retention, rule.Code)
		for _, language := range []string{"fa", "en"} {
			require.NotEmpty(t, retention.Text(language))
		}
		require.Equal(t, rule.After > 0, rule.ISO != "", "what ends has a span")
		byHand := retention == privacy.Permanent || retention == privacy.WithAccount || retention == privacy.WithLedger
		require.Equal(t, byHand, rule.After == 0)
	}
	require.Equal(t, 24*time.Hour, privacy.OneDay.Rule().After)
	require.Equal(t, 2*365*24*time.Hour, privacy.WithCase.Rule().After)
	require.Equal(t, "P2Y", privacy.WithCase.Rule().ISO)
	require.Equal(t, "P1D", privacy.OneDay.Rule().ISO)
}

func TestAnUnknownRetentionRuleIsNone(t *testing.T) {
	require.Zero(t, privacy.Retention("ever").Rule())
	require.Empty(t, privacy.Retention("ever").Text("fa"))
	require.Empty(t, privacy.OneDay.Text("de"))
}
