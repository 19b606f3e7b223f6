package web

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"reflect"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/fault"
	"amanat/services/kernel"
)

// bodyLimit is the largest request body, in bytes, where a binder has no limit of its own.
const bodyLimit = 64 << 10

// mostRefused bounds how long an answer a body full of unknown fields gets.
const mostRefused = 50

// Binder reads a request body into a form of one type, strictly: one JSON object (RFC 8259, I-JSON of RFC 7493), no
// duplicate keys, no invalid text, no unknown fields, no wrong types.
type Binder[F any] struct {
	fields members
	limit  int64
}

// NewBinder reads bodies of up to 64 KiB.
func NewBinder[F any]() Binder[F] { return NewLongBinder[F](bodyLimit) }

// NewLongBinder reads bodies of up to so many bytes.
func NewLongBinder[F any](limit int64) Binder[F] {
	return Binder[F]{fields: membersOf(reflect.TypeFor[F]()), limit: limit}
}

// Bind reads the body. A body that is no JSON object is an error; what is wrong with single fields is collected in the
// input, so that the service can report it together with the rules that the other fields break.
func (b Binder[F]) Bind(c *gin.Context) (kernel.Input[F], error) {
	in := kernel.Input[F]{Form: new(F)}
	body, err := readJSON(c, b.limit)
	if err != nil {
		return in, err
	}
	if in.Refused, err = b.decode(body, in.Form); err != nil {
		return in, fault.Wrap(fault.Malformed, "malformed_json", err)
	}
	key, err := idempotencyKey(c)
	in.Request = kernel.Request{Scope: c.Request.Method + " " + c.FullPath(), Key: key, Body: body}
	return in, err
}

// ResourceScope is the scope of a creating request where the address says what it is about.
func ResourceScope(c *gin.Context) string { return c.Request.Method + " " + c.Request.URL.Path }

// BindOptional is Bind where no body at all means the empty form.
func (b Binder[F]) BindOptional(c *gin.Context) (kernel.Input[F], error) {
	if isEmpty(c.Request) {
		return kernel.Input[F]{Form: new(F)}, nil
	}
	return b.Bind(c)
}

// isEmpty reports whether no body came. One in chunks may turn out to be none.
func isEmpty(r *http.Request) bool {
	if r.ContentLength >= 0 {
		return r.ContentLength == 0
	}
	reader := bufio.NewReader(r.Body)
	_, err := reader.Peek(1)
	r.Body = struct {
		io.Reader
		io.Closer
	}{reader, r.Body}
	return errors.Is(err, io.EOF)
}

func (b Binder[F]) decode(body []byte, form *F) ([]fault.Violation, error) {
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	if decoder.PeekKind() != '{' {
		_, err := decoder.ReadToken()
		return nil, cmp.Or(err, errors.New("the body is not an object"))
	}
	reading := reading{decoder: decoder}
	if err := reading.object(b.fields, reflect.ValueOf(form).Elem(), ""); err != nil {
		return nil, err
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return reading.refused, nil
}

// BindNothing refuses a body where none is asked for; no bytes at all and an empty object both mean nothing.
func BindNothing(c *gin.Context) error {
	if isEmpty(c.Request) {
		return nil
	}
	in, err := NewBinder[struct{}]().Bind(c)
	if err != nil {
		return err
	}
	return fault.Violated(in.Refused)
}

// BindRequest reads a creating request that has nothing to say.
func BindRequest(c *gin.Context) (kernel.Request, error) {
	if err := BindNothing(c); err != nil {
		return kernel.Request{}, err
	}
	key, err := idempotencyKey(c)
	return kernel.Request{Scope: ResourceScope(c), Key: key}, err
}

// pointerTo is the JSON pointer (RFC 6901) to a member of the outermost object.
func pointerTo(name string) string { return within("", name) }

// within is the JSON pointer to a member of the object that a pointer leads to.
func within(pointer, name string) string { return string(jsontext.Pointer(pointer).AppendToken(name)) }

func violation(pointer, code string) fault.Violation {
	v := fault.Violation{Pointer: pointer, Code: code}
	if code == "unknown_field" {
		v.Clause = "minimal"
	}
	return v
}

func readJSON(c *gin.Context, limit int64) ([]byte, error) {
	if !isJSON(c.Request.Header) {
		return nil, fault.New(fault.UnsupportedMedia, "unsupported_media_type")
	}
	if c.Request.ContentLength > limit {
		return nil, fault.New(fault.TooLarge, "body_too_large")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, fault.New(fault.TooLarge, "body_too_large")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fault.Wrap(fault.Timeout, "request_timeout", err)
	case err != nil:
		return nil, fault.Wrap(fault.Malformed, "malformed_body", err)
	}
	return body, nil
}

// isJSON accepts application/json in UTF-8, not compressed: a body that grows when unpacked could pass the limit.
func isJSON(header http.Header) bool {
	encoding := header.Get("Content-Encoding")
	if encoding != "" && !strings.EqualFold(encoding, "identity") {
		return false
	}
	contentType := header.Get("Content-Type")
	if contentType == "application/json" {
		return true
	}
	media, parameters, err := mime.ParseMediaType(contentType)
	charset, given := parameters["charset"]
	return err == nil && media == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}

// idempotencyKey reads the header of draft-ietf-httpapi-idempotency-key-header: 1 to 255 visible ASCII characters.
func idempotencyKey(c *gin.Context) (string, error) {
	values := c.Request.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return "", nil
	}
	key := values[0]
	visible := strings.IndexFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
	if len(values) > 1 || key == "" || len(key) > 255 || !visible {
		return "", fault.New(fault.Malformed, "idempotency_key_invalid")
	}
	return key, nil
}
