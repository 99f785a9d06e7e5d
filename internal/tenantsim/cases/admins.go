package cases

import (
	"fmt"

	"appreg/internal/tenantsim"
)

// Admin is somebody in Contoso with tokens to change it. The JSON keys are the contract of "demo serve".
type Admin struct {
	Name       string   `json:"name"`
	GraphToken string   `json:"graph_token"`
	APIToken   string   `json:"api_token"` // for the admin endpoints of all the APIs
	Roles      []string `json:"roles"`     // in the directory; none: an ordinary user

	Tenant   string `json:"-"` // GUID
	Username string `json:"-"`
}

// adminTable are the administrators, the mightiest first.
var adminTable = []struct {
	name, person string
	roles        []string
}{
	{"global", "Grady Archie", []string{tenantsim.GlobalAdministrator}},
	{"cloud-app-admin", "Lidia Holloway", []string{tenantsim.CloudApplicationAdministrator}},
	{"app-developer", "Megan Bowen", []string{tenantsim.ApplicationDeveloper}},
	{"plain-user", "Alex Wilber", []string{}},
	{"power-platform-admin", "Isaiah Langer", []string{tenantsim.PowerPlatformAdministrator}},
	{"business-central-admin", "Nestor Wilke", []string{tenantsim.BusinessCentralAdministrator}},
}

// LoadAdmins adds people to Contoso, from an administrator who may do everything to an ordinary user, and returns them with
// their tokens. Call it behind Load: who signs in where nobody is named is not one of them.
func LoadAdmins(sim *tenantsim.Sim) ([]Admin, error) {
	t := contoso()
	for _, row := range adminTable {
		t.Users = append(t.Users, &tenantsim.User{UPN: row.name + "@" + t.Domains[0], Name: row.person, Password: "Elm+Desk&Lake=4%", DirectoryRoles: row.roles})
	}
	sim.AddTenant(t)
	var admins []Admin
	for i, row := range adminTable {
		admin := Admin{Name: row.name, Roles: row.roles, Tenant: t.ID, Username: t.Users[i].UPN}
		if err := admin.sign(sim); err != nil {
			return nil, fmt.Errorf("could not make the simulated administrator %s: %w", row.name, err)
		}
		admins = append(admins, admin)
	}
	return admins, nil
}

// sign makes the tokens.
func (a *Admin) sign(sim *tenantsim.Sim) (err error) {
	if a.GraphToken, err = sim.AdminToken(a.Tenant, a.Username, tenantsim.AdminTokenOptions{}); err == nil {
		a.APIToken, err = sim.AdminToken(a.Tenant, a.Username, tenantsim.AdminTokenOptions{Resources: tenantsim.AdminAudiences()})
	}
	return err
}
