package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
)

// made creates a registration and returns its client id.
func (o *office) made(api catalog.API, flow catalog.Flow) string {
	o.t.Helper()
	return o.plan(0, o.create(api, flow)...).Report.ClientID
}

func (o *office) update(clientID string, change func(*tenantsim.App)) {
	o.t.Helper()
	if err := o.sim.UpdateApp(o.admins["global"].Tenant, clientID, change); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) report(want int, args ...string) report.Report {
	o.t.Helper()
	stdout, stderr, code := o.run(args...)
	var rep report.Report
	if err := json.Unmarshal([]byte(stdout), &rep); err != nil || code != want {
		o.t.Fatalf("%v: exit code %d, want %d, %v\n%s%s", args, code, want, err, stdout, stderr)
	}
	return rep
}

func registrationFinding(rep report.Report) report.Finding {
	for _, f := range rep.Findings {
		if f.ID == report.Registration {
			return f
		}
	}
	return report.Finding{}
}

// TestCheckDeepLearnsTheEnd: the end of a secret that nobody noted is read from the registration, judged and kept.
func TestCheckDeepLearnsTheEnd(t *testing.T) {
	t.Parallel()
	const name = "works-power-apps-client-secret"
	for _, args := range [][]string{{"check", name, "--deep"}, {"check", "--all", "--deep"}, {"check", name, "--deep", "--fix", "--yes"}} {
		o := newOffice(t)
		o.saveChanged(name, func(r *registration.Registration) { r.Overrides.GraphURL = o.url })
		if stdout, _, _ := o.run("check", name); !strings.Contains(stdout, "No end date for the client secret") {
			t.Fatalf("it knows already:\n%s", stdout)
		}
		stdout, stderr, code := o.run(append(args, "--admin", "token")...)
		if code != 0 || strings.Contains(stdout, "No end date") || len(args) != 3 && !strings.Contains(stdout, "The client secret is valid for") {
			t.Errorf("%v: exit code %d\n%s%s", args, code, stdout, stderr)
		}
		if shown, _, _ := o.run("show", name, "--json"); !strings.Contains(shown, `"expires": "20`) {
			t.Errorf("%v: it is forgotten:\n%s", args, shown)
		}
	}
}

// TestCheckDeep: the registration is compared in one request more, what differs is told, and --fix puts it right.
func TestCheckDeep(t *testing.T) {
	o := newOffice(t)
	id := o.made(catalog.PowerApps, catalog.ClientSecret)
	o.sim.ForgetRequests()
	o.report(0, "check", "made", "--json")
	plain, _ := o.writes()
	o.sim.ForgetRequests()
	rep := o.report(0, "check", "made", "--deep", "--admin", "token", "--json")
	deep, _ := o.writes()
	if f := registrationFinding(rep); f.Status == report.Fail || f.Status == report.Skip || f.Status == "" || deep > plain+3 {
		t.Errorf("%d requests, %d without: %+v", deep, plain, f)
	}
	o.update(id, func(a *tenantsim.App) { a.Public = false })
	dry := o.plan(0, "check", "made", "--deep", "--fix", "--dry-run", "--admin", "token", "--json")
	if ids(dry) != "application" {
		t.Errorf("would change %q", ids(dry))
	}
	if _, stderr, code := o.run("check", "made", "--deep", "--fix", "--admin", "token"); code != 2 || !strings.Contains(stderr, "--yes") {
		t.Errorf("without --yes: exit code %d, %s", code, stderr)
	}
	fixed := o.plan(0, "check", "made", "--deep", "--fix", "--yes", "--admin", "token", "--json")
	if ids(fixed) != "application" || fixed.Report == nil || fixed.Report.Verdict != report.Ready {
		t.Errorf("fixed %+v", fixed)
	}
	stdout, _, code := o.run("check", "--all", "--deep", "--admin", "token", "--json")
	var all []report.Report
	if err := json.Unmarshal([]byte(stdout), &all); err != nil || code != 0 || len(all) != 1 || registrationFinding(all[0]).ID == "" {
		t.Errorf("--all: exit code %d, %v\n%s", code, err, stdout)
	}
}

