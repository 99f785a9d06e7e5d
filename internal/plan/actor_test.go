package plan

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// appTokens are those of an automation app.
type appTokens struct {
	r      *rig
	client string
}

func (s appTokens) Token(ctx context.Context, _ bool) (secret.Secret, error) {
	answer, err := entra.NewClient(s.r.http, s.r.clock, uuid.NewString).Token(ctx, entra.Request{
		Login: s.r.url, Tenant: testTenant, ClientID: s.client, Scope: "https://graph.microsoft.com/.default", Flow: catalog.ClientSecret, Secret: secret.New("automation secret"),
	})
	return answer.AccessToken, err
}

// TestAutomation: an app with the permission for what it owns creates registrations; its consent takes one more.
func TestAutomation(t *testing.T) {
	const client = "0d0d0d0d-1111-4222-8333-444455556666"
	for _, consents := range []bool{false, true} {
		r := newRig(t)
		rights := []string{"Application.ReadWrite.OwnedBy"}
		if consents {
			rights = append(rights, "AppRoleAssignment.ReadWrite.All")
		}
		r.sim.AddTenant(tenantsim.Tenant{ID: testTenant, Apps: []*tenantsim.App{{
			ClientID: client, Name: "automation", Secrets: []tenantsim.Secret{{ID: "s", Value: "automation secret", Expires: r.now.Add(365 * day)}},
			Roles: map[catalog.API][]string{"graph": rights},
		}}})
		e := r.engine()
		e.Graph.Token = appTokens{r, client}
		d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
		p, err := e.Make(context.Background(), d, Actor{Source: "automation", App: true, Rights: rights}, nil)
		must(t, err)
		want := map[bool]Allowed{true: Yes, false: No}[consents]
		if c := changeOf(t, p, AppRoleAssignment); c.Allowed != want {
			t.Errorf("%+v", c)
		}
		result, err := e.Apply(context.Background(), p, r.begin(d), nil)
		must(t, err)
		if result.OK() != consents || result.Credential.IsZero() {
			t.Errorf("%t: %+v", consents, result.Plan.Changes)
		}
	}
}

// TestNamesFromOutside: what the tenant calls things can't write to the terminal, and JSON has lists where lists belong.
func TestNamesFromOutside(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.LCS, catalog.Browser)
	result, _ := r.create(d)
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) { a.Name = "evil\x1b[2J\nname" }))
	d.ClientID = result.ClientID
	text, err := json.Marshal(r.make(d, nil))
	must(t, err)
	if strings.Contains(string(text), `\u001b`) || strings.Contains(string(text), "null,") {
		t.Errorf("%s", text)
	}
}

// TestRotationsStay: what a rotation made is what the profile has now: there is nothing to take back.
func TestRotationsStay(t *testing.T) {
	run := store.Run{Kind: store.KindRotate, Entries: []store.RunEntry{{Object: "password", Action: "create", State: store.EntryDone, ObjectID: "k"}}}
	if p := PlanUndo(run, Actor{}); len(p.Changes) > 0 {
		t.Errorf("%+v", p.Changes)
	}
}
