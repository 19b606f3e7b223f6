// Command amanat is the backend of a portal that keeps its privacy statement.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"amanat/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "amanat:", err)
		os.Exit(1)
	}
}

// run is the program: a command, an environment, and where to write.
func run(ctx context.Context, arguments, environment []string, out, log io.Writer) error {
	command := "serve"
	if len(arguments) > 0 {
		command = arguments[0]
	}
	if len(arguments) > 1 {
		return fmt.Errorf("%s takes no arguments; see amanat -h", command)
	}
	switch command {
	case "-h", "-help", "--help", "help":
		fmt.Fprint(out, help())
		return nil
	case "serve", "migrate":
	default:
		return fmt.Errorf("there is no command %q; see amanat -h", command)
	}
	values := environmentMap(environment)
	settings, err := config.Load(values)
	if err != nil {
		return fmt.Errorf("the settings have faults:\n%w", err)
	}
	if unknown := config.Unknown(values); len(unknown) > 0 {
		newLog(settings, log).Warn("there are no such settings", "ignored", unknown)
	}
	if command == "migrate" {
		return migrate(ctx, settings, out)
	}
	return serve(ctx, settings, out, log)
}

func help() string {
	var text strings.Builder
	text.WriteString(`amanat is the backend of a portal that keeps its privacy statement.

  amanat [serve]   serve the API
  amanat migrate   bring the database's schema up to date
  amanat -h        print this

Settings are read from the environment:

`)
	for _, s := range config.Settings() {
		standard := s.Default
		if standard == "" {
			standard = "unset"
		}
		fmt.Fprintf(&text, "  %s (%s)\n      %s\n", s.Name, standard, s.Doc)
	}
	return text.String()
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

// errNotMigrated tells the operator what to do.
var errNotMigrated = errors.New("the database is not migrated: run `amanat migrate`, or set AMANAT_MIGRATE=true")
