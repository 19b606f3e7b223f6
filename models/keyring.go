package models

// KeyringMark ties a database to its keyring: a keyed hash of a constant, which no other keyring can make.
type KeyringMark struct {
	ID   int    `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	Hash []byte `privacy:"none_personal;retention=permanent"`
}
