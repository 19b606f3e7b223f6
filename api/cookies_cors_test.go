package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services"
)

// receipt reads a consent record.
func (w *world) receipt(id string, headers ...string) models.ConsentReceiptView {
	w.t.Helper()
	got := w.get("/api/v1/consents/"+id+"/receipt", headers...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.ConsentReceiptView](w.t, got)
}

func TestAPageOfAConfiguredOriginDecides(t *testing.T) {
	const ours = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{preferencesPath, memoryPath} {
			for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
				preflight := w.raw(http.MethodOptions, path, "Origin", ours, "Access-Control-Request-Method", method,
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
		b := w.browser("Origin", ours, "X-Forwarded-Proto", "https")
		for _, got := range []reply{
			b.choose(everything()), b.remember(`{"first_name":"سارا"}`), b.send(http.MethodGet, memoryPath, ""),
			b.send(http.MethodGet, preferencesPath, ""), b.send(http.MethodDelete, memoryPath, ""),
			b.send(http.MethodDelete, preferencesPath, ""), b.send(http.MethodGet, memoryPath, ""),
		} {
			require.Equal(t, ours, got.header.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "true", got.header.Get("Access-Control-Allow-Credentials"))
			require.Contains(t, got.varies(), "Origin")
			require.NotContains(t, got.header.Get("Access-Control-Expose-Headers"), "Set-Cookie")
		}
		require.Empty(t, b.cookies)
	}, origins(ours), proxied)
}

func TestAPageOfAnotherOriginDecidesNothing(t *testing.T) {
	const ours = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		victim := w.browser()
		victim.decide(everything())
		form := toText(map[string]any{"choices": map[string]bool{"memory": false}, "policy_hash": w.policy("").Hash})
		for _, other := range []string{
			"https://evil.example", "null", ours + ".evil.example",
			"http://portal.example.org", "https://portal.example.org:8443",
		} {
			for _, method := range []string{http.MethodPut, http.MethodDelete} {
				preflight := w.raw(http.MethodOptions, preferencesPath, "Origin", other,
					"Access-Control-Request-Method", method,
					"Access-Control-Request-Headers", "consent-id")
				require.Equal(t, http.StatusForbidden, preflight.Code)
				for name := range preflight.Header() {
					require.NotContains(t, name, "Access-Control")
				}
				got := victim.send(method, preferencesPath, form, "Origin", other)
				got.problem(t, http.StatusForbidden, "origin_not_allowed")
				require.Empty(t, got.header.Values("Set-Cookie"))
			}
			victim.send(http.MethodGet, memoryPath, "", "Origin", other).problem(t, http.StatusForbidden,
				"origin_not_allowed")
		}
		require.True(t, victim.preferences().Choices.Memory, "nothing has happened")
	}, origins(ours))
}

