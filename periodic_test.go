package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
)

// patience is how long these tests wait for what the program does by itself.
const patience = 30 * time.Second

// await waits until the database holds as many rows as are wanted.
func await(t *testing.T, rows *gorm.DB, wanted int64) {
	t.Helper()
	require.Eventually(t, func() bool {
		var found int64
		return rows.Session(&gorm.Session{}).Count(&found).Error == nil && found == wanted
	}, patience, 10*time.Millisecond)
}

func TestWhatTimeItselfDoesIsDoneAtTheStart(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		p := at.serve(t)
		complain(t, p)
		p.stop(t)
		db := at.open(t)
		yesterday := time.Now().UTC().Add(-24 * time.Hour)
		require.NoError(t, db.Model(&models.Case{}).Where("1 = 1").Update("deadline_at", yesterday).Error)
		failure := models.SignInFailure{KeyHash: []byte("key"), Failures: 1, RetryAt: yesterday, ExpiresAt: yesterday}
		require.NoError(t, db.Create(&failure).Error)

		again := at.serve(t)
		await(t, db.Model(&models.Case{}).Where("overdue_at IS NOT NULL"), 1)
		await(t, db.Model(&models.SignInFailure{}), 0)
		await(t, db.Model(&models.LedgerEntry{}).Where("action = ?", "case.overdue"), 1)
		log := again.stop(t)
		require.Regexp(t, `"?periodic work"? .*overdue=1 .*work=clocks`, log)
		require.Regexp(t, `"?periodic work"? .*records=1 .*work=retention`, log)
		require.Equal(t, 2, strings.Count(log, "periodic work"), "what found nothing to do says nothing")
		require.NotContains(t, log, "level=ERROR")
	})
}

func TestTheLedgerIsLinkedWhileTheProgramServes(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		p := at.serve(t)
		db := at.open(t)
		for i := range 2 {
			complain(t, p)
			await(t, db.Model(&models.LedgerEntry{}).Where("action = ?", "case.received"), int64(i+1))
			await(t, db.Model(&models.LedgerPending{}), 0)
		}
		p.stop(t)
	})
}

// TestTheEndLinksTheRestOfTheLedger has a request answered after the program was told to end.
func TestTheEndLinksTheRestOfTheLedger(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		p := at.serve(t)
		connection, answers := beginComplaint(t, p)
		p.signal(t)
		require.Eventually(t, func() bool { return refused(t, p) }, patience, time.Millisecond)
		_, err := io.WriteString(connection, namesAlone)
		require.NoError(t, err)
		answer, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		status, _ := read(t, answer)
		require.Equal(t, http.StatusCreated, status)
		exit, log := p.wait(t)
		require.Zero(t, exit, log)
		db := at.open(t)
		require.Contains(t, actions(t, db), "case.received")
		require.Zero(t, count(t, db, &models.LedgerPending{}))
	})
}

func TestALedgerThatSomebodyCutOffKeepsNobodyFromBeingServed(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		p := at.serve(t)
		complain(t, p)
		p.stop(t)
		db := at.open(t)
		require.NoError(t, db.Exec("UPDATE ledger_tips SET sequence = sequence - 1").Error)
		again := at.serve(t)
		code := complain(t, again)
		require.Equal(t, http.StatusOK, again.get(t, "/api/v1/my/case", code))
		log := again.stop(t)
		require.Contains(t, log, "work=ledger")
		require.Contains(t, log, "the end of the ledger is not as it was left")
		require.NotZero(t, count(t, db, &models.LedgerPending{}), "what was entered waits")
	})
}

func TestALeaseOfAReplicaThatVanishedIsWaitedForInSilence(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	at.serve(t).stop(t)
	db := at.open(t)
	later := time.Now().UTC().Add(time.Hour)
	require.NoError(t, db.Where("name = ?", "retention").Delete(&models.Lease{}).Error)
	require.NoError(t, db.Create(&models.Lease{Name: "retention", Holder: uuid.New(), ExpiresAt: later}).Error)
	failure := models.SignInFailure{KeyHash: []byte("key"), Failures: 1, RetryAt: later, ExpiresAt: later.Add(-2 * time.Hour)}
	require.NoError(t, db.Create(&failure).Error)
	p := at.serve(t)
	complain(t, p)
	await(t, db.Model(&models.LedgerPending{}), 0)
	log := p.stop(t)
	require.EqualValues(t, 1, count(t, db, &models.SignInFailure{}), "it was not this replica's turn")
	require.NotContains(t, log, "retention")
	require.NotContains(t, log, "lease")
}

func TestTheLedgerRemembersThatTheSettingsWereChanged(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		changes := func() (settings, weekend int) {
			all := strings.Join(actions(t, at.open(t)), "\n")
			return strings.Count(all, "settings.changed"), strings.Count(all, "calendar.weekend_changed")
		}
		serve := func(settings ...string) {
			p := at.serve(t, settings...)
			p.stop(t)
		}
		serve()
		serve()
		settings, weekend := changes()
		require.Equal(t, []int{1, 0}, []int{settings, weekend}, "once, as they were first seen")
		exit, _, log := at.finish(t, "", "staff", "add", "--email", "sara@example.org", "--role", "lead")
		require.Zero(t, exit, log)
		serve("AMANAT_WEEKEND=friday")
		settings, weekend = changes()
		require.Equal(t, []int{2, 1}, []int{settings, weekend})
	})
}

func TestSignOnIsThereWhereItIsConfigured(t *testing.T) {
	t.Parallel()
	const path = "/api/v1/staff/sign-on"
	at := newPlace(t)
	p := at.serve(t)
	status, _ := p.post(t, path, "")
	require.Equal(t, http.StatusNotFound, status)
	p.stop(t)
	p = at.serve(t, "AMANAT_OIDC_ISSUER=http://127.0.0.1:1", "AMANAT_OIDC_CLIENT_ID=portal",
		"AMANAT_OIDC_REDIRECT_URL=http://127.0.0.1:1/back", "AMANAT_OIDC_CLIENT_SECRET=hunter2")
	status, _ = p.post(t, path, "")
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.NotContains(t, p.stop(t), "hunter2")
}
