package api

import (
	"net/http"

	"amanat/handlers"
)

// access says who may call a route.
type access string

const (
	// anybody needs nothing.
	anybody access = "anybody"
	// holder has a receipt code; the service checks it.
	holder access = "receipt holder"
)

// pace says how often one caller may call, all routes of the pace together.
type pace string

const (
	unlimited pace = "unlimited"
	reading   pace = "reading"
	writing   pace = "writing"
	holding   pace = "holding"
	// opening is holding where a second factor could be guessed: there each receipt code has few tries.
	opening pace = "opening"
)

// The limits are generous where many people share one address, as behind a mobile carrier.
const (
	readsPerMinute  = 1200
	writesPerMinute = 300
	holdsPerMinute  = 600
	opensPerHour    = 20
)

type route struct {
	method string
	path   string
	access access
	pace   pace
	handle handlers.Func
}

// routes is every route of the API.
func routes(h *handlers.Handlers) []route {
	const v1 = "/api/v1"
	return []route{
		{http.MethodPost, v1 + "/feedback", anybody, writing, h.Feedback.Create},
		{http.MethodPost, v1 + "/complaints", anybody, writing, h.Complaints.Create},
		{http.MethodGet, v1 + "/complaint-categories", anybody, reading, h.Complaints.Categories},

		{http.MethodGet, v1 + "/forms/:form", anybody, reading, h.Forms.Describe},
		{http.MethodPost, v1 + "/forms/:form/check", anybody, writing, h.Forms.Check},

		{http.MethodGet, v1 + "/receipts/keys", anybody, reading, h.Receipts.Keys},
		{http.MethodPost, v1 + "/receipts/verify", anybody, reading, h.Receipts.Verify},

		{http.MethodGet, v1 + "/my/case", holder, holding, h.MyCase.Get},
		{http.MethodDelete, v1 + "/my/case", holder, holding, h.MyCase.Erase},
		{http.MethodPost, v1 + "/my/case/messages", holder, writing, h.MyCase.Write},
		{http.MethodPost, v1 + "/my/case/withdraw", holder, holding, h.MyCase.Withdraw},
		{http.MethodPost, v1 + "/my/case/export", holder, opening, h.MyCase.Export},
		{http.MethodPatch, v1 + "/my/case/person", holder, opening, h.MyCase.Rectify},

		{http.MethodGet, "/healthz", anybody, unlimited, h.Health.Live},
		{http.MethodGet, "/readyz", anybody, unlimited, h.Health.Ready},
		{http.MethodGet, "/openapi.json", anybody, reading, h.Docs.OpenAPI},
	}
}
