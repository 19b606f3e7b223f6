package record_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/consent/record"
)

func TestARecordHasTheFieldsOfTheStandard(t *testing.T) {
	document := parsed(t, asJSON(t, newRecord(t, granting())))
	for _, key := range []string{
		"@context", "@id", "@type", "conformsTo", "schema_version", "record_id", "pii_principal_id", "status",
		"privacy_notice", "language", "purposes", "pii_controllers", "party_identification", "storage_locations",
		"retention_period", "jurisdiction", "recipient_third_parties", "withdrawal_method", "privacy_rights", "events",
	} {
		require.Contains(t, document, key)
	}
	require.Subset(t, keysAnywhere(document), []string{
		"pii_information", "pii_optional", "pii_type", "pii_attribute_id", "purpose", "purpose_type", "lawful_basis",
		"collection_method", "processing_method", "party_id", "party_name", "party_contact", "party_address", "party_role",
		"event_time", "entity_id", "event_type", "event_state", "validity_duration", "gpc", "gpc_conflict",
	})
	for _, purpose := range document["purposes"].([]any) {
		for _, key := range []string{
			"purpose", "purpose_type", "lawful_basis", "pii_information", "pii_controllers", "collection_method",
			"storage_locations", "retention_period", "jurisdiction", "recipient_third_parties", "withdrawal_method", "status",
		} {
			require.Contains(t, purpose, key)
		}
	}
}

func TestARecordSaysWhatItIs(t *testing.T) {
	made := newRecord(t, granting())
	require.Equal(t, recordURL, made.ID)
	require.Equal(t, "dpv:ConsentRecord", made.Type)
	require.Equal(t, "https://w3id.org/dpv/schema/dpv-27560#record", made.ConformsTo)
	require.Equal(t, "ISO/IEC TS 27560:2023", made.SchemaVersion)
	require.Equal(t, "7c9e6679-7425-40de-944b-e07fc1f90ae7", made.RecordID.String())
	require.Equal(t, made.RecordID, made.PIIPrincipalID)
	require.Equal(t, models.Persian, made.Language)
	require.Equal(t, models.ConsentNotice{
		ID:   "https://portal.example.org/api/v1/privacy-policy/versions/3",
		Type: "dpv:ConsentNotice", Version: 3, Language: models.Persian,
		Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}, made.PrivacyNotice)
	require.Equal(t, "P395D", made.RetentionPeriod, "of the log")
	require.Equal(t, "loc:IR", made.Jurisdiction)
	require.Equal(t, []models.ConsentParty{{
		ID: "#controller", PartyID: "#controller", PartyRole: "dpv:DataController", PartyName: "سازمان فناوری اطلاعات",
		PartyContact: "privacy@portal.example.org", PartyAddress: "تهران، خیابان نمونه، پلاک ۱۲",
	}}, made.PartyIdentification)
}

func TestEveryPurposeSaysWhatItDoes(t *testing.T) {
	purposes := newRecord(t, granting()).Purposes
	rows := []struct{ id, purposeType, retention, location, data, status string }{
		{
			"#memory", "dpv:UserInterfacePersonalisation", "P180D", "dpv:WithinDevice",
			"pd:Name first_name, pd:Name last_name, pd:EmailAddress email, pd:TelephoneNumber phone", "dpv:ConsentGiven",
		},
		{
			"#returning", "dpv:ServicePersonalisation", "P180D", "dpv:WithinDevice",
			"pd:ServiceConsumptionBehaviour returning_since", "dpv:ConsentRefused",
		},
		{
			"#newsletter_insight", "dpv:ServiceUsageAnalytics", "P0D", "dpv:RemoteLocation",
			"pd:LinkClicked link, pd:Interest topic", "dpv:ConsentRequestDeferred",
		},
	}
	require.Len(t, purposes, len(rows))
	for i, row := range rows {
		purpose := purposes[i]
		require.Equal(t, row.id, purpose.ID)
		require.Equal(t, row.purposeType, purpose.PurposeType)
		require.Equal(t, "dpv:Consent", purpose.LawfulBasis)
		require.Equal(t, row.retention, purpose.RetentionPeriod)
		require.Equal(t, []string{row.location}, purpose.StorageLocations)
		require.Equal(t, purpose.ConsentStorage, purpose.StorageConditions.ConsentStorage)
		require.Equal(t, row.status, purpose.Status)
		require.Empty(t, purpose.RecipientThirdParties)
		var data []string
		for _, datum := range purpose.PIIInformation {
			data = append(data, datum.PIIType+" "+datum.PIIAttributeID)
			require.True(t, datum.PIIOptional)
			require.Equal(t, "dpv:Optional", datum.Necessity)
		}
		require.Equal(t, row.data, strings.Join(data, ", "))
	}
}

func TestNobodyElseReceivesAnything(t *testing.T) {
	text := string(asJSON(t, newRecord(t, granting())))
	require.Equal(t, 4, strings.Count(text, `"recipient_third_parties":[]`), "the record's and each purpose's")
}

func TestARecordSaysHowToWithdraw(t *testing.T) {
	for _, language := range []string{"fa", "en"} {
		in := granting()
		in.Language = language
		method := newRecord(t, in).WithdrawalMethod
		require.Equal(t, "https://portal.example.org/api/v1/cookies/preferences", method.ExercisedAt)
		require.Contains(t, method.Description, "DELETE https://portal.example.org/api/v1/cookies/preferences ")
		require.Contains(t, method.Description, "Consent-Id: 7c9e6679-7425-40de-944b-e07fc1f90ae7")
	}
}

