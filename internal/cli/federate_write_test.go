package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/tenantsim"
)

// federate is the command line that trusts a branch of a repository.
func (o *office) federate(branch string, more ...string) []string {
	return append([]string{"federate", "github", "contoso/erp", "--branch", branch, "--profile", "made", "--admin", "token"}, more...)
}

// trusted counts the federated credentials of the registration that was made.
func (o *office) trusted() (subjects []string) {
	o.t.Helper()
	if err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) {
		for _, a := range t.Apps {
			if a.Name == "appreg made" {
				for _, f := range a.Federated {
					subjects = append(subjects, f.Subject)
				}
			}
		}
	}); err != nil {
		o.t.Fatal(err)
	}
	return subjects
}

// TestFederateWrites: with an admin the credential is shown, agreed to and written; once more changes nothing; undo takes it back.
func TestFederateWrites(t *testing.T) {
	o := newOffice(t)
	o.made(catalog.PowerApps, catalog.ClientSecret)
	before := o.tenant()
	o.sim.ForgetRequests()
	dry := o.plan(0, o.federate("main", "--dry-run", "--json")...)
	if _, writes := o.writes(); writes > 0 || len(dry.Pending()) != 1 || dry.Pending()[0].Object != plan.FederatedCredential || dry.Applied {
		t.Fatalf("%d writes, %+v", writes, dry.Changes)
	}
	if _, stderr, code := o.run(o.federate("main")...); code != 2 || !strings.Contains(stderr, "nobody to agree") || len(o.trusted()) > 0 {
		t.Errorf("unasked: exit code %d\n%s", code, stderr)
	}
	made := o.plan(0, o.federate("main", "--yes", "--json")...)
	if fmt.Sprint(o.trusted()) != "[repo:contoso/erp:ref:refs/heads/main]" || made.Run == "" {
		t.Fatalf("%v, %+v", o.trusted(), made)
	}
	if stdout, stderr, code := o.run(o.federate("main", "--yes")...); code != 0 || !strings.Contains(stdout, "id-token: write") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if second := o.plan(0, o.federate("main", "--yes", "--json")...); len(second.Pending()) != 0 || len(o.trusted()) != 1 {
		t.Errorf("a second run: %+v", second.Changes)
	}
	if _, stderr, code := o.run("undo", made.Run, "--admin", "token", "--yes"); code != 0 || o.tenant() != before {
		t.Errorf("undo: exit code %d, %v\n%s", code, o.trusted(), stderr)
	}
}

// TestFederateIsRefused before anything is sent where there is no room, and with its cause where a role is missing.
func TestFederateIsRefused(t *testing.T) {
	o := newOffice(t)
	client := o.made(catalog.PowerApps, catalog.ClientSecret)
	if _, stderr, code := o.run("federate", "github", "contoso/erp", "--branch", "main", "--profile", "made", "--yes"); code != 2 || !strings.Contains(stderr, "only with --admin") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	o.as("plain-user")
	if stdout, stderr, code := o.run(o.federate("main", "--yes", "--json")...); code != 3 || len(o.trusted()) > 0 || !strings.Contains(stdout, `"needs":`) {
		t.Errorf("without a role: exit code %d\n%s%s", code, stdout, stderr)
	}
	o.as("global")
	o.update(client, func(a *tenantsim.App) {
		for i := range 20 {
			a.Federated = append(a.Federated, tenantsim.FederatedCredential{ID: fmt.Sprint(i), Name: fmt.Sprintf("other-%d", i), Issuer: "https://example.com", Subject: fmt.Sprint(i), Audiences: []string{"api://AzureADTokenExchange"}})
		}
	})
	o.sim.ForgetRequests()
	_, stderr, code := o.run(o.federate("main", "--yes")...)
	if _, writes := o.writes(); code != 2 || writes > 0 || !strings.Contains(stderr, "no more fit") {
		t.Errorf("a full list: exit code %d, %d writes\n%s", code, writes, stderr)
	}
}
