package services

import (
	"context"
	"time"

	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/services/kernel"
)

// pingTimeout is how long the database may take to answer before the service says that it is not ready.
const pingTimeout = 2 * time.Second

// Readiness says whether the service can do its work.
type Readiness struct{ db *gorm.DB }

// Check fails with Unavailable while the database does not answer.
func (s *Readiness) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	return kernel.Fault(store.Ping(ctx, s.db), "ping database")
}
