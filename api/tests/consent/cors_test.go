package consent_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/services"
)

// receipt reads a consent record.
func (w *world) receipt(id string, headers ...string) models.ConsentReceiptView {
	w.T.Helper()
	got := w.Get("/api/v1/consents/"+id+"/receipt", headers...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return apitest.Decode[models.ConsentReceiptView](w.T, got)
}

func TestAPageOfAConfiguredOriginDecides(t *testing.T) {
	const ours = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{preferencesPath, memoryPath} {
			for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
				preflight := w.Raw(http.MethodOptions, path, "Origin", ours, "Access-Control-Request-Method", method,
					"Access-Control-Request-Headers", "accept-language,consent-id,content-type")
				require.Equal(t, http.StatusNoContent, preflight.Code)
				header := preflight.Header()
				require.Equal(t, ours, header.Get("Access-Control-Allow-Origin"), "never *, with credentials")
				require.Equal(t, "true", header.Get("Access-Control-Allow-Credentials"))
				require.Contains(t, header.Get("Access-Control-Allow-Methods"), method)
				require.Contains(t, header.Get("Access-Control-Allow-Headers"), "Consent-Id")
				require.Empty(t, header.Values("Set-Cookie"))
			}
		}
		b := w.Browser("Origin", ours, "X-Forwarded-Proto", "https")
		for _, got := range []reply{
			b.Choose(apitest.ConsentToAll()), b.Remember(`{"first_name":"سارا"}`),
			b.Send(http.MethodGet, memoryPath, ""),
			b.Send(http.MethodGet, preferencesPath, ""), b.Send(http.MethodDelete, memoryPath, ""),
			b.Send(http.MethodDelete, preferencesPath, ""), b.Send(http.MethodGet, memoryPath, ""),
		} {
			require.Equal(t, ours, got.Header.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "true", got.Header.Get("Access-Control-Allow-Credentials"))
			require.Contains(t, got.Varies(), "Origin")
			require.NotContains(t, got.Header.Get("Access-Control-Expose-Headers"), "Set-Cookie")
		}
		require.Empty(t, b.Cookies)
	}, apitest.Origins(ours), proxied)
}

func TestAPageOfAnotherOriginDecidesNothing(t *testing.T) {
	const ours = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		victim := w.Browser()
		victim.Decide(apitest.ConsentToAll())
		form := apitest.ToText(map[string]any{
			"choices": map[string]bool{"memory": false}, "policy_hash": w.Policy("").Hash,
		})
		for _, other := range []string{
			"https://evil.example", "null", ours + ".evil.example",
			"http://portal.example.org", "https://portal.example.org:8443",
		} {
			for _, method := range []string{http.MethodPut, http.MethodDelete} {
				preflight := w.Raw(http.MethodOptions, preferencesPath, "Origin", other,
					"Access-Control-Request-Method", method,
					"Access-Control-Request-Headers", "consent-id")
				require.Equal(t, http.StatusForbidden, preflight.Code)
				for name := range preflight.Header() {
					require.NotContains(t, name, "Access-Control")
				}
				got := victim.Send(method, preferencesPath, form, "Origin", other)
				got.Problem(t, http.StatusForbidden, "origin_not_allowed")
				require.Empty(t, got.Header.Values("Set-Cookie"))
			}
			victim.Send(http.MethodGet, memoryPath, "", "Origin", other).Problem(t, http.StatusForbidden,
				"origin_not_allowed")
		}
		require.True(t, victim.Preferences().Choices.Memory, "nothing has happened")
	}, apitest.Origins(ours))
}

// TestAnAppWithoutCookiesDecides names its decision in a header, from the first to the evidence.
func TestAnAppWithoutCookiesDecides(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		hash := w.Policy("").Hash
		put := func(id, choices string) models.SavedPreferencesView {
			got := w.Send(http.MethodPut, preferencesPath, `{"choices":`+choices+`,"policy_hash":"`+hash+`"}`,
				"Consent-Id", id)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			require.Empty(t, got.Header.Values("Set-Cookie"), "an app has no use for cookies")
			return apitest.Decode[models.SavedPreferencesView](t, got)
		}
		made := uuid.NewString()
		saved := put(made, `{"memory":true,"returning":false}`)
		id := saved.ConsentID.String()
		require.NotEqual(t, made, id, "the service draws the id")
		first := put(uuid.Nil.String(), `{"memory":false}`) // as one begins that has no id yet
		require.NotEqual(t, id, first.ConsentID.String())
		require.True(t, apitest.Decode[models.PreferencesView](t,
			w.Get(preferencesPath, "Consent-Id", first.ConsentID.String())).Decided)

		got := w.Get(preferencesPath, "Consent-Id", id)
		require.Equal(t, saved.PreferencesView, apitest.Decode[models.PreferencesView](t, got))
		require.Contains(t, got.Varies(), "Consent-Id")
		require.True(t, apitest.Decode[models.PreferencesView](t,
			w.Get(preferencesPath, "Consent-Id", strings.ToUpper(id))).Decided)
		require.False(t, apitest.Decode[models.PreferencesView](t, w.Get(preferencesPath, "Consent-Id", made)).Decided)
		require.Equal(t, id, put(id, `{"memory":false}`).ConsentID.String())
		require.Len(t, w.receipt(id).Events, 2)

		withdrawn := w.Send(http.MethodDelete, preferencesPath, "", "Consent-Id", id)
		require.True(t, apitest.Decode[models.WithdrawalView](t, withdrawn).Withdrawn)
		require.False(t, apitest.Decode[models.PreferencesView](t, w.Get(preferencesPath, "Consent-Id", id)).Decided)
		require.Equal(t, "dpv:ConsentWithdrawn", w.receipt(id).Events[2].EventState)
		for _, bad := range []string{
			"x", id + "x", strings.ReplaceAll(id, "-", ""), "{" + id + "}", "urn:uuid:" + id,
			id + "," + id,
		} {
			for method, form := range map[string]string{
				http.MethodGet: "", http.MethodDelete: "",
				http.MethodPut: `{"choices":{"memory":true},"policy_hash":"` + hash + `"}`,
			} {
				w.SendLenient(method, preferencesPath, form, "Consent-Id", bad).Problem(t, http.StatusBadRequest,
					"consent_id_invalid")
			}
		}
	})
}

