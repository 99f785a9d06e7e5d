package plan

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// TestSeenInSteps: what a person has done in the portal is seen, and what is missing.
func TestSeenInSteps(t *testing.T) {
	const bc = catalog.BusinessCentral
	tests := []struct {
		flow   catalog.Flow
		change func(*tenantsim.App)
		step   catalog.StepID
		want   string
	}{
		{catalog.ClientSecret, nil, catalog.StepApplication, `[{"appreg dev" exists true} {accounts: this tenant only true}]`},
		{catalog.ClientSecret, func(a *tenantsim.App) { a.NoServicePrincipal = true }, catalog.StepApplication, `[{"appreg dev" exists true} {accounts: this tenant only true} {its enterprise application is missing false}]`},
		{catalog.Browser, nil, catalog.StepPermissions, `[{Financials.ReadWrite.All is listed true} {consent granted true}]`},
		{catalog.Browser, func(a *tenantsim.App) { a.Consents = nil }, catalog.StepPermissions, `[{Financials.ReadWrite.All is listed true} {consent missing false}]`},
		{catalog.ClientSecret, func(a *tenantsim.App) { a.RequiresRoles, a.Roles[bc] = nil, a.Roles[bc][:1] }, catalog.StepPermissions,
			`[{API.ReadWrite.All isn't listed false} {consent granted true} {Automation.ReadWrite.All isn't listed false} {consent missing false}]`},
		{catalog.DeviceCode, nil, catalog.StepPublicClient, `[{public client flows are allowed true}]`},
		{catalog.DeviceCode, func(a *tenantsim.App) { a.Public = false }, catalog.StepPublicClient, `[{public client flows are off false}]`},
		{catalog.Browser, nil, catalog.StepPublicClient, `[{http://localhost is listed true}]`},
		{catalog.Browser, func(a *tenantsim.App) { a.RedirectURIs = nil }, catalog.StepPublicClient, `[{http://localhost isn't listed false}]`},
		{catalog.Browser, func(a *tenantsim.App) { a.RedirectURIs, a.SPAURIs = nil, a.RedirectURIs }, catalog.StepPublicClient, `[{http://localhost is listed under another platform false}]`},
		{catalog.ClientSecret, nil, catalog.StepCredential, `[{the client secret is on the app registration true}]`},
		{catalog.ClientSecret, func(a *tenantsim.App) { a.Secrets = nil }, catalog.StepCredential, `[{the client secret isn't on the app registration false}]`},
		{catalog.ClientCertificate, func(a *tenantsim.App) { a.Certificates = nil }, catalog.StepCredential, `isn't on the app registration false}]`},
		{catalog.ClientSecret, nil, catalog.StepToken, `[]`},
	}
	for _, test := range tests {
		r := newRig(t)
		d := r.want(bc, test.flow)
		result, _ := r.create(d)
		d.ClientID, d.SecretHint, d.Thumbprint = result.ClientID, Hint(result.Credential.Secret), thumbprintOf(result.Credential)
		if test.change != nil {
			must(t, r.sim.UpdateApp(testTenant, result.ClientID, test.change))
		}
		actual, err := r.engine().Read(context.Background(), d)
		must(t, err)
		if got := fmt.Sprint(SeenIn(test.step, d, actual, r.clock())); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s, %s: %s, want %s", test.flow, test.step, got, test.want)
		}
	}
	if got := SeenIn(catalog.StepApplication, Desired{ClientID: "x"}, graph.Actual{}, time.Time{}); len(got) != 1 || got[0].OK {
		t.Errorf("nothing: %v", got)
	}
}

// TestSeenFederated: a federated credential counts only if it is for the tokens' audience too: Entra compares all three.
func TestSeenFederated(t *testing.T) {
	want := graph.FederatedCredential{Issuer: "https://issuer.example", Subject: "s", Audiences: []string{"api://AzureADTokenExchange"}}
	for audience, ok := range map[string]bool{want.Audiences[0]: true, "api://another": false} {
		have := want
		have.Name, have.Audiences = "any", []string{audience}
		actual := graph.Actual{Application: &graph.Application{}, Federated: []graph.FederatedCredential{have}}
		seen := SeenIn(catalog.StepCredential, Desired{Federated: []graph.FederatedCredential{want}}, actual, time.Time{})
		if len(seen) != 1 || seen[0].OK != ok {
			t.Errorf("audience %s: %v", audience, seen)
		}
	}
}

// TestRequestText names the object, the place and the role that is enough.
func TestRequestText(t *testing.T) {
	r := newRig(t)
	r.admin = developer
	p := r.make(r.want(catalog.BusinessCentral, catalog.ClientSecret), nil)
	text := p.Request(changeOf(t, p, AppRoleAssignment))
	for _, want := range []string{
		"Please make this change in Microsoft Entra: Grant the application permission API.ReadWrite.All.", "Tenant: " + testDomain + " (" + testTenant + ")", "App: appreg dev",
		"API: Dynamics 365 Business Central (996def3d-b36c-4153-8607-a6fd3c01b89f)", "Role that is enough: Cloud Application Administrator or",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestRequestForAnExemption: what a policy forbids nobody can make; the request is for an exemption.
func TestRequestForAnExemption(t *testing.T) {
	r := newRig(t)
	must(t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { t.Rules.NoSecrets = true }))
	p := r.make(r.want(catalog.BusinessCentral, catalog.ClientSecret), nil)
	text := p.Request(changeOf(t, p, Password))
	if !strings.HasPrefix(text, "Please exempt this app from the policy of the tenant that doesn't allow this: Create a client secret.") || strings.Contains(text, "Role that is enough") {
		t.Error(text)
	}
}

// TestKnownIDs: what the journal of the creation knows is enough for a certificate to roll itself.
func TestKnownIDs(t *testing.T) {
	r := newRotor(t, catalog.ClientCertificate)
	runs, err := r.store.Runs()
	must(t, err)
	objectID, id := KnownIDs(runs, r.result.ClientID, thumbprintOf(r.saved))
	if objectID != r.result.ObjectID || id == "" || id != r.keyID() {
		t.Errorf("%q %q", objectID, id)
	}
	r.rotation.Self, r.rotation.ObjectID, r.rotation.OldKeyID = true, objectID, id
	result, j, err := r.rotate(r.self(r.engine()), r.store, r.steps(), nil)
	if err != nil || !result.OK() {
		t.Fatalf("%v %+v", err, result.Plan.Changes)
	}
	r.holds(t, 0)
	run := j.Run()
	if _, id := KnownIDs(append([]store.Run{run}, runs...), r.result.ClientID, thumbprintOf(r.saved)); id == "" || id != r.keyID() {
		t.Errorf("after rolling: %q", id)
	}
}
