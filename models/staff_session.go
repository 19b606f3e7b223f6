package models

import (
	"time"

	"github.com/google/uuid"

	"amanat/models/privacy"
)

// SignInForm asks for what a member of staff signs in with.
type SignInForm struct {
	Email    string `json:"email" normalise:"email" validate:"required,max=254" privacy:"sealed;category=user.contact.email;purposes=security;retention=with_account" format:"email" example:"reza@example.org"`
	Password string `json:"password" normalise:"password" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" format:"password" example:"هفت کوه و یک دریا"`
	// OTP is a code of the authenticator, or a recovery code; asked of whoever has enrolled one.
	OTP string `json:"otp,omitempty" normalise:"line" validate:"omitempty,max=40" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" example:"492039"`
} // @name SignInForm

// PasswordForm asks for a new password, and for the one in use.
type PasswordForm struct {
	CurrentPassword string `json:"current_password" normalise:"password" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" format:"password" example:"7f3k-9qx2-m4tb-61zd-rw8c"`
	NewPassword     string `json:"new_password" normalise:"password" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" format:"password" example:"هفت کوه و یک دریا"`
} // @name PasswordForm

// SecondFactorForm asks for the password again, before a second factor is put in place.
type SecondFactorForm struct {
	Password string `json:"password" normalise:"password" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" format:"password" example:"هفت کوه و یک دریا"`
	// OTP is asked of whoever has a second factor already.
	OTP string `json:"otp,omitempty" normalise:"line" validate:"omitempty,max=40" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" example:"492039"`
} // @name SecondFactorForm

// OTPForm asks for a code of the authenticator.
type OTPForm struct {
	OTP string `json:"otp" normalise:"line" validate:"required,max=40" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" example:"492039"`
} // @name OTPForm

// SignOnForm asks for what the identity provider sent the browser back with, and for the secret that this browser got
// when it was sent there.
type SignOnForm struct {
	Code    string `json:"code" normalise:"line" validate:"required,max=4096" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day" example:"SplxlOBeZQQYbYS6WxSbIA"`
	State   string `json:"state" normalise:"line" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day" example:"af0ifjsldkj-3Qx8vLk0bQ9yWm2"`
	Binding string `json:"binding" normalise:"line" validate:"required,max=512" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day" example:"5cF1c0kq2yP0rW7uJ8oN3g9dXzT4bV6a"`
	OTP     string `json:"otp,omitempty" normalise:"line" validate:"omitempty,max=40" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=with_account" example:"492039"`
} // @name SignOnForm

// StaffSession is a signed-in member of staff.
type StaffSession struct {
	ID        uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=session"`
	TokenHash []byte    `privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=session"`
	AccountID uuid.UUID `privacy:"plain;category=user.account;purposes=security;retention=session"`
	CreatedAt time.Time `privacy:"plain;category=user.account;purposes=security;retention=session"`
	// UsedAt is when the session was last used, to the minute.
	UsedAt    time.Time `privacy:"plain;category=user.account;purposes=security;retention=session"`
	ExpiresAt time.Time `privacy:"plain;category=user.account;purposes=security;retention=session"`
	// SignOn says that an identity provider signed the session in, and Vouched that it asked for several factors.
	SignOn  bool `privacy:"plain;category=user.account;purposes=security;retention=session"`
	Vouched bool `privacy:"plain;category=user.account;purposes=security;retention=session"`
}

// StaffRecoveryCode replaces a lost authenticator, once.
type StaffRecoveryCode struct {
	CodeHash  []byte    `gorm:"primaryKey" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=with_account"`
	AccountID uuid.UUID `privacy:"plain;category=user.account;purposes=security;retention=with_account"`
}

// SignInFailure counts failed sign-ins under one e-mail address, whether it has an account or not.
type SignInFailure struct {
	KeyHash   []byte    `gorm:"primaryKey" privacy:"keyed_hash;category=user.contact.email;purposes=security;retention=one_day"`
	Failures  int       `privacy:"plain;category=user.account;purposes=security;retention=one_day"`
	RetryAt   time.Time `privacy:"plain;category=user.account;purposes=security;retention=one_day"`
	ExpiresAt time.Time `privacy:"plain;category=user.account;purposes=security;retention=one_day"`
}

// PendingSignOn is what is kept while a browser is at the identity provider.
type PendingSignOn struct {
	Nonce    string `json:"nonce" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day"`
	Verifier string `json:"verifier" privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day"`
}

// SignOnLogin is a sign-in that was begun, sealed under a key that only the browser can have made again.
type SignOnLogin struct {
	StateHash     []byte                            `gorm:"primaryKey" privacy:"keyed_hash;category=user.authorization.credentials;purposes=security;retention=one_day"`
	PendingSealed privacy.SealedJSON[PendingSignOn] `privacy:"sealed;category=user.authorization.credentials;purposes=security;retention=one_day"`
	ExpiresAt     time.Time                         `privacy:"plain;category=user.account;purposes=security;retention=one_day"`
}

// SessionView is a session that has just begun. The token is shown once.
type SessionView struct {
	Token     string    `json:"token" example:"Zm9yIHRob3NlIHdobyBrZWVwIHdoYXQgaXMgZW50cnVzdGVk"`
	ExpiresAt time.Time `json:"expires_at" example:"2026-11-22T22:00:00Z"`
	Role      Role      `json:"role" enums:"admin,officer,lead,editor,analyst,privacy" example:"officer"`
	// Required is what has to be done before anything else is possible.
	Required []Requirement `json:"required" enums:"password_change,second_factor" example:"password_change"`
} // @name Session

// Requirement is what a member of staff has to do before anything else.
type Requirement string

// The requirements.
const (
	RequirePasswordChange Requirement = "password_change"
	RequireSecondFactor   Requirement = "second_factor"
)

// MeView is a member of staff as they see themselves.
type MeView struct {
	Account      uuid.UUID     `json:"account" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Email        string        `json:"email" format:"email" example:"reza@example.org"`
	Role         Role          `json:"role" enums:"admin,officer,lead,editor,analyst,privacy" example:"officer"`
	SecondFactor bool          `json:"second_factor"`
	Required     []Requirement `json:"required" enums:"password_change,second_factor" example:"second_factor"`
	SignedInAt   time.Time     `json:"signed_in_at" example:"2026-11-22T10:00:00Z"`
	ExpiresAt    time.Time     `json:"expires_at" example:"2026-11-22T22:00:00Z"`
} // @name Me

// EnrolmentView is a second factor to be put into an authenticator and confirmed with a code of it.
type EnrolmentView struct {
	Secret string `json:"secret" example:"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"`
	URI    string `json:"uri" example:"otpauth://totp/Amanat:reza@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Amanat"`
} // @name SecondFactorEnrolment

// RecoveryCodesView are codes that replace a lost authenticator, each once. They are shown once.
type RecoveryCodesView struct {
	RecoveryCodes []string `json:"recovery_codes" example:"7F3K-9QX2-M4TB,61ZD-RW8C-YN5E"`
} // @name RecoveryCodes

// SignOnView is where the browser is to go, and the secret it has to come back with.
type SignOnView struct {
	AuthorizationURL string `json:"authorization_url" format:"uri" example:"https://login.example.org/authorize?client_id=amanat"`
	Binding          string `json:"binding" example:"5cF1c0kq2yP0rW7uJ8oN3g9dXzT4bV6a"`
} // @name SignOn
