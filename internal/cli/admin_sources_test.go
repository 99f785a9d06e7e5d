package cli_test

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// graphAPI is how the simulator names Microsoft Graph.
const graphAPI catalog.API = "graph"

// TestAdminProfile: a saved profile changes others if its app has the right, and is refused clearly if not.
func TestAdminProfile(t *testing.T) {
	o := newOffice(t)
	id := o.made(catalog.PowerPlatform, catalog.ClientSecret)
	other := slices.Clone(o.create(catalog.PowerApps, catalog.ClientSecret, "--no-duty"))
	other[slices.Index(other, "made")] = "other"
	other[slices.Index(other, "token")] = "made"
	if _, stderr, code := o.run(other...); code != 3 || !strings.Contains(stderr, "none of the rights") || !strings.Contains(stderr, "Application.ReadWrite.OwnedBy") {
		t.Errorf("without the right: exit code %d, %s", code, stderr)
	}
	o.update(id, func(a *tenantsim.App) {
		a.Roles = map[catalog.API][]string{graphAPI: {"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All"}}
	})
	made := o.plan(3, other...) // the management application takes a user
	if made.Actor.Source != "made" || made.Actor.User != "" || len(made.Failures()) > 0 || made.Report == nil || made.Report.Token == nil {
		t.Errorf("%+v", made)
	}
}

// TestAdminSignIn: a person signs in with an app of their own, in the browser or with a code; that is all it takes.
func TestAdminSignIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	own := o.made(catalog.PowerApps, catalog.Browser)
	o.update(own, func(a *tenantsim.App) {
		a.Public = true
		a.Consent(graphAPI, "Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All")
	})
	other := slices.Clone(o.create(catalog.PowerApps, catalog.ClientSecret, "--dry-run", "--admin-client-id", own))
	other[slices.Index(other, "made")] = "other"
	other[slices.Index(other, "token")] = "sign-in"
	for _, way := range []string{"browser", "code"} {
		if way == "code" {
			o.browser = nil
			o.environ = append(o.environ, "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22")
		}
		p := o.plan(0, other...)
		if p.Actor.Source != "sign-in" || p.Actor.User == "" || len(p.Pending()) == 0 {
			t.Errorf("%s: %+v", way, p)
		}
	}
}
