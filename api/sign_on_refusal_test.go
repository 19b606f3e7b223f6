package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/signon/signontest"
)

func TestWhyASignOnFailsIsNotTold(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		w.disabled("disabled@example.ir")
		reused := w.visit(p)
		require.Equal(t, http.StatusOK, w.finish(reused).status)
		late := w.visit(p)
		w.clock.advance(10 * time.Minute)
		strangers := func(person signontest.Person) func() reply {
			return func() reply {
				p.SetPerson(person)
				defer p.SetPerson(zahra())
				return w.finish(w.visit(p))
			}
		}
		bodies := map[string]string{}
		for name, finish := range map[string]func() reply{
			"an unknown e-mail":     strangers(signontest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true}),
			"an unverified e-mail":  strangers(signontest.Person{Subject: "3", Email: "zahra@example.ir"}),
			"no e-mail":             strangers(signontest.Person{Subject: "4"}),
			"a disabled account":    strangers(signontest.Person{Subject: "5", Email: "disabled@example.ir", Verified: true}),
			"an unverified subject": strangers(signontest.Person{Subject: "24400320", Email: "zahra@example.ir"}),
			"a reused state":        func() reply { return w.finish(reused) },
			"a late return":         func() reply { return w.finish(late) },
			"a made-up state":       func() reply { return w.finish(w.visit(p), "state", "made-up") },
			"a made-up code":        func() reply { return w.finish(w.visit(p), "code", "made-up") },
			"another's code":        func() reply { return w.finish(w.visit(p), "code", w.visit(p)["code"]) },
			"a made-up binding":     func() reply { return w.finish(w.visit(p), "binding", "made-up") },
			"another's binding":     func() reply { return w.finish(w.visit(p), "binding", w.visit(p)["binding"]) },
		} {
			got := finish()
			got.problem(t, http.StatusUnauthorized, "sign_on_failed")
			bodies[got.impersonal(t)] = name
		}
		require.Len(t, bodies, 1, "the answers are the same: %v", bodies)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
	})
}

// TestTheBindingKeepsAStolenReturnUseless: whoever sees the address that the browser comes back to can neither use it
// nor spoil it.
func TestTheBindingKeepsAStolenReturnUseless(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		back := w.visit(p)
		for range 5 {
			w.finish(back, "binding", "a guess").problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		require.Equal(t, http.StatusOK, w.finish(back).status)
	})
}

func TestOneReturnSignsInOnceHoweverManyTryItAtOnce(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		back := w.visit(p)
		statuses := inParallel(8, func() int { return w.finish(back).status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusUnauthorized: 7}, statuses)
	})
}

func TestForgedTokensAreRefused(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
		for _, signature := range []signontest.Signature{
			signontest.UnknownKey, signontest.None, signontest.SharedSecret,
		} {
			p.Sign(signature)
			w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		p.Sign(signontest.Honest)
		for claim, value := range map[string]any{
			"iss": "https://evil.example", "aud": "somebody-else", "nonce": "another", "exp": 1, "sub": "",
		} {
			p.Alter(signontest.IDToken, func(claims map[string]any) { claims[claim] = value })
			w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "sign_on_failed")
		}
		p.Alter(signontest.IDToken, nil)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
	})
}

func TestDisablingEndsWhatTheProviderBegan(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		session := decode[models.SessionView](t, w.finish(w.visit(p)))
		m := member{role: session.Role, token: session.Token}
		account := decode[models.MeView](t, w.get("/api/v1/staff/me", m.headers()...)).Account.String()
		got := w.send(http.MethodPatch, accounts+"/"+account, `{"disabled":true}`, w.staff(models.RoleAdmin).headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		w.requireSignedOut(m, "disabled")
		w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "sign_on_failed")
	})
}

func TestASignOnIsInTheLedger(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
		p.SetPerson(signontest.Person{Subject: "2", Email: "nobody@example.ir", Verified: true})
		w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "sign_on_failed")
		reader := w.staff(models.RolePrivacy)
		for action, count := range map[string]int{"session.began": 2, "session.refused": 1} {
			page := decode[models.Page[models.LedgerEntryView]](t,
				w.get("/api/v1/staff/ledger?action="+action, reader.headers()...))
			require.Len(t, page.Items, count, action)
		}
	})
}
