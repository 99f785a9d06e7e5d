package report

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// Order is the findings that every report has, in order, each with a short name for people and the place in the set-up where it
// is put right if its cause says none.
var Order = []struct {
	ID   ID
	Name string
	At   cause.Place
}{
	{Input, "Values", cause.AtApplication},
	{Tenant, "Tenant", cause.AtTenant},
	{Account, "Account", cause.AtUsername},
	{Token, "Token", cause.AtCredential},
	{Claims, "Claims", cause.AtClientID},
	{Permissions, "Permissions", cause.AtPermissions},
	{API, "API call", cause.AtPermissions},
	{Duty, "Setup", cause.AtDuty},
	{Expiry, "Expiry", cause.AtSecretExpires},
}

// registrationName is the short name of the finding that stands between account and token only where the registration is read
// through Graph.
const registrationName = "App registration"

// Name is the finding's short name; the id itself where it has none.
func (id ID) Name() string {
	if id == Registration {
		return registrationName
	}
	for _, known := range Order {
		if known.ID == id {
			return known.Name
		}
	}
	return string(id)
}

// NameIn is Name where the API is known: what is left to do in its product is called after it, "Business Central setup".
func (id ID) NameIn(api catalog.API) string {
	if service, known := catalog.Lookup(api); known && id == Duty {
		return service.Title + " setup"
	}
	return id.Name()
}

// Place is where the finding is put right, or where what it lacks is given.
func (f Finding) Place() cause.Place {
	if f.Give != "" {
		return cause.Place("token/" + strings.TrimPrefix(f.Give, "--")) // a field is called as its flag is
	}
	if row, known := f.Cause.Row(); known && row.At != "" {
		return row.At
	}
	if f.ID == Registration {
		return cause.AtApplication
	}
	for _, known := range Order {
		if known.ID == f.ID {
			return known.At
		}
	}
	return ""
}
