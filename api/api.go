// Package api is the HTTP server: every route on one screen (routes.go), what a request passes on its way
// (middleware), and how the server starts, drains and stops (server.go).
package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"amanat/api/middleware"
	"amanat/docs"
	"amanat/handlers"
	"amanat/handlers/cursor"
	"amanat/handlers/locale"
	"amanat/handlers/web"
	"amanat/services"
	"amanat/services/fault"
)

// Options are what the API is given.
type Options struct {
	Services *services.Services
	// Hash and Hashes authenticate cursors: under the current key, and under every key that is still honoured.
	Hash   cursor.Hash
	Hashes cursor.Hashes
	Log    *slog.Logger
	Clock  func() time.Time
	NewID  func() (uuid.UUID, error)
	// Language is that of whoever asks for none.
	Language string
	// Origins may call from a browser.
	Origins []string
	// TrustedProxies are addresses or CIDR ranges whose X-Forwarded-For is believed.
	TrustedProxies []string
	// Limits turns rate limits on.
	Limits bool
	// Secure says that the service is only reached through TLS.
	Secure bool
	// Timeouts of connections; zero means DefaultTimeouts.
	Timeouts Timeouts
}

const (
	// requestTimeout bounds one request from the end of its head; reading the body (Timeouts.Read) is the smaller part.
	requestTimeout = 15 * time.Second
	// lastingTimeout bounds what may take long: a file on a slow line, a table, all of the ledger.
	lastingTimeout = 2 * time.Minute
)

// API is the routes, ready to be served.
type API struct {
	engine   *gin.Engine
	routes   []route
	problems *web.Problems
	options  Options
}

// New builds the routes.
func New(o Options) (*API, error) {
	if o.Timeouts == (Timeouts{}) {
		o.Timeouts = DefaultTimeouts()
	}
	catalog, err := locale.New(o.Language)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	engine, err := newEngine(o.TrustedProxies)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	a := &API{engine: engine, problems: web.NewProblems(catalog, o.Log), options: o}
	engine.Use(
		middleware.RequestID(o.NewID),
		middleware.AccessLog(o.Log, o.Clock),
		middleware.Recover(a.problems, o.Log),
		middleware.SecurityHeaders(o.Secure),
		middleware.CORS(o.Origins, a.problems),
		middleware.Scheme(o.Secure, o.TrustedProxies),
	)
	engine.NoRoute(a.problems.Adapt(handlers.NotFound))
	engine.NoMethod(a.methodNotAllowed)
	paces := a.paces()
	resources := a.handlers(catalog)
	a.routes = routes(resources)
	for _, r := range a.routes {
		handlers := append(slices.Clone(paces[r.pace]), a.admission(r.access)...)
		handlers = append(handlers, a.problems.Adapt(r.handle))
		engine.Handle(r.method, r.path, handlers...)
		if r.method == http.MethodGet {
			engine.HEAD(r.path, handlers...) // net/http leaves the body out
		}
	}
	a.pages(resources.Docs, paces[reading])
	return a, nil
}

// Handler serves the API, for tests and for servers other than Serve.
func (a *API) Handler() http.Handler { return a.engine }

func newEngine(trustedProxies []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	return engine, engine.SetTrustedProxies(trustedProxies)
}

func (a *API) handlers(catalog *locale.Catalog) *handlers.Handlers {
	return handlers.New(handlers.Environment{
		Services: a.options.Services, Catalog: catalog, Cursors: cursor.New(a.options.Hash, a.options.Hashes),
		Clock: a.options.Clock, OpenAPI: docs.OpenAPI(), Page: docs.UI(),
	})
}

// admission asks staff for their session and its role. A receipt code is for the service to check.
func (a *API) admission(who access) []gin.HandlerFunc {
	if who.credential != session {
		return nil
	}
	return []gin.HandlerFunc{middleware.Staff(a.options.Services.Sessions, a.problems, who.roles, who.settling)}
}

// paces makes what the routes of each pace have in common: one counter for all of them, if there are limits, and a
// bound on the work of one request. What is only read comes from memory, and what renders it bounds that by itself.
func (a *API) paces() map[pace][]gin.HandlerFunc {
	bound, lasts := middleware.Deadline(requestTimeout), middleware.Lasting(lastingTimeout)
	if !a.options.Limits {
		return map[pace][]gin.HandlerFunc{
			browsing: {bound}, choosing: {bound}, writing: {bound}, holding: {bound}, opening: {bound},
			signing: {bound}, working: {bound},
			sending: {lasts}, lasting: {lasts},
		}
	}
	limiter := middleware.NewLimiter(a.options.Clock, a.problems)
	hold := limiter.Limit(holdsPerMinute, time.Minute, middleware.Caller)
	work := limiter.Limit(worksPerMinute, time.Minute, middleware.Caller)
	read := limiter.Limit(readsPerMinute, time.Minute, middleware.Caller)
	return map[pace][]gin.HandlerFunc{
		reading:  {read},
		browsing: {read, bound},
		choosing: {limiter.Limit(choosesPerMinute, time.Minute, middleware.Caller), bound},
		writing:  {limiter.Limit(writesPerMinute, time.Minute, middleware.Caller), bound},
		holding:  {hold, bound},
		opening:  {hold, limiter.Limit(opensPerHour, time.Hour, middleware.Credential), bound},
		signing:  {limiter.Limit(signsPerMinute, time.Minute, middleware.Caller), bound},
		sending:  {limiter.Limit(sendsPerMinute, time.Minute, middleware.Caller), lasts},
		working:  {work, bound},
		lasting:  {work, lasts},
	}
}

// pages serves the description for people.
func (a *API) pages(docs *handlers.Docs, before []gin.HandlerFunc) {
	get := func(path string, handlers ...gin.HandlerFunc) {
		a.engine.GET(path, handlers...)
		a.engine.HEAD(path, handlers...)
	}
	get("/docs/*file", append(slices.Clone(before), middleware.PageSecurity, a.problems.Adapt(docs.Page))...)
	for _, old := range []string{"/docs", "/swagger/index.html", "/swagger", "/"} {
		get(old, func(c *gin.Context) { c.Redirect(http.StatusFound, "/docs/") })
	}
}

// methodNotAllowed names the methods that the address does have, which gin has put into the Allow header.
func (a *API) methodNotAllowed(c *gin.Context) {
	refused := fault.New(fault.MethodNotAllowed, "method_not_allowed")
	refused.Allowed = allowed(c.Writer.Header())
	a.problems.Answer(c, refused)
}
