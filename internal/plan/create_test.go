package plan

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/store"
)

// TestCreateEveryFlow: for every API and flow that exists, the registration is made as the documents want it, a second run
// changes nothing, and undoing leaves the tenant as it was.
func TestCreateEveryFlow(t *testing.T) {
	t.Parallel()
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if !rule.Allowed {
				continue
			}
			t.Run(string(service.API)+" "+string(rule.Flow), func(t *testing.T) {
				r := newRig(t)
				d := r.want(service.API, rule.Flow)
				r.sim.ForgetRequests()
				p := r.make(d, nil)
				if all, writes := r.requests(); all != 1 || writes != 0 || slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Allowed == No }) || len(p.Pending()) == 0 {
					t.Fatalf("the plan took %d requests, %d writes: %+v", all, writes, p.Changes)
				}
				j := r.begin(d)
				result, err := r.engine().Apply(context.Background(), p, j, nil)
				if err != nil || !result.OK() {
					t.Fatalf("%v %+v", err, result.Plan.Failures())
				}
				all, _ := r.requests()
				t.Logf("%d requests", all)
				const most = 9 // of 14, of which the test of the token takes up to 5
				if all > most {
					t.Errorf("%d requests: %+v", all, r.sim.Requests())
				}
				checkMade(t, r, d, result)
				checkSecond(t, r, d, result)
				checkUndone(t, r, j)
			})
		}
	}
}

func checkMade(t *testing.T, r *rig, d Desired, result Result) {
	t.Helper()
	apps := r.apps()
	if len(apps) != 1 || apps[0].ClientID != result.ClientID || apps[0].ObjectID != result.ObjectID {
		t.Fatalf("made %d: %+v", len(apps), apps)
	}
	app := apps[0]
	if app.Audience != SingleTenant || app.Public != d.PublicClient || !slices.Equal(app.RedirectURIs, d.RedirectURIs) || app.NoServicePrincipal {
		t.Errorf("made %+v", app)
	}
	roles := slices.Sorted(slices.Values(app.Roles[d.Target.API])) // one that waits comes after the others
	if !slices.Equal(app.Consents[d.Target.API], d.Delegated) || !slices.Equal(roles, slices.Sorted(slices.Values(d.Application))) {
		t.Errorf("granted %v and %v", app.Consents, app.Roles)
	}
	has := map[Credential]bool{NewSecret: len(app.Secrets) == 1, NewCertificate: len(app.Certificates) == 1, NoCredential: len(app.Secrets)+len(app.Certificates) == 0}
	if !has[d.Credential] || result.Credential.IsZero() != (d.Credential == NoCredential) {
		t.Errorf("credential %s: %+v", d.Credential, app)
	}
}

// checkSecond makes a plan for the saved registration.
func checkSecond(t *testing.T, r *rig, d Desired, result Result) {
	t.Helper()
	r.sim.ForgetRequests()
	d.ClientID, d.SecretHint, d.Thumbprint = result.ClientID, Hint(result.Credential.Secret), thumbprintOf(result.Credential)
	p := r.make(d, nil)
	if all, _ := r.requests(); len(p.Pending()) > 0 || all != 1 {
		t.Errorf("a second run after %d requests would change: %+v", all, p.Pending())
	}
}

func checkUndone(t *testing.T, r *rig, j *store.Journal) {
	t.Helper()
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if err != nil || len(undone.Failures()) > 0 || j.Run().State != store.RunUndone {
		t.Fatalf("%v %+v", err, undone)
	}
	if apps := r.apps(); len(apps) > 0 {
		t.Errorf("left: %+v", apps)
	}
	restored, err := r.engine().Restore(context.Background(), j)
	must(t, err)
	again, err := r.engine().Restore(context.Background(), j)
	must(t, err)
	if !restored || again {
		t.Errorf("restored: %t, and once more: %t", restored, again)
	}
	if apps := r.apps(); len(apps) != 1 || apps[0].NoServicePrincipal {
		t.Errorf("restored: %+v", apps)
	}
}

// TestJSON: the keys of a plan are a contract.
func TestJSON(t *testing.T) {
	r := newRig(t)
	text, err := json.Marshal(r.make(r.want(catalog.LCS, catalog.Browser), nil))
	must(t, err)
	var got map[string]any
	must(t, json.Unmarshal(text, &got))
	for _, key := range []string{"profile", "client_id", "tenant", "tenant_id", "actor", "changes", "applied", "run", "report"} {
		if _, ok := got[key]; !ok {
			t.Errorf("no %s", key)
		}
		delete(got, key)
	}
	if len(got) > 0 {
		t.Errorf("too much: %v", got)
	}
	var first struct{ Changes []map[string]any }
	must(t, json.Unmarshal(text, &first))
	change := first.Changes[0]
	for _, key := range []string{"id", "action", "object", "title", "detail", "needs", "allowed", "reversible", "state", "object_id", "cause", "fix"} {
		if _, ok := change[key]; !ok {
			t.Errorf("no %s in a change", key)
		}
		delete(change, key)
	}
	if len(change) > 0 {
		t.Errorf("too much in a change: %v", change)
	}
}
