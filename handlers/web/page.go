package web

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"amanat/handlers/cursor"
	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

const (
	defaultLimit = 20
	mostLimit    = 100
)

// PageRequest is which part of a list is asked for.
type PageRequest struct {
	// Limit is how many items the page has at most.
	Limit int
	// After is the position behind which the page begins; nil is the beginning.
	After []byte
	// list names the list in its cursors, together with the filters in force.
	list string
}

// List reads the query of a list strictly: limit, cursor, and the filters, which are the fields of F. A cursor holds
// for one list, under the filters that it was written under.
type List[F any] struct {
	filters Query[F]
	cursors *cursor.Codec
	list    string
}

// NewList reads the query of one list, whose cursors hold for no list of another name.
func NewList[F any](cursors *cursor.Codec, list string) List[F] {
	return List[F]{filters: NewQuery[F](), cursors: cursors, list: list}
}

// FirstPage is what is asked for by no query at all.
func (b List[F]) FirstPage() PageRequest { return PageRequest{Limit: defaultLimit, list: b.list} }

// Bind reads the query. What is wrong with limit and cursor is collected in the input like what is wrong with a filter,
// so the page means nothing until the service has admitted the input.
func (b List[F]) Bind(c *gin.Context) (kernel.Input[F], PageRequest, error) {
	query, err := readQuery(c)
	in, p := b.decode(query)
	return in, p, err
}

// BindPage reads the page of a list without filters. Any other query parameter is refused, like an unknown field of a
// body.
func (b List[F]) BindPage(c *gin.Context) (PageRequest, error) {
	in, p, err := b.Bind(c)
	if err != nil {
		return p, err
	}
	return p, fault.Violated(in.Refused)
}

func (b List[F]) decode(query url.Values) (kernel.Input[F], PageRequest) {
	in, p := kernel.Input[F]{Form: new(F)}, PageRequest{Limit: defaultLimit, list: b.under(query)}
	in.Refused = refusals(query, func(name, value string) (code string) {
		var ok bool
		switch name {
		case "limit":
			if p.Limit, ok = readLimit(value); !ok {
				return "not_a_limit"
			}
		case "cursor":
			if p.After, ok = b.cursors.Read(p.list, value); !ok {
				return "not_a_cursor"
			}
		default:
			return b.filters.set(in.Form, name, value)
		}
		return ""
	})
	return in, p
}

// under names the list in its cursors while these filters are in force: as they were given, for the service normalises
// the form in place.
func (b List[F]) under(query url.Values) string {
	if filters := b.filters.given(query).Encode(); filters != "" {
		return b.list + "?" + filters
	}
	return b.list
}

// Next writes the cursor of the page behind this one, which ends at the position.
func (b List[F]) Next(p PageRequest, position []byte) (*string, error) {
	text, err := b.cursors.Write(p.list, position)
	if err != nil {
		return nil, err
	}
	return &text, nil
}

func readLimit(text string) (limit int, ok bool) {
	limit, err := strconv.Atoi(text)
	return limit, err == nil && limit >= 1 && limit <= mostLimit
}

// ReadID is the id that a cursor points behind; the zero id comes before all.
func ReadID(position []byte) uuid.UUID {
	id, err := uuid.FromBytes(position)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// PageOf is the view of a page, with the cursor of the next one if there is more. The list is ordered by what position
// says of the last item.
func PageOf[T, F any](
	b List[F], p PageRequest, items []T, more bool, position func(T) []byte,
) (view models.Page[T], err error) {
	view.Items = items
	if more {
		view.NextCursor, err = b.Next(p, position(items[len(items)-1]))
	}
	return view, err
}
