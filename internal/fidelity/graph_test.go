package fidelity

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/google/uuid"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	kiota "github.com/microsoft/kiota-http-go"
	msgraph "github.com/microsoftgraph/msgraph-sdk-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/applications"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
	"github.com/microsoftgraph/msgraph-sdk-go/oauth2permissiongrants"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// directory is a simulator over TLS and Microsoft's Graph SDK, as one of its administrators.
type directory struct {
	world
	tenant string
	token  string
	graph  *msgraph.GraphServiceClient
}

// bearer puts a token on the SDK's requests.
type bearer string

func (b bearer) AuthenticateRequest(_ context.Context, request *abstractions.RequestInformation, _ map[string]any) error {
	request.Headers.Add("Authorization", "Bearer "+string(b))
	return nil
}

// newDirectory signs in as the administrator of a name.
func newDirectory(t *testing.T, name string) directory {
	t.Helper()
	sim := tenantsim.New(tenantsim.Options{})
	if _, err := cases.Load(sim, t.TempDir(), catalog.Password); err != nil {
		t.Fatal(err)
	}
	admins, err := cases.LoadAdmins(sim)
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CAPEM)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	d := directory{world: world{url: server.URL, ca: server.CAPEM, http: &http.Client{Transport: transport}}}
	for _, admin := range admins {
		if admin.Name != name {
			continue
		}
		options := msgraph.GetDefaultClientOptions()
		client := &http.Client{Transport: kiota.NewCustomTransportWithParentTransport(transport, core.GetDefaultMiddlewaresWithOptions(&options)...)}
		adapter, err := msgraph.NewGraphRequestAdapterWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(bearer(admin.GraphToken), nil, nil, client)
		if err != nil {
			t.Fatal(err)
		}
		adapter.SetBaseUrl(server.URL + "/v1.0")
		d.tenant, d.token, d.graph = admin.Tenant, admin.GraphToken, msgraph.NewGraphServiceClient(adapter)
	}
	return d
}

// need returns what a call of the SDK gave, and ends the test if it failed.
func need[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(told(err))
		}
		return value
	}
}

// told is an error of the SDK with Graph's code.
func told(err error) error {
	var refused *odataerrors.ODataError
	if errors.As(err, &refused) && refused.GetErrorEscaped() != nil {
		return errors.New(value(refused.GetErrorEscaped().GetCode()) + ": " + value(refused.GetErrorEscaped().GetMessage()))
	}
	return err
}

func value[T any](pointer *T) (v T) {
	if pointer != nil {
		v = *pointer
	}
	return v
}

// TestGraphSDK drives Microsoft's Graph SDK for Go through a registration's life: what it makes is what azidentity signs in
// with.
func TestGraphSDK(t *testing.T) {
	d := newDirectory(t, "global")
	app := d.createApp(t)
	sp := models.NewServicePrincipal()
	sp.SetAppId(app.GetAppId())
	sp = need[models.ServicePrincipalable](t)(d.graph.ServicePrincipals().Post(t.Context(), sp, nil)).(*models.ServicePrincipal)
	resource := d.resource(t)
	d.grant(t, sp, resource)

	wanted := applications.NewItemAddPasswordPostRequestBody()
	credential := models.NewPasswordCredential()
	name := "appreg 2026-11"
	credential.SetDisplayName(&name)
	wanted.SetPasswordCredential(credential)
	made := need[models.PasswordCredentialable](t)(d.graph.Applications().ByApplicationId(value(app.GetId())).AddPassword().Post(t.Context(), wanted, nil))
	if secret := value(made.GetSecretText()); len(secret) != 40 || value(made.GetHint()) != secret[:3] {
		t.Errorf("a secret of %d characters with the hint %q", len(secret), value(made.GetHint()))
	}
	token, err := d.signIn(t, value(app.GetAppId()), value(made.GetSecretText()))
	if err != nil || token == "" {
		t.Errorf("no token: %v", err)
	}

	read := need[models.Applicationable](t)(d.graph.ApplicationsWithAppId(app.GetAppId()).Get(t.Context(), nil))
	if len(read.GetPasswordCredentials()) != 1 || len(read.GetRequiredResourceAccess()) != 1 || value(read.GetDisplayName()) != "made by the SDK" {
		t.Errorf("read %d secrets, %d resources, name %q", len(read.GetPasswordCredentials()), len(read.GetRequiredResourceAccess()), value(read.GetDisplayName()))
	}
	if err := d.graph.Applications().ByApplicationId(value(app.GetId())).Delete(t.Context(), nil); err != nil {
		t.Fatal(told(err))
	}
	if _, err := d.signIn(t, value(app.GetAppId()), value(made.GetSecretText())); err == nil {
		t.Error("the deleted app signs in")
	}
	restored := need[models.DirectoryObjectable](t)(d.graph.Directory().DeletedItems().ByDirectoryObjectId(value(app.GetId())).Restore().Post(t.Context(), nil))
	if value(restored.GetId()) != value(app.GetId()) {
		t.Errorf("restored %q", value(restored.GetId()))
	}
}