// TestDuty: what is left in the product is shown, done once, and then there is nothing to do.
func TestDuty(t *testing.T) {
	t.Parallel()
	for _, api := range []catalog.API{catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral} {
		t.Run(string(api), func(t *testing.T) {
			o := newOffice(t)
			o.plan(3, o.create(api, catalog.ClientSecret, "--no-duty")...)
			unread := o.plan(0, "duty", "made", "--json")
			id := unread.ClientID
			if len(unread.Pending()) == 0 || unread.Pending()[0].Allowed != plan.Unknown || unread.Profile != "made" || id == "" {
				t.Errorf("without an admin: %+v", unread)
			}
			for _, args := range [][]string{{}, {"--admin", "token"}} {
				stdout, stderr, code := o.run(append([]string{"duty", "made"}, args...)...)
				if len(args) > 0 && !strings.Contains(stderr, "nothing was changed; to do it: add --apply") {
					t.Errorf("told: %s", stderr)
				}
				if code != 0 || !strings.Contains(stdout, "  1. ") || !strings.Contains(stdout, "  Client ID: "+id+"\n") || !strings.Contains(stdout, ": https://") {
					t.Errorf("shown %v: exit code %d\n%s", args, code, stdout)
				}
			}
			before := o.plan(0, "duty", "made", "--admin", "token", "--json")
			if len(before.Pending()) == 0 {
				t.Errorf("nothing to do: %+v", before)
			}
			done := o.plan(0, "duty", "made", "--apply", "--yes", "--admin", "token", "--json")
			if len(done.Pending())+len(done.Failures()) > 0 {
				t.Errorf("not done: %+v", done)
			}
			for _, c := range done.Changes {
				if strings.Contains(c.Detail, "Once its card is there") {
					t.Errorf("done, and not there: %+v", c)
				}
			}
			if after := o.plan(0, "duty", "made", "--admin", "token", "--json"); len(after.Pending()) > 0 || after.Changes[0].Title == before.Changes[0].Title {
				t.Errorf("left: %+v", after)
			}
			if stdout, stderr, code := o.run("duty", "made", "--admin", "token"); code != 0 || strings.Contains(stderr, "--apply") || strings.Contains(stdout, "  1. ") || !strings.Contains(stdout, "Nothing to change.") {
				t.Errorf("nothing is left: exit code %d\n%s", code, stdout)
			}
			if _, stderr, code := o.run("check", "made"); code != 0 {
				t.Errorf("check: exit code %d, %s", code, stderr)
			}
		})
	}
	o := newOffice(t)
	o.made(catalog.LCS, catalog.Password)
	for _, apply := range [][]string{nil, {"--apply", "--yes", "--admin", "token"}} {
		stdout, stderr, code := o.run(append([]string{"duty", "made"}, apply...)...)
		if code != 0 || !strings.Contains(stdout, "project") || strings.Contains(stderr, "nothing was changed: no API does this") != (apply != nil) {
			t.Errorf("lcs %v: exit code %d, %s%s", apply, code, stdout, stderr)
		}
	}
}

// TestDutyScope: a scope that isn't one is refused; the role isn't assigned in the whole tenant.
func TestDutyScope(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.made(catalog.PowerPlatform, catalog.ClientSecret)
	for scope, says := range map[string]string{
		"environment:My Sandbox": "letters, digits and hyphens",
		"environment:{9}":        "letters, digits and hyphens",
		"enviroment:9":           "unknown scope",
		"environment":            "unknown scope",
	} {
		_, stderr, code := o.run("duty", "made", "--apply", "--yes", "--admin", "token", "--scope", scope)
		if code != 2 || !strings.Contains(stderr, says) || !strings.Contains(stderr, "environment:ID") {
			t.Errorf("%s: exit code %d\n%s", scope, code, stderr)
		}
	}
	o.update(id, func(a *tenantsim.App) {
		if len(a.PlatformRoles) > 1 {
			t.Errorf("roles %v", a.PlatformRoles)
		}
	})
}

