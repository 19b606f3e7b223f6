package consent_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/policy"
	"amanat/services/policy/initial"
)

func (w *world) record(t kerneltest.Tester, id uuid.UUID, language models.Language) models.ConsentReceiptView {
	t.Helper()
	view, err := w.Consents.Receipt(t.Context(), id.String(), language)
	require.NoError(t, err)
	return view
}

func (w *world) verified(t kerneltest.Tester, proof string) models.VerificationView {
	t.Helper()
	view, err := w.Receipts.Verify(kerneltest.With(models.VerifyForm{Proof: proof}))
	require.NoError(t, err)
	return view
}

// requireSameJSON compares what is sent: the record's context has other types of Go once it was read.
func requireSameJSON(t kerneltest.Tester, want, got any) {
	t.Helper()
	wanted, err := json.Marshal(want)
	require.NoError(t, err)
	text, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, string(wanted), string(text))
}

// consented gives, changes and withdraws consent, and answers its id.
func (w *world) consented(t kerneltest.Tester) (id uuid.UUID, bearer consent.Bearer) {
	t.Helper()
	view, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(true), Returning: new(true)})
	w.Pass(time.Hour)
	bearer.GPC = true
	_, bearer = w.decide(t, bearer, models.ChoicesForm{
		Memory: new(true), Returning: new(false), NewsletterInsight: new(true),
	})
	w.Pass(time.Hour)
	require.True(t, w.withdraw(t, bearer))
	return *view.ConsentID, bearer
}

func TestTheRecordTellsWhatBecameOfAConsent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		begin := w.Now.Truncate(time.Minute)
		id, _ := w.consented(t)
		record := w.record(t, id, models.English)

		require.Equal(t, portal+"/api/v1/consents/"+id.String()+"/receipt", record.ID)
		require.Equal(t, id, record.RecordID)
		require.Equal(t, id, record.PIIPrincipalID)
		require.Equal(t, models.English, record.Language)
		require.Equal(t, "dpv:ConsentWithdrawn", record.Status)
		hash := w.preferences(t, consent.Bearer{}).PolicyHash
		var states []string
		for i, event := range record.Events {
			require.Equal(t, begin.Add(time.Duration(i)*time.Hour), event.EventTime)
			require.Equal(t, id, event.EntityID)
			require.Equal(t, hash, event.PrivacyNotice.Hash)
			require.Equal(t, 1, event.PrivacyNotice.Version)
			require.Equal(t, portal+"/api/v1/privacy-policy/versions/1", event.PrivacyNotice.ID)
			require.Equal(t, models.Persian, event.Language, "that of the question, whatever the record's is")
			words := []string{strings.TrimPrefix(event.EventState, "dpv:Consent")}
			for _, choice := range event.Choices {
				words = append(words, fmt.Sprintf("%s:%s>%s", strings.TrimPrefix(choice.Process, "#"), choice.Shown, choice.Made))
			}
			states = append(states, strings.Join(words, " "))
		}
		require.Equal(t, []string{
			"Given memory:undecided>granted returning:undecided>granted newsletter_insight:undecided>undecided",
			"Given memory:granted>granted returning:granted>refused newsletter_insight:undecided>granted",
			"Withdrawn memory:granted>undecided returning:refused>undecided newsletter_insight:granted>undecided",
		}, states)
		require.Equal(t, []bool{false, true, true}, []bool{record.Events[0].GPC, record.Events[1].GPC, record.Events[2].GPC})
		require.True(t, record.Events[1].GPCConflict)
		require.False(t, record.Events[2].GPCConflict)
	})
}

func TestEveryDecisionComesWithItsProof(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		require.Equal(t, "/api/v1/consents/"+view.ConsentID.String()+"/receipt", view.Receipt.URL)
		first := w.verified(t, view.Receipt.Proof)
		require.True(t, first.Valid)
		requireSameJSON(t, w.record(t, *view.ConsentID, models.Persian).ConsentRecord, first.Consent)
		require.Equal(t, view.Receipt.Proof, w.record(t, *view.ConsentID, models.Persian).Proof)

		w.decide(t, bearer, models.ChoicesForm{Memory: new(false)})
		require.Equal(t, first, w.verified(t, view.Receipt.Proof), "what was decided is proved, whatever came later")
		require.Len(t, w.record(t, *view.ConsentID, models.Persian).Events, 2)
	})
}

