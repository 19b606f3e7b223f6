package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// passwordLimit is the longest line that is read as a password, in bytes without its end.
const passwordLimit = 1 << 10

// newAccount is the account that the command line asks for.
type newAccount struct {
	form          models.AccountForm
	passwordGiven bool
}

func bindStaffAdd(flags *flag.FlagSet) action {
	account := &newAccount{}
	flags.StringVar(&account.form.Email, "email", "", "")
	flags.StringVar(&account.form.Role, "role", "", "")
	flags.BoolVar(&account.passwordGiven, "password-stdin", false, "")
	return account.add
}

// add makes the account. Standard output gets the one-time password and nothing else.
func (a *newAccount) add(ctx context.Context, with invocation) (err error) {
	if a.form.Email == "" || a.form.Role == "" {
		return errors.New("staff add: --email and --role are needed; see amanat -h")
	}
	var password string
	if a.passwordGiven {
		if password, err = readPassword(with.in); err != nil {
			return fmt.Errorf("password: %w", err)
		}
	}
	backend, err := prepare(ctx, with.settings, with.log())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backend.close()) }()
	oneTimePassword, err := backend.Accounts.Add(ctx, kernel.Input[models.AccountForm]{Form: &a.form}, password)
	if err != nil {
		return notAdded(err)
	}
	if a.passwordGiven {
		fmt.Fprintln(with.notes, "The account was added, with the password that was given.")
		return nil
	}
	fmt.Fprintln(with.notes, "The account was added. This is its one-time password; it is shown this once, "+
		"and only serves to choose another:")
	fmt.Fprintln(with.out, oneTimePassword)
	return nil
}

// readPassword reads one line.
func readPassword(in io.Reader) (string, error) {
	const lineEnd = "\r\n"
	line, err := bufio.NewReader(io.LimitReader(in, passwordLimit+int64(len(lineEnd)))).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read: %w", err)
	}
	password := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	switch {
	case password == "":
		return "", errors.New("there is none on standard input")
	case len(password) > passwordLimit:
		return "", fmt.Errorf("it is longer than %d bytes", passwordLimit)
	default:
		return password, nil
	}
}

// notAdded says, field by field, which rules stood against an account.
func notAdded(err error) error {
	refused := fault.As(err)
	if refused.Code == "account_exists" {
		return errors.New("the account was not added: there is one for this e-mail (account_exists)")
	}
	if len(refused.Violations) == 0 {
		return fmt.Errorf("the account was not added: %w", err)
	}
	var text strings.Builder
	text.WriteString("the account was not added:")
	for _, violation := range refused.Violations {
		fmt.Fprintf(&text, "\n  %s: %s", strings.TrimPrefix(violation.Pointer, "/"), violation.Code)
		if violation.Limit != "" {
			fmt.Fprintf(&text, " (%s)", violation.Limit)
		}
	}
	return errors.New(text.String())
}
