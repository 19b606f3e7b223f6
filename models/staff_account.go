package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// AccountForm asks for a new account.
type AccountForm struct {
	Email string `json:"email" normalise:"email" validate:"required,max=254,email" privacy:"sealed;category=user.contact.email;purposes=security;retention=with_account" format:"email" example:"reza@example.org"`
	Role  string `json:"role" normalise:"line" validate:"required,oneof=admin officer lead editor analyst privacy" privacy:"plain;category=user.account;purposes=security;retention=with_account" example:"officer"`
} // @name AccountForm

// AccountChangeForm asks for what is to be changed of an account; what is left out stays. Either ends its sessions.
type AccountChangeForm struct {
	Role     *string `json:"role,omitempty" normalise:"line" validate:"omitempty,oneof=admin officer lead editor analyst privacy" privacy:"plain;category=user.account;purposes=security;retention=with_account" example:"lead"`
	Disabled *bool   `json:"disabled,omitempty" privacy:"plain;category=user.account;purposes=security;retention=with_account" example:"false"`
} // @name AccountChangeForm

// StaffProfile is what is known of a member of staff.
type StaffProfile struct {
	Email string `json:"email" privacy:"sealed;category=user.contact.email;purposes=security;retention=with_account"`
}

// StaffCredentials are what a member of staff signs in with. They are sealed, so that a copy of the database gives
// nobody a hash to try passwords on.
type StaffCredentials struct {
	PasswordHash string `json:"password_hash" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account"`
	TOTPSecret   string `json:"totp_secret,omitempty" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account"`
	// PendingTOTPSecret is one that was shown and not confirmed yet.
	PendingTOTPSecret string `json:"pending_totp_secret,omitempty" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account"`
}

// StaffAccount is an account as it is kept. Its data key is the row of data_keys with the same id. An account is
// disabled rather than deleted: the ledger goes on naming its id.
type StaffAccount struct {
	ID        uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=with_account"`
	EmailHash []byte    `privacy:"keyed_hash;category=user.contact.email;purposes=security;retention=with_account"`
	// SubjectHash is of the identity provider's name for this account, once it has signed in through one.
	SubjectHash []byte     `privacy:"keyed_hash;category=user.account;purposes=security;retention=with_account"`
	Role        Role       `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	CreatedAt   time.Time  `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	DisabledAt  *time.Time `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	// PasswordTemporary says that somebody else has seen the password: it only serves to choose another.
	PasswordTemporary bool `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	SecondFactor      bool `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	// TOTPStep is the last time step whose code was used: none is accepted twice.
	TOTPStep          int64                                `gorm:"column:totp_step" privacy:"plain;category=user.account;purposes=security;retention=with_account"`
	ProfileSealed     privacy.SealedJSON[StaffProfile]     `privacy:"sealed;category=user.contact.email;purposes=security;retention=with_account"`
	CredentialsSealed privacy.SealedJSON[StaffCredentials] `privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account"`
}

// AccountView is an account as administrators see it.
type AccountView struct {
	ID                uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Email             string    `json:"email" format:"email" example:"reza@example.org"`
	Role              Role      `json:"role" enums:"admin,officer,lead,editor,analyst,privacy" example:"officer"`
	Disabled          bool      `json:"disabled"`
	SecondFactor      bool      `json:"second_factor"`
	PasswordTemporary bool      `json:"password_temporary"`
	CreatedAt         time.Time `json:"created_at" example:"2026-11-22T10:00:00Z"`
} // @name Account

// NewAccountView is an account with the one-time password that was made for it; it is shown once.
type NewAccountView struct {
	AccountView
	OneTimePassword string `json:"one_time_password" example:"7f3k-9qx2-m4tb-61zd-rw8c"`
} // @name NewAccount

// HandlerView is somebody to whom cases can be assigned.
type HandlerView struct {
	Account uuid.UUID `json:"account" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Email   string    `json:"email" format:"email" example:"reza@example.org"`
	Role    Role      `json:"role" enums:"officer,lead" example:"officer"`
} // @name CaseHandler
