package fidelity

import (
	"net/http"
	"testing"

	"github.com/manicminer/hamilton/environments"
	"github.com/manicminer/hamilton/msgraph"
	"github.com/manicminer/hamilton/odata"
	"golang.org/x/oauth2"
)

// fixedToken is Hamilton's Authorizer with a token that is there.
type fixedToken string

func (f fixedToken) Token() (*oauth2.Token, error) {
	return &oauth2.Token{AccessToken: string(f), TokenType: "Bearer"}, nil
}

func (f fixedToken) AuxiliaryTokens() ([]*oauth2.Token, error) { return nil, nil }

// hamilton is the client of Terraform's provider for Microsoft Entra, as an administrator of the simulator.
func (d directory) hamilton() msgraph.Client {
	client := msgraph.NewClient(msgraph.Version10, d.tenant)
	client.Endpoint, client.Authorizer, client.HttpClient = environments.ApiEndpoint(d.url), fixedToken(d.token), d.http
	client.RetryableClient.HTTPClient = d.http
	return client
}

// TestHamilton drives the Go client that Terraform's provider for Microsoft Entra was built on through the same life.
func TestHamilton(t *testing.T) {
	d := newDirectory(t, "global")
	apps, principals, grants := msgraph.NewApplicationsClient(d.tenant), msgraph.NewServicePrincipalsClient(d.tenant), msgraph.NewDelegatedPermissionGrantsClient(d.tenant)
	apps.BaseClient, principals.BaseClient, grants.BaseClient = d.hamilton(), d.hamilton(), d.hamilton()

	name, yes := "made by Hamilton", true
	app, _, err := apps.Create(t.Context(), msgraph.Application{DisplayName: &name, IsFallbackPublicClient: &yes})
	sure(t, err)
	id := value(app.ID)
	sp, _, err := principals.Create(t.Context(), msgraph.ServicePrincipal{AppId: app.AppId})
	sure(t, err)
	filter := odata.Query{Filter: "appId eq '" + businessCentral(t) + "'"}
	found, _, err := principals.List(t.Context(), filter)
	sure(t, err)
	if len(*found) != 1 {
		t.Fatalf("%d service principals", len(*found))
	}
	resource := (*found)[0]
	_, _, err = principals.AssignAppRoleForResource(t.Context(), value(sp.ID), value(resource.ID), value((*resource.AppRoles)[0].ID))
	sure(t, err)
	all, scopes := msgraph.DelegatedPermissionGrantConsentTypeAllPrincipals, []string{"user_impersonation"}
	grant, _, err := grants.Create(t.Context(), msgraph.DelegatedPermissionGrant{ClientId: sp.ID, ConsentType: &all, ResourceId: resource.ID, Scopes: &scopes})
	sure(t, err)

	secretName := "by Hamilton"
	secret, _, err := apps.AddPassword(t.Context(), id, msgraph.PasswordCredential{DisplayName: &secretName})
	sure(t, err)
	if token, err := d.signIn(t, value(app.AppId), value(secret.SecretText)); err != nil || token == "" {
		t.Errorf("no token: %v", err)
	}
	_, err = apps.RemovePassword(t.Context(), id, value(secret.KeyId))
	sure(t, err)
	_, err = grants.Delete(t.Context(), value(grant.Id))
	sure(t, err)
	_, err = apps.Delete(t.Context(), id)
	sure(t, err)
	if _, status, err := apps.Get(t.Context(), id, odata.Query{}); err == nil || status != http.StatusNotFound {
		t.Errorf("read after deletion: %d %v", status, err)
	}
	_, _, err = apps.RestoreDeleted(t.Context(), id)
	sure(t, err)
}

func sure(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