func TestEveryTextIsInTheLanguageOfTheRecord(t *testing.T) {
	persian := func(in record.Input) (all bool, texts []string) {
		made := newRecord(t, in)
		texts = []string{made.WithdrawalMethod.Description, made.PrivacyRights[0].Description}
		for _, purpose := range made.Purposes {
			texts = append(texts, purpose.Purpose)
		}
		all = true
		for _, text := range texts {
			all = all && strings.ContainsRune(text, 'ی')
			require.NotContains(t, text, "%!")
			require.Equal(t, all, strings.ContainsRune(text, 'ی'), "all or none: %s", text)
		}
		return all, texts
	}
	in := granting()
	all, fa := persian(in)
	require.True(t, all)
	in.Language = "en"
	all, en := persian(in)
	require.False(t, all)
	for i := range fa {
		require.NotEqual(t, fa[i], en[i])
	}
	require.Contains(t, strings.Join(fa, " "), "می‌شود", "with its zero-width non-joiner")
}

func TestTimesAreThoseOfTheMinuteInUTC(t *testing.T) {
	text := string(asJSON(t, newRecord(t, granting())))
	require.Contains(t, text, `"event_time":"2026-11-22T10:00:00Z"`)
	require.NotContains(t, text, "43")
	require.NotContains(t, text, "+03:30")
}

func TestAnUnknownContactIsLeftOut(t *testing.T) {
	in := granting()
	in.Controller.Contact, in.Controller.Address = "", ""
	keys := keysAnywhere(parsed(t, asJSON(t, newRecord(t, in))))
	require.NotContains(t, keys, "party_contact")
	require.NotContains(t, keys, "party_address")
	require.Contains(t, keys, "party_name")
}

func TestTheNoticeOfTheRecordIsThatOfTheLastEvent(t *testing.T) {
	first, second := granting().Events[0], withdrawal(at(14, 0))
	second.PolicyVersion, second.PolicyHash, second.Language = 4, "ab", "en"
	made := newRecord(t, input(first, second))
	require.Equal(t, made.Events[1].PrivacyNotice, made.PrivacyNotice)
	require.Equal(t, "https://portal.example.org/api/v1/privacy-policy/versions/4", made.PrivacyNotice.ID)
	require.Equal(t, 3, made.Events[0].PrivacyNotice.Version)
	require.Equal(t, models.Persian, made.Events[0].Language)
	require.Equal(t, models.English, made.Events[1].Language)
}

func TestTheSameInputIsTheSameJSON(t *testing.T) {
	first := asJSON(t, newRecord(t, granting()))
	for range 20 {
		require.Equal(t, first, asJSON(t, newRecord(t, granting())))
	}
	var read models.ConsentRecord
	require.NoError(t, json.Unmarshal(first, &read))
	require.Equal(t, string(first), string(asJSON(t, read)), "also after it was read")
}

func TestARecordIsSmallAndGrowsByItsEvents(t *testing.T) {
	in := granting()
	one := len(asJSON(t, newRecord(t, in)))
	in.Events = append(in.Events, in.Events[0])
	two := len(asJSON(t, newRecord(t, in)))
	in.Events = append(in.Events, in.Events[0], in.Events[0])
	four := len(asJSON(t, newRecord(t, in)))
	t.Logf("%d bytes, and %d for every further event", one, two-one)
	require.Less(t, one, 16<<10)
	require.Less(t, two-one, 1<<10)
	require.Equal(t, one+3*(two-one), four, "each takes as much as the one before it")
}

func TestARecordHoldsNothingButItsInput(t *testing.T) {
	mine, other := granting(), input(withdrawal(at(2, 4)))
	other.ID = uuid.MustParse("01936f6e-9c3a-4cc3-9a41-1f0a2b3c4d5e")
	other.PublicURL, other.Controller = "http://localhost:8080/portal", record.Controller{Name: "O"}
	other.Events[0].PolicyHash, other.Events[0].PolicyVersion, other.Events[0].Language = "00", 9, "en"
	mine.Events[0].GPC = true
	ofOther := map[string]bool{}
	for _, value := range values(parsed(t, asJSON(t, newRecord(t, other)))) {
		ofOther[value] = true
	}
	known := []string{
		mine.ID.String(), mine.PublicURL, mine.Controller.Name, mine.Controller.Contact, mine.Controller.Address,
		mine.Events[0].PolicyHash, "2026-11-22T10:00:00Z",
	}
	closed := map[string]bool{ // what is derived: states and choices, and what is as long as the log
		"dpv:ConsentGiven": true, "dpv:ConsentRefused": true, "granted": true, "refused": true, "P395D": true,
		"fa": true, "3": true, "true": true,
	}
	for _, value := range values(parsed(t, asJSON(t, newRecord(t, mine)))) {
		held := ofOther[value] || closed[value]
		for _, part := range known {
			held = held || strings.Contains(value, part)
		}
		require.True(t, held, "%q comes from nowhere", value)
	}
}

// values lists what a document says, as text, its context included.
func values(node any) []string {
	var found []string
	switch value := node.(type) {
	case object:
		for _, inner := range value {
			found = append(found, values(inner)...)
		}
	case []any:
		for _, inner := range value {
			found = append(found, values(inner)...)
		}
	default:
		found = append(found, fmt.Sprint(value))
	}
	return found
}
