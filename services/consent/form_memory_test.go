package consent_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

// mostCookie is how many bytes browsers keep of a cookie, its name among them (RFC 6265bis, section 5.6).
const mostCookie = 4096

func (w *world) remember(t kerneltest.Tester, bearer consent.Bearer, form models.FormMemory) (models.FormMemory, string) {
	t.Helper()
	view, cookie, err := w.Consents.Remember(t.Context(), bearer, kerneltest.With(form))
	require.NoError(t, err)
	return view, cookie
}

func (w *world) remembered(t kerneltest.Tester, bearer consent.Bearer, cookie string) models.FormMemory {
	t.Helper()
	view, err := w.Consents.Remembered(t.Context(), bearer, cookie)
	require.NoError(t, err)
	return view
}

// remembering is a bearer who consented to the form memory.
func (w *world) remembering(t kerneltest.Tester) consent.Bearer {
	t.Helper()
	_, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(true)})
	return bearer
}

func saraRemembers() models.FormMemory {
	return models.FormMemory{
		FirstName: " سارا‌سادات ", LastName: "احمدي‌نژاد", Email: "Sara@Example.ORG", Phone: "۰۹۱۲ ۱۲۳ ۴۵۶۷",
	}
}

func TestABrowserRemembersNamesAndContact(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		bearer := w.remembering(t)
		want := models.FormMemory{
			FirstName: "سارا‌سادات", LastName: "احمدی‌نژاد", Email: "Sara@example.org", Phone: "+989121234567",
		}
		shown, cookie := w.remember(t, bearer, saraRemembers())
		require.Equal(t, want, shown)
		require.Equal(t, want, w.remembered(t, bearer, cookie))
		require.Regexp(t, `^1\.[A-Za-z0-9_-]+$`, cookie)
		for _, readable := range []string{"سارا", "Sara", "example", "912"} {
			require.NotContains(t, cookie, readable)
		}

		_, shorter := w.remember(t, bearer, models.FormMemory{Phone: "٠٢١٨٨٨٨٨٨٨٨"})
		require.Equal(t, models.FormMemory{Phone: "+982188888888"}, w.remembered(t, bearer, shorter), "what is left out is forgotten")
		require.NoError(t, w.Consents.Forget(t.Context(), bearer))
	})
}

func TestOnlyWhatAFormWouldTakeIsRemembered(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		bearer := w.remembering(t)
		for _, form := range []models.FormMemory{
			{FirstName: "<b>"}, {LastName: strings.Repeat("ا", 101)}, {Email: "sara"}, {Phone: "سارا"},
		} {
			_, cookie, err := w.Consents.Remember(t.Context(), bearer, kerneltest.With(form))
			kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
			require.Empty(t, cookie)
		}
		shown, cookie := w.remember(t, bearer, models.FormMemory{})
		require.Zero(t, shown)
		require.Zero(t, w.remembered(t, bearer, cookie))
	})
}

// TestTheLongestMemoryFitsIntoACookie: as long as the rules allow, and of the letters that take the most bytes.
func TestTheLongestMemoryFitsIntoACookie(t *testing.T) {
	jar := models.Cookies(true)
	w := consenting(t, storetest.SQLite(t))
	bearer := w.remembering(t)
	letters := rapid.SampledFrom([]rune("سارا يك‌آأؤ𐎠𐎧𠀀𝒜é'"))
	longest := 0
	rapid.Check(t, func(t *rapid.T) {
		name := func(label string) string {
			return "𠀀" + rapid.StringOfN(letters, 98, 98, -1).Draw(t, label) + "𠀀"
		}
		form := models.FormMemory{
			FirstName: name("first name"), LastName: name("last name"),
			Email: strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 61)+".", 3) + "org",
			Phone: "+" + strings.Repeat("9", 15),
		}
		_, cookie, err := w.Consents.Remember(t.Context(), bearer, kerneltest.With(form))
		if err != nil {
			kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
			t.Skip("no name of anybody")
		}
		require.Less(t, len(jar.Memory.Name+"="+cookie), mostCookie)
		longest = max(longest, len(cookie))
	})
	form := models.FormMemory{
		FirstName: strings.Repeat("𠀀", 100), LastName: strings.Repeat("𠀀", 100), Phone: "+" + strings.Repeat("9", 15),
		Email: strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 61)+".", 3) + "org",
	}
	shown, cookie := w.remember(t, bearer, form)
	require.Equal(t, form, shown)
	require.Less(t, len(jar.Memory.Name+"="+cookie), mostCookie)
	t.Logf("%d bytes, of those drawn %d", len(cookie), longest)
}

