package api

import (
	"slices"

	"amanat/models"
)

// Grant is a line of the route table as data: who may call what.
type Grant struct {
	// Method and Path are as they were registered; the path's parameters are written :name.
	Method, Path string
	// Credential is what has to be shown: "none", "receipt" (a receipt code) or "staff" (a session).
	Credential string
	// Roles are those of staff that may call.
	Roles []models.Role
	// Settling says that staff may call who still have to choose a password or enrol a second factor.
	Settling bool
}

// Grants is the route table, in its order. Whatever it does not grant is denied.
func (a *API) Grants() []Grant {
	grants := make([]Grant, len(a.routes))
	for i, r := range a.routes {
		grants[i] = Grant{
			Method: r.method, Path: r.path, Credential: string(r.access.credential),
			Roles: slices.Clone(r.access.roles), Settling: r.access.settling,
		}
	}
	return grants
}
