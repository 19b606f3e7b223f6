package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/stretchr/testify/require"
)

// often is how often the works of these tests are done.
const often = time.Millisecond

var errAway = errors.New("the database is away")

// nobody is the locker of works that are not leased.
type nobody struct{ gocron.Locker }

// begin does the works until the answered function is called, which answers the log.
func begin(t *testing.T, locker gocron.Locker, works ...Job) (end func() string) {
	t.Helper()
	var log bytes.Buffer
	j, err := NewScheduler(works, locker, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
	require.NoError(t, err)
	j.Start()
	return func() string {
		j.Stop(context.WithoutCancel(t.Context()))
		return log.String()
	}
}

func TestAWorkIsDoneAtTheStartAndAgain(t *testing.T) {
	started, again := make(chan struct{}, 1), make(chan struct{}, 3)
	end := begin(t, nobody{},
		Job{Name: "rare", Every: time.Hour, Do: func(context.Context) (Counts, error) {
			started <- struct{}{}
			return Counts{slog.Int("cases", 0), slog.Int("records", 2)}, nil
		}},
		Job{Name: "frequent", Every: often, Do: func(ctx context.Context) (Counts, error) {
			select {
			case again <- struct{}{}:
			case <-ctx.Done():
			}
			return Counts{slog.Int("cases", 0)}, nil
		}},
	)
	<-started
	for range 3 {
		<-again
	}
	log := end()
	require.Contains(t, log, `level=INFO msg="periodic work" cases=0 records=2 work=rare`)
	require.NotContains(t, log, "frequent", "it found nothing to do")
	require.NotContains(t, log, "gocron")
}

func TestAWorkIsNeverDoneTwiceAtOnce(t *testing.T) {
	var atOnce atomic.Int32
	turns, ended := 0, make(chan struct{})
	end := begin(t, nobody{}, Job{Name: "slow", Every: often, Do: func(ctx context.Context) (Counts, error) {
		if atOnce.Add(1) > 1 {
			return nil, errors.New("twice at once")
		}
		defer atOnce.Add(-1)
		pause, cancel := context.WithTimeout(ctx, 5*often) // several times its turn comes meanwhile
		defer cancel()
		<-pause.Done()
		if turns++; turns == 10 {
			close(ended)
		}
		return nil, nil
	}})
	<-ended
	require.Empty(t, end())
}

func TestAPanicEndsNoWork(t *testing.T) {
	turns, again := 0, make(chan struct{})
	end := begin(t, nobody{}, Job{Name: "careless", Every: often, Do: func(context.Context) (Counts, error) {
		switch turns++; turns {
		case 1:
			panic("سارا احمدی")
		case 2:
			return Counts{slog.Int("cases", turns/(turns-2))}, nil
		case 3:
			close(again)
		}
		return nil, nil
	}})
	<-again
	log := end()
	require.Contains(t, log, "level=ERROR msg=panic work=careless panic=string")
	require.Contains(t, log, "integer divide by zero")
	require.Contains(t, log, "scheduler_test.go")
	require.NotContains(t, log, "سارا")
}

func TestAWorkThatGoesOnFailingIsSpokenOfOnceAMinute(t *testing.T) {
	var log bytes.Buffer
	now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
	j := &Scheduler{clock: func() time.Time { return now }, log: slog.New(slog.NewTextHandler(&log, nil))}
	var err error
	task := j.task(Job{Name: "ledger", Do: func(context.Context) (Counts, error) { return nil, err }})
	task(t.Context())
	require.Empty(t, log.String())
	err = errAway
	for range 2*60 + 1 {
		task(t.Context())
		now = now.Add(time.Second)
	}
	require.Equal(t, 3, strings.Count(log.String(), `level=ERROR msg="periodic work failed" work=ledger error="the database is away"`))
	require.Len(t, strings.Split(strings.TrimSpace(log.String()), "\n"), 3)
}

func TestWhatFailedHalfWayIsCountedToo(t *testing.T) {
	var log bytes.Buffer
	j := &Scheduler{clock: time.Now, log: slog.New(slog.NewTextHandler(&log, nil))}
	j.task(Job{Name: "retention", Do: func(context.Context) (Counts, error) {
		return Counts{slog.Int("cases", 3)}, errAway
	}})(t.Context())
	require.Contains(t, log.String(), "cases=3 work=retention")
	require.Contains(t, log.String(), "the database is away")
}

func TestTheEndInterruptsAWorkAndAwaitsIt(t *testing.T) {
	started, interrupted := make(chan struct{}), false
	end := begin(t, nobody{}, Job{Name: "long", Every: time.Hour, Do: func(ctx context.Context) (Counts, error) {
		close(started)
		<-ctx.Done()
		interrupted = true
		return nil, ctx.Err()
	}})
	<-started
	require.Empty(t, end(), "that is no failure")
	require.True(t, interrupted)
}

func TestALastWorkIsDoneWhenTheOthersHaveEnded(t *testing.T) {
	started := make(chan struct{}, 2)
	var order []string
	end := begin(t, nobody{},
		Job{Name: "ledger", Every: time.Hour, Last: true, Do: func(ctx context.Context) (Counts, error) {
			_, bounded := ctx.Deadline()
			if !bounded {
				started <- struct{}{}
				return nil, nil
			}
			order = append(order, "last")
			return nil, errors.Join(ctx.Err(), errAway)
		}},
		Job{Name: "long", Every: time.Hour, Do: func(ctx context.Context) (Counts, error) {
			started <- struct{}{}
			<-ctx.Done()
			order = append(order, "long")
			return nil, nil
		}},
	)
	<-started
	<-started
	log := end()
	require.Equal(t, []string{"long", "last"}, order)
	require.Equal(t, 1, strings.Count(log, "the database is away"), "and it is said that it failed")
}