func TestTheProofIsThatOfAConsentAndOfNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		id, _ := w.consented(t)
		record := w.record(t, id, models.Persian)
		verified := w.verified(t, record.Proof)
		require.True(t, verified.Valid)
		require.Equal(t, w.Receipts.Keys().Keys[0].KeyID, verified.KeyID)
		requireSameJSON(t, record.ConsentRecord, verified.Consent)
		require.Nil(t, verified.Receipt)
		require.Nil(t, verified.Acknowledgement)

		parts := strings.Split(record.Proof, ".")
		header, err := base64.RawURLEncoding.DecodeString(parts[0])
		require.NoError(t, err)
		require.Contains(t, string(header), `"amanat-consent+jws"`)
		for _, kind := range []string{"amanat-receipt+jws", "amanat-acknowledgement+jws", "JWT", "amanat-consent"} {
			other := strings.Replace(string(header), "amanat-consent+jws", kind, 1)
			proof := base64.RawURLEncoding.EncodeToString([]byte(other)) + "." + parts[1] + "." + parts[2]
			require.Equal(t, models.VerificationView{}, w.verified(t, proof), kind)
		}
		ofCase := w.verified(t, w.complain(t))
		require.NotNil(t, ofCase.Receipt)
		require.Nil(t, ofCase.Consent)
	})
}

func TestAChangedProofOfAConsentIsNotValid(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, _ := w.decide(t, consent.Bearer{}, everything())
		proof := view.Receipt.Proof
		for place := 0; place < len(proof); place += 11 {
			other := "A"
			if proof[place] == 'A' {
				other = "B"
			}
			require.False(t, w.verified(t, proof[:place]+other+proof[place+1:]).Valid, "%d", place)
		}
		parts := strings.Split(proof, ".")
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		require.NoError(t, err)
		require.Contains(t, string(payload), `"granted"`)
		forged := strings.ReplaceAll(string(payload), `"granted"`, `"refused"`)
		parts[1] = base64.RawURLEncoding.EncodeToString([]byte(forged))
		require.Equal(t, models.VerificationView{}, w.verified(t, strings.Join(parts, ".")))
	})
}

func TestTheSameRecordIsTheSameToTheByte(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		id, _ := w.consented(t)
		first, err := json.Marshal(w.record(t, id, models.Persian))
		require.NoError(t, err)
		w.Pass(kerneltest.Day)
		w.Services = w.replica(t)
		again, err := json.Marshal(w.record(t, id, models.Persian))
		require.NoError(t, err)
		require.Equal(t, string(first), string(again))
		english := w.record(t, id, models.English)
		require.NotEqual(t, w.record(t, id, models.Persian).Purposes[0].Purpose, english.Purposes[0].Purpose)
	})
}

func TestTheRecordNamesThePublisherInItsLanguage(t *testing.T) {
	publisher := policy.Publisher{
		Fa: initial.Publisher{Name: "سازمان فناوری اطلاعات", Contact: "privacy@portal.example.org", Address: "تهران، پلاک ۱۲"},
		En: initial.Publisher{Name: "Information Technology Organisation", Contact: "privacy@portal.example.org"},
	}
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db, func(env *environment) { env.Publisher = publisher })
		id, _ := w.consented(t)
		fa := w.record(t, id, models.Persian).PartyIdentification[0]
		require.Equal(t, []string{"سازمان فناوری اطلاعات", "تهران، پلاک ۱۲"}, []string{fa.PartyName, fa.PartyAddress})
		en := w.record(t, id, models.English).PartyIdentification[0]
		require.Equal(t, []string{"Information Technology Organisation", ""}, []string{en.PartyName, en.PartyAddress})

		w = consenting(t, db)
		id, _ = w.consented(t)
		for _, language := range models.Languages() {
			require.NotEmpty(t, w.record(t, id, language).PartyIdentification[0].PartyName, "also of whom nobody has named")
		}
	})
}

func TestThereIsNoRecordOfWhatNobodyDecided(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		id, _ := w.consented(t)
		text := id.String()
		for _, other := range []string{
			"", "x", uuid.NewString(), uuid.Nil.String(), strings.ToUpper(text), "{" + text + "}", text + " ",
			strings.ReplaceAll(text, "-", ""), "urn:uuid:" + text, "' OR '1'='1",
		} {
			_, err := w.Consents.Receipt(t.Context(), other, models.Persian)
			kerneltest.RequireFault(t, err, fault.NotFound, "consent_unknown")
		}
	})
}

// TestTheLongestRecordCanBeVerified: however often somebody decides, and however long the names and addresses are.
func TestTheLongestRecordCanBeVerified(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		w.env.PublicURL = "https://" + strings.Repeat("portal.", 13) + "example.org"
		w.env.Publisher.Fa = initial.Publisher{
			Name: strings.Repeat("سازمان ", 20), Contact: strings.Repeat("ا", 100), Address: strings.Repeat("تهران ", 50),
		}
		w.Services = w.replica(t)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		id := *view.ConsentID
		for bearer.GPC = true; *view.ConsentID == id; {
			view, _ = w.decide(t, bearer, everything())
		}
		require.False(t, w.withdraw(t, bearer), "that was done when the next id began")
		record := w.record(t, id, models.Persian)
		require.Len(t, record.Events, mostDecisions+1)
		t.Logf("%d bytes", len(record.Proof))
		require.True(t, w.verified(t, record.Proof).Valid)
	})
}