// requiredOfARecord are the keys that ISO/IEC TS 27560 and its guide name.
func requiredOfARecord() []string {
	return []string{
		"@context", "@id", "@type", "conformsTo", "events", "jurisdiction", "language", "pii_controllers",
		"pii_principal_id",
		"privacy_notice", "purposes", "recipient_third_parties", "record_id", "retention_period", "schema_version",
		"storage_locations", "withdrawal_method", "proof",
	}
}

func TestAConsentRecordIsEvidence(t *testing.T) {
	const at = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		saved := b.Decide(map[string]bool{"memory": true, "returning": false}, "Accept-Language", "en")
		id := saved.ConsentID.String()
		require.Equal(t, "/api/v1/consents/"+id+"/receipt", saved.Receipt.URL)
		got := w.Get(saved.Receipt.URL, "Accept-Language", "en")
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Equal(t, "application/ld+json", got.Header.Get("Content-Type"))
		require.Contains(t, got.Header.Get("Cache-Control"), "no-store")
		keys := apitest.MembersOf(t, json.RawMessage(got.Body))
		for _, key := range requiredOfARecord() {
			require.Contains(t, keys, key)
		}
		record := apitest.Decode[models.ConsentReceiptView](t, got)
		require.Equal(t, at+saved.Receipt.URL, record.ID)
		require.Equal(t, id, record.RecordID.String())
		require.Equal(t, "https://w3id.org/dpv/schema/dpv-27560#record", record.ConformsTo)
		require.Equal(t, saved.PolicyHash, record.PrivacyNotice.Hash)
		statuses := map[string]string{}
		for _, purpose := range record.Purposes {
			statuses[purpose.ID] = purpose.Status
			for _, datum := range purpose.PIIInformation {
				require.True(t, datum.PIIOptional)
			}
		}
		require.Equal(t, map[string]string{
			"#memory": "dpv:ConsentGiven", "#returning": "dpv:ConsentRefused",
			"#newsletter_insight": "dpv:ConsentRequestDeferred",
		}, statuses)
		event := apitest.MembersOf(t, json.RawMessage(apitest.ToText(record.Events[0])))
		for _, key := range []string{"event_time", "entity_id", "event_type", "event_state"} {
			require.Contains(t, event, key)
		}
		for _, proof := range []string{record.Proof, saved.Receipt.Proof} {
			verified := apitest.Decode[models.VerificationView](t,
				w.Post("/api/v1/receipts/verify", apitest.Body("proof", proof)))
			require.True(t, verified.Valid)
			require.Equal(t, apitest.ToText(record.ConsentRecord), apitest.ToText(verified.Consent),
				"it proves the very record")
		}
		forged := apitest.Body("proof", apitest.Flip(record.Proof, len(record.Proof)/2))
		require.False(t, apitest.Decode[models.VerificationView](t, w.Post("/api/v1/receipts/verify", forged)).Valid)
		for _, unknown := range []string{uuid.NewString(), uuid.Nil.String(), strings.ToUpper(id), "x", id + "x"} {
			w.SendLenient(http.MethodGet, "/api/v1/consents/"+unknown+"/receipt", "").Problem(t, 404,
				"consent_unknown")
		}
	}, func(e *services.Environment, _ *api.Options) { e.PublicURL = at })
}

// TestADecisionThatSomebodyElseWroteCountsForNothing: one that somebody entered into the log by hand proves nothing.
func TestADecisionThatSomebodyElseWroteCountsForNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		id := b.Decide(map[string]bool{"memory": false}).ConsentID
		var rows []models.Consent
		require.NoError(t, w.DB.Where("consent_id = ?", *id).Find(&rows).Error)
		forged := rows[0]
		forged.Number, forged.Made = 2, strings.Replace(forged.Made, "refused", "granted", 1)
		require.NoError(t, w.DB.Create(&forged).Error)
		for _, path := range []string{preferencesPath, memoryPath, "/api/v1/consents/" + id.String() + "/receipt"} {
			got := b.Send(http.MethodGet, path, "")
			got.Problem(t, http.StatusInternalServerError, "internal")
		}
		got := b.Send(http.MethodDelete, preferencesPath, "")
		got.Problem(t, http.StatusInternalServerError, "internal")
		_, expired := setCookies(t, got)
		require.Len(t, expired, 3, "the cookies go whatever else fails")
	})
}