func (d directory) createApp(t *testing.T) models.Applicationable {
	t.Helper()
	name, audience := "made by the SDK", "AzureADMyOrg"
	app := models.NewApplication()
	app.SetDisplayName(&name)
	app.SetSignInAudience(&audience)
	access, id, kind := models.NewResourceAccess(), uuid.MustParse("a42b0b75-311e-488d-b67e-8fe84f924341"), "Role"
	access.SetId(&id)
	access.SetTypeEscaped(&kind)
	required, api := models.NewRequiredResourceAccess(), businessCentral(t)
	required.SetResourceAppId(&api)
	required.SetResourceAccess([]models.ResourceAccessable{access})
	app.SetRequiredResourceAccess([]models.RequiredResourceAccessable{required})
	made := need[models.Applicationable](t)(d.graph.Applications().Post(t.Context(), app, nil))
	if value(made.GetId()) == value(made.GetAppId()) {
		t.Error("object id and client id are the same")
	}
	return made
}

func businessCentral(t *testing.T) string {
	t.Helper()
	service, found := catalog.Lookup(catalog.BusinessCentral)
	if !found {
		t.Fatal("the catalogue has no Business Central")
	}
	return service.ResourceAppID
}

// resource reads the API's service principal.
func (d directory) resource(t *testing.T) models.ServicePrincipalable {
	t.Helper()
	api := businessCentral(t)
	r := need[models.ServicePrincipalable](t)(d.graph.ServicePrincipalsWithAppId(&api).Get(t.Context(), nil))
	if len(r.GetAppRoles()) == 0 || len(r.GetOauth2PermissionScopes()) == 0 {
		t.Error("the API has no roles or scopes")
	}
	return r
}

// grant consents to a delegated and an application permission; a second time is refused in Graph's way.
func (d directory) grant(t *testing.T, sp, resource models.ServicePrincipalable) {
	t.Helper()
	all, scope := "AllPrincipals", "user_impersonation"
	consent := models.NewOAuth2PermissionGrant()
	consent.SetClientId(sp.GetId())
	consent.SetConsentType(&all)
	consent.SetResourceId(resource.GetId())
	consent.SetScope(&scope)
	made := need[models.OAuth2PermissionGrantable](t)(d.graph.Oauth2PermissionGrants().Post(t.Context(), consent, nil))
	_, err := d.graph.Oauth2PermissionGrants().Post(t.Context(), consent, nil)
	if err == nil || told(err).Error() != "Request_MultipleObjectsWithSameKeyValue: Permission entry already exists." {
		t.Errorf("twice: %v", told(err))
	}
	filter := "clientId eq '" + value(sp.GetId()) + "'"
	list := need[models.OAuth2PermissionGrantCollectionResponseable](t)(d.graph.Oauth2PermissionGrants().Get(t.Context(),
		&oauth2permissiongrants.Oauth2PermissionGrantsRequestBuilderGetRequestConfiguration{
			QueryParameters: &oauth2permissiongrants.Oauth2PermissionGrantsRequestBuilderGetQueryParameters{Filter: &filter}}))
	if len(list.GetValue()) != 1 || value(list.GetValue()[0].GetId()) != value(made.GetId()) {
		t.Errorf("%d grants", len(list.GetValue()))
	}
	assignment := models.NewAppRoleAssignment()
	for _, role := range resource.GetAppRoles() {
		if value(role.GetValue()) == "API.ReadWrite.All" {
			assignment.SetAppRoleId(role.GetId())
		}
	}
	principal, on := uuid.MustParse(value(sp.GetId())), uuid.MustParse(value(resource.GetId()))
	assignment.SetPrincipalId(&principal)
	assignment.SetResourceId(&on)
	need[models.AppRoleAssignmentable](t)(d.graph.ServicePrincipals().ByServicePrincipalId(value(resource.GetId())).AppRoleAssignedTo().Post(t.Context(), assignment, nil))
}

// signIn gets a token with a client secret, as azidentity does.
func (d directory) signIn(t *testing.T, clientID, secret string) (string, error) {
	t.Helper()
	c := cases.Case{API: catalog.BusinessCentral, Tenant: d.tenant, ClientID: clientID, Secret: secret}
	credential, err := azidentity.NewClientSecretCredential(c.Tenant, c.ClientID, c.Secret,
		&azidentity.ClientSecretCredentialOptions{ClientOptions: azure(d.world), DisableInstanceDiscovery: true})
	return azidentityToken(t.Context(), c, credential, err)
}

// TestGraphSDKUnderstandsARefusal: of somebody without a role.
func TestGraphSDKUnderstandsARefusal(t *testing.T) {
	d := newDirectory(t, "plain-user")
	consent := models.NewOAuth2PermissionGrant()
	_, err := d.graph.Oauth2PermissionGrants().Post(t.Context(), consent, nil)
	if err == nil || told(err).Error() != "Authorization_RequestDenied: Insufficient privileges to complete the operation." {
		t.Errorf("got %v", err)
	}
}
