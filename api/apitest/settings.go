package apitest

import (
	"amanat/api"
	"amanat/services"
	"amanat/services/kernel"
)

// Origins has the service answer pages of these origins.
func Origins(allowed ...string) Setting {
	return func(_ *services.Environment, o *api.Options) { o.Origins = allowed }
}

// FreeText says what happens to needless personal data in free text.
func FreeText(p kernel.FreeTextPolicy) Setting {
	return func(e *services.Environment, _ *api.Options) { e.FreeText = p }
}
