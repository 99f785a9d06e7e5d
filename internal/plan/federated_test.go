package plan

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/federation"
	"appreg/internal/graph"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// TestFederated: trust in another issuer is added, its audience changed, and both taken back, whatever is cut off.
func TestFederated(t *testing.T) {
	for _, n := range []int{-1, 0, 1} {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after %t", n+1, after), func(t *testing.T) {
				r := newRig(t)
				d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
				result, _ := r.create(d)
				d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
				put := func(audience string) *store.Journal {
					d.Federated = []graph.FederatedCredential{
						{Name: "gh-prod", Issuer: "https://token.actions.githubusercontent.com", Subject: "repo:o/r:environment:prod", Audiences: []string{audience}},
						{Name: "gh-test", Issuer: "https://token.actions.githubusercontent.com", Subject: "repo:o/r:environment:test", Audiences: []string{"api://AzureADTokenExchange"}},
					}
					if n >= 0 {
						r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Cut: true, After: after, Skip: n, Times: 1, Only: tenantsim.Writes})
					}
					_, j := r.create(d)
					if p := r.make(d, nil); len(p.Pending()) > 0 {
						t.Errorf("a second run would change %+v", p.Pending())
					}
					return j
				}
				first, second := put("api://AzureADTokenExchange"), put("api://AzureADTokenExchangeUSGov")
				for _, step := range []struct {
					j    *store.Journal
					want string
				}{{second, "api://AzureADTokenExchange"}, {first, ""}} {
					undone, err := r.engine().Undo(context.Background(), PlanUndo(step.j.Run(), Actor{}), step.j, nil)
					if err != nil || len(undone.Failures()) > 0 {
						t.Fatalf("%v %+v", err, undone)
					}
					trusted := r.apps()[0].Federated
					if step.want == "" && len(trusted) > 0 || step.want != "" && (len(trusted) != 2 || trusted[0].Audiences[0] != step.want) {
						t.Errorf("left: %+v", trusted)
					}
				}
			})
		}
	}
}

// TestFederatedTakesNothingAway: a trust is known by issuer and subject, whatever its name, and no other is overwritten for it.
func TestFederatedTakesNothingAway(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	result, _ := r.create(d)
	d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
	audiences := []string{"api://AzureADTokenExchange"}
	long := strings.Repeat("n", federation.LongestName)
	must(t, r.sim.UpdateApp(testTenant, d.ClientID, func(a *tenantsim.App) {
		a.Federated = []tenantsim.FederatedCredential{
			{ID: "1", Name: "Taken", Issuer: "https://oidc.example.com/7/", Subject: "s", Audiences: audiences},
			{ID: "2", Name: long, Issuer: "https://oidc.example.com/8/", Subject: "s", Audiences: audiences},
			{ID: "3", Name: "old-name", Issuer: "https://oidc.example.com/9/", Subject: "s", Audiences: []string{"other"}, Description: "of a colleague"},
		}
	}))
	d.Federated = []graph.FederatedCredential{
		{Name: "taken", Issuer: "https://oidc.example.com/8/", Subject: "s", Audiences: audiences},
		{Name: "taken", Issuer: "https://oidc.example.com/10/", Subject: "s", Audiences: audiences},
		{Name: "taken", Issuer: "https://oidc.example.com/11/", Subject: "s", Audiences: audiences},
		{Name: long, Issuer: "https://oidc.example.com/12/", Subject: "s", Audiences: audiences},
		{Name: "new-name", Issuer: "https://oidc.example.com/9/", Subject: "s", Audiences: audiences},
	}
	_, j := r.create(d)
	var there []string
	for _, f := range r.apps()[0].Federated {
		there = append(there, strings.TrimPrefix(f.Issuer, "https://oidc.example.com/")+" "+strings.Replace(f.Name, long[:118], "n*118", 1)+" "+f.Audiences[0]+" "+f.Description)
	}
	want := []string{
		"7/ Taken api://AzureADTokenExchange ", "8/ n*118nn api://AzureADTokenExchange ", "9/ old-name api://AzureADTokenExchange of a colleague",
		"10/ taken-2 api://AzureADTokenExchange ", "11/ taken-3 api://AzureADTokenExchange ", "12/ n*118-2 api://AzureADTokenExchange ",
	}
	if diff := cmp.Diff(want, there); diff != "" {
		t.Errorf("%s", diff)
	}
	_, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	must(t, err)
	if left := r.apps()[0].Federated; len(left) != 3 || left[2].Audiences[0] != "other" {
		t.Errorf("left: %+v", left)
	}
}

// TestRunOf: an interrupted run is found again, by its profile.
func TestRunOf(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.PowerPlatform, catalog.ClientSecret)
	j, err := r.store.BeginRun(context.Background(), RunOf(store.KindCreate, d, r.url))
	must(t, err)
	must(t, j.Note(store.RunEntry{Change: "application", Action: "create", State: store.EntryAbout}))
	j.Close()
	runs, err := r.store.Runs()
	must(t, err)
	of := func(profile string) *store.Run {
		return Interrupted(runs, func(r store.Run) bool { return IsOf(r, profile, "") })
	}
	if found, other := of("dev"), of("other"); found == nil || other != nil || found.Graph != r.url {
		t.Fatalf("%+v, %+v", found, other)
	}
}
