package privacy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/privacy"
)

func names(entries []privacy.Entry) []string {
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func TestTheInventoryListsEverySealedFieldByName(t *testing.T) {
	entries, err := privacy.Inventory(models.Tables())
	require.NoError(t, err)

	var sealed []string
	for _, entry := range entries {
		if entry.Field != "" {
			sealed = append(sealed, entry.Name())
			require.Equal(t, privacy.Sealed, entry.Protection, entry.Name())
		}
	}
	require.Equal(t, []string{
		"case_accesses.reason_sealed/reason",
		"case_attachments.name_sealed/name",
		"case_events.text_sealed/public", "case_events.text_sealed/reason", "case_events.text_sealed/where_to_turn",
		"case_messages.body_sealed/body",
		"case_notes.body_sealed/body",
		"cases.content_sealed/message", "cases.content_sealed/occurred_on", "cases.content_sealed/page",
		"cases.content_sealed/service", "cases.content_sealed/subject",
		"cases.identity_sealed/email", "cases.identity_sealed/first_name", "cases.identity_sealed/last_name",
		"cases.identity_sealed/phone", "cases.identity_sealed/second_factor",
		"idempotency_records.response_sealed/body",
		"sign_on_logins.pending_sealed/nonce", "sign_on_logins.pending_sealed/verifier",
		"staff_accounts.credentials_sealed/password_hash",
		"staff_accounts.credentials_sealed/pending_totp_secret",
		"staff_accounts.credentials_sealed/totp_secret",
		"staff_accounts.profile_sealed/email",
		"survey_answers.answers_sealed/answers",
		"survey_answers.answers_sealed/padding",
		"survey_respondents.person_sealed/email",
		"survey_respondents.person_sealed/first_name",
		"survey_respondents.person_sealed/last_name",
		"survey_respondents.person_sealed/phone",
		"survey_texts.text_sealed/text",
		"survey_waiting.answers_sealed/answers",
		"survey_waiting.answers_sealed/padding",
	}, sealed)
}

func TestTheInventoryIsInOrderAndNamesNothingTwice(t *testing.T) {
	entries, err := privacy.Inventory(models.Tables())
	require.NoError(t, err)
	all := names(entries)
	require.IsIncreasing(t, all)

	reversed := models.Tables()
	slices.Reverse(reversed)
	again, err := privacy.Inventory(reversed)
	require.NoError(t, err)
	require.Equal(t, entries, again)
}

// What names, reaches or quotes a person is readable nowhere in the database.
func TestNamesContactsAndTextsAreNowherePlain(t *testing.T) {
	entries, err := privacy.Inventory(models.Tables())
	require.NoError(t, err)
	intimate := []privacy.Category{
		privacy.GivenName, privacy.FamilyName, privacy.Email, privacy.Phone, privacy.Content, privacy.Credential,
	}
	found := map[privacy.Category]bool{}
	for _, entry := range entries {
		if slices.Contains(intimate, entry.Category) {
			found[entry.Category] = true
			require.Contains(t, []privacy.Protection{privacy.Sealed, privacy.KeyedHash}, entry.Protection, entry.Name())
		}
	}
	require.Len(t, found, len(intimate))
}

type letter struct {
	ID      int64                        `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Unsaid  string                       `gorm:"-"`
	Written time.Time                    `gorm:"column:at" privacy:"plain;category=user.behavior.case;purposes=use-answer;retention=with_case"`
	Sealed  privacy.SealedJSON[contents] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

type contents struct {
	signed
	Text string `json:"text,omitempty" privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
}

type signed struct {
	Name string `json:"name" privacy:"sealed;category=user.name.last;purposes=use-answer;retention=with_case"`
}

func TestColumnsAndSealedFieldsAreListed(t *testing.T) {
	entries, err := privacy.Inventory([]any{letter{}})
	require.NoError(t, err)
	require.Equal(t, []string{"letters.at", "letters.id", "letters.sealed", "letters.sealed/name", "letters.sealed/text"}, names(entries))
	require.Equal(t, privacy.FamilyName, entries[3].Category)
}

func TestEveryUndeclaredColumnIsNamed(t *testing.T) {
	type inside struct {
		Text   string `json:"text"`
		Reason string `json:"reason" privacy:"sealed;category=mood;purposes=use-answer;retention=with_case"`
	}
	type Visitor struct {
		ID        int64
		IPAddress string                     `privacy:"plain;category=user.device.ip;purposes=use-ux;retention=ever"`
		Sealed    privacy.SealedJSON[inside] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	}
	_, err := privacy.Inventory([]any{Visitor{}, letter{}})
	for _, fault := range []string{
		"visitors.id has no privacy declaration", `visitors.ip_address: unknown category "user.device.ip"`,
		`unknown retention "ever"`, "visitors.sealed/text has no privacy declaration",
		`visitors.sealed/reason: unknown category "mood"`,
	} {
		require.ErrorContains(t, err, fault)
	}
	require.NotContains(t, err.Error(), "letters")
}

func TestASealedColumnHasASealedType(t *testing.T) {
	type DeclaredOnly struct {
		Name string `privacy:"sealed;category=user.name.last;purposes=use-answer;retention=with_case"`
	}
	_, err := privacy.Inventory([]any{DeclaredOnly{}})
	require.ErrorContains(t, err, "declared_onlies.name: a sealed column is declared sealed and has a SealedJSON type")

	type TypeOnly struct {
		Name privacy.SealedJSON[signed] `privacy:"plain;category=user.name.last;purposes=use-answer;retention=with_case"`
	}
	_, err = privacy.Inventory([]any{TypeOnly{}})
	require.ErrorContains(t, err, "type_onlies.name: a sealed column is declared sealed and has a SealedJSON type")
}

func TestAFieldOfASealedColumnIsDeclaredSealed(t *testing.T) {
	type open struct {
		Name string `json:"name" privacy:"plain;category=user.name.last;purposes=use-answer;retention=with_case"`
	}
	type Note struct {
		Sealed privacy.SealedJSON[open] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	}
	_, err := privacy.Inventory([]any{Note{}})
	require.ErrorContains(t, err, "notes.sealed/name")
}

func TestWhatIsInASealedColumnHasNames(t *testing.T) {
	type Note struct {
		Sealed privacy.SealedJSON[string] `privacy:"sealed;category=user.content.private;purposes=use-answer;retention=with_case"`
	}
	_, err := privacy.Inventory([]any{Note{}})
	require.ErrorContains(t, err, "notes.sealed")
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	_, err := privacy.Inventory([]any{"cases"})
	require.ErrorContains(t, err, "model string")
}
