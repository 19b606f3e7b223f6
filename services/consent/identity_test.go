package consent_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

// requireNobody requires that a cookie says nothing about who decides.
func (w *world) requireNobody(t kerneltest.Tester, cookie string) {
	t.Helper()
	view := w.preferences(t, consent.Bearer{Cookie: cookie})
	require.Nil(t, view.ConsentID, "%q", cookie)
	require.False(t, view.Decided, "%q", cookie)
}

func TestEveryChangeOfTheConsentCookieIsNoticed(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ .=\"\x00"
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		cookie := bearer.Cookie
		require.Regexp(t, `^1\.[A-Za-z0-9_-]{64}$`, cookie)
		for place := range len(cookie) {
			for _, other := range []byte(alphabet) {
				if other != cookie[place] {
					w.requireNobody(t, cookie[:place]+string(other)+cookie[place+1:])
				}
			}
			w.requireNobody(t, cookie[:place])
			w.requireNobody(t, cookie[:place]+"A"+cookie[place:])
		}
		require.True(t, w.preferences(t, bearer).Decided)
	})
}

func TestAConsentCookieOfAnotherVersionIsNone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		signed := strings.TrimPrefix(bearer.Cookie, "1.")
		for _, version := range []string{"", ".", "0.", "2.", "01.", "۱.", "1", "1..", "v1.", " 1.", "1. "} {
			w.requireNobody(t, version+signed)
		}
	})
}

func TestASignatureIsThatOfOneID(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, one := w.decide(t, consent.Bearer{}, everything())
		_, other := w.decide(t, consent.Bearer{}, everything())
		// 16 bytes of id end within the 22nd character, so the ids meet the other's signature from there on.
		for _, place := range []int{23, 24} {
			w.requireNobody(t, one.Cookie[:place]+other.Cookie[place:])
			w.requireNobody(t, other.Cookie[:place]+one.Cookie[place:])
		}
	})
}

func TestAConsentCookieOfAnotherServiceIsNone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, bearer := w.decide(t, consent.Bearer{}, everything())
		foreign, err := seal.New()
		require.NoError(t, err)
		replica := w.replica(t, func(env *environment) { env.Keyring = foreign })
		view, err := replica.Consents.Preferences(t.Context(), bearer)
		require.NoError(t, err)
		require.Nil(t, view.ConsentID)
	})
}

func TestARotatedKeyringStillReadsOlderConsent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		before, after := kerneltest.Rotated(t)
		w := newWorld(t, db, withKeyring(before), withPortal)
		view, bearer := w.decide(t, consent.Bearer{}, everything())
		w.env.Keyring = after
		old := w.Services
		w.Services = w.replica(t)

		require.Equal(t, view.PreferencesView, w.preferences(t, bearer))
		form := models.PreferencesForm{Choices: everything(), PolicyHash: view.PolicyHash}
		saved, err := w.Consents.Save(t.Context(), bearer, models.Persian, kerneltest.With(form))
		require.NoError(t, err)
		require.False(t, saved.Renamed, "another signature is no other id")
		next, renewed := w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.Equal(t, view.ConsentID, next.ConsentID)
		require.NotEqual(t, bearer.Cookie, renewed.Cookie, "the current key signs")
		require.Equal(t, next.PreferencesView, w.preferences(t, renewed))
		require.Equal(t, next.PreferencesView, w.preferences(t, bearer), "the older cookie names the same")
		receipt, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		require.NoError(t, err)
		require.Len(t, receipt.Events, 3, "written under two keys")
		require.True(t, w.withdraw(t, bearer))

		w.Services = old
		w.requireNobody(t, renewed.Cookie)
	})
}