// TestAnAppWithoutCookiesDecides names its decision in a header, from the first to the evidence.
func TestAnAppWithoutCookiesDecides(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		hash := w.policy("").Hash
		put := func(id, choices string) models.SavedPreferencesView {
			got := w.send(http.MethodPut, preferencesPath, `{"choices":`+choices+`,"policy_hash":"`+hash+`"}`,
				"Consent-Id", id)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			require.Empty(t, got.header.Values("Set-Cookie"), "an app has no use for cookies")
			return decode[models.SavedPreferencesView](t, got)
		}
		made := uuid.NewString()
		saved := put(made, `{"memory":true,"returning":false}`)
		id := saved.ConsentID.String()
		require.NotEqual(t, made, id, "the service draws the id")
		first := put(uuid.Nil.String(), `{"memory":false}`) // as one begins that has no id yet
		require.NotEqual(t, id, first.ConsentID.String())
		require.True(t, decode[models.PreferencesView](t,
			w.get(preferencesPath, "Consent-Id", first.ConsentID.String())).Decided)

		got := w.get(preferencesPath, "Consent-Id", id)
		require.Equal(t, saved.PreferencesView, decode[models.PreferencesView](t, got))
		require.Contains(t, got.varies(), "Consent-Id")
		require.True(t, decode[models.PreferencesView](t,
			w.get(preferencesPath, "Consent-Id", strings.ToUpper(id))).Decided)
		require.False(t, decode[models.PreferencesView](t, w.get(preferencesPath, "Consent-Id", made)).Decided)
		require.Equal(t, id, put(id, `{"memory":false}`).ConsentID.String())
		require.Len(t, w.receipt(id).Events, 2)

		withdrawn := w.send(http.MethodDelete, preferencesPath, "", "Consent-Id", id)
		require.True(t, decode[models.WithdrawalView](t, withdrawn).Withdrawn)
		require.False(t, decode[models.PreferencesView](t, w.get(preferencesPath, "Consent-Id", id)).Decided)
		require.Equal(t, "dpv:ConsentWithdrawn", w.receipt(id).Events[2].EventState)
		for _, bad := range []string{
			"x", id + "x", strings.ReplaceAll(id, "-", ""), "{" + id + "}", "urn:uuid:" + id,
			id + "," + id,
		} {
			for method, form := range map[string]string{
				http.MethodGet: "", http.MethodDelete: "",
				http.MethodPut: `{"choices":{"memory":true},"policy_hash":"` + hash + `"}`,
			} {
				w.sendLenient(method, preferencesPath, form, "Consent-Id", bad).problem(t, http.StatusBadRequest,
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
		b := w.browser()
		saved := b.decide(map[string]bool{"memory": true, "returning": false}, "Accept-Language", "en")
		id := saved.ConsentID.String()
		require.Equal(t, "/api/v1/consents/"+id+"/receipt", saved.Receipt.URL)
		got := w.get(saved.Receipt.URL, "Accept-Language", "en")
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		require.Equal(t, "application/ld+json", got.header.Get("Content-Type"))
		require.Contains(t, got.header.Get("Cache-Control"), "no-store")
		keys := membersOf(t, json.RawMessage(got.body))
		for _, key := range requiredOfARecord() {
			require.Contains(t, keys, key)
		}
		record := decode[models.ConsentReceiptView](t, got)
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
		event := membersOf(t, json.RawMessage(toText(record.Events[0])))
		for _, key := range []string{"event_time", "entity_id", "event_type", "event_state"} {
			require.Contains(t, event, key)
		}
		for _, proof := range []string{record.Proof, saved.Receipt.Proof} {
			verified := decode[models.VerificationView](t, w.post("/api/v1/receipts/verify", body("proof", proof)))
			require.True(t, verified.Valid)
			require.Equal(t, toText(record.ConsentRecord), toText(verified.Consent), "it proves the very record")
		}
		forged := body("proof", flip(record.Proof, len(record.Proof)/2))
		require.False(t, decode[models.VerificationView](t, w.post("/api/v1/receipts/verify", forged)).Valid)
		for _, unknown := range []string{uuid.NewString(), uuid.Nil.String(), strings.ToUpper(id), "x", id + "x"} {
			w.sendLenient(http.MethodGet, "/api/v1/consents/"+unknown+"/receipt", "").problem(t, 404,
				"consent_unknown")
		}
	}, func(e *services.Environment, _ *api.Options) { e.PublicURL = at })
}

// TestADecisionThatSomebodyElseWroteCountsForNothing: one that somebody entered into the log by hand proves nothing.
func TestADecisionThatSomebodyElseWroteCountsForNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		id := b.decide(map[string]bool{"memory": false}).ConsentID
		var rows []models.Consent
		require.NoError(t, w.db.Where("consent_id = ?", *id).Find(&rows).Error)
		forged := rows[0]
		forged.Number, forged.Made = 2, strings.Replace(forged.Made, "refused", "granted", 1)
		require.NoError(t, w.db.Create(&forged).Error)
		for _, path := range []string{preferencesPath, memoryPath, "/api/v1/consents/" + id.String() + "/receipt"} {
			got := b.send(http.MethodGet, path, "")
			got.problem(t, http.StatusInternalServerError, "internal")
		}
		got := b.send(http.MethodDelete, preferencesPath, "")
		got.problem(t, http.StatusInternalServerError, "internal")
		_, expired := setCookies(t, got)
		require.Len(t, expired, 3, "the cookies go whatever else fails")
	})
}
