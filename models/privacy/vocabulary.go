// Package privacy is the vocabulary in which every stored column says why it may exist: what it is (category), what it
// serves (purposes), how long it stays (retention) and how it is protected. A column without such a declaration, or a
// declaration without its column, keeps the program from starting (clause `minimal`).
package privacy

import "slices"

// Protection says what somebody who reads the raw database would see in the column.
type Protection string

const (
	// Plain is readable by whoever reads the database.
	Plain Protection = "plain"
	// Sealed is ciphertext under the data key of one case.
	Sealed Protection = "sealed"
	// KeyedHash can be recomputed only with a key that is not in the database.
	KeyedHash Protection = "keyed_hash"
	// NonePersonal says nothing about any person.
	NonePersonal Protection = "none_personal"
)

// Category is a data category key of the fideslang taxonomy (https://ethyca.github.io/fideslang/).
type Category string

// The categories in use. Anything new is added here first, so that one place shows what the service knows about people.
const (
	Operations Category = "system.operations"
	GivenName  Category = "user.name.first"
	FamilyName Category = "user.name.last"
	Email      Category = "user.contact.email"
	Phone      Category = "user.contact.phone_number"
	Content    Category = "user.content.private"
	Credential Category = "user.authorization.credentials"
	Case       Category = "user.behavior.case"
	Account    Category = "user.account"
	// Preferences are what people decided about their own privacy.
	Preferences Category = "user.privacy_preferences"
)

// Purpose is one of the four uses the statement allows, or the safeguarding that the statement promises.
type Purpose string

const (
	// UseUX is a better experience of the portal (clause `use-ux`).
	UseUX Purpose = "use-ux"
	// UseService is better services (clause `use-service`).
	UseService Purpose = "use-service"
	// UseOffers is new features, offers and other information (clause `use-offers`).
	UseOffers Purpose = "use-offers"
	// UseAnswer is a proper answer to the person who wrote (clause `use-answer`).
	UseAnswer Purpose = "use-answer"
	// Security is the protection of all the rest (clause `security`).
	Security Purpose = "security"
)

// Retention names a rule that ends a row's life. Its Rule has the duration and the text.
type Retention string

const (
	// WithCase ends when the person erases the case, or some time after it is closed.
	WithCase Retention = "with_case"
	// WithAccount ends when the account of a member of staff is removed.
	WithAccount Retention = "with_account"
	// WithLedger ends with the ledger.
	WithLedger Retention = "with_ledger"
	// Session ends with the longest that a member of staff can stay signed in.
	Session Retention = "session"
	// OneDay ends a day after the row was written.
	OneDay Retention = "one_day"
	// Consent ends when a decision about cookies has to be renewed at the latest.
	Consent Retention = "consent"
	// WithSurvey ends some time after the survey is closed.
	WithSurvey Retention = "with_survey"
	// OnDevice ends with a cookie on the person's own device; the service keeps nothing of it.
	OnDevice Retention = "on_device"
	// Permanent is for configuration and for counts that name nobody.
	Permanent Retention = "permanent"
)

func (p Protection) valid() bool {
	return slices.Contains([]Protection{Plain, Sealed, KeyedHash, NonePersonal}, p)
}

func (c Category) valid() bool {
	return slices.Contains([]Category{
		Operations, GivenName, FamilyName, Email, Phone, Content, Credential, Case, Account,
		Preferences,
	}, c)
}

// Valid reports whether the purpose is in the register.
func (p Purpose) Valid() bool {
	return slices.Contains([]Purpose{UseUX, UseService, UseOffers, UseAnswer, Security}, p)
}

// Valid reports whether the retention rule exists.
func (r Retention) Valid() bool { return r.Rule().Code != "" }
