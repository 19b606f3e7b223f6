package privacy

import (
	"errors"
	"fmt"
	"strings"
)

// Declaration is a parsed `privacy:"…"` tag.
type Declaration struct {
	Protection Protection
	Category   Category
	Purposes   []Purpose
	Retention  Retention
}

// Parse reads a tag of the form
//
//	sealed;category=user.name.first;purposes=use-answer,use-service;retention=with_case
//
// The first word is the protection. A `none_personal` column has neither category nor purposes; every other one must
// name both. All faults are reported together.
func Parse(tag string) (Declaration, error) {
	words := strings.Split(tag, ";")
	d := Declaration{Protection: Protection(words[0])}
	var faults []error
	for _, word := range words[1:] {
		if err := d.set(word); err != nil {
			faults = append(faults, err)
		}
	}
	if d.Protection == NonePersonal && d.Category == "" {
		d.Category = Operations
	}
	return d, errors.Join(append(faults, d.check()...)...)
}

func (d *Declaration) set(word string) error {
	key, value, _ := strings.Cut(word, "=")
	switch key {
	case "category":
		d.Category = Category(value)
	case "purposes":
		for p := range strings.SplitSeq(value, ",") {
			d.Purposes = append(d.Purposes, Purpose(p))
		}
	case "retention":
		d.Retention = Retention(value)
	default:
		return fmt.Errorf("unknown word %q", word)
	}
	return nil
}

func (d *Declaration) check() []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !d.Protection.valid() {
		fault("unknown protection %q", d.Protection)
	}
	if !d.Category.valid() {
		fault("unknown category %q", d.Category)
	}
	if !d.Retention.Valid() {
		fault("unknown retention %q", d.Retention)
	}
	for _, p := range d.Purposes {
		if !p.Valid() {
			fault("unknown purpose %q", p)
		}
	}
	personal := d.Protection != NonePersonal
	if personal != (d.Category != Operations) {
		fault("a column is either none_personal or has a personal category")
	}
	if personal != (len(d.Purposes) > 0) {
		fault("a personal column names its purposes, and only a personal one")
	}
	return faults
}
