package models

import "amanat/models/privacy"

// Person is what a form asks about the one who writes. The two names are all that is ever required (clause
// `names-only`).
type Person struct {
	FirstName string `json:"first_name" normalise:"name" validate:"required,max=100,person_name" privacy:"sealed;category=user.name.first;purposes=use-answer;retention=with_case" example:"سارا"`
	LastName  string `json:"last_name" normalise:"name" validate:"required,max=100,person_name" privacy:"sealed;category=user.name.last;purposes=use-answer;retention=with_case" example:"احمدی"`
	Email     string `json:"email,omitempty" normalise:"email" validate:"omitempty,max=254,email" privacy:"sealed;category=user.contact.email;purposes=use-answer;retention=with_case" format:"email" example:"sara@example.org"`
	Phone     string `json:"phone,omitempty" normalise:"phone" validate:"omitempty,max=32,phone" privacy:"sealed;category=user.contact.phone_number;purposes=use-answer;retention=with_case" example:"+989121234567"`
}

// Identity is what is kept of a Person, sealed apart from what the person wrote, so that reading a case never opens it.
type Identity struct {
	Person
	// SecondFactor is the last name, folded, that opens an export. It is the one first given: whoever holds only the
	// receipt code could rectify the last name, and must not be able to choose the second factor that way.
	SecondFactor string `json:"second_factor" privacy:"sealed;category=user.name.last;purposes=security;retention=with_case"`
}

// PersonForm asks for what is to be rectified; what is left out stays, an empty contact is removed.
type PersonForm struct {
	FirstName *string `json:"first_name,omitempty" normalise:"name" validate:"omitempty,min=1,max=100,person_name" privacy:"sealed;category=user.name.first;purposes=use-answer;retention=with_case" example:"سارا"`
	LastName  *string `json:"last_name,omitempty" normalise:"name" validate:"omitempty,min=1,max=100,person_name" privacy:"sealed;category=user.name.last;purposes=use-answer;retention=with_case" example:"احمدی"`
	Email     *string `json:"email,omitempty" normalise:"email" validate:"omitempty,max=254,email|eq=" privacy:"sealed;category=user.contact.email;purposes=use-answer;retention=with_case" example:"sara@example.org"`
	Phone     *string `json:"phone,omitempty" normalise:"phone" validate:"omitempty,max=32,phone|eq=" privacy:"sealed;category=user.contact.phone_number;purposes=use-answer;retention=with_case" example:"+989121234567"`
	// CurrentLastName lets a rectified last name become the second factor of exports.
	CurrentLastName *string `json:"current_last_name,omitempty" normalise:"name" validate:"omitempty,max=100" privacy:"sealed;category=user.name.last;purposes=security;retention=with_case" example:"احمدی"`
} // @name PersonForm

// RectifiedView says which fields are kept after a rectification; never their values.
type RectifiedView struct {
	Kept []string `json:"kept" example:"first_name,last_name,phone"`
	// SecondFactor says whether the last name that opens an export is another one from now on.
	SecondFactor string `json:"second_factor" enums:"unchanged,as_rectified" example:"unchanged"`
} // @name Rectified

// Kept lists the fields that hold something.
func (p Person) Kept() []string {
	kept := []string{"first_name", "last_name"}
	if p.Email != "" {
		kept = append(kept, "email")
	}
	if p.Phone != "" {
		kept = append(kept, "phone")
	}
	return kept
}

// Rectify returns the person with the changes that the form names.
func (f PersonForm) Rectify(p Person) Person {
	for change, field := range map[*string]*string{
		f.FirstName: &p.FirstName, f.LastName: &p.LastName, f.Email: &p.Email, f.Phone: &p.Phone,
	} {
		if change != nil {
			*field = *change
		}
	}
	return p
}

// SealedIdentity is Identity as it lies in its column.
type SealedIdentity = privacy.SealedJSON[Identity]
