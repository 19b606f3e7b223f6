package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// leaseFor is how long a replica that vanished keeps the others from its work.
const leaseFor = 2 * time.Minute

// Leases let one of many replicas do a periodic work.
type Leases struct {
	env    kernel.Environment
	holder uuid.UUID
}

// NewLeases takes leases in the name of this process, whatever it is called elsewhere.
func NewLeases(env kernel.Environment) (*Leases, error) {
	holder, err := env.ID()
	return &Leases{env: env, holder: holder}, err
}

// Take takes the lease of a work, or fails with Conflict (`lease_taken`) while another replica has it.
func (s *Leases) Take(ctx context.Context, name string) error {
	now := s.env.Clock()
	taken := s.env.DB.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "name"}},
		DoUpdates: clause.AssignmentColumns([]string{"holder", "expires_at"}),
		Where: clause.Where{Exprs: []clause.Expression{
			clause.Lte{Column: clause.Column{Table: "leases", Name: "expires_at"}, Value: now},
		}},
	}).Create(&models.Lease{Name: name, Holder: s.holder, ExpiresAt: now.Add(leaseFor)})
	if taken.Error != nil {
		return kernel.Fault(taken.Error, "take lease")
	}
	if taken.RowsAffected == 0 {
		return fault.New(fault.Conflict, "lease_taken")
	}
	return nil
}

// Release gives the lease back, if it is still ours.
func (s *Leases) Release(ctx context.Context, name string) error {
	released := s.env.DB.WithContext(ctx).Model(&models.Lease{}).
		Where("name = ? AND holder = ?", name, s.holder).Update("expires_at", s.env.Clock())
	return kernel.Fault(released.Error, "release lease")
}
