package apitest

import (
	"strings"

	"github.com/google/uuid"
)

// Filled fills the parameters of a path in the route table.
func Filled(path, reference string) string {
	return strings.NewReplacer(
		":reference", reference, ":id", uuid.Nil.String(), ":date", "2026-11-25", ":form", "complaint",
		":version", "1", ":slug", "service-satisfaction",
	).Replace(path)
}
