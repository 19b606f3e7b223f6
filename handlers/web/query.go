package web

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"amanat/services/fault"
	"amanat/services/kernel"
)

// Query reads a query into a form of string fields, strictly: no unknown parameters, none twice, no invalid text.
type Query[F any] struct {
	fields members
}

// NewQuery reads queries whose parameters are the fields of F.
func NewQuery[F any]() Query[F] { return Query[F]{fields: NewBinder[F]().fields} }

// Bind reads the query. One that is not well-formed is an error; what is wrong with single parameters is collected in
// the input, so that the service can report it together with the rules that the others break.
func (b Query[F]) Bind(c *gin.Context) (kernel.Input[F], error) {
	query, err := readQuery(c)
	return b.decode(query), err
}

func (b Query[F]) decode(query url.Values) kernel.Input[F] {
	in := kernel.Input[F]{Form: new(F)}
	in.Refused = refusals(query, func(name, value string) (code string) { return b.set(in.Form, name, value) })
	return in
}

// set puts a value into its field and answers the code of what is wrong with it.
func (b Query[F]) set(form *F, name, value string) (code string) {
	field, known := b.fields[name]
	if !known {
		return "unknown_field"
	}
	text, ok := reflect.TypeAssert[*string](reflect.ValueOf(form).Elem().FieldByIndex(field.index).Addr())
	if !ok || !utf8.ValidString(value) {
		return "wrong_type"
	}
	*text = value
	return ""
}

// given are the parameters that have a field and a value. An empty one says no more than none.
func (b Query[F]) given(query url.Values) url.Values {
	given := url.Values{}
	for name := range b.fields {
		if query.Get(name) != "" {
			given[name] = query[name]
		}
	}
	return given
}

// RefuseQuery refuses parameters where none is asked for.
func RefuseQuery(c *gin.Context) error {
	in, err := NewQuery[struct{}]().Bind(c)
	if err != nil {
		return err
	}
	return fault.Violated(in.Refused)
}

func readQuery(c *gin.Context) (url.Values, error) {
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, "malformed_query", err)
	}
	return query, nil
}

// refusals has every parameter set, in the order of their names, and answers what is wrong with them.
func refusals(query url.Values, set func(name, value string) (code string)) []fault.Violation {
	var refused []fault.Violation
	for _, name := range slices.Sorted(maps.Keys(query)) {
		code := "repeated"
		if values := query[name]; len(values) == 1 {
			code = set(name, values[0])
		}
		if code != "" && len(refused) < mostRefused {
			refused = append(refused, violation(pointerTo(name), code))
		}
	}
	return refused
}
