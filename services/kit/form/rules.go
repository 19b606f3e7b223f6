package form

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kit/text"
)

// registerRules adds the product's own validator tags to validator's.
func registerRules(v *validator.Validate, today func() time.Time) error {
	onText := func(rule func(string) bool) validator.Func {
		return func(field validator.FieldLevel) bool { return rule(field.Field().String()) }
	}
	return errors.Join(
		v.RegisterValidation("person_name", onText(text.IsName)),
		v.RegisterValidation("phone", onText(text.IsPhone)),
		v.RegisterValidation("line", onText(text.IsLine)),
		v.RegisterValidation("paragraphs", onText(text.IsParagraphs)),
		v.RegisterValidation("page", onText(isPage)),
		v.RegisterValidation("state", onText(func(s string) bool {
			return slices.Contains(models.CaseStates(), models.CaseState(s))
		})),
		v.RegisterValidation("date", onText(isDate)),
		v.RegisterValidation("moment", onText(isMoment)),
		v.RegisterValidation("slug", onText(isSlug)),
		v.RegisterValidation("version", onText(isVersion)),
		v.RegisterValidation("not_future", onText(func(s string) bool {
			return s <= today().Format(time.DateOnly)
		})),
	)
}

// violationOf names the broken rule as the API does, with the pointer and, where there is one, the clause behind it.
func violationOf(broken validator.FieldError) fault.Violation {
	violation := fault.Violation{Pointer: pointerTo(broken), Code: codeOf(broken.Tag()), Limit: broken.Param()}
	if violation.Code == "required" && (broken.Field() == "first_name" || broken.Field() == "last_name") {
		violation.Clause = "names-only"
	}
	return violation
}

// pointerTo is the rule's own path without the names that only Go knows, which have no other: the form's and those of
// what it embeds.
func pointerTo(broken validator.FieldError) string {
	var pointer strings.Builder
	names := strings.Split(broken.StructNamespace(), ".")
	for i, name := range strings.Split(broken.Namespace(), ".") {
		if name != names[i] {
			pointer.WriteString("/" + name)
		}
	}
	return pointer.String()
}

func codeOf(tag string) string {
	switch tag {
	case "required", "min":
		return "required"
	case "max":
		return "too_long"
	case "oneof", "state":
		return "unknown_value"
	case "gte", "lte":
		return "out_of_range"
	case "uuid", "uuid|eq=me", "uuid|eq=me|eq=none":
		return "not_an_id"
	case "len", "number":
		return "not_a_year"
	case "line", "paragraphs":
		return "control_character"
	case "person_name":
		return "not_a_name"
	case "phone", "phone|eq=":
		return "not_a_phone"
	case "email", "email|eq=":
		return "not_an_email"
	case "date":
		return "not_a_date"
	case "moment", "moment|date", "moment|eq=":
		return "not_a_time"
	case "version":
		return "not_a_version"
	case "slug":
		return "not_a_slug"
	case "eq":
		return "always_on"
	case "not_future":
		return "in_the_future"
	case "page":
		return "not_a_page"
	default:
		return "invalid"
	}
}

// isDate accepts an ISO 8601 calendar date that exists, from the twentieth century on.
func isDate(s string) bool {
	date, err := time.Parse(time.DateOnly, s)
	return err == nil && date.Year() >= 1900
}

// isMoment accepts a point in time of RFC 3339, of these centuries.
func isMoment(s string) bool {
	at, err := time.Parse(time.RFC3339, s)
	_, offset := at.Zone()
	// The library takes hours of one digit, a comma, and offsets of a day and more.
	plain := err == nil && s[len("2006-01-02T15")] == ':' && !strings.Contains(s, ",") &&
		max(offset, -offset) < 24*60*60
	return plain && at.Year() >= 1900 && at.Year() < 2200
}

// isVersion accepts 1, 2, 3 and so on, in one spelling each.
func isVersion(s string) bool {
	number, err := strconv.ParseInt(s, 10, 32)
	return err == nil && number > 0 && strconv.FormatInt(number, 10) == s
}

// isPage accepts a path of the portal or an http(s) address.
func isPage(s string) bool {
	if !text.IsLine(s) || strings.ContainsAny(s, " \\") {
		return false
	}
	if strings.HasPrefix(s, "/") {
		return !strings.HasPrefix(s, "//")
	}
	address, err := url.Parse(s)
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
}

// isSlug accepts what can be read out of an address: small letters and digits of ASCII, in groups with hyphens between
// them.
func isSlug(s string) bool {
	for group := range strings.SplitSeq(s, "-") {
		if strings.Trim(group, "abcdefghijklmnopqrstuvwxyz0123456789") != "" || group == "" {
			return false
		}
	}
	return true
}
