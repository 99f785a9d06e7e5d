package cli_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/tenantsim"
)

// TestRotate: the new credential works, the old one is gone, others stay, and a certificate needs no admin.
func TestRotate(t *testing.T) {
	t.Parallel()
	for flow, more := range map[catalog.Flow][]string{catalog.ClientSecret: {"--admin", "token"}, catalog.ClientCertificate: {"--admin", "token"}} {
		t.Run(string(flow), func(t *testing.T) {
			o := newOffice(t)
			id := o.made(catalog.PowerPlatform, flow)
			o.update(id, func(a *tenantsim.App) {
				a.Secrets = append(a.Secrets, tenantsim.Secret{ID: "0f0f0f0f-0000-4000-8000-000000000001", Value: "zzz-somebody-else", Name: "other", Expires: time.Now().Add(time.Hour)})
			})
			args := append([]string{"rotate", "made", "--yes", "--json"}, more...)
			dry := o.plan(0, append(args, "--dry-run")...)
			made := o.plan(0, args...)
			if ids(dry) != ids(made) || len(made.Failures()) > 0 || len(made.Changes) < 2 {
				t.Fatalf("dry run %q, made %q: %+v", ids(dry), ids(made), made)
			}
			if _, stderr, code := o.run("check", "made"); code != 0 {
				t.Errorf("check: exit code %d, %s", code, stderr)
			}
			o.update(id, func(a *tenantsim.App) {
				if want := map[catalog.Flow][2]int{catalog.ClientSecret: {2, 0}, catalog.ClientCertificate: {1, 1}}[flow]; len(a.Secrets) != want[0] || len(a.Certificates) != want[1] {
					t.Errorf("%d secrets, %d certificates", len(a.Secrets), len(a.Certificates))
				}
			})
			if _, stderr, code := o.run("rotate", "--all", "--expiring", "30d", "--yes", "--admin", "token"); code != 0 || !strings.Contains(stderr, "nothing to rotate") {
				t.Errorf("--all: exit code %d, %s", code, stderr)
			}
		})
	}
}

// TestRotateKeepsWhatItsTestFound: a profile that was refused for its old secret isn't listed as refused with the new one.
func TestRotateKeepsWhatItsTestFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.made(catalog.PowerPlatform, catalog.ClientSecret)
	o.update(id, func(a *tenantsim.App) { a.Secrets = nil })
	o.report(3, "check", "made", "--json")
	o.plan(0, "rotate", "made", "--yes", "--admin", "token", "--json")
	if stdout, _, _ := o.run("show", "made", "--json"); !strings.Contains(stdout, `"verdict": "ready"`) || strings.Contains(stdout, `"tenant_id": ""`) {
		t.Errorf("shown:\n%s", stdout)
	}
}

// TestRotateExpiring: what ends later stays, by name too; where no date was noted, the registration is asked.
func TestRotateExpiring(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	o.saveChanged(appProfile, func(reg *registration.Registration) { reg.Overrides.GraphURL = o.url })
	before := o.tenant()
	if made := o.plan(0, "rotate", "made", "--expiring", "30d", "--yes", "--admin", "token", "--json"); made.Profile != "made" || len(made.Changes) != 0 {
		t.Errorf("%+v", made)
	}
	stdout, stderr, code := o.run("rotate", "made", "--expiring", "30d", "--yes", "--admin", "token")
	if code != 0 || stdout != "" || !strings.Contains(stderr, "nothing to rotate: the credential of profile made ends on 20") {
		t.Errorf("by name: exit code %d\n%s%s", code, stdout, stderr)
	}
	stdout, stderr, code = o.run("rotate", "--all", "--expiring", "1d", "--yes", "--admin", "token", "--json")
	if code != 0 || strings.TrimSpace(stdout) != "[]" || !strings.Contains(stderr, "nothing to rotate") {
		t.Errorf("all: exit code %d\n%s%s", code, stdout, stderr)
	}
	if diff := cmp.Diff(before, o.tenant()); diff != "" {
		t.Errorf("the tenant was changed:\n%s", diff)
	}
	stdout, _, code = o.run("rotate", "--all", "--expiring", "3650d", "--dry-run", "--admin", "token", "--json")
	var all []plan.Plan
	if err := json.Unmarshal([]byte(stdout), &all); err != nil || code != 0 || len(all) != 2 || len(all[0].Changes) == 0 || len(all[1].Changes) == 0 {
		t.Errorf("all that end within ten years: exit code %d, %v\n%s", code, err, stdout)
	}
	if _, stderr, code := o.run("rotate", "made", "--expiring", "106752d", "--dry-run", "--admin", "token"); code != 2 || !strings.Contains(stderr, "couldn't use --expiring") {
		t.Errorf("more days than there are: exit code %d\n%s", code, stderr)
	}
	if _, stderr, code := o.run("rotate", "nobody"); code != 2 || !strings.Contains(stderr, "no profile named") {
		t.Errorf("an unknown profile: exit code %d\n%s", code, stderr)
	}
}

