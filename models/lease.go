package models

import (
	"time"

	"github.com/google/uuid"
)

// Lease lets one of many replicas do a periodic work.
type Lease struct {
	Name      string    `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Holder    uuid.UUID `privacy:"none_personal;retention=permanent"`
	ExpiresAt time.Time `privacy:"none_personal;retention=permanent"`
}