func TestNothingIsRememberedWithoutConsent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		_, cookie := w.remember(t, w.remembering(t), saraRemembers())
		_, refused := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false), Returning: new(true)})
		_, undecided := w.decide(t, consent.Bearer{}, models.ChoicesForm{Returning: new(true)})
		for _, bearer := range []consent.Bearer{{}, {Cookie: "1.x"}, refused, undecided} {
			_, made, err := w.Consents.Remember(t.Context(), bearer, kerneltest.With(saraRemembers()))
			require.Equal(t, "cookie-memory", kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required").Clause)
			require.Empty(t, made)
			_, err = w.Consents.Remembered(t.Context(), bearer, cookie)
			kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
			kerneltest.RequireFault(t, w.Consents.Forget(t.Context(), bearer), fault.Forbidden, "consent_required")
		}
	})
}

// TestTheSignalDoesNotSpeakAgainstTheMemory: it stays on the device, and nobody else learns of it.
func TestTheSignalDoesNotSpeakAgainstTheMemory(t *testing.T) {
	w := consenting(t, storetest.SQLite(t))
	bearer := w.remembering(t)
	_, cookie := w.remember(t, bearer, saraRemembers())
	bearer.GPC = true
	require.Equal(t, "+989121234567", w.remembered(t, bearer, cookie).Phone)
}

func TestAMemoryThatWasChangedIsEmpty(t *testing.T) {
	w := consenting(t, storetest.SQLite(t))
	bearer := w.remembering(t)
	_, cookie := w.remember(t, bearer, models.FormMemory{FirstName: "سارا"})
	require.Equal(t, "سارا", w.remembered(t, bearer, cookie).FirstName)
	for place := range len(cookie) {
		for _, other := range []byte("A_. =") {
			if other != cookie[place] {
				require.Zero(t, w.remembered(t, bearer, cookie[:place]+string(other)+cookie[place+1:]))
			}
		}
		require.Zero(t, w.remembered(t, bearer, cookie[:place]))
		require.Zero(t, w.remembered(t, bearer, cookie[:place]+"A"+cookie[place:]))
	}
	require.Zero(t, w.remembered(t, bearer, "2"+cookie[1:]))
	require.Zero(t, w.remembered(t, bearer, bearer.Cookie), "a cookie of another kind")
}

func TestAMemoryBelongsToOneConsent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		mine, theirs := w.remembering(t), w.remembering(t)
		_, cookie := w.remember(t, mine, saraRemembers())
		require.Zero(t, w.remembered(t, theirs, cookie))
		_, mine = w.decide(t, mine, everything())
		require.NotZero(t, w.remembered(t, mine, cookie), "a further decision keeps what it still allows")

		require.True(t, w.withdraw(t, mine))
		_, err := w.Consents.Remembered(t.Context(), mine, cookie)
		kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
		_, anew := w.decide(t, mine, everything())
		require.Zero(t, w.remembered(t, anew, cookie), "who consents anew, with the old cookie of consent, begins anew")
		_, fresh := w.decide(t, consent.Bearer{}, everything())
		require.Zero(t, w.remembered(t, fresh, cookie))
	})
}

func TestARotatedKeyringStillOpensTheMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		before, after := kerneltest.Rotated(t)
		w := newWorld(t, db, withKeyring(before), withPortal)
		bearer := w.remembering(t)
		want, cookie := w.remember(t, bearer, saraRemembers())
		serve := func(keyring *seal.Keyring) {
			w.env.Keyring = keyring
			w.Services = w.replica(t)
		}
		serve(after)
		require.Equal(t, want, w.remembered(t, bearer, cookie))
		_, newer := w.remember(t, bearer, saraRemembers())
		require.Equal(t, want, w.remembered(t, bearer, newer))
		serve(before)
		require.Zero(t, w.remembered(t, bearer, newer), "sealed under the newer key, which is not there")
	})
}

func TestTheServiceKeepsNothingOfTheMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		bearer := w.remembering(t)
		before := kerneltest.Cells(t, w.db)
		_, cookie := w.remember(t, bearer, saraRemembers())
		w.remembered(t, bearer, cookie)
		require.NoError(t, w.Consents.Forget(t.Context(), bearer))
		require.Equal(t, before, kerneltest.Cells(t, w.db))
	})
}
