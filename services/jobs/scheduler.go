package jobs

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

// Scheduler does works while the program serves.
type Scheduler struct {
	scheduler gocron.Scheduler
	jobs      []Job
	clock     kernel.Clock
	log       *slog.Logger
}

// NewScheduler schedules works; Start begins them. The locker is asked before each leased one.
func NewScheduler(works []Job, locker gocron.Locker, clock kernel.Clock, log *slog.Logger) (*Scheduler, error) {
	scheduler, err := gocron.NewScheduler(gocron.WithDistributedLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	j := &Scheduler{scheduler: scheduler, jobs: works, clock: clock, log: log}
	for _, w := range works {
		_, err := scheduler.NewJob(gocron.DurationJob(w.Every), gocron.NewTask(j.task(w)),
			gocron.WithName(w.Name), gocron.WithDisabledDistributedJobLocker(!w.Leased),
			gocron.WithStartAt(gocron.WithStartImmediately()), gocron.WithSingletonMode(gocron.LimitModeReschedule),
			gocron.WithEventListeners(gocron.AfterJobRunsWithPanic(j.panicked)))
		if err != nil {
			return nil, fmt.Errorf("job %s: %w", w.Name, err)
		}
	}
	return j, nil
}

// Start does every job at once, and then again and again.
func (j *Scheduler) Start() { j.scheduler.Start() }

// Stop interrupts and awaits what is running, and then does the last works, for which ctx must not have ended.
func (j *Scheduler) Stop(ctx context.Context) {
	if err := j.scheduler.Shutdown(); err != nil {
		j.log.Error("periodic works do not end", "error", err)
	}
	for _, w := range j.jobs {
		if w.Last {
			ctx, cancel := context.WithTimeout(ctx, lastPatience)
			j.task(w)(ctx)
			cancel()
		}
	}
}

// task does the work and logs what came of it.
func (j *Scheduler) task(w Job) func(context.Context) {
	var told time.Time
	return func(ctx context.Context) {
		did, err := w.Do(ctx)
		if !did.nothing() {
			j.log.LogAttrs(ctx, slog.LevelInfo, "periodic work", append(did, slog.String("work", w.Name))...)
		}
		now := j.clock()
		// Whoever ends the program has no need to hear that this work was interrupted.
		if err == nil || errors.Is(ctx.Err(), context.Canceled) || now.Sub(told) < silence {
			return
		}
		told = now
		j.log.ErrorContext(ctx, "periodic work failed", "work", w.Name, "error", err)
	}
}

// panicked logs, of a panic's own words, only those of the Go runtime: any others could hold somebody's data.
func (j *Scheduler) panicked(_ uuid.UUID, name string, cause any) {
	words := fmt.Sprintf("%T", cause)
	if failure, ok := cause.(runtime.Error); ok {
		words = failure.Error()
	}
	j.log.Error("panic", "work", name, "panic", words, "stack", string(debug.Stack()))
}
