// Command amanat is the backend of a portal that keeps its privacy statement.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"amanat/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], os.Environ(), streams{in: os.Stdin, out: os.Stdout, notes: os.Stderr})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "amanat:", err)
		os.Exit(1)
	}
}

// streams are what a command reads, where its result goes, and where everything else is said that people may want to
// know, the log among it.
type streams struct {
	in         io.Reader
	out, notes io.Writer
}

// invocation is what a command is run with.
type invocation struct {
	streams
	settings config.Config
}

// run is the program: a command with its arguments, an environment, and streams.
func run(ctx context.Context, arguments, environment []string, std streams) error {
	do, err := parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(std.out, help())
		return nil
	}
	if err != nil {
		return err
	}
	values := environmentMap(environment)
	settings, err := config.Load(values)
	if err != nil {
		return fmt.Errorf("the settings have faults:\n%w", err)
	}
	with := invocation{streams: std, settings: settings}
	if unknown := config.Unknown(values); len(unknown) > 0 {
		with.log().Warn("there are no such settings", "ignored", unknown)
	}
	return do(ctx, with)
}

// log writes text for people in development and JSON for machines in production.
func (with invocation) log() *slog.Logger {
	if with.settings.Production() {
		return slog.New(slog.NewJSONHandler(with.notes, nil))
	}
	return slog.New(slog.NewTextHandler(with.notes, nil))
}

func environmentMap(environment []string) map[string]string {
	values := make(map[string]string, len(environment))
	for _, pair := range environment {
		if name, value, ok := strings.Cut(pair, "="); ok {
			values[name] = value
		}
	}
	return values
}