// TestAdminSources: each source that can't be used is explained, and nothing is changed.
func TestAdminSources(t *testing.T) {
	o := newOffice(t)
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	good := o.admins["global"].GraphToken
	az := func(script string) {
		if err := os.WriteFile(filepath.Join(bin, "az"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	command := func(source ...string) []string {
		return append([]string{"setup", "--create", "--no-input", "--dry-run", "--api", "lcs", "--flow", "browser", "--tenant", o.cases["works-lcs-password"].Tenant, "--profile", "made"}, source...)
	}
	refused := func(code int, says string, args ...string) {
		t.Helper()
		if _, stderr, got := o.run(args...); got != code || !strings.Contains(stderr, says) {
			t.Errorf("%v: exit code %d, want %d with %q: %s", args, got, code, says, stderr)
		}
	}
	o.sim.ForgetRequests()
	refused(2, "add --admin az", command()...)
	refused(2, "isn't installed", command("--admin", "az")...)
	az("echo 'ERROR: Please run az login to setup account.' >&2; exit 1")
	refused(3, "az login --tenant", command("--admin", "az")...)
	az("echo '{}'")
	refused(3, "without a token", command("--admin", "az")...)
	az(`echo '{"accessToken":"` + o.admins["global"].APIToken + `"}'`)
	refused(3, "not for Microsoft Graph", command("--admin", "az")...)
	refused(2, "--admin-client-id", command("--admin", "sign-in")...)
	refused(2, "no profile named", command("--admin", "nobody")...)
	o.environ = append(o.environ, "APPREG_GRAPH_TOKEN=not-a-token")
	refused(3, "can't be read", command("--admin", "token")...)
	o.environ = append(o.environ, "APPREG_GRAPH_TOKEN=")
	refused(2, "APPREG_GRAPH_TOKEN is empty", command("--admin", "token")...)
	refused(2, "needs a person to sign in", "setup", "--create", "--no-input", "--yes", "--admin", "az", "--api", "lcs", "--flow", "browser", "--tenant", "contoso.com", "--profile", "made")
	refused(2, "no terminal to confirm on", "setup", "--create", "--no-input", "--admin", "az", "--api", "lcs", "--flow", "browser", "--tenant", "contoso.com", "--profile", "made")
	if _, writes := o.writes(); writes > 0 {
		t.Errorf("%d writes", writes)
	}
	// az sees none of our secrets, and its token is used.
	az(`[ -z "$APPREG_PASSWORD$APPREG_GRAPH_TOKEN$APPREG_ADMIN_API_TOKEN" ] || exit 3
echo '{"accessToken":"` + good + `","tenant":"x"}'`)
	o.as("global")
	if p := o.plan(0, append(command("--admin", "az"), "--json")...); p.Actor.User == "" || len(p.Changes) == 0 || p.Changes[0].Allowed == plan.No {
		t.Errorf("%+v", p)
	}
}

// TestNothingIsDoneToWhatIsntThere: trust and duties are for a registration in the tenant. Where it, or its enterprise application,
// isn't there, nothing is sent that changes anything.
func TestNothingIsDoneToWhatIsntThere(t *testing.T) {
	t.Parallel()
	trust := []string{"federate", "github", "contoso/erp", "--branch", "main", "--profile", "made", "--admin", "token", "--yes"}
	duty := []string{"duty", "made", "--apply", "--yes", "--admin", "token"}
	for name, test := range map[string]struct {
		change func(o *office, id string) error
		args   []string
		says   []string
	}{
		"deleted, trust": {func(o *office, id string) error { return o.sim.DeleteApp(o.tenantID(), id) }, trust, []string{"[app_not_in_tenant]"}},
		"deleted, duty":  {func(o *office, id string) error { return o.sim.DeleteApp(o.tenantID(), id) }, duty, []string{"[app_not_in_tenant]"}},
		"without its enterprise application, duty": {func(o *office, id string) error {
			return o.sim.UpdateApp(o.tenantID(), id, func(a *tenantsim.App) { a.NoServicePrincipal = true })
		}, duty, []string{"[app_sp_missing]", "appreg check made --deep --fix"}},
	} {
		for _, api := range []catalog.API{catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral} {
			o := newOffice(t)
			id := o.made(api, catalog.ClientSecret)
			if err := test.change(o, id); err != nil {
				t.Fatal(err)
			}
			before := o.tenant()
			o.sim.ForgetRequests()
			stdout, stderr, code := o.run(test.args...)
			if _, writes := o.writes(); code != 3 || writes > 0 || o.tenant() != before {
				t.Errorf("%s, %s: exit code %d, %d writes\n%s%s", name, api, code, writes, stdout, stderr)
			}
			for _, says := range test.says {
				if !strings.Contains(stderr, says) {
					t.Errorf("%s, %s: lacks %q:\n%s", name, api, says, stderr)
				}
			}
		}
	}
}

func (o *office) tenantID() string { return o.admins["global"].Tenant }
