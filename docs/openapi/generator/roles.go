package generator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	// staffScheme is the security scheme of members of staff who are signed in.
	staffScheme = "staff"
	// rolesExtension names those of their roles for which an operation is.
	rolesExtension = "x-roles"
	// anyRole stands for all of them.
	anyRole = "any"
)

// staffRoles lists the roles that an account can have.
func staffRoles() []string {
	return []string{"admin", "officer", "lead", "editor", "analyst", "privacy"}
}

// addRoles writes out for whom an operation of staff is, in the order of the list, and says it to readers.
func (o operation) addRoles() error {
	named, given := o.Extensions[rolesExtension]
	switch forStaff := slices.Contains(o.schemes(), staffScheme); {
	case !forStaff && given:
		return errors.New("@x-roles without @Security staff")
	case !forStaff:
		return nil
	case !given:
		return errors.New("@Security staff without @x-roles")
	}
	roles, err := readRoles(named)
	if err != nil {
		return fmt.Errorf("@x-roles: %w", err)
	}
	o.Extensions[rolesExtension] = roles
	if len(o.schemes()) > 1 {
		return nil // it is for others, too
	}
	o.Description = strings.TrimSpace(o.Description + "\n\n" + forWhom(roles))
	return nil
}

func readRoles(named any) ([]string, error) {
	values, ok := named.([]any)
	if !ok || len(values) == 0 {
		return nil, errors.New(`not a list such as ["officer", "lead"]`)
	}
	if len(values) == 1 && values[0] == anyRole {
		return staffRoles(), nil
	}
	for i, value := range values {
		switch role, ok := value.(string); {
		case !ok || !slices.Contains(staffRoles(), role):
			return nil, fmt.Errorf("there is no role %v", value)
		case slices.Contains(values[:i], value):
			return nil, fmt.Errorf("%s is named twice", role)
		}
	}
	return slices.DeleteFunc(staffRoles(), func(role string) bool { return !slices.Contains(values, any(role)) }), nil
}

func forWhom(roles []string) string {
	if len(roles) == len(staffRoles()) {
		return "For every member of staff."
	}
	return "For: " + strings.Join(roles, ", ") + "."
}
