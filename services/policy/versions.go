package policy

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"

	"amanat/models"
)

// Versions are those that were ever published, the first version first. Numbers, publications and effective times are
// in the same order.
type Versions []models.PolicyVersion

// readPublished reads the versions.
func readPublished(tx *gorm.DB) (versions Versions, err error) {
	err = tx.Where("published_at IS NOT NULL").Order("number").Find(&versions).Error
	return versions, err
}

// Versions answers what was published by now, or a moment ago.
func (s *Policies) Versions(ctx context.Context) (Versions, error) { return s.published.Get(ctx) }

// InForce is the version that is in force at a moment; nil before the first.
func (v Versions) InForce(at time.Time) *models.PolicyVersion {
	for i := len(v) - 1; i >= 0; i-- {
		if v[i].InForceSince(at) {
			return &v[i]
		}
	}
	return nil
}

// Scheduled is the version that is to take effect after a moment; nil when there is none.
func (v Versions) Scheduled(at time.Time) *models.PolicyVersion {
	for i := range v {
		if v[i].Published() && !v[i].InForceSince(at) {
			return &v[i]
		}
	}
	return nil
}

// Find looks a version up by its number, as an address has it; nil for what is none.
func (v Versions) Find(number string) *models.PolicyVersion {
	for i := range v {
		if strconv.Itoa(v[i].Number) == number {
			return &v[i]
		}
	}
	return nil
}

// ChangedMaterially reports whether a material version has taken effect by now after the given one.
func (v Versions) ChangedMaterially(since int, now time.Time) bool {
	for _, version := range v {
		if version.Number > since && version.ChangeClass == models.Material && version.InForceSince(now) {
			return true
		}
	}
	return false
}
