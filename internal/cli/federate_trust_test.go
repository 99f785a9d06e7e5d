package cli_test

import (
	"fmt"
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
