package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/signon/signontest"
)

const (
	signOn       = "/api/v1/staff/sign-on"
	redirectBack = "https://portal.example.org/back"
)

// withProvider runs a test on each database in a world with an identity provider.
func withProvider(t *testing.T, test func(t *testing.T, w *world, p *signontest.Provider), settings ...setting) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		var provider *signontest.Provider
		w := newWorld(t, db, append(slices.Clone(settings), func(e *services.Environment, _ *api.Options) {
			provider = signontest.New(t, "amanat", "رمز مشتری", redirectBack, e.Clock)
			options := provider.Options()
			e.SignOn = &options
		})...)
		test(t, w, provider)
	})
}

// visit begins a sign-in, goes to the provider and answers what it takes to finish.
func (w *world) visit(p *signontest.Provider) map[string]string {
	w.t.Helper()
	got := w.post(signOn, "")
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	begun := decode[models.SignOnView](w.t, got)
	code, state := p.Visit(w.t, begun.AuthorizationURL)
	return map[string]string{"code": code, "state": state, "binding": begun.Binding}
}

// finish shows what came back, some of it changed.
func (w *world) finish(back map[string]string, changes ...string) reply {
	w.t.Helper()
	pairs := changes
	for name, value := range back {
		pairs = append([]string{name, value}, pairs...) // what is changed comes last and wins
	}
	return w.post(signOn+"/sessions", body(pairs...))
}

// zahra is whom the provider knows from the beginning.
func zahra() signontest.Person {
	return signontest.Person{Subject: "24400320", Email: "zahra@example.ir", Verified: true}
}

func TestWithoutAProviderNobodySignsOn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.post(signOn, "").problem(t, http.StatusNotFound, "sign_on_not_configured")
		w.finish(map[string]string{"code": "a", "state": "b", "binding": "c"}).problem(t, 404, "sign_on_not_configured")
	})
}

func TestTheProviderSignsAnExistingAccountIn(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "Zahra@example.ir")
		back := w.visit(p)
		asked := p.Asked()
		require.Equal(t, "S256", asked.Get("code_challenge_method"))
		require.Equal(t, redirectBack, asked.Get("redirect_uri"))
		for _, random := range []string{"code_challenge", "nonce", "state"} {
			require.GreaterOrEqual(t, len(asked.Get(random)), 22, random)
		}
		got := w.finish(back)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		session := decode[models.SessionView](t, got)
		require.Equal(t, models.RoleOfficer, session.Role)
		require.Equal(t, []models.Requirement{}, session.Required)
		m := member{token: session.Token}
		require.Equal(t, http.StatusOK, w.get("/api/v1/staff/cases", m.headers()...).status)
		for _, secret := range []string{back["state"], back["binding"], back["code"], session.Token} {
			require.NotContains(t, w.stored(), secret)
			require.NotContains(t, w.log.String(), secret)
		}
	})
}

func TestASignOnKeepsTheRoleAndItsDuties(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleAdmin, "zahra@example.ir")
		session := decode[models.SessionView](t, w.finish(w.visit(p)))
		require.Equal(t, []models.Requirement{models.RequireSecondFactor}, session.Required)
		w.requireSettling(member{role: models.RoleAdmin, token: session.Token}, "second_factor_required")

		person := zahra()
		person.AMR = []string{"pwd", "hwk"}
		p.SetPerson(person)
		vouched := decode[models.SessionView](t, w.finish(w.visit(p)))
		require.Equal(t, []models.Requirement{}, vouched.Required, "the provider vouches for two factors")
		admin := member{token: vouched.Token}
		got := w.post(accounts, `{"email":"maryam@example.ir","role":"officer"}`, admin.headers()...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))

		// Whoever comes through the provider needs no password here, not even to change a temporary one.
		p.SetPerson(signontest.Person{Subject: "2", Email: "maryam@example.ir", Verified: true})
		maryam := decode[models.SessionView](t, w.finish(w.visit(p)))
		require.Equal(t, []models.Requirement{}, maryam.Required)
	}, inEarnest())
}

func TestASecondFactorIsAskedForUnlessTheProviderDid(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		secret, codes := w.enrol(w.signIn("zahra@example.ir"))
		w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "otp_required")
		w.finish(w.visit(p), "otp", "000000").problem(t, http.StatusUnauthorized, "sign_on_failed")
		code := w.later(secret)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p), "otp", code).status)
		w.finish(w.visit(p), "otp", code).problem(t, http.StatusUnauthorized, "sign_on_failed")
		require.Equal(t, http.StatusOK, w.finish(w.visit(p), "otp", codes[0]).status)

		for _, methods := range [][]string{{"pwd"}, {"pwd", "pin"}, {"شناسایی"}, {}} {
			person := zahra()
			person.AMR = methods
			p.SetPerson(person)
			w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "otp_required")
		}
		person := zahra()
		person.AMR = []string{"mfa"}
		p.SetPerson(person)
		require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
	})
}

func TestAnAccountStaysWithThePersonNotWithTheAddress(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		w.hire(models.RoleAdmin, "maryam@example.ir")
		me := func(got reply) string {
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			m := member{token: decode[models.SessionView](t, got).Token}
			return decode[models.MeView](t, w.get("/api/v1/staff/me", m.headers()...)).Email
		}
		require.Equal(t, "zahra@example.ir", me(w.finish(w.visit(p))))
		for _, email := range []string{"zahra.new@example.ir", "maryam@example.ir"} {
			person := zahra()
			person.Email = email
			p.SetPerson(person)
			require.Equal(t, "zahra@example.ir", me(w.finish(w.visit(p))), "the same person, whatever the address")
		}
		p.SetPerson(signontest.Person{Subject: "another", Email: "zahra@example.ir", Verified: true})
		w.finish(w.visit(p)).problem(t, http.StatusUnauthorized, "sign_on_failed")
	})
}

func TestAProviderThatIsDownIsSaidToBe(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		w.hire(models.RoleOfficer, "zahra@example.ir")
		away := func(got reply) {
			got.problem(t, http.StatusServiceUnavailable, "unavailable")
			require.NotEmpty(t, got.header.Get("Retry-After"))
			require.NotContains(t, string(got.body)+w.log.String(), signontest.Canary)
		}
		p.Down(signontest.Discovery)
		away(w.post(signOn, ""))
		p.Up(signontest.Discovery)
		for _, part := range []signontest.Part{signontest.Token, signontest.Keys} {
			back := w.visit(p)
			p.Rotate(t)
			p.Down(part)
			away(w.finish(back))
			p.Up(part)
			w.finish(back).problem(t, http.StatusUnauthorized, "sign_on_failed")
			require.Equal(t, http.StatusOK, w.finish(w.visit(p)).status)
		}
		p.Close()
		w.clock.advance(2 * time.Hour)
		away(w.post(signOn, ""))
		require.Equal(t, http.StatusCreated,
			w.post(sessions, credentials("zahra@example.ir", password)).status, "there is the password")
	})
}

func TestNothingOfTheServiceIsInTheURLOfTheProvider(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		begun := decode[models.SignOnView](t, w.post(signOn, ""))
		target, err := url.Parse(begun.AuthorizationURL)
		require.NoError(t, err)
		require.Equal(t, p.URL(), target.Scheme+"://"+target.Host)
		require.NotContains(t, begun.AuthorizationURL, begun.Binding)
		require.NotContains(t, begun.AuthorizationURL, url.QueryEscape("رمز مشتری"))
	})
}
