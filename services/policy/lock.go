package policy

import (
	"gorm.io/gorm"

	"amanat/models/store"
)

// How the table of versions is locked: who decides keeps only those waiting who publish, who drafts also others who
// draft, and who publishes keeps everybody waiting but readers.
const (
	whileDeciding   = "ROW SHARE"
	whileDrafting   = "SHARE UPDATE EXCLUSIVE"
	whilePublishing = "EXCLUSIVE"
)

// lockPolicies locks the versions until the transaction ends. It is the first lock of every transaction that takes it.
// A table's lock is given in the order of asking: whoever waits for a row is overtaken by all who share it, for ever if
// there are enough of them. SQLite has one writer at a time anyway.
func lockPolicies(tx *gorm.DB, mode string) error {
	if !store.IsPostgres(tx) {
		return nil
	}
	return tx.Exec("LOCK TABLE policy_versions IN " + mode + " MODE").Error
}

// LockForDecision keeps the version in force from changing until the transaction ends, and decisions from waiting for
// one another. It is the first lock of the transaction.
func LockForDecision(tx *gorm.DB) error { return lockPolicies(tx, whileDeciding) }

// Decide is LockForDecision, and answers the versions as they are until the transaction ends.
func Decide(tx *gorm.DB) (Versions, error) {
	if err := LockForDecision(tx); err != nil {
		return nil, err
	}
	return readPublished(tx)
}
