package middleware

import (
	"slices"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/fault"
	"amanat/services/staff"
)

// Staff lets only those through who are signed in and have one of the roles. Who still has to choose a password or to
// enrol a second factor gets nowhere else, unless settling says that the route is for exactly that.
func Staff(
	sessions *staff.Sessions, problems *web.Problems, roles []models.Role, settling bool,
) gin.HandlerFunc {
	return problems.Adapt(func(c *gin.Context) error {
		actor, err := sessions.Authenticate(c.Request.Context(), web.BearerToken(c))
		if err != nil {
			return err
		}
		if !slices.Contains(roles, actor.Role) {
			return fault.New(fault.Forbidden, "role_not_allowed")
		}
		if !settling {
			if err := settled(actor); err != nil {
				return err
			}
		}
		web.SetActor(c, actor)
		return nil
	})
}

// settled fails while something has to be done first.
func settled(actor models.Actor) error {
	switch {
	case slices.Contains(actor.Required, models.RequirePasswordChange):
		return fault.New(fault.Forbidden, "password_change_required")
	case slices.Contains(actor.Required, models.RequireSecondFactor):
		return fault.New(fault.Forbidden, "second_factor_required")
	default:
		return nil
	}
}
