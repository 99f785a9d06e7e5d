package cli_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
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
	if _, stderr, code := o.run(o.federate("main")...); code != 2 || !strings.Contains(stderr, "no terminal to confirm on") || len(o.trusted()) > 0 {
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

// TestFederateInterrupted: where no answer came, it says how to take back what may be there.
func TestFederateInterrupted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerApps, catalog.ClientSecret)
	before := o.tenant()
	lost := tenantsim.CallsIn(tenantsim.StableID("tenant", "contoso"))
	sent := false // Only is called while the simulator is locked
	o.sim.Inject(lost, tenantsim.Fault{Cut: true, After: true, Only: func(q tenantsim.Request) bool {
		sent = sent || tenantsim.Writes(q)
		return sent
	}})
	_, stderr, code := o.run(o.federate("main", "--yes")...)
	o.sim.Clear(lost)
	_, run, told := strings.Cut(stderr, "appreg undo ")
	if code != 4 || !told || len(o.trusted()) != 1 {
		t.Fatalf("exit code %d, %v\n%s", code, o.trusted(), stderr)
	}
	run, _, _ = strings.Cut(run, "\n")
	if _, stderr, code := o.run("undo", run, "--admin", "token", "--yes"); code != 0 || o.tenant() != before {
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
	if _, writes := o.writes(); code != 2 || writes > 0 || !strings.Contains(stderr, "has 20 federated credentials, and no more fit") {
		t.Errorf("a full list: exit code %d, %d writes\n%s", code, writes, stderr)
	}
	o.update(client, func(a *tenantsim.App) { a.Federated = a.Federated[:19] })
	both := o.federate("live", "--both", "--yes")
	both[2] = "contoso@9919/erp@4711"
	_, stderr, code = o.run(both...)
	if _, writes := o.writes(); code != 2 || writes > 0 || !strings.Contains(stderr, "has 19 federated credentials, and 2 more don't fit; it can have 20") {
		t.Errorf("one too many: exit code %d, %d writes\n%s", code, writes, stderr)
	}
}

// TestDeepComparesTrust: what the profile's tokens are expected to be about stands beside what is registered; --fix adds it.
func TestDeepComparesTrust(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		registered string // subject; empty: none
		cause      string
		evidence   string
	}{
		"as it should be":      {"repo:contoso/erp:environment:production", "", ""},
		"none":                 {"", "federated_credential_missing", "subject repo:contoso/erp:environment:production"},
		"a branch":             {"repo:contoso/erp:ref:refs/heads/main", "federated_subject_mismatch", "differs: subject repo:contoso/erp:ref:refs/heads/main ("},
		"upper and lower case": {"repo:Contoso/erp:environment:production", "federated_subject_mismatch", "upper and lower case"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c := o.cases[federatedProfile]
			o.saveChanged(federatedProfile, func(reg *registration.Registration) {
				reg.Permissions, reg.Overrides.GraphURL = nil, o.url
				reg.Credential = registration.Credential{Assertion: registration.Assertion{From: registration.FromFile, File: c.AssertionFile}}
			})
			if _, stderr, code := o.run("federate", "github", "contoso/erp", "--environment", "production", "--profile", federatedProfile); code != 0 {
				t.Fatal(stderr)
			}
			if err := o.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) {
				if test.registered == "" {
					a.Federated = nil
					return
				}
				a.Federated = a.Federated[:1]
				a.Federated[0].Issuer, a.Federated[0].Subject = "https://token.actions.githubusercontent.com", test.registered
			}); err != nil {
				t.Fatal(err)
			}
			stdout, _, _ := o.run("check", federatedProfile, "--deep", "--admin", "token", "--json")
			var rep report.Report
			if err := json.Unmarshal([]byte(stdout), &rep); err != nil {
				t.Fatalf("%v\n%s", err, stdout)
			}
			f := registrationFinding(rep)
			if string(f.Cause) != test.cause || !strings.Contains(f.Evidence, test.evidence) {
				t.Errorf("%+v", f)
			}
			if test.cause == "" {
				return
			}
			if _, stderr, _ := o.run("check", federatedProfile, "--deep", "--fix", "--yes", "--admin", "token"); !strings.Contains(stderr, "Trust https://token.actions.githubusercontent.com") && !strings.Contains(stderr, "Change the federated credential") {
				t.Errorf("nothing is put right:\n%s", stderr)
			}
		})
	}
}
