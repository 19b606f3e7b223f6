package api_test

import (
	"encoding/base32"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/signon/signontest"
)

// secrets are what somebody showed or was shown in these tests, and that nothing else may have.
type secrets map[string]string

// TestCredentialsAreKeptFromTheLogAndTheDatabase goes through everything that staff do with their credentials, right and
// wrong, with an idempotency key wherever there is one, and looks for all of it.
func TestCredentialsAreKeptFromTheLogAndTheDatabase(t *testing.T) {
	const mistyped, chosen, asAddress = "سنجاقک‌های بنفش", "لاک‌پشت‌های آبی", "horned-owl-password@example.org"
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		admin := w.staff(models.RoleAdmin)
		got := w.post(accounts, `{"email":"Maryam.Marked@example.org","role":"officer"}`,
			admin.headers("Idempotency-Key", "account-1")...)
		account := decode[models.NewAccountView](t, got)
		shown := secrets{
			"an e-mail": "maryam.marked@example.org", "an e-mail as it was written": account.Email,
			"a local part": "maryam.marked", "the administrator's e-mail": admin.email, "a password": password,
			"a mistyped password": mistyped, "a password in the place of the e-mail": asAddress,
			"a chosen password": chosen, "a one-time password": account.OneTimePassword,
			"the administrator's token": admin.token,
		}
		session := decode[models.SessionView](t, w.post(sessions,
			credentials(account.Email, account.OneTimePassword), "Idempotency-Key", "session-1"))
		m := member{account: account.ID, role: session.Role, email: account.Email, token: session.Token}
		shown["a token"] = m.token
		w.post(sessions, credentials(account.Email, mistyped)).problem(t, 401, "sign_in_failed")
		w.post(sessions, credentials(asAddress, mistyped)).problem(t, 401, "sign_in_failed")
		for _, now := range []string{mistyped, account.OneTimePassword} {
			w.send(http.MethodPut, myPassword, body("current_password", now, "new_password", chosen), m.headers()...)
		}
		w.showSecondFactor(m, chosen, shown)
		w.showSignOn(p, shown)
		w.get("/api/v1/staff/me", "Authorization", "Bearer a-made-up-marked-token").problem(t, 401, "session_unknown")
		shown["a made-up token"] = "a-made-up-marked-token"
		receipt := w.file(names)
		shown["a receipt code"] = receipt.ReceiptCode
		w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...)
		require.NoError(t, w.services.Ledger.Seal(t.Context()))
		requireUnknown(t, w, shown)
	})
}

// showSecondFactor enrols a second factor and uses it, rightly and wrongly.
func (w *world) showSecondFactor(m member, password string, shown secrets) {
	w.t.Helper()
	enrolment := decode[models.EnrolmentView](w.t, w.post(secondFactor, body("password", password), m.headers()...))
	shown["a pending secret"] = enrolment.Secret
	enrolment = decode[models.EnrolmentView](w.t, w.post(secondFactor, body("password", password), m.headers()...))
	shown["a secret"] = enrolment.Secret
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(enrolment.Secret)
	require.NoError(w.t, err)
	shown["a secret's bytes"] = string(raw)
	got := w.post(secondFactor+"/confirmation", body("otp", w.otp(enrolment.Secret)), m.headers()...)
	codes := decode[models.RecoveryCodesView](w.t, got).RecoveryCodes
	for _, code := range codes {
		shown["the recovery code "+code] = code
		shown["the recovery code "+code+" without dashes"] = strings.ReplaceAll(code, "-", "")
	}
	signedIn := w.post(sessions, credentials(m.email, password, "otp", codes[0]), "Idempotency-Key", "session-2")
	require.Equal(w.t, http.StatusCreated, signedIn.status, string(signedIn.body))
	shown["another token"] = decode[models.SessionView](w.t, signedIn).Token
	shown["a wrong recovery code"] = "0000-MARK-0000"
	w.post(sessions, credentials(m.email, password, "otp", shown["a wrong recovery code"])).problem(w.t, http.StatusUnauthorized, "sign_in_failed")
}

// showSignOn signs on through the provider, and fails to.
func (w *world) showSignOn(p *signontest.Provider, shown secrets) {
	w.t.Helper()
	w.hire(models.RoleOfficer, "zahra@example.ir")
	for _, outcome := range []string{"done", "refused", "left"} {
		back := w.visit(p)
		for name, value := range back {
			shown["the "+name+" of a sign-on that was "+outcome] = value
		}
		switch outcome {
		case "done":
			got := w.finish(back)
			require.Equal(w.t, http.StatusOK, got.status, string(got.body))
			shown["the token of a sign-on"] = decode[models.SessionView](w.t, got).Token
		case "refused":
			w.finish(back, "code", "a-marked-code").problem(w.t, http.StatusUnauthorized, "sign_on_failed")
		}
	}
	shown["a made-up code"], shown["the e-mail of a sign-on"] = "a-marked-code", "zahra@example.ir"
}

// requireUnknown looks for secrets in the log and the database, in every spelling.
func requireUnknown(t *testing.T, w *world, shown secrets) {
	t.Helper()
	log, stored := w.log.String(), w.stored()
	require.Contains(t, log, `"route":"/api/v1/staff/sessions"`, "the log was looked at")
	require.Contains(t, stored, "staff_sessions.token_hash", "the database was looked at")
	require.Greater(t, len(shown), 40)
	for name, secret := range shown {
		require.Greater(t, len(secret), 8, name)
		for _, spelling := range append(spellings(secret), strings.ToLower(secret)) {
			for place, text := range map[string]string{"the log": log, "the database": stored} {
				if strings.Contains(text, spelling) {
					t.Errorf("%s has %s", place, name)
				}
			}
			w.requireNotOnDisk([]byte(spelling))
		}
	}
}
