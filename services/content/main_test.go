package content_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/content"
	"amanat/services/content/outlink"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// environment is what a world is made with.
type environment struct {
	kernel.Environment
	Outlinks outlink.Options
}

// Services are those of the room and of what lies below it, wired.
type Services struct {
	Announcements *content.Announcements
	Links         *content.Links
	Ledger        *ledger.Ledger
}

// world is the services over a real database, with a clock that the test sets.
type world struct {
	*kerneltest.Clock
	*Services
	env environment
	db  *gorm.DB
}

func newWorld(t kerneltest.Tester, db *gorm.DB, changes ...func(*environment)) *world {
	t.Helper()
	w := &world{Clock: kerneltest.NewClock(), db: db}
	w.env.Environment = kerneltest.Environment(t, db, w.Clock)
	for _, change := range changes {
		change(&w.env)
	}
	w.Services = w.replica(t)
	return w
}

// replica is the services once more, over the same database, with the same keys and clock, and what changes.
func (w *world) replica(t kerneltest.Tester, changes ...func(*environment)) *Services {
	t.Helper()
	with := w.env
	for _, change := range changes {
		change(&with)
	}
	env, err := kernel.New(with.Environment, slices.Concat(ledger.Forms(), content.Forms())...)
	require.NoError(t, err)
	ledger, err := ledger.New(env)
	require.NoError(t, err)
	return &Services{
		Announcements: content.NewAnnouncements(env, ledger), Links: content.NewLinks(env, ledger, with.Outlinks),
		Ledger: ledger,
	}
}

// notices are what is announced now, as readers of Persian see it.
func (w *world) notices(t kerneltest.Tester) []models.AnnouncementView {
	t.Helper()
	in := kerneltest.With(models.LanguageQuery{})
	views, more, err := w.Announcements.Active(t.Context(), in, models.Persian, uuid.Nil, 1000)
	require.NoError(t, err)
	require.False(t, more)
	return views
}
