package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommands(t *testing.T) {
	central, _ := Lookup(BusinessCentral)
	target := resolved(t, BusinessCentral, Public)
	roles, ok := target.AddPermissionsCommand(someClient, central.Wanted(ClientSecret), false)
	if !ok {
		t.Fatal("no command for Business Central's application permissions")
	}
	tests := map[string]struct{ got, want string }{
		"create":         {CreateAppCommand("appreg for LCS", false).Text, `az ad app create --display-name "appreg for LCS" --sign-in-audience AzureADMyOrg`},
		"create, multi":  {CreateAppCommand("bc-dev", true).Text, `az ad app create --display-name bc-dev --sign-in-audience AzureADMultipleOrgs`},
		"create, no id":  {CreateAppCommand("", false).Text, `az ad app create --display-name NAME --sign-in-audience AzureADMyOrg`},
		"create, shell":  {CreateAppCommand("a\"; $(rm -r) `b` 'c' \\ !x\n", false).Text, `az ad app create --display-name "a; (rm -r) b c  x" --sign-in-audience AzureADMyOrg`},
		"consent":        {AdminConsentCommand(someClient).Text, "az ad app permission admin-consent --id " + someClient},
		"consent, no id": {AdminConsentCommand("").Text, "az ad app permission admin-consent --id CLIENT_ID"},
		"public client":  {PublicClientCommand(someClient).Text, "az ad app update --id " + someClient + " --set isFallbackPublicClient=true"},
		"redirect":       {RedirectURICommand(someClient).Text, "az ad app update --id " + someClient + " --public-client-redirect-uris http://localhost"},
		"roles": {roles.Text, "az ad app permission add --id " + someClient + " --api 996def3d-b36c-4153-8607-a6fd3c01b89f" +
			" --api-permissions a42b0b75-311e-488d-b67e-8fe84f924341=Role d365bc00-a990-0000-00bc-160000000001=Role"},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAddPermissionsWithoutKnownID(t *testing.T) {
	lcs, _ := Lookup(LCS)
	got, _ := resolved(t, LCS, Public).AddPermissionsCommand(someClient, lcs.Wanted(Password), true)
	want := "az ad app permission add --id " + someClient + ` --api 913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0 --api-permissions ` +
		`"$(az ad sp show --id 913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0 --query "oauth2PermissionScopes[?value=='user_impersonation'].id" -o tsv)=Scope"`
	if diff := cmp.Diff(want, got.Text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A name that the person typed must not get at the shell.
	odd := []Permission{{Name: "X'].id\" $(reboot)"}}
	got, _ = resolved(t, PowerPlatform, Public).AddPermissionsCommand("C", odd, true)
	want = "az ad app permission add --id C --api 8578e004-a5c6-46e7-913e-12f58912df43 --api-permissions " +
		`"$(az ad sp show --id 8578e004-a5c6-46e7-913e-12f58912df43 --query "oauth2PermissionScopes[?value=='X.idreboot'].id" -o tsv)=Scope"`
	if diff := cmp.Diff(want, got.Text); diff != "" {
		t.Errorf("odd name (-want +got):\n%s", diff)
	}
}

// TestCommandsNeedTheAPIsID: without a known application id no command is made up.
func TestCommandsNeedTheAPIsID(t *testing.T) {
	for _, h := range hosts() {
		target, known := h.target(), h.resourceAppID != ""
		if got := target.AddAPICommands(); (len(got) == 2) != known {
			t.Errorf("%s %s: %v", h.api, h.cloud, got)
		}
		if _, ok := target.AddPermissionsCommand(someClient, []Permission{{Name: "User", ID: someTenant}}, true); ok != known {
			t.Errorf("%s %s: a permissions command without the API's id, or none with it", h.api, h.cloud)
		}
		if _, ok := target.AddPermissionsCommand(someClient, nil, true); ok {
			t.Errorf("%s %s: a command that adds nothing", h.api, h.cloud)
		}
	}
	want := []Command{
		{"Azure CLI", "az ad sp create --id 8578e004-a5c6-46e7-913e-12f58912df43"},
		{"Microsoft Graph PowerShell", "New-MgServicePrincipal -AppId 8578e004-a5c6-46e7-913e-12f58912df43"},
	}
	if diff := cmp.Diff(want, resolved(t, PowerPlatform, GCC).AddAPICommands()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSignInCommands(t *testing.T) {
	want := []Command{
		{"Azure CLI", "az cloud set --name AzureUSGovernment"},
		{"Azure CLI", "az login --allow-no-subscriptions --tenant contoso.onmicrosoft.us"},
		{"Microsoft Graph PowerShell", "Connect-MgGraph -Scopes Application.ReadWrite.All -Environment USGovDoD -TenantId contoso.onmicrosoft.us"},
	}
	if diff := cmp.Diff(want, resolved(t, PowerApps, DoD).SignInCommands("contoso.onmicrosoft.us")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, c := range Clouds() {
		if names, ok := toolClouds()[c.Cloud]; !ok || names.az == "" || names.graph == "" || names.powerApps == "" || names.pac == "" {
			t.Errorf("%s lacks a tool's name: %+v", c.Cloud, names)
		}
	}
}
