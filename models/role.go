package models

// Role is what a member of staff may do. The route table says which role may call what.
type Role string

// The roles of staff.
const (
	// RoleAdmin keeps accounts and settings.
	RoleAdmin Role = "admin"
	// RoleOfficer handles cases.
	RoleOfficer Role = "officer"
	// RoleLead assigns, refers and has cases reviewed.
	RoleLead Role = "lead"
	// RoleEditor writes surveys, policy, announcements, links and newsletters.
	RoleEditor Role = "editor"
	// RoleAnalyst sees figures.
	RoleAnalyst Role = "analyst"
	// RolePrivacy watches over disclosures, erasures and accesses.
	RolePrivacy Role = "privacy"
)

// The roles of those who are no staff, as the ledger names them.
const (
	// RolePerson holds a receipt code.
	RolePerson Role = "person"
	// RoleAnybody has shown no credential.
	RoleAnybody Role = "anybody"
	// RoleSystem is the program itself.
	RoleSystem Role = "system"
	// RoleOperator is at the machine's command line.
	RoleOperator Role = "operator"
)

// Roles lists the roles that an account can have.
func Roles() []Role {
	return []Role{RoleAdmin, RoleOfficer, RoleLead, RoleEditor, RoleAnalyst, RolePrivacy}
}

// HandlesCases reports whether cases can be assigned to this role.
func (r Role) HandlesCases() bool { return r == RoleOfficer || r == RoleLead }

// Powerful reports whether a second factor is required of this role where the service is in earnest.
func (r Role) Powerful() bool { return r == RoleAdmin || r == RolePrivacy || r == RoleLead }
