package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"amanat/handlers/locale"
	"amanat/models"
	"amanat/services/fault"
)

// Problem is how every refusal looks: a problem document of RFC 9457 with the members of this API.
type Problem struct {
	Type      string          `json:"type" example:"urn:amanat:problem:validation_failed"`
	Title     string          `json:"title" example:"The request breaks some rules"`
	Status    int             `json:"status" example:"422"`
	Detail    string          `json:"detail" example:"Every rule that is broken is listed under errors."`
	Instance  string          `json:"instance" example:"urn:uuid:01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Code      string          `json:"code" example:"validation_failed"`
	RequestID string          `json:"request_id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Clause    string          `json:"clause,omitempty" example:"minimal"`
	Errors    []ProblemError  `json:"errors,omitempty"`
	Allowed   []string        `json:"allowed,omitempty" example:"export,rectify,erase"`
	Notices   []models.Notice `json:"notices,omitempty"`
} // @name Problem

// ProblemError is one rule that the input breaks. Pointer is a JSON pointer (RFC 6901) into the body; for a query
// parameter, its name as a pointer.
type ProblemError struct {
	Pointer string `json:"pointer" example:"/first_name"`
	Code    string `json:"code" example:"required"`
	Detail  string `json:"detail" example:"This must be given."`
	Clause  string `json:"clause,omitempty" example:"names-only"`
} // @name ProblemError

// RequestIDHeader is the header in which every answer carries the request's id, and where it is read from on the way.
const RequestIDHeader = "X-Request-Id"

// RequestID is the id of the request that is being answered.
func RequestID(c *gin.Context) string { return c.Writer.Header().Get(RequestIDHeader) }

// Func is a handler that answers, or returns why it does not.
type Func func(*gin.Context) error

// Problems turns errors into problem documents: the only place that gives a fault a status and a language.
type Problems struct {
	catalog *locale.Catalog
	log     *slog.Logger
}

// NewProblems takes the texts and the log for what must not be shown.
func NewProblems(catalog *locale.Catalog, log *slog.Logger) *Problems {
	return &Problems{catalog: catalog, log: log}
}

// Adapt makes a gin handler of ours.
func (p *Problems) Adapt(handle Func) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := handle(c); err != nil {
			p.Answer(c, err)
		}
	}
}

// Answer writes the problem document of an error and ends the request. What has no business outside is logged with the
// request id, which is all the caller gets to see of it.
func (p *Problems) Answer(c *gin.Context, err error) {
	failure := fault.As(err)
	if failure.Kind == fault.Internal || failure.Kind == fault.Unavailable {
		p.log.ErrorContext(c.Request.Context(), "request failed",
			"request_id", RequestID(c), "route", c.FullPath(), "code", failure.Code, "error", err)
	}
	if cause := errors.Unwrap(failure); failure.Kind == fault.Unauthenticated && cause != nil {
		// Whoever runs the service has to find out why nobody can sign on; the cause names nobody.
		p.log.InfoContext(c.Request.Context(), "credential refused",
			"request_id", RequestID(c), "route", c.FullPath(), "code", failure.Code, "cause", cause)
	}
	language := p.catalog.Negotiate(c.GetHeader("Accept-Language"))
	p.setHeaders(c, failure, language)
	document, err := json.Marshal(p.document(failure, language, RequestID(c)))
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(statusOf(failure.Kind), "application/problem+json", document)
	c.Abort()
}

// Document is a problem document outside any gin context, for what is refused before a request is understood.
func (p *Problems) Document(err error, requestID string) ([]byte, error) {
	return json.Marshal(p.document(fault.As(err), p.catalog.Negotiate(""), requestID))
}

func (p *Problems) setHeaders(c *gin.Context, failure *fault.Error, language string) {
	c.Header("Content-Language", language)
	c.Writer.Header().Add("Vary", "Accept-Language")
	if c.Writer.Header().Get("Cache-Control") != PrivateNoStore {
		c.Header("Cache-Control", "no-store")
	}
	if failure.RetryAfter > 0 {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(failure.RetryAfter.Seconds()))))
	}
	if failure.Kind == fault.Unauthenticated {
		c.Header("WWW-Authenticate", challenge(failure.Code))
	}
	if failure.Kind == fault.MethodNotAllowed {
		c.Header("Allow", strings.Join(failure.Allowed, ", "))
	}
}

// challenge names the scheme of the credential that is missing (RFC 9110, section 11.6.1).
func challenge(code string) string {
	if code == "receipt_unknown" {
		return `Receipt realm="amanat"`
	}
	return `Bearer realm="amanat"`
}

func (p *Problems) document(failure *fault.Error, language, requestID string) Problem {
	texts := p.catalog.Problem(language, failure.Code)
	document := Problem{
		Type: "urn:amanat:problem:" + failure.Code, Title: texts.Title, Status: statusOf(failure.Kind),
		Detail: texts.Detail, Instance: "urn:uuid:" + requestID, Code: failure.Code, RequestID: requestID,
		Clause: failure.Clause, Allowed: failure.Allowed,
		Notices: localisedNotices(p.catalog, language, failure.Notices),
	}
	for _, v := range failure.Violations {
		document.Errors = append(document.Errors, ProblemError{
			Pointer: v.Pointer, Code: v.Code, Clause: v.Clause,
			Detail: cmp.Or(v.Words[language], p.catalog.Violation(language, v.Code, v.Limit)),
		})
	}
	return document
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Malformed:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.MethodNotAllowed:
		return http.StatusMethodNotAllowed
	case fault.Timeout:
		return http.StatusRequestTimeout
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.UnsupportedMedia:
		return http.StatusUnsupportedMediaType
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.HeadersTooLarge:
		return http.StatusRequestHeaderFieldsTooLarge
	case fault.ExpectationFailed:
		return http.StatusExpectationFailed
	case fault.NotImplemented:
		return http.StatusNotImplemented
	case fault.VersionUnsupported:
		return http.StatusHTTPVersionNotSupported
	case fault.NotSatisfiable:
		return http.StatusRequestedRangeNotSatisfiable
	case fault.Internal:
		return http.StatusInternalServerError
	default:
		return http.StatusInternalServerError
	}
}
