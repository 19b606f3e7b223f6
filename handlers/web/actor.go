package web

import (
	"strings"

	"github.com/gin-gonic/gin"

	"amanat/models"
)

// actorKey is where the middleware leaves who acts.
const actorKey = "actor"

// BearerToken reads `Authorization: Bearer <token>` (RFC 6750, section 2.1); empty when there is none.
func BearerToken(c *gin.Context) string {
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// ReceiptCode reads `Authorization: Receipt <code>` (RFC 9110, section 11.4); empty when there is none. Whoever needs
// the code reads it here, so that no spelling means one thing to one reader and another to the next.
func ReceiptCode(c *gin.Context) string {
	scheme, code, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !strings.EqualFold(scheme, "Receipt") {
		return ""
	}
	return strings.TrimSpace(code)
}

// SetActor says who acts in this request.
func SetActor(c *gin.Context, actor models.Actor) { c.Set(actorKey, actor) }

// Actor is who acts. A route that no middleware guards has nobody, who may do nothing.
func Actor(c *gin.Context) models.Actor {
	value, _ := c.Get(actorKey)
	actor, _ := value.(models.Actor)
	return actor
}