// TestRotateAllNamesWhatFailed: in the JSON, too.
func TestRotateAllNamesWhatFailed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	o.saveChanged(appProfile, func(reg *registration.Registration) {
		reg.Overrides.GraphURL, reg.Tenant = o.url, "11111111-2222-4333-8444-555555555555"
	})
	stdout, stderr, code := o.run("rotate", "--all", "--dry-run", "--admin", "token", "--json")
	var all []struct {
		Profile string
		Changes []plan.Change
		Error   *struct{ Code, Message, Fix string }
	}
	if err := json.Unmarshal([]byte(stdout), &all); err != nil || code == 0 || len(all) != 2 {
		t.Fatalf("exit code %d, %v\n%s%s", code, err, stdout, stderr)
	}
	for _, one := range all {
		if failed := one.Profile == appProfile; failed != (one.Error != nil && one.Error.Code != "" && one.Error.Message != "") || failed == (len(one.Changes) > 0) {
			t.Errorf("%+v", one)
		}
	}
}

// TestRotateTellsWhatIsLeft: each wait for the new credential is told before it, with what is left of the time.
func TestRotateTellsWhatIsLeft(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	if err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) { t.Rules.Replication.Tokens = 2 }); err != nil {
		t.Fatal(err)
	}
	_, stderr, code := o.run("rotate", "made", "--yes", "--admin", "token")
	first, second := strings.Index(stderr, "for at most 3m0s"), strings.Index(stderr, "for at most 2m59s")
	if code != 0 || first < 0 || second < first || strings.Count(stderr, "for at most") != 2 {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}

// TestRotateAll: each plan names its profile and its app; that a role is missing is said only where one is.
func TestRotateAll(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.made(catalog.PowerPlatform, catalog.ClientSecret)
	o.saveChanged(appProfile, func(reg *registration.Registration) { reg.Overrides.GraphURL = o.url })
	stdout, _, code := o.run("rotate", "--all", "--dry-run", "--admin", "token", "--json")
	var all []plan.Plan
	if err := json.Unmarshal([]byte(stdout), &all); err != nil || code != 0 || len(all) != 2 {
		t.Fatalf("exit code %d, %v\n%s", code, err, stdout)
	}
	want := map[string]string{"made": id, appProfile: o.cases[appProfile].ClientID}
	if got := map[string]string{all[0].Profile: all[0].ClientID, all[1].Profile: all[1].ClientID}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	stdout, _, _ = o.run("rotate", "--all", "--dry-run", "--admin", "token")
	for name := range want {
		if strings.Count(stdout, "profile "+name+"\ntenant ") != 1 {
			t.Errorf("no block of %s:\n%s", name, stdout)
		}
	}
	o.as("plain-user")
	stdout, _, _ = o.run("rotate", "made", "--dry-run", "--admin", "token")
	if !strings.Contains(stdout, ". You have none of them.") {
		t.Errorf("a role is missing:\n%s", stdout)
	}
	o.as("global")
	weak, err := o.sim.AdminToken(o.admins["global"].Tenant, o.admins["global"].Username, tenantsim.AdminTokenOptions{Scopes: []string{"User.Read", "Application.Read.All"}})
	if err != nil {
		t.Fatal(err)
	}
	o.environ = append(o.environ, "APPREG_GRAPH_TOKEN="+weak)
	stdout, _, _ = o.run("rotate", "made", "--dry-run", "--admin", "token")
	if !strings.Contains(stdout, " You have one, but your token doesn't hold the right") {
		t.Errorf("the token lacks the right:\n%s", stdout)
	}
	o.as("global")
	if err := o.sim.DeleteApp(o.admins["global"].Tenant, id); err != nil {
		t.Fatal(err)
	}
	stdout, _, code = o.run("rotate", "made", "--dry-run", "--admin", "token")
	if code != 3 || !strings.Contains(stdout, "isn't in this tenant") || strings.Contains(stdout, "You have none") {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
}

// A certificate rolls itself: no admin source is named.
func TestRotateItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerPlatform, catalog.ClientCertificate)
	made := o.plan(0, "rotate", "made", "--yes", "--json")
	if len(made.Failures()) > 0 || made.Actor.Source != "made" {
		t.Errorf("%+v", made)
	}
	if _, stderr, code := o.run("check", "made"); code != 0 {
		t.Errorf("check: exit code %d, %s", code, stderr)
	}
	o.update(made.ClientID, func(a *tenantsim.App) { a.Certificates = nil })
	if _, stderr, code := o.run("rotate", "made", "--yes"); code != 3 || !strings.Contains(stderr, "couldn't sign the app in") || !strings.Contains(stderr, made.ClientID) || strings.Contains(stderr, "<") {
		t.Errorf("refused: exit code %d, %s", code, stderr)
	}
}
