package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/store/storetest"
)

// session is what a sign-in is answered with.
type session struct {
	Role     string   `json:"role"`
	Required []string `json:"required"`
}

func signIn(t *testing.T, p *program, email, password string) (begun session) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"email": email, "password": password})
	require.NoError(t, err)
	status, answer := p.post(t, "/api/v1/staff/sessions", string(body))
	require.Equal(t, http.StatusCreated, status)
	require.NoError(t, json.Unmarshal(answer, &begun))
	return begun
}

func TestAnAccountGetsAOneTimePassword(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		exit, out, log := at.finish(t, "", "staff", "add", "--email", "Sara@Example.org", "--role", "admin")
		require.Zero(t, exit, log)
		require.Regexp(t, `^[0-9a-z]{4}(-[0-9a-z]{4}){4}\n$`, out, "and nothing else")
		password := strings.TrimSpace(out)
		require.Contains(t, log, "one-time password")
		require.NotContains(t, log, password)

		p := at.serve(t)
		begun := signIn(t, p, "sara@example.org", password)
		require.Equal(t, "admin", begun.Role)
		require.Equal(t, []string{"password_change"}, begun.Required)
		require.NotContains(t, p.stop(t), password)
		require.Contains(t, actions(t, at.open(t)), "account.created")
	})
}

func TestAnAccountGetsThePasswordOfStandardInput(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		const password = "هفت کوه و یک دریا"
		p := at.serve(t)
		for in, email := range map[string]string{
			password + "\n": "reza@example.org", password: "mina@example.org", password + "\r\nand more": "ali@example.org",
		} {
			exit, out, log := at.finish(t, in, "staff", "add", "--email="+email, "--role=officer", "--password-stdin")
			require.Zero(t, exit, log)
			require.Empty(t, out)
			require.Contains(t, log, "added")
			require.NotContains(t, log, password)
			begun := signIn(t, p, email, password)
			require.Equal(t, session{Role: "officer", Required: []string{}}, begun, "nobody else has seen it")
		}
		require.NotContains(t, p.stop(t), password)
	})
}

func TestAnAccountThatBreaksARuleIsNotAdded(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		exit, _, log := at.finish(t, "", "staff", "add", "--email", "sara.ahmadi@example.org", "--role", "lead")
		require.Zero(t, exit, log)
		for _, attempt := range []struct{ email, role, in, says string }{
			{"Sara.Ahmadi@EXAMPLE.org", "officer", "", "(account_exists)"},
			{"not-an-address", "officer", "", "email: not_an_email"},
			{"reza@example.org", "boss", "", "role: unknown_value (admin officer lead editor analyst privacy)"},
			{"not-an-address", "boss", "", "email: not_an_email\n  role: unknown_value"},
			{"reza@example.org", "officer", "hunter2xx\n", "password: password_too_short"},
			{"reza@example.org", "officer", strings.Repeat("hunter2", 19), "password: password_too_long"},
			{"reza.karimi@example.org", "officer", "hunter2 reza.karimi\n", "password: password_has_email"},
			{"reza@example.org", "officer", "aaaaaaaaaaaa\n", "password: password_too_simple"},
			{"reza@example.org", "officer", "hunter2\u202ehunter2\n", "password: control_character"},
			{"not-an-address", "officer", "hunter2\n", "password: password_too_short\n  email: not_an_email"},
			{"reza@example.org", "officer", "\nhunter2hunter2\n", "there is none on standard input"},
			{"reza@example.org", "officer", "\r\n", "there is none on standard input"},
			{"reza@example.org", "officer", strings.Repeat("a", 1025), "longer than 1024 bytes"},
			{"reza@example.org", "officer", strings.Repeat("a", 1<<20), "longer than 1024 bytes"},
			{"reza@example.org", "officer", strings.Repeat("a", 1024) + "\r\n", "password: password_too_long"},
		} {
			arguments := []string{"staff", "add", "--email", attempt.email, "--role", attempt.role}
			if attempt.in != "" {
				arguments = append(arguments, "--password-stdin")
			}
			exit, out, log := at.finish(t, attempt.in, arguments...)
			require.Equal(t, 1, exit, attempt.says)
			require.Empty(t, out)
			require.Contains(t, log, attempt.says)
			require.NotContains(t, log, "hunter2")
			require.NotContains(t, log, attempt.email)
		}
		require.EqualValues(t, 1, count(t, at.open(t), &models.StaffAccount{}))
	})
}

func TestAPasswordThatIsAskedForAndMissingIsNotMadeUp(t *testing.T) {
	t.Parallel()
	dataDir := filepath.Join(t.TempDir(), "data")
	arguments := []string{"staff", "add", "--email", "sara@example.org", "--role", "admin", "--password-stdin"}
	exit, out, log := finish(t, arguments, "AMANAT_DATA_DIR="+dataDir)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "there is none on standard input")
	require.NoDirExists(t, dataDir, "nothing is begun")
}

func TestAddingAnAccountPreparesNoMoreThanServingDoes(t *testing.T) {
	t.Parallel()
	arguments := []string{"staff", "add", "--email", "sara@example.org", "--role", "admin"}
	dataDir := t.TempDir()
	exit, out, log := finish(t, arguments, "AMANAT_DATA_DIR="+dataDir, "AMANAT_ENV=production")
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "there is no keyring file")
	require.NoFileExists(t, filepath.Join(dataDir, "amanat.db"))

	database := "AMANAT_DATABASE_URL=" + storetest.BarePostgresURL(t)
	exit, out, log = finish(t, arguments, "AMANAT_DATA_DIR="+dataDir, database)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "amanat migrate")
	exit, out, log = finish(t, arguments, "AMANAT_DATA_DIR="+dataDir, database, "AMANAT_MIGRATE=true")
	require.Zero(t, exit, log)
	require.NotEmpty(t, out)
}

func TestProductionAsksThePowerfulForASecondFactor(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	const password = "هفت کوه و یک دریا"
	for _, role := range []string{"admin", "officer"} {
		exit, _, log := at.finish(t, password, "staff", "add", "--email", role+"@example.org", "--role", role, "--password-stdin")
		require.Zero(t, exit, log)
	}
	p := at.serve(t, "AMANAT_ENV=production")
	require.Equal(t, []string{"second_factor"}, signIn(t, p, "admin@example.org", password).Required)
	require.Empty(t, signIn(t, p, "officer@example.org", password).Required)
	p.stop(t)
}
