package handlers

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"amanat/handlers/cursor"
	"amanat/models"
	"amanat/services"
	"amanat/services/fault"
)

const (
	defaultLimit = 20
	mostLimit    = 100
)

// page is which part of a list is asked for.
type page struct {
	limit int
	// after is the position behind which the page begins; nil is the beginning.
	after []byte
	// list names the list in its cursors, together with the filters in force.
	list string
}

// listBinder reads the query of a list strictly: limit, cursor, and the filters, which are the fields of F. A cursor
// holds for one list, under the filters that it was written under.
type listBinder[F any] struct {
	filters queryBinder[F]
	cursors *cursor.Codec
	list    string
}

func newListBinder[F any](cursors *cursor.Codec, list string) listBinder[F] {
	return listBinder[F]{filters: newQueryBinder[F](), cursors: cursors, list: list}
}

// firstPage is what is asked for by no query at all.
func (b listBinder[F]) firstPage() page { return page{limit: defaultLimit, list: b.list} }

// bind reads the query. What is wrong with limit and cursor is collected in the input like what is wrong with a filter,
// so the page means nothing until the service has admitted the input.
func (b listBinder[F]) bind(c *gin.Context) (services.Input[F], page, error) {
	query, err := readQuery(c)
	in, p := b.decode(query)
	return in, p, err
}

// bindPage reads the page of a list without filters. Any other query parameter is refused, like an unknown field of a
// body.
func (b listBinder[F]) bindPage(c *gin.Context) (page, error) {
	in, p, err := b.bind(c)
	if err != nil {
		return p, err
	}
	return p, fault.Violated(in.Refused)
}

func (b listBinder[F]) decode(query url.Values) (services.Input[F], page) {
	in, p := services.Input[F]{Form: new(F)}, page{limit: defaultLimit, list: b.under(query)}
	in.Refused = refusals(query, func(name, value string) (code string) {
		var ok bool
		switch name {
		case "limit":
			if p.limit, ok = readLimit(value); !ok {
				return "not_a_limit"
			}
		case "cursor":
			if p.after, ok = b.cursors.Read(p.list, value); !ok {
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
func (b listBinder[F]) under(query url.Values) string {
	if filters := b.filters.given(query).Encode(); filters != "" {
		return b.list + "?" + filters
	}
	return b.list
}

// next is the cursor of the page behind this one, which ends at the position.
func (b listBinder[F]) next(p page, position []byte) (*string, error) {
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

// readID is the id that a cursor points behind; the zero id comes before all.
func readID(position []byte) uuid.UUID {
	id, err := uuid.FromBytes(position)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// listed is a page of a list, whose items are ordered by what position says of the last.
func listed[T, F any](
	b listBinder[F], p page, items []T, more bool, position func(T) []byte,
) (view models.Page[T], err error) {
	view.Items = items
	if more {
		view.NextCursor, err = b.next(p, position(items[len(items)-1]))
	}
	return view, err
}
