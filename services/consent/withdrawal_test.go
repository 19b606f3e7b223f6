package consent_test

import (
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

func numeral(number int) string { return strconv.Itoa(number) }

func TestAfterAWithdrawalNothingIsDecided(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		require.True(t, w.withdraw(t, bearer))

		require.Equal(t, models.PreferencesView{
			Choices: models.EffectiveChoices{Necessary: true}, States: models.NoChoices(), PolicyVersion: 1,
			PolicyHash: view.PolicyHash, ConsentID: view.ConsentID,
		}, w.preferences(t, bearer))
		_, err := w.Consents.Remembered(t.Context(), bearer, "")
		kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
		_, _, err = w.Consents.Remember(t.Context(), bearer, kerneltest.With(models.FormMemory{FirstName: "سارا"}))
		kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
		kerneltest.RequireFault(t, w.Consents.Forget(t.Context(), bearer), fault.Forbidden, "consent_required")
	})
}

func TestThereIsNothingToWithdrawTwice(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		require.True(t, w.withdraw(t, bearer))
		rows := w.decisions(t, *view.ConsentID)
		require.Len(t, rows, 2)
		require.False(t, w.withdraw(t, bearer))
		require.False(t, w.withdraw(t, consent.Bearer{ID: view.ConsentID.String()}))
		require.Equal(t, rows, w.decisions(t, uuid.Nil))
	})
}

func TestWhoDecidedNothingWithdrawsNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for _, bearer := range []consent.Bearer{{}, {ID: uuid.NewString()}, {ID: uuid.Nil.String()}, {Cookie: "1.x"}} {
			require.False(t, w.withdraw(t, bearer))
		}
		_, err := w.Consents.Withdraw(t.Context(), consent.Bearer{ID: "x"}, models.English)
		kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
		require.Empty(t, w.decisions(t, uuid.Nil))
	})
}

func TestAWithdrawalIsNeverTooLate(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		w.enact(t, models.Material)
		w.enact(t, models.Material, w.Now.Add(kerneltest.Day))
		require.True(t, w.withdraw(t, consent.Bearer{Cookie: bearer.Cookie, GPC: true}))

		row := w.decisions(t, *view.ConsentID)[1]
		require.Equal(t, 1, row.PolicyVersion, "it ends what was decided under that one")
		require.Equal(t, view.PolicyHash, row.PolicyHash)
		require.True(t, row.GPC)
	})
}

func TestWhoConsentsAnewBeginsAnew(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		require.True(t, w.withdraw(t, bearer))
		before := w.decisions(t, *view.ConsentID)

		again, bearer := w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.NotEqual(t, view.ConsentID, again.ConsentID, "what was withdrawn is not to be told from nobody's")
		rows := w.decisions(t, *again.ConsentID)
		require.Len(t, rows, 1)
		require.JSONEq(t, `{"memory":"undecided","returning":"undecided","newsletter_insight":"undecided"}`, rows[0].Shown)
		require.Equal(t, again.PreferencesView, w.preferences(t, bearer))
		require.Equal(t, before, w.decisions(t, *view.ConsentID))
	})
}

func TestARefusalIsAWithdrawalOfWhatWasGranted(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		refused := models.ChoicesForm{Memory: new(false), Returning: new(false), NewsletterInsight: new(false)}
		view, bearer := w.decide(t, bearer, refused)
		require.True(t, view.Decided)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		_, err := w.Consents.Remembered(t.Context(), bearer, "")
		kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
		require.True(t, w.withdraw(t, bearer), "a refusal is a decision, and can be taken back as well")
	})
}

// TestAWithdrawalIsThatOfEveryCookie: a browser that shows several, whoever planted the others, is rid of them all.
func TestAWithdrawalIsThatOfEveryCookie(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, one := w.decide(t, consent.Bearer{}, everything())
		_, other := w.decide(t, consent.Bearer{}, everything())
		kept, bystander := w.decide(t, consent.Bearer{}, everything())
		forged := other.Cookie[:len(other.Cookie)-1] + "A"
		cookies := []string{"", "1.x", one.Cookie, other.Cookie, one.Cookie, forged, kept.ConsentID.String()}
		view, err := w.Consents.Withdraw(t.Context(), consent.Bearer{}, models.Persian, cookies...)
		require.NoError(t, err)
		require.True(t, view.Withdrawn)
		require.False(t, w.preferences(t, one).Decided)
		require.False(t, w.preferences(t, other).Decided)
		require.True(t, w.preferences(t, bystander).Decided, "an id without its signature is nobody's cookie")
		require.Len(t, w.decisions(t, uuid.Nil), 5, "each once")

		view, err = w.Consents.Withdraw(t.Context(), consent.Bearer{}, models.Persian, cookies...)
		require.NoError(t, err)
		require.False(t, view.Withdrawn)
	})
}

// TestOneIDAtATimeHolds: what an id has handed over to the next does not hold under both.
func TestOneIDAtATimeHolds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		first, bearer := w.decide(t, consent.Bearer{}, everything())
		_, cookie := w.remember(t, bearer, saraRemembers())
		next, last := first, bearer
		for *next.ConsentID == *first.ConsentID {
			next, last = w.decide(t, bearer, everything())
		}
		require.False(t, w.preferences(t, bearer).Decided)
		require.True(t, w.preferences(t, last).Decided)
		require.False(t, w.withdraw(t, bearer))
		require.Equal(t, "dpv:ConsentWithdrawn", w.record(t, *first.ConsentID, models.English).Status)
		require.Zero(t, w.remembered(t, last, cookie))
	})
}

func TestAWithdrawalEndsWhatHoldsUnderTheHeaderAndUnderTheCookie(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		app, _ := w.decide(t, consent.Bearer{}, everything())
		_, browser := w.decide(t, consent.Bearer{}, everything())
		both := consent.Bearer{Cookie: browser.Cookie, ID: app.ConsentID.String()}
		require.True(t, w.withdraw(t, both))
		require.False(t, w.preferences(t, browser).Decided)
		require.False(t, w.preferences(t, consent.Bearer{ID: both.ID}).Decided)
		require.False(t, w.withdraw(t, both))
	})
}

func TestAWithdrawalEndsWhatHoldsUnderTheCookieAlsoWhereTheHeaderIsNoID(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, browser := w.decide(t, consent.Bearer{}, everything())
		_, err := w.Consents.Withdraw(t.Context(), consent.Bearer{ID: "x"}, models.Persian, browser.Cookie)
		kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
		require.False(t, w.preferences(t, browser).Decided, "its cookie is gone by now")
	})
}
