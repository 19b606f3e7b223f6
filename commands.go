package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"amanat/config"
)

// command is something that the program can do.
type command struct {
	// name is one word or several.
	name  string
	usage string
	doc   string
	// bind declares the flags of the command, and answers what is done once they are read.
	bind func(*flag.FlagSet) action
}

// action does what a command is for.
type action func(context.Context, invocation) error

func commands() []command {
	return []command{
		{name: "serve", usage: "[serve]", doc: "serve the API", bind: without(serve)},
		{name: "migrate", usage: "migrate", doc: "bring the database's schema up to date", bind: without(migrate)},
		{
			name: "staff add", usage: "staff add --email E --role R [--password-stdin]",
			doc:  "add an account of staff and print a one-time password, or read the password from standard input",
			bind: bindStaffAdd,
		},
		{
			name: "verify ledger", usage: "verify ledger [--heads FILE]",
			doc:  "check that nobody changed the ledger; --heads: against heads kept elsewhere too (-: standard input)",
			bind: bindVerifyLedger,
		},
	}
}

// without is for commands that have no flags.
func without(do action) func(*flag.FlagSet) action {
	return func(*flag.FlagSet) action { return do }
}

// parse finds what the arguments ask for; flag.ErrHelp when that is help.
func parse(arguments []string) (action, error) {
	if len(arguments) == 0 {
		arguments = []string{"serve"}
	}
	if slices.Contains([]string{"-h", "-help", "--help", "help"}, arguments[0]) {
		return nil, flag.ErrHelp
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(arguments) >= len(words) && slices.Equal(words, arguments[:len(words)]) {
			return c.parse(arguments[len(words):])
		}
	}
	words := strings.Join(arguments[:min(len(arguments), 2)], " ")
	return nil, fmt.Errorf("there is no command %q; see amanat -h", words)
}

func (c command) parse(arguments []string) (action, error) {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := c.bind(flags)
	err := flags.Parse(arguments)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, flag.ErrHelp
	case err != nil:
		return nil, fmt.Errorf("%s: %w; see amanat -h", c.name, err)
	case flags.NArg() > 0:
		return nil, fmt.Errorf("%s: there are more arguments than it takes; see amanat -h", c.name)
	default:
		return do, nil
	}
}

func help() string {
	var text strings.Builder
	text.WriteString("amanat is the backend of a portal that keeps its privacy statement.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&text, "  amanat %s\n      %s\n", c.usage, c.doc)
	}
	text.WriteString("  amanat -h\n      print this\n\nSettings are read from the environment:\n\n")
	for _, s := range config.Settings() {
		standard := s.Default
		if standard == "" {
			standard = "unset"
		}
		fmt.Fprintf(&text, "  %s (%s)\n      %s\n", s.Name, standard, s.Doc)
	}
	return text.String()
}
