package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

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

// SetActor says who acts in this request.
func SetActor(c *gin.Context, actor models.Actor) { c.Set(actorKey, actor) }

// actorOf is who acts. A route that no middleware guards has nobody, who may do nothing.
func actorOf(c *gin.Context) models.Actor {
	value, _ := c.Get(actorKey)
	actor, _ := value.(models.Actor)
	return actor
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
