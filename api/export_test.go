package api

import (
	"amanat/handlers"
	"amanat/models"
)

// Grant is a line of the route table, for tests.
type Grant struct {
	Method, Path, Credential string
	Roles                    []models.Role
	Settling                 bool
}

// Grants is the route table.
func Grants(h *handlers.Handlers) []Grant {
	var grants []Grant
	for _, r := range routes(h) {
		grants = append(grants, Grant{r.method, r.path, string(r.access.credential), r.access.roles, r.access.settling})
	}
	return grants
}

// Resources are the handlers of a server, for tests.
func (a *API) Resources() *handlers.Handlers { return a.handlers(nil) }
