package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"amanat/services/cursor"
	"amanat/services/fault"
)

const (
	defaultLimit = 20
	mostLimit    = 100
)

// page is which part of a list is asked for.
type page struct {
	limit int
	// after is the position behind which the page begins; 0 is the beginning.
	after int64
}

// bindPage reads `limit` and `cursor`. Any other query parameter is refused, like an unknown field of a body.
func bindPage(c *gin.Context, cursors *cursor.Codec, list string) (page, error) {
	p := page{limit: defaultLimit}
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return p, fault.Wrap(fault.Malformed, "malformed_query", err)
	}
	var violations []fault.Violation
	for name, values := range query {
		if code := p.set(name, values, cursors, list); code != "" && len(violations) < mostRefused {
			violations = append(violations, violation(pointerTo(name), code))
		}
	}
	slices.SortFunc(violations, func(a, b fault.Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	return p, fault.Violated(violations)
}

func (p *page) set(name string, values []string, cursors *cursor.Codec, list string) (code string) {
	if len(values) != 1 {
		return "repeated"
	}
	var ok bool
	switch name {
	case "limit":
		p.limit, ok = readLimit(values[0])
		if !ok {
			return "not_a_limit"
		}
	case "cursor":
		p.after, ok = cursors.Read(list, values[0])
		if !ok {
			return "not_a_cursor"
		}
	default:
		return "unknown_field"
	}
	return ""
}

func readLimit(text string) (limit int, ok bool) {
	limit, err := strconv.Atoi(text)
	return limit, err == nil && limit >= 1 && limit <= mostLimit
}
