package apitest

import (
	"amanat/api"
	"amanat/services"
)

// Origins has the service answer pages of these origins.
func Origins(allowed ...string) Setting {
	return func(_ *services.Environment, o *api.Options) { o.Origins = allowed }
}

// FreeText says what happens to needless personal data in free text.
func FreeText(p services.FreeTextPolicy) Setting {
	return func(e *services.Environment, _ *api.Options) { e.FreeText = p }
}
