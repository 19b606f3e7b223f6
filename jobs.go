package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/google/uuid"

	"amanat/services/kernel"
)

const (
	// silence is how long a work that goes on failing is not spoken of again.
	silence = time.Minute
	// lastPatience bounds each thing that is done after the end.
	lastPatience = 10 * time.Second
)

// jobs does works while the program serves.
type jobs struct {
	scheduler gocron.Scheduler
	works     []work
	clock     kernel.Clock
	log       *slog.Logger
}

// newJobs schedules works; start begins them. The locker is asked before each leased one.
func newJobs(works []work, locker gocron.Locker, clock kernel.Clock, log *slog.Logger) (*jobs, error) {
	scheduler, err := gocron.NewScheduler(gocron.WithDistributedLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	j := &jobs{scheduler: scheduler, works: works, clock: clock, log: log}
	for _, w := range works {
		_, err := scheduler.NewJob(gocron.DurationJob(w.every), gocron.NewTask(j.task(w)),
			gocron.WithName(w.name), gocron.WithDisabledDistributedJobLocker(!w.leased),
			gocron.WithStartAt(gocron.WithStartImmediately()), gocron.WithSingletonMode(gocron.LimitModeReschedule),
			gocron.WithEventListeners(gocron.AfterJobRunsWithPanic(j.panicked)))
		if err != nil {
			return nil, fmt.Errorf("job %s: %w", w.name, err)
		}
	}
	return j, nil
}

func (j *jobs) start() { j.scheduler.Start() }

// stop interrupts and awaits what is running, and then does the last works, for which ctx must not have ended.
func (j *jobs) stop(ctx context.Context) {
	if err := j.scheduler.Shutdown(); err != nil {
		j.log.Error("periodic works do not end", "error", err)
	}
	for _, w := range j.works {
		if w.last {
			ctx, cancel := context.WithTimeout(ctx, lastPatience)
			j.task(w)(ctx)
			cancel()
		}
	}
}

// task does the work and logs what came of it.
func (j *jobs) task(w work) func(context.Context) {
	var told time.Time
	return func(ctx context.Context) {
		did, err := w.do(ctx)
		if !did.nothing() {
			j.log.LogAttrs(ctx, slog.LevelInfo, "periodic work", append(did, slog.String("work", w.name))...)
		}
		now := j.clock()
		// Whoever ends the program has no need to hear that this work was interrupted.
		if err == nil || errors.Is(ctx.Err(), context.Canceled) || now.Sub(told) < silence {
			return
		}
		told = now
		j.log.ErrorContext(ctx, "periodic work failed", "work", w.name, "error", err)
	}
}

// panicked logs, of a panic's own words, only those of the Go runtime: any others could hold somebody's data.
func (j *jobs) panicked(_ uuid.UUID, name string, cause any) {
	words := fmt.Sprintf("%T", cause)
	if failure, ok := cause.(runtime.Error); ok {
		words = failure.Error()
	}
	j.log.Error("panic", "work", name, "panic", words, "stack", string(debug.Stack()))
}
