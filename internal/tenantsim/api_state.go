package tenantsim

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// TenantProducts is how the products are set up for a tenant. The zero value is the usual.
type TenantProducts struct {
	Cloud        catalog.Cloud // the APIs take tokens for this cloud alone; empty: for any
	RolesOnly    bool          // Power Platform knows role assignments only, management applications do not count there
	Environments []string      // of Business Central; default Production and Sandbox
}

// UserProducts is what a user has in the products.
type UserProducts struct {
	Administrator bool     // a Power Platform Administrator
	Projects      []string // of Lifecycle Services, in which the user is a member
	Unlicensed    bool     // has no licence for Business Central
}

// AppProducts is what was done for an application in the products after registration.
type AppProducts struct {
	ManagementApp bool   // registered in Power Platform
	Role          string // the role definition id assigned in Power Platform; empty: none
	Blocked       bool   // Power Platform's application access control does not admit it
	Cards         []Card // of Business Central
}

// Card is a Microsoft Entra application card of Business Central. Each environment has its own.
type Card struct {
	Environment    string
	Disabled       bool     // State is not Enabled
	PermissionSets []string // none: the application may read nothing
}

// card finds the application's card in an environment.
func (p AppProducts) card(environment string) (Card, bool) {
	i := slices.IndexFunc(p.Cards, func(c Card) bool { return strings.EqualFold(c.Environment, environment) })
	if i < 0 {
		return Card{}, false
	}
	return p.Cards[i], true
}

// environments are the names of the tenant's Business Central environments.
func (p TenantProducts) environments() []string {
	if len(p.Environments) == 0 {
		return []string{"Production", "Sandbox"}
	}
	return p.Environments
}

// RegisterManagementApp registers an application in Power Platform, as an administrator does.
func (s *Sim) RegisterManagementApp(tenantName, clientID string) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) { a.Products.ManagementApp = true })
}

// AssignRole gives an application a role in Power Platform, by its definition id; empty takes it away.
func (s *Sim) AssignRole(tenantName, clientID, roleID string) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) { a.Products.Role = roleID })
}

// SetCard makes an application's card in a Business Central environment, or replaces it.
func (s *Sim) SetCard(tenantName, clientID string, card Card) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) {
		cards := slices.DeleteFunc(slices.Clone(a.Products.Cards), func(c Card) bool { return strings.EqualFold(c.Environment, card.Environment) })
		a.Products.Cards = append(cards, card)
	})
}

// JoinProject makes a user a member of a Lifecycle Services project.
func (s *Sim) JoinProject(tenantName, upn, project string) error {
	return s.UpdateUser(tenantName, upn, func(u *User) { u.Products.Projects = append(slices.Clone(u.Products.Projects), project) })
}