func TestTheHeaderWinsOverTheCookie(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		mine, browser := w.decide(t, consent.Bearer{}, everything())
		app, _ := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
		require.NotEqual(t, mine.ConsentID, app.ConsentID)
		for _, cookie := range []string{"", "1.", "x", browser.Cookie, "2" + browser.Cookie[1:]} {
			both := consent.Bearer{Cookie: cookie, ID: app.ConsentID.String()}
			require.Equal(t, app.ConsentID, w.preferences(t, both).ConsentID, "an app sends it on purpose")
		}
		both := consent.Bearer{Cookie: browser.Cookie, ID: uuid.Nil.String()}
		require.False(t, w.preferences(t, both).Decided, "an app that has decided nothing")
		next, bearer := w.decide(t, both, everything())
		require.NotContains(t, []*uuid.UUID{mine.ConsentID, app.ConsentID}, next.ConsentID)
		require.Empty(t, bearer.Cookie)
	})
}

func TestAHeaderThatIsNoIDIsRefused(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, _ := w.decide(t, consent.Bearer{}, everything())
		id := view.ConsentID.String()
		require.Equal(t, view.ConsentID, w.preferences(t, consent.Bearer{ID: strings.ToUpper(id)}).ConsentID)
		for _, header := range []string{
			"x", "1", " ", "null", id + " ", " " + id, id[:35], id + "0", "{" + id + "}", "urn:uuid:" + id,
			strings.ReplaceAll(id, "-", ""), strings.ReplaceAll(id, "-", "_"), "۷c9e6679-7425-40de-944b-e07fc1f90ae7",
			id + "," + id, strings.Repeat("f", 36),
		} {
			bearer := consent.Bearer{ID: header}
			_, err := w.Preferences(t.Context(), bearer)
			kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
			_, _, err = w.decideUnder(t, bearer, view.PolicyHash, everything())
			kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
			_, err = w.Consents.Withdraw(t.Context(), bearer, models.Persian)
			kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
			_, err = w.Consents.Remembered(t.Context(), bearer, "")
			kerneltest.RequireFault(t, err, fault.Malformed, "consent_id_invalid")
		}
		require.Len(t, w.decisions(t, uuid.Nil), 1)
	})
}

// TestNobodyChoosesTheirOwnID: an id that says something about its bearer would make the log say it too.
func TestNobodyChoosesTheirOwnID(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for _, header := range []string{uuid.NewString(), uuid.Nil.String(), uuid.Max.String()} {
			require.Nil(t, w.preferences(t, consent.Bearer{ID: header}).ConsentID)
			view, _ := w.decide(t, consent.Bearer{ID: header}, everything())
			require.NotEqual(t, header, view.ConsentID.String())
			require.Equal(t, uuid.Version(4), view.ConsentID.Version())
			require.Nil(t, w.preferences(t, consent.Bearer{ID: header}).ConsentID)
		}
		require.Len(t, w.decisions(t, uuid.Nil), 3)
	})
}

func TestAnAppGetsNoCookie(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		first, browser := w.decide(t, consent.Bearer{}, everything())
		require.NotEmpty(t, browser.Cookie)
		for _, header := range []string{first.ConsentID.String(), uuid.NewString()} {
			_, app, err := w.decideUnder(t, consent.Bearer{ID: header}, first.PolicyHash, everything())
			require.NoError(t, err)
			require.Empty(t, app.Cookie)
			_, app, err = w.decideUnder(t, consent.Bearer{ID: header, Cookie: "1.x"}, first.PolicyHash, everything())
			require.NoError(t, err)
			require.Empty(t, app.Cookie)
		}
		require.True(t, w.preferences(t, browser).Decided)
	})
}

func TestADecisionIsKeptInTheLanguageThatWasShown(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		hash := w.preferences(t, consent.Bearer{}).PolicyHash
		for named, want := range map[string]models.Language{"": "en", "fa": "fa", "en": "en"} {
			form := models.PreferencesForm{Choices: everything(), PolicyHash: hash, Language: named}
			view, err := w.Consents.Save(t.Context(), consent.Bearer{}, models.English, kerneltest.With(form))
			require.NoError(t, err)
			require.Equal(t, want, w.decisions(t, *view.ConsentID)[0].Language)
		}
		form := models.PreferencesForm{Choices: everything(), PolicyHash: hash, Language: "de"}
		_, err := w.Consents.Save(t.Context(), consent.Bearer{}, models.English, kerneltest.With(form))
		require.Equal(t, "/language", kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed").Violations[0].Pointer)
	})
}
