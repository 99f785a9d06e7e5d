package catalog

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	someTenant = "6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11"
	someClient = "0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f"
)

var allPages = []Page{
	PageAppList, PageNewApp, PageOverview, PageAuthentication, PageCredentials, PagePermissions, PageManifest, PageEnterpriseApp,
}

func TestPages(t *testing.T) {
	const base = "https://portal.azure.com/" + someTenant + "/#view/"
	const menu = base + "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/"
	const end = "/appId/" + someClient + "/isMSAApp~/false"
	target := resolved(t, PowerApps, Public)
	want := map[Page]string{
		PageAppList:        base + "Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
		PageNewApp:         base + "Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false",
		PageOverview:       menu + "Overview" + end,
		PageAuthentication: menu + "Authentication" + end,
		PageCredentials:    menu + "Credentials" + end,
		PagePermissions:    menu + "CallAnAPI" + end,
		PageManifest:       menu + "Manifest" + end,
		PageEnterpriseApp:  base + "Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/appId/" + someClient,
	}
	got := map[Page]string{}
	for _, p := range allPages {
		got[p] = target.Page(p, someTenant, someClient)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// TestEveryPageOfEveryTarget checks host, tenant and client id of all links there are.
func TestEveryPageOfEveryTarget(t *testing.T) {
	for _, h := range hosts() {
		target := h.target()
		for _, p := range allPages {
			link := target.Page(p, someTenant, someClient)
			parsed, err := url.Parse(link)
			if err != nil || !strings.HasPrefix(link, target.Portal+"/") || parsed.Path != "/"+someTenant+"/" || !strings.HasPrefix(parsed.Fragment, "view/") {
				t.Errorf("%s %s %s: %q, %v", h.api, h.cloud, p, link, err)
			}
			ofApp := p != PageAppList && p != PageNewApp
			if ofApp != strings.Contains(link, someClient) {
				t.Errorf("%s %s %s: client id wrongly there or missing: %q", h.api, h.cloud, p, link)
			}
		}
	}
}

func TestPagesWithoutIDs(t *testing.T) {
	target := resolved(t, PowerPlatform, GCCHigh)
	const list = "#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"
	tests := []struct{ page, tenant, client, want string }{
		{"credentials", "", "", "https://portal.azure.us/" + list},
		{"permissions", "contoso.onmicrosoft.us", "", "https://portal.azure.us/contoso.onmicrosoft.us/" + list},
		{"enterprise-app", "", "", "https://portal.azure.us/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview"},
		{"no-such-page", "..", "x", "https://portal.azure.us/" + list},
		{"overview", "a/../b#c", "d/e?f#g", "https://portal.azure.us/a%2F..%2Fb%23c/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/d%2Fe%3Ff%23g/isMSAApp~/false"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, target.Page(Page(test.page), test.tenant, test.client)); diff != "" {
			t.Errorf("%s %q %q (-want +got):\n%s", test.page, test.tenant, test.client, diff)
		}
	}
}

func TestEndpoints(t *testing.T) {
	world, china := resolved(t, LCS, Public), resolved(t, PowerApps, China)
	overridden := world
	overridden.Login = "http://127.0.0.1:8080/"
	tests := map[string]struct{ got, want string }{
		"token":            {world.TokenURL("YOUR_TENANT.COM"), "https://login.microsoftonline.com/YOUR_TENANT.COM/oauth2/v2.0/token"},
		"token, china":     {china.TokenURL(someTenant), "https://login.partner.microsoftonline.cn/" + someTenant + "/oauth2/v2.0/token"},
		"token, override":  {overridden.TokenURL(someTenant), "http://127.0.0.1:8080/" + someTenant + "/oauth2/v2.0/token"},
		"token, escaped":   {world.TokenURL("a/b?c"), "https://login.microsoftonline.com/a%2Fb%3Fc/oauth2/v2.0/token"},
		"device code":      {china.DeviceCodeURL("contoso.cn"), "https://login.partner.microsoftonline.cn/contoso.cn/oauth2/v2.0/devicecode"},
		"authorize":        {overridden.AuthorizeURL("a/b"), "http://127.0.0.1:8080/a%2Fb/oauth2/v2.0/authorize"},
		"discovery":        {world.DiscoveryURL("contoso.com"), "https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration"},
		"realm":            {world.UserRealmURL("ann@contoso.com"), "https://login.microsoftonline.com/common/UserRealm/ann@contoso.com?api-version=1.0"},
		"realm, guest":     {world.UserRealmURL("ann_x.com#EXT#@contoso.com"), "https://login.microsoftonline.com/common/UserRealm/ann_x.com%23EXT%23@contoso.com?api-version=1.0"},
		"consent":          {world.AdminConsentURL(someTenant, someClient), "https://login.microsoftonline.com/" + someTenant + "/adminconsent?client_id=" + someClient},
		"consent, unknown": {world.AdminConsentURL("", "a b&c"), "https://login.microsoftonline.com/organizations/adminconsent?client_id=a+b%26c"},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func resolved(t *testing.T, api API, cloud Cloud) Target {
	t.Helper()
	target, err := Resolve(api, cloud, "")
	if err != nil {
		t.Fatal(err)
	}
	return target
}
