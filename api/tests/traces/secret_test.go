package traces_test

import (
	"encoding/base32"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/staff/oidc/oidctest"
)

// secrets are what somebody showed or was shown in these tests, and that nothing else may have.
type secrets map[string]string

// TestCredentialsAreKeptFromTheLogAndTheDatabase goes through everything that staff do with their credentials, right and
// wrong, with an idempotency key wherever there is one, and looks for all of it.
func TestCredentialsAreKeptFromTheLogAndTheDatabase(t *testing.T) {
	const mistyped, chosen, asAddress = "سنجاقک‌های بنفش", "لاک‌پشت‌های آبی", "horned-owl-password@example.org"
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		admin := w.Staff(models.RoleAdmin)
		got := w.Post(accounts, `{"email":"Maryam.Marked@example.org","role":"officer"}`,
			admin.Headers("Idempotency-Key", "account-1")...)
		account := apitest.Decode[models.NewAccountView](t, got)
		shown := secrets{
			"an e-mail": "maryam.marked@example.org", "an e-mail as it was written": account.Email,
			"a local part": "maryam.marked", "the administrator's e-mail": admin.Email, "a password": password,
			"a mistyped password": mistyped, "a password in the place of the e-mail": asAddress,
			"a chosen password": chosen, "a one-time password": account.OneTimePassword,
			"the administrator's token": admin.Token,
		}
		session := apitest.Decode[models.SessionView](t, w.Post(sessions,
			apitest.Credentials(account.Email, account.OneTimePassword), "Idempotency-Key", "session-1"))
		m := member{Account: account.ID, Role: session.Role, Email: account.Email, Token: session.Token}
		shown["a token"] = m.Token
		w.Post(sessions, apitest.Credentials(account.Email, mistyped)).Problem(t, 401, "sign_in_failed")
		w.Post(sessions, apitest.Credentials(asAddress, mistyped)).Problem(t, 401, "sign_in_failed")
		for _, now := range []string{mistyped, account.OneTimePassword} {
			w.Send(http.MethodPut, myPassword, apitest.Body("current_password", now, "new_password", chosen),
				m.Headers()...)
		}
		w.showSecondFactor(m, chosen, shown)
		w.showSignOn(p, shown)
		w.Get("/api/v1/staff/me", "Authorization", "Bearer a-made-up-marked-token").Problem(t, 401, "session_unknown")
		shown["a made-up token"] = "a-made-up-marked-token"
		receipt := w.File(names)
		shown["a receipt code"] = receipt.ReceiptCode
		w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...)
		require.NoError(t, w.Services.Ledger.Seal(t.Context()))
		requireUnknown(t, w, shown)
	})
}

// showSecondFactor enrols a second factor and uses it, rightly and wrongly.
func (w *world) showSecondFactor(m member, password string, shown secrets) {
	w.T.Helper()
	enrolment := apitest.Decode[models.EnrolmentView](w.T,
		w.Post(secondFactor, apitest.Body("password", password), m.Headers()...))
	shown["a pending secret"] = enrolment.Secret
	enrolment = apitest.Decode[models.EnrolmentView](w.T,
		w.Post(secondFactor, apitest.Body("password", password), m.Headers()...))
	shown["a secret"] = enrolment.Secret
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(enrolment.Secret)
	require.NoError(w.T, err)
	shown["a secret's bytes"] = string(raw)
	got := w.Post(secondFactor+"/confirmation", apitest.Body("otp", w.OTP(enrolment.Secret)), m.Headers()...)
	codes := apitest.Decode[models.RecoveryCodesView](w.T, got).RecoveryCodes
	for _, code := range codes {
		shown["the recovery code "+code] = code
		shown["the recovery code "+code+" without dashes"] = strings.ReplaceAll(code, "-", "")
	}
	signedIn := w.Post(sessions, apitest.Credentials(m.Email, password, "otp", codes[0]),
		"Idempotency-Key", "session-2")
	require.Equal(w.T, http.StatusCreated, signedIn.Status, string(signedIn.Body))
	shown["another token"] = apitest.Decode[models.SessionView](w.T, signedIn).Token
	shown["a wrong recovery code"] = "0000-MARK-0000"
	w.Post(sessions, apitest.Credentials(m.Email, password, "otp", shown["a wrong recovery code"])).
		Problem(w.T, http.StatusUnauthorized, "sign_in_failed")
}

// showSignOn signs on through the provider, and fails to.
func (w *world) showSignOn(p *oidctest.Provider, shown secrets) {
	w.T.Helper()
	w.Hire(models.RoleOfficer, "zahra@example.ir")
	for _, outcome := range []string{"done", "refused", "left"} {
		back := w.Visit(p)
		for name, value := range back {
			shown["the "+name+" of a sign-on that was "+outcome] = value
		}
		switch outcome {
		case "done":
			got := w.Finish(back)
			require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
			shown["the token of a sign-on"] = apitest.Decode[models.SessionView](w.T, got).Token
		case "refused":
			w.Finish(back, "code", "a-marked-code").Problem(w.T, http.StatusUnauthorized, "sign_on_failed")
		}
	}
	shown["a made-up code"], shown["the e-mail of a sign-on"] = "a-marked-code", "zahra@example.ir"
}

// requireUnknown looks for secrets in the log and the database, in every spelling.
func requireUnknown(t *testing.T, w *world, shown secrets) {
	t.Helper()
	log, stored := w.Log.String(), w.Stored()
	require.Contains(t, log, `"route":"/api/v1/staff/sessions"`, "the log was looked at")
	require.Contains(t, stored, "staff_sessions.token_hash", "the database was looked at")
	require.Greater(t, len(shown), 40)
	var all []string
	for name, secret := range shown {
		require.Greater(t, len(secret), 8, name)
		spellings := append(apitest.Spellings(secret), strings.ToLower(secret))
		all = append(all, spellings...)
		for _, spelling := range spellings {
			for place, text := range map[string]string{"the log": log, "the database": stored} {
				if strings.Contains(text, spelling) {
					t.Errorf("%s has %s", place, name)
				}
			}
		}
	}
	w.RequireNotOnDisk(all...)
}
