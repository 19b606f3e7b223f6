package apitest

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/staff/oidc/oidctest"
)

// RedirectBack is where the provider sends whoever signs on.
const RedirectBack = "https://portal.example.org/back"

// WithProvider runs a test on each database in a world with an identity provider.
func WithProvider(t *testing.T, test func(t *testing.T, w *World, p *oidctest.Provider), settings ...Setting) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		var provider *oidctest.Provider
		w := NewWorld(t, db, append(slices.Clone(settings), func(e *services.Environment, _ *api.Options) {
			provider = oidctest.New(t, "amanat", "رمز مشتری", RedirectBack, e.Clock)
			options := provider.Options()
			e.SignOn = &options
		})...)
		test(t, w, provider)
	})
}

// Visit begins a sign-in, goes to the provider and answers what it takes to finish.
func (w *World) Visit(p *oidctest.Provider) map[string]string {
	w.T.Helper()
	got := w.Post(SignOnPath, "")
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	begun := Decode[models.SignOnView](w.T, got)
	code, state := p.Visit(w.T, begun.AuthorizationURL)
	return map[string]string{"code": code, "state": state, "binding": begun.Binding}
}

// Finish shows the service what came back, some of it changed.
func (w *World) Finish(back map[string]string, changes ...string) Reply {
	w.T.Helper()
	pairs := changes
	for name, value := range back {
		pairs = append([]string{name, value}, pairs...) // what is changed comes last and wins
	}
	return w.Post(SignOnPath+"/sessions", Body(pairs...))
}
