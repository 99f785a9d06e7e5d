package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// trusts are the federated credentials of an app, as issuer and subject.
func (o *office) trusts(clientID string) (list []string) {
	o.t.Helper()
	o.update(clientID, func(a *tenantsim.App) {
		for _, f := range a.Federated {
			list = append(list, f.Issuer+" "+f.Subject)
		}
	})
	return list
}

// federated saves a profile, under a name of its own, of the app of the federated case.
func (o *office) federated(name string, expected registration.Assertion) {
	o.t.Helper()
	c := o.cases[federatedProfile]
	expected.From, expected.File = registration.FromFile, c.AssertionFile
	reg := registration.Registration{
		API: c.API, Cloud: catalog.Public, Tenant: c.Tenant, ClientID: c.ClientID, Flow: c.Flow,
		Overrides:  registration.Overrides{Authority: o.url, APIURL: o.url, GraphURL: o.url},
		Credential: registration.Credential{Assertion: expected},
	}
	if _, err := o.store().Save(o.t.Context(), store.SaveInput{Name: name, Registration: reg}); err != nil {
		o.t.Fatal(err)
	}
}

// TestFederateTakesNoTrustAway: what differs from a credential that is there, in whatever value, is created beside it.
func TestFederateTakesNoTrustAway(t *testing.T) {
	o := newOffice(t)
	client := o.made(catalog.PowerApps, catalog.ClientSecret)
	long := strings.Repeat("x", 200)
	cluster := func(id string) []string {
		return []string{"kubernetes", "--issuer", "https://oidc.example.com/" + id + "/", "--namespace", "erp", "--service-account", "a"}
	}
	var want []string
	for _, test := range []struct {
		args  []string
		trust string
	}{
		{cluster("7"), "https://oidc.example.com/7/ system:serviceaccount:erp:a"},
		{cluster("8"), "https://oidc.example.com/8/ system:serviceaccount:erp:a"},
		{[]string{"github", "contoso/erp", "--branch", "feature/x"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/feature/x"},
		{[]string{"github", "contoso/erp", "--branch", "feature-x"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/feature-x"},
		{[]string{"github", "contoso/erp", "--branch", "日本"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/日本"},
		{[]string{"github", "contoso/erp", "--branch", "中国"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/中国"},
		{[]string{"github", "contoso/erp", "--branch", long}, githubIssuer + " repo:contoso/erp:ref:refs/heads/" + long},
		{[]string{"github", "conto/erp", "--branch", long}, githubIssuer + " repo:conto/erp:ref:refs/heads/" + long},
		{[]string{"github", "contoso/erp", "--branch", "Main"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/Main"},
		{[]string{"github", "contoso/erp", "--branch", "main"}, githubIssuer + " repo:contoso/erp:ref:refs/heads/main"},
	} {
		args := append(append([]string{"federate"}, test.args...), "--profile", "made", "--admin", "token", "--yes")
		if stdout, stderr, code := o.run(args...); code != 0 {
			t.Errorf("%v: exit code %d\n%s%s", test.args, code, stdout, stderr)
		}
		if want = append(want, test.trust); !slices.Equal(o.trusts(client), want) {
			t.Fatalf("%v: %q", test.args, o.trusts(client))
		}
	}
}

const githubIssuer = "https://token.actions.githubusercontent.com"

// TestFederateKnowsATrustByAnyName: what an earlier appreg, or a person, registered under another name counts as there.
func TestFederateKnowsATrustByAnyName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	client := o.made(catalog.PowerApps, catalog.ClientSecret)
	o.update(client, func(a *tenantsim.App) {
		a.Federated = []tenantsim.FederatedCredential{{
			ID: "old", Name: "appreg-repo-contoso-erp-ref-refs-heads-main", Issuer: githubIssuer, Subject: "repo:contoso/erp:ref:refs/heads/main", Audiences: []string{"api://AzureADTokenExchange"},
		}}
	})
	if again := o.plan(0, o.federate("main", "--yes", "--json")...); len(again.Pending()) > 0 || len(o.trusts(client)) != 1 {
		t.Errorf("%+v", again.Changes)
	}
	o.update(client, func(a *tenantsim.App) { a.Federated[0].Audiences = []string{"api://other"} })
	o.plan(0, o.federate("main", "--yes", "--json")...)
	o.update(client, func(a *tenantsim.App) {
		if len(a.Federated) != 1 || a.Federated[0].ID != "old" || a.Federated[0].Audiences[0] != "api://AzureADTokenExchange" {
			t.Errorf("%+v", a.Federated)
		}
	})
}

// TestFixEvictsNoOtherProfile: two profiles of one app, for tokens that look alike, are both ready after each was fixed.
func TestFixEvictsNoOtherProfile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	client := o.cases[federatedProfile].ClientID
	want := o.trusts(client)
	for _, name := range []string{"fedA", "fedB"} {
		issuer := fmt.Sprintf("https://oidc.example.com/%s/", name)
		o.federated(name, registration.Assertion{Issuer: issuer, Subject: "system:serviceaccount:erp:a"})
		want = append(want, issuer+" system:serviceaccount:erp:a")
		if _, stderr, _ := o.run("check", name, "--deep", "--fix", "--yes", "--admin", "token"); !slices.Equal(o.trusts(client), want) {
			t.Errorf("%s: %q\n%s", name, o.trusts(client), stderr)
		}
	}
}

// cutAt ends the network of the tenant at the nth write, and returns what brings it back.
func (o *office) cutAt(n int, after bool) (restore func()) {
	calls := tenantsim.CallsIn(tenantsim.StableID("tenant", "contoso"))
	seen, cutting := 0, false // Only is called while the simulator is locked
	o.sim.Inject(calls, tenantsim.Fault{Cut: true, After: after, Only: func(q tenantsim.Request) bool {
		if tenantsim.Writes(q) {
			seen++
			cutting = cutting || seen == n
		}
		return cutting
	}})
	return func() { o.sim.Clear(calls) }
}

// both is the command line that trusts both forms of a repository.
func both(more ...string) []string {
	return append([]string{"federate", "github", "contoso@1/erp@2", "--branch", "main", "--both", "--profile", "made", "--admin", "token", "--yes"}, more...)
}

// TestFederateGoesOn: the same command goes on with a run that was interrupted at any write, and one undo takes back all of it.
func TestFederateGoesOn(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after %t", n, after), func(t *testing.T) {
				t.Parallel()
				o := newOffice(t)
				client := o.made(catalog.PowerApps, catalog.ClientSecret)
				before := o.tenant()
				restore := o.cutAt(n, after)
				_, stderr, code := o.run(both()...)
				restore()
				if code != 4 || !strings.Contains(stderr, "run the same command again to go on") {
					t.Fatalf("exit code %d\n%s", code, stderr)
				}
				first := o.ran(store.KindFederate)
				if dry := o.plan(0, both("--dry-run", "--json")...); dry.Run != first {
					t.Errorf("the dry run goes on with %q", dry.Run)
				}
				if again := o.plan(0, both("--json")...); again.Run != first || len(o.trusts(client)) != 2 {
					t.Errorf("%q after %q: %q", again.Run, first, o.trusts(client))
				}
				for _, r := range o.runs() {
					if r.State != store.RunDone {
						t.Errorf("%s of kind %s is %s", r.ID, r.Kind, r.State)
					}
				}
				if told, code := o.undo("made"); code != 0 || o.tenant() != before {
					t.Errorf("undo: exit code %d, left %q\n%s", code, o.trusts(client), told)
				}
			})
		}
	}
}

// TestFederateLeavesAnothers: what a run was only about to write isn't its own where another run made it, whether the run is taken
// back at once or gone on with first. A run of another profile, or of other credentials, isn't gone on with.
func TestFederateLeavesAnothers(t *testing.T) {
	t.Parallel()
	for _, goOn := range []bool{false, true} {
		t.Run(fmt.Sprintf("gone on with %t", goOn), func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			client := o.cases[federatedProfile].ClientID
			o.federated("made", registration.Assertion{})
			o.federated("other", registration.Assertion{})
			before := o.trusts(client)
			restore := o.cutAt(1, false)
			if _, stderr, code := o.run(o.federate("main", "--yes")...); code != 4 {
				t.Fatalf("exit code %d\n%s", code, stderr)
			}
			restore()
			first := o.ran(store.KindFederate)
			if other := o.plan(0, o.federate("live", "--yes", "--json")...); other.Run == first {
				t.Errorf("a run of other credentials is gone on with")
			}
			args := append(slices.DeleteFunc(o.federate("main", "--yes", "--json"), func(arg string) bool { return arg == "made" || arg == "--profile" }), "--profile", "other")
			if other := o.plan(0, args...); other.Run == first {
				t.Errorf("another profile's run is gone on with")
			}
			want := append(slices.Clone(before), githubIssuer+" repo:contoso/erp:ref:refs/heads/live", githubIssuer+" repo:contoso/erp:ref:refs/heads/main")
			if goOn {
				o.plan(0, o.federate("main", "--yes", "--json")...)
			}
			told, code := o.undo(first)
			if code != 0 || !slices.Equal(o.trusts(client), want) || !goOn && !strings.Contains(told, "Another run made it: it stays") {
				t.Errorf("exit code %d, left %q\n%s", code, o.trusts(client), told)
			}
			if told, code := o.undo("other"); code != 0 || !slices.Equal(o.trusts(client), want[:len(want)-1]) {
				t.Errorf("the other: exit code %d, left %q\n%s", code, o.trusts(client), told)
			}
		})
	}
}

// TestUndoOfFederateIsForgotten: the profile doesn't expect what was taken back, so nothing would make it again; what another run
// trusts is still expected. The second time, nothing is advised that can't be done.
func TestUndoOfFederateIsForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	client := o.cases[federatedProfile].ClientID
	o.federated("made", registration.Assertion{})
	before := o.trusts(client)
	deep := func(subject string) {
		t.Helper()
		p, err := o.store().Find("made")
		if err != nil || p.AssertionSubject != subject {
			t.Errorf("%v, the profile expects %q", err, p.AssertionSubject)
		}
		if dry := o.plan(0, "check", "made", "--deep", "--fix", "--dry-run", "--admin", "token", "--json"); strings.Contains(ids(dry), "federated_credential") {
			t.Errorf("would change %q", ids(dry))
		}
	}
	first, second := o.plan(0, o.federate("main", "--yes", "--json")...).Run, o.plan(0, o.federate("live", "--yes", "--json")...).Run
	deep("repo:contoso/erp:ref:refs/heads/live")
	if told, code := o.undo(first); code != 0 || strings.Contains(told, "no longer") || !strings.Contains(told, "subject repo:contoso/erp:ref:refs/heads/main\n") {
		t.Errorf("the first: exit code %d\n%s", code, told)
	}
	deep("repo:contoso/erp:ref:refs/heads/live")
	if told, code := o.undo(second); code != 0 || !strings.Contains(told, "profile made expects these tokens no longer") || !slices.Equal(o.trusts(client), before) {
		t.Errorf("the second: exit code %d, left %q\n%s", code, o.trusts(client), told)
	}
	deep("")
	o.plan(0, o.federate("main", "--yes", "--json")...)
	third := o.plan(0, o.federate("live", "--yes", "--json")...).Run
	if told, code := o.undo(third); code != 0 || !strings.Contains(told, "expects those of repo:contoso/erp:ref:refs/heads/main again") {
		t.Errorf("the third: exit code %d\n%s", code, told)
	}
	deep("repo:contoso/erp:ref:refs/heads/main")
	if told, code := o.undo(second); code != 0 || !strings.Contains(told, "was taken back already\n") || strings.Contains(told, "--restore") {
		t.Errorf("again: exit code %d\n%s", code, told)
	}
}

// TestUndoOfFederateExpectsWhatWasExpected: what the profile expected before the runs, which no run of appreg made, is expected again
// once they are taken back, in whatever order; so it isn't by journals of an earlier appreg, which don't have it.
func TestUndoOfFederateExpectsWhatWasExpected(t *testing.T) {
	t.Parallel()
	const before = "repo:contoso/erp:environment:production"
	for name, test := range map[string]struct {
		order [2]int
		old   bool
		want  string
	}{
		"the last first":  {[2]int{1, 0}, false, before},
		"the first first": {[2]int{0, 1}, false, before},
		"old journals":    {[2]int{1, 0}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.federated("made", registration.Assertion{Issuer: githubIssuer, Subject: before})
			var runs [2]string
			for i, branch := range []string{"main", "live"} {
				runs[i] = o.plan(0, o.federate(branch, "--yes", "--json")...).Run
			}
			for _, i := range test.order {
				if test.old {
					o.forgetExpected(runs[i])
				}
				if told, code := o.undo(runs[i]); code != 0 {
					t.Fatalf("exit code %d\n%s", code, told)
				}
			}
			if p, err := o.store().Find("made"); err != nil || p.AssertionSubject != test.want {
				t.Errorf("%v, the profile expects %q", err, p.AssertionSubject)
			}
		})
	}
}

// forgetExpected makes a journal one of an appreg that didn't write down what the profile expected.
func (o *office) forgetExpected(run string) {
	o.t.Helper()
	file := filepath.Join(o.home, "state", "runs", run+".json")
	text, err := os.ReadFile(file)
	if err != nil {
		o.t.Fatal(err)
	}
	old := regexp.MustCompile(`(?s)\n  "expected": \{.*?\},`).ReplaceAll(text, nil)
	if len(old) == len(text) {
		o.t.Fatalf("it has none:\n%s", text)
	}
	if err := os.WriteFile(file, old, 0o600); err != nil {
		o.t.Fatal(err)
	}
}
