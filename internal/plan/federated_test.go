package plan

import (
	"context"
	"fmt"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// TestFederated: trust in another issuer is added, changed and taken back by its name, whatever is cut off.
func TestFederated(t *testing.T) {
	for _, n := range []int{-1, 0, 1} {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, after %t", n+1, after), func(t *testing.T) {
				r := newRig(t)
				d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
				result, _ := r.create(d)
				d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
				put := func(subject string) *store.Journal {
					d.Federated = []graph.FederatedCredential{
						{Name: "gh-prod", Issuer: "https://token.actions.githubusercontent.com", Subject: subject, Audiences: []string{"api://AzureADTokenExchange"}},
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
				first, second := put("repo:o/r:environment:prod"), put("repo:o/r:environment:live")
				for _, step := range []struct {
					j    *store.Journal
					want string
				}{{second, "prod"}, {first, ""}} {
					undone, err := r.engine().Undo(context.Background(), PlanUndo(step.j.Run(), Actor{}), step.j, nil)
					if err != nil || len(undone.Failures()) > 0 {
						t.Fatalf("%v %+v", err, undone)
					}
					trusted := r.apps()[0].Federated
					if step.want == "" && len(trusted) > 0 || step.want != "" && (len(trusted) != 2 || trusted[0].Subject != "repo:o/r:environment:"+step.want) {
						t.Errorf("left: %+v", trusted)
					}
				}
			})
		}
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
