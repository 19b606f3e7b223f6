package staff_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/staff/oidc/oidctest"
)

// zahra is whom the provider knows from the beginning.
func zahra() oidctest.Person {
	return oidctest.Person{Subject: "24400320", Email: "zahra@example.ir", Verified: true}
}

func TestWithoutAProviderNobodySignsOn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Post(signOn, "").Problem(t, http.StatusNotFound, "sign_on_not_configured")
		w.Finish(map[string]string{"code": "a", "state": "b", "binding": "c"}).Problem(t, 404, "sign_on_not_configured")
	})
}

func TestTheProviderSignsAnExistingAccountIn(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "Zahra@example.ir")
		back := w.Visit(p)
		asked := p.Asked()
		require.Equal(t, "S256", asked.Get("code_challenge_method"))
		require.Equal(t, apitest.RedirectBack, asked.Get("redirect_uri"))
		for _, random := range []string{"code_challenge", "nonce", "state"} {
			require.GreaterOrEqual(t, len(asked.Get(random)), 22, random)
		}
		got := w.Finish(back)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
		session := apitest.Decode[models.SessionView](t, got)
		require.Equal(t, models.RoleOfficer, session.Role)
		require.Equal(t, []models.Requirement{}, session.Required)
		m := member{Token: session.Token}
		require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/cases", m.Headers()...).Status)
		for _, secret := range []string{back["state"], back["binding"], back["code"], session.Token} {
			require.NotContains(t, w.Stored(), secret)
			require.NotContains(t, w.Log.String(), secret)
		}
	})
}

func TestASignOnKeepsTheRoleAndItsDuties(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleAdmin, "zahra@example.ir")
		session := apitest.Decode[models.SessionView](t, w.Finish(w.Visit(p)))
		require.Equal(t, []models.Requirement{models.RequireSecondFactor}, session.Required)
		w.requireSettling(member{Role: models.RoleAdmin, Token: session.Token}, "second_factor_required")

		person := zahra()
		person.AMR = []string{"pwd", "hwk"}
		p.SetPerson(person)
		vouched := apitest.Decode[models.SessionView](t, w.Finish(w.Visit(p)))
		require.Equal(t, []models.Requirement{}, vouched.Required, "the provider vouches for two factors")
		admin := member{Token: vouched.Token}
		got := w.Post(accounts, `{"email":"maryam@example.ir","role":"officer"}`, admin.Headers()...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))

		// Whoever comes through the provider needs no password here, not even to change a temporary one.
		p.SetPerson(oidctest.Person{Subject: "2", Email: "maryam@example.ir", Verified: true})
		maryam := apitest.Decode[models.SessionView](t, w.Finish(w.Visit(p)))
		require.Equal(t, []models.Requirement{}, maryam.Required)
	}, inEarnest())
}

func TestASecondFactorIsAskedForUnlessTheProviderDid(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		secret, codes := w.Enrol(w.SignIn("zahra@example.ir"))
		w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "otp_required")
		w.Finish(w.Visit(p), "otp", "000000").Problem(t, http.StatusUnauthorized, "sign_on_failed")
		code := w.later(secret)
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p), "otp", code).Status)
		w.Finish(w.Visit(p), "otp", code).Problem(t, http.StatusUnauthorized, "sign_on_failed")
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p), "otp", codes[0]).Status)

		for _, methods := range [][]string{{"pwd"}, {"pwd", "pin"}, {"شناسایی"}, {}} {
			person := zahra()
			person.AMR = methods
			p.SetPerson(person)
			w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "otp_required")
		}
		person := zahra()
		person.AMR = []string{"mfa"}
		p.SetPerson(person)
		require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
	})
}

func TestAnAccountStaysWithThePersonNotWithTheAddress(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		w.Hire(models.RoleAdmin, "maryam@example.ir")
		me := func(got reply) string {
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			m := member{Token: apitest.Decode[models.SessionView](t, got).Token}
			return apitest.Decode[models.MeView](t, w.Get("/api/v1/staff/me", m.Headers()...)).Email
		}
		require.Equal(t, "zahra@example.ir", me(w.Finish(w.Visit(p))))
		for _, email := range []string{"zahra.new@example.ir", "maryam@example.ir"} {
			person := zahra()
			person.Email = email
			p.SetPerson(person)
			require.Equal(t, "zahra@example.ir", me(w.Finish(w.Visit(p))), "the same person, whatever the address")
		}
		p.SetPerson(oidctest.Person{Subject: "another", Email: "zahra@example.ir", Verified: true})
		w.Finish(w.Visit(p)).Problem(t, http.StatusUnauthorized, "sign_on_failed")
	})
}

func TestAProviderThatIsDownIsSaidToBe(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		away := func(got reply) {
			got.Problem(t, http.StatusServiceUnavailable, "unavailable")
			require.NotEmpty(t, got.Header.Get("Retry-After"))
			require.NotContains(t, string(got.Body)+w.Log.String(), oidctest.Canary)
		}
		p.Down(oidctest.Discovery)
		away(w.Post(signOn, ""))
		p.Up(oidctest.Discovery)
		for _, part := range []oidctest.Part{oidctest.Token, oidctest.Keys} {
			back := w.Visit(p)
			p.Rotate(t)
			p.Down(part)
			away(w.Finish(back))
			p.Up(part)
			w.Finish(back).Problem(t, http.StatusUnauthorized, "sign_on_failed")
			require.Equal(t, http.StatusOK, w.Finish(w.Visit(p)).Status)
		}
		p.Close()
		w.Clock.Advance(2 * time.Hour)
		away(w.Post(signOn, ""))
		require.Equal(t, http.StatusCreated,
			w.Post(sessions, apitest.Credentials("zahra@example.ir", password)).Status, "there is the password")
	})
}

func TestNothingOfTheServiceIsInTheURLOfTheProvider(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		begun := apitest.Decode[models.SignOnView](t, w.Post(signOn, ""))
		target, err := url.Parse(begun.AuthorizationURL)
		require.NoError(t, err)
		require.Equal(t, p.URL(), target.Scheme+"://"+target.Host)
		require.NotContains(t, begun.AuthorizationURL, begun.Binding)
		require.NotContains(t, begun.AuthorizationURL, url.QueryEscape("رمز مشتری"))
	})
}
