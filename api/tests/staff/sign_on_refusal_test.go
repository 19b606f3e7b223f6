package staff_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/staff/oidc/oidctest"
)

func TestWhyASignOnFailsIsNotTold(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		w.HireDisabled("disabled@example.ir")
		reused := w.Visit(p)
		require.Equal(t, http.StatusOK, w.Finish(reused).Status)
		late := w.Visit(p)
		w.Clock.Advance(10 * time.Minute)
		strangers := func(person oidctest.Person) func() reply {
			return func() reply {
				p.SetPerson(person)
				defer p.SetPerson(zahra())
				return w.Finish(w.Visit(p))
			}
		}
		bodies := map[string]string{}
		for name, finish := range map[string]func() reply{
			"an unknown e-mail":     strangers(oidctest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true}),
			"an unverified e-mail":  strangers(oidctest.Person{Subject: "3", Email: "zahra@example.ir"}),
			"no e-mail":             strangers(oidctest.Person{Subject: "4"}),
			"a disabled account":    strangers(oidctest.Person{Subject: "5", Email: "disabled@example.ir", Verified: true}),
			"an unverified subject": strangers(oidctest.Person{Subject: "24400320", Email: "zahra@example.ir"}),
			"a reused state":        func() reply { return w.Finish(reused) },
			"a late return":         func() reply { return w.Finish(late) },
			"a made-up state":       func() reply { return w.Finish(w.Visit(p), "state", "made-up") },
			"a made-up code":        func() reply { return w.Finish(w.Visit(p), "code", "made-up") },
			"another's code":        func() reply { return w.Finish(w.Visit(p), "code", w.Visit(p)["code"]) },
			"a made-up binding":     func() reply { return w.Finish(w.Visit(p), "binding", "made-up") },
			"another's binding":     func() reply { return w.Finish(w.Visit(p), "binding", w.Visit(p)["binding"]) },
		} {
			got := finish()
			got.Problem(t, http.StatusUnauthorized, "sign_on_failed")
			bodies[got.Impersonal(t)] = name
		}
		require.Len(t, bodies, 1, "the answers are the same: %v", bodies)
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
	})
}

// TestTheBindingKeepsAStolenReturnUseless: whoever sees the address that the browser comes back to can neither use it
// nor spoil it.
func TestTheBindingKeepsAStolenReturnUseless(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		back := w.Visit(p)
		for range 5 {
			w.Finish(back, "binding", "a guess").Problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		require.Equal(t, http.StatusOK, w.Finish(back).Status)
	})
}

func TestOneReturnSignsInOnceHoweverManyTryItAtOnce(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		back := w.Visit(p)
		statuses := apitest.InParallel(8, func() int { return w.Finish(back).Status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusUnauthorized: 7}, statuses)
	})
}

func TestForgedTokensAreRefused(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
		for _, signature := range []oidctest.Signature{
			oidctest.UnknownKey, oidctest.None, oidctest.SharedSecret,
		} {
			p.Sign(signature)
			w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		p.Sign(oidctest.Honest)
		for claim, value := range map[string]any{
			"iss": "https://evil.example", "aud": "somebody-else", "nonce": "another", "exp": 1, "sub": "",
		} {
			p.Alter(oidctest.IDToken, func(claims map[string]any) { claims[claim] = value })
			w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		p.Alter(oidctest.IDToken, nil)
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
	})
}

func TestDisablingEndsWhatTheProviderBegan(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		session := apitest.Decode[models.SessionView](t, w.Finish(w.Visit(p)))
		m := member{Role: session.Role, Token: session.Token}
		account := apitest.Decode[models.MeView](t, w.Get("/api/v1/staff/me", m.Headers()...)).Account.String()
		got := w.Send(http.MethodPatch, accounts+"/"+account, `{"disabled":true}`, w.Staff(models.RoleAdmin).Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		w.requireSignedOut(m, "disabled")
		w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "sign_on_failed")
	})
}

func TestASignOnIsInTheLedger(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
		p.SetPerson(oidctest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true})
		w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "sign_on_failed")
		reader := w.Staff(models.RolePrivacy)
		for action, count := range map[string]int{"session.began": 2, "session.refused": 1} {
			page := apitest.Decode[models.Page[models.LedgerEntryView]](t,
				w.Get("/api/v1/staff/ledger?action="+action, reader.Headers()...))
			require.Len(t, page.Items, count, action)
		}
	})
}
