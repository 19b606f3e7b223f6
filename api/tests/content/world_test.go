// Package content_test is the story of what editors publish besides the policy: announcements, and links to other
// sites.
package content_test

import (
	"testing"

	"amanat/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world needs no verbs of its own here.
type world = apitest.World

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, test, settings...)
}

const (
	linksPath          = apitest.LinksPath
	staffAnnouncements = apitest.StaffAnnouncementsPath
	staffLinks         = apitest.StaffLinksPath
)
