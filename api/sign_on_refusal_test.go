package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/staff/oidc/oidctest"
)

func TestWhyASignOnFailsIsNotTold(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		w.disabled("disabled@example.ir")
		reused := w.visit(p)
		require.Equal(t, http.StatusOK, w.finish(reused).status)
		late := w.visit(p)
		w.clock.advance(10 * time.Minute)
		strangers := func(person oidctest.Person) func() reply {
			return func() reply {
				p.SetPerson(person)
				defer p.SetPerson(zahra())
				return w.finish(w.visit(p))
			}
		}
		bodies := map[string]string{}
		for name, finish := range map[string]func() reply{
			"an unknown e-mail":     strangers(oidctest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true}),
			"an unverified e-mail":  strangers(oidctest.Person{Subject: "3", Email: "zahra@example.ir"}),
			"no e-mail":             strangers(oidctest.Person{Subject: "4"}),
			"a disabled account":    strangers(oidctest.Person{Subject: "5", Email: "disabled@example.ir", Verified: true}),
			"an unverified subject": strangers(oidctest.Person{Subject: "24400320", Email: "zahra@example.ir"}),
			"a reused state":        func() reply { return w.finish(reused) },
			"a late return":         func() reply { return w.finish(late) },
			"a made-up state":       func() reply { return w.finish(w.visit(p), "state", "made-up") },
			"a made-up code":        func() reply { return w.finish(w.visit(p), "code", "made-up") },
			"another's code":        func() reply { return w.finish(w.visit(p), "code", w.visit(p)["code"]) },
			"a made-up binding":     func() reply { return w.finish(w.visit(p), "binding", "made-up") },
			"another's binding":     func() reply { return w.finish(w.visit(p), "binding", w.visit(p)["binding"]) },
		} {
			got := finish()
			problem(t, got, http.StatusUnauthorized, "sign_on_failed")
			bodies[impersonal(t, got)] = name
		}
		require.Len(t, bodies, 1, "the answers are the same: %v", bodies)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
	})
}

// TestTheBindingKeepsAStolenReturnUseless: whoever sees the address that the browser comes back to can neither use it
// nor spoil it.
func TestTheBindingKeepsAStolenReturnUseless(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		back := w.visit(p)
		for range 5 {
			problem(t, w.finish(back, "binding", "a guess"), http.StatusUnauthorized, "sign_on_failed")
		}
		require.Equal(t, http.StatusOK, w.finish(back).status)
	})
}

func TestOneReturnSignsInOnceHoweverManyTryItAtOnce(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		back := w.visit(p)
		statuses := inParallel(8, func() int { return w.finish(back).status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusUnauthorized: 7}, statuses)
	})
}

func TestForgedTokensAreRefused(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
		for _, signature := range []oidctest.Signature{
			oidctest.UnknownKey, oidctest.None, oidctest.SharedSecret,
		} {
			p.Sign(signature)
			problem(t, w.finish(w.visit(p)), http.StatusUnauthorized, "sign_on_failed")
		}
		p.Sign(oidctest.Honest)
		for claim, value := range map[string]any{
			"iss": "https://evil.example", "aud": "somebody-else", "nonce": "another", "exp": 1, "sub": "",
		} {
			p.Alter(oidctest.IDToken, func(claims map[string]any) { claims[claim] = value })
			problem(t, w.finish(w.visit(p)), http.StatusUnauthorized, "sign_on_failed")
		}
		p.Alter(oidctest.IDToken, nil)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
	})
}

func TestDisablingEndsWhatTheProviderBegan(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		session := decode[models.SessionView](t, w.finish(w.visit(p)))
		m := member{role: session.Role, token: session.Token}
		account := decode[models.MeView](t, w.get("/api/v1/staff/me", m.headers()...)).Account.String()
		got := w.send(http.MethodPatch, accounts+"/"+account, `{"disabled":true}`, w.staff(models.RoleAdmin).headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		w.requireSignedOut(m, "disabled")
		problem(t, w.finish(w.visit(p)), http.StatusUnauthorized, "sign_on_failed")
	})
}

func TestASignOnIsInTheLedger(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
		p.SetPerson(oidctest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true})
		problem(t, w.finish(w.visit(p)), http.StatusUnauthorized, "sign_on_failed")
		reader := w.staff(models.RolePrivacy)
		for action, count := range map[string]int{"session.began": 2, "session.refused": 1} {
			page := decode[models.Page[models.LedgerEntryView]](t,
				w.get("/api/v1/staff/ledger?action="+action, reader.headers()...))
			require.Len(t, page.Items, count, action)
		}
	})
}
