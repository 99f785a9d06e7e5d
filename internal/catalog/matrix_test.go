package catalog

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wantedEntra is what all APIs of an Entra cloud share: docs/sources.md, "Clouds and hosts", with the paths of
// "Entra: protocol" and "Portals" filled in for someTenant and someClient.
type wantedEntra struct {
	login, token, deviceCode, authorize, discovery, consent string
	portal                                                  string // the page of the step in which flows differ: Authentication
}

var (
	worldEntra = wantedEntra{
		login:      "https://login.microsoftonline.com",
		token:      "https://login.microsoftonline.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/token",
		deviceCode: "https://login.microsoftonline.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/devicecode",
		authorize:  "https://login.microsoftonline.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/authorize",
		discovery:  "https://login.microsoftonline.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/v2.0/.well-known/openid-configuration",
		consent:    "https://login.microsoftonline.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/adminconsent?client_id=0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f",
		portal:     "https://portal.azure.com/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId/0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f/isMSAApp~/false",
	}
	usEntra = wantedEntra{
		login:      "https://login.microsoftonline.us",
		token:      "https://login.microsoftonline.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/token",
		deviceCode: "https://login.microsoftonline.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/devicecode",
		authorize:  "https://login.microsoftonline.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/authorize",
		discovery:  "https://login.microsoftonline.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/v2.0/.well-known/openid-configuration",
		consent:    "https://login.microsoftonline.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/adminconsent?client_id=0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f",
		portal:     "https://portal.azure.us/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId/0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f/isMSAApp~/false",
	}
	chinaEntra = wantedEntra{
		login:      "https://login.partner.microsoftonline.cn",
		token:      "https://login.partner.microsoftonline.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/token",
		deviceCode: "https://login.partner.microsoftonline.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/devicecode",
		authorize:  "https://login.partner.microsoftonline.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/oauth2/v2.0/authorize",
		discovery:  "https://login.partner.microsoftonline.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/v2.0/.well-known/openid-configuration",
		consent:    "https://login.partner.microsoftonline.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/adminconsent?client_id=0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f",
		portal:     "https://portal.azure.cn/6f89a1c2-0000-4a4a-8b8b-3f0d5a7e9c11/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId/0b9a7c55-0000-4c1d-9e2f-7a6b5c4d3e2f/isMSAApp~/false",
	}
)

// wantedTarget is one API in one cloud and region: docs/sources.md, "Clouds and hosts".
type wantedTarget struct {
	api        API
	cloud      Cloud
	region     Region
	entra      wantedEntra
	graph      string
	scope      string
	audiences  []string
	probe      string // base of the call that tests the token
	management string
}

const (
	worldGraph = "https://graph.microsoft.com"
	usGraph    = "https://graph.microsoft.us"
	dodGraph   = "https://dod-graph.microsoft.us"
	chinaGraph = "https://microsoftgraph.chinacloudapi.cn"
)

var wantedTargets = []wantedTarget{
	{LCS, "public", "us", worldEntra, worldGraph, "https://lcsapi.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.lcs.dynamics.com", ""},
	{LCS, "public", "eu", worldEntra, worldGraph, "https://lcsapi.eu.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.eu.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.eu.lcs.dynamics.com", ""},
	{LCS, "public", "fr", worldEntra, worldGraph, "https://lcsapi.fr.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.fr.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.fr.lcs.dynamics.com", ""},
	{LCS, "public", "no", worldEntra, worldGraph, "https://lcsapi.no.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.no.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.no.lcs.dynamics.com", ""},
	{LCS, "public", "sa", worldEntra, worldGraph, "https://lcsapi.sa.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.sa.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.sa.lcs.dynamics.com", ""},
	{LCS, "public", "ch", worldEntra, worldGraph, "https://lcsapi.ch.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.ch.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.ch.lcs.dynamics.com", ""},
	{LCS, "public", "uae", worldEntra, worldGraph, "https://lcsapi.uae.lcs.dynamics.com//.default",
		[]string{"https://lcsapi.uae.lcs.dynamics.com", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.uae.lcs.dynamics.com", ""},
	{LCS, "public", "gov", worldEntra, worldGraph, "https://lcsapi.gov.lcs.microsoftdynamics.us//.default",
		[]string{"https://lcsapi.gov.lcs.microsoftdynamics.us", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"}, "https://lcsapi.gov.lcs.microsoftdynamics.us", ""},
	{LCS, "china", "china", chinaEntra, chinaGraph, "https://lcsapi.lcs.dynamics.cn//.default",
		[]string{"https://lcsapi.lcs.dynamics.cn"}, "https://lcsapi.lcs.dynamics.cn", ""},

	{PowerPlatform, "public", "", worldEntra, worldGraph, "https://api.powerplatform.com/.default",
		[]string{"https://api.powerplatform.com", "8578e004-a5c6-46e7-913e-12f58912df43"}, "https://api.powerplatform.com", "https://api.bap.microsoft.com"},
	{PowerPlatform, "gcc", "", worldEntra, worldGraph, "https://api.gov.powerplatform.microsoft.us/.default",
		[]string{"https://api.gov.powerplatform.microsoft.us", "8578e004-a5c6-46e7-913e-12f58912df43"}, "https://api.gov.powerplatform.microsoft.us", "https://gov.api.bap.microsoft.us"},
	{PowerPlatform, "gcc-high", "", usEntra, usGraph, "https://api.high.powerplatform.microsoft.us/.default",
		[]string{"https://api.high.powerplatform.microsoft.us"}, "https://api.high.powerplatform.microsoft.us", "https://high.api.bap.microsoft.us"},
	{PowerPlatform, "dod", "", usEntra, dodGraph, "https://api.appsplatform.us/.default",
		[]string{"https://api.appsplatform.us"}, "https://api.appsplatform.us", "https://api.bap.appsplatform.us"},
	{PowerPlatform, "china", "", chinaEntra, chinaGraph, "https://api.powerplatform.partner.microsoftonline.cn/.default",
		[]string{"https://api.powerplatform.partner.microsoftonline.cn"}, "https://api.powerplatform.partner.microsoftonline.cn", "https://api.bap.partner.microsoftonline.cn"},

	{PowerApps, "public", "", worldEntra, worldGraph, "https://service.powerapps.com//.default",
		[]string{"https://service.powerapps.com", "https://api.powerapps.com", "475226c6-020e-4fb2-8a90-7a972cbfc1d4"}, "https://api.bap.microsoft.com", "https://api.bap.microsoft.com"},
	{PowerApps, "gcc", "", worldEntra, worldGraph, "https://gov.service.powerapps.us//.default",
		[]string{"https://gov.service.powerapps.us", "a16afde6-431b-4662-b2b2-e5ee8c05b1f2"}, "https://gov.api.bap.microsoft.us", "https://gov.api.bap.microsoft.us"},
	{PowerApps, "gcc-high", "", usEntra, usGraph, "https://high.service.powerapps.us//.default",
		[]string{"https://high.service.powerapps.us"}, "https://high.api.bap.microsoft.us", "https://high.api.bap.microsoft.us"},
	{PowerApps, "dod", "", usEntra, dodGraph, "https://service.apps.appsplatform.us//.default",
		[]string{"https://service.apps.appsplatform.us"}, "https://api.bap.appsplatform.us", "https://api.bap.appsplatform.us"},
	{PowerApps, "china", "", chinaEntra, chinaGraph, "https://service.powerapps.cn//.default",
		[]string{"https://service.powerapps.cn"}, "https://api.bap.partner.microsoftonline.cn", "https://api.bap.partner.microsoftonline.cn"},

	{BusinessCentral, "public", "", worldEntra, worldGraph, "https://api.businesscentral.dynamics.com/.default",
		[]string{"https://api.businesscentral.dynamics.com", "996def3d-b36c-4153-8607-a6fd3c01b89f"}, "https://api.businesscentral.dynamics.com", ""},
}

// wantedFlows: docs/sources.md, "The APIs".
var wantedFlows = map[API][]Flow{
	LCS:             {"browser", "device-code", "password"},
	PowerPlatform:   {"browser", "device-code", "password", "client-secret", "client-certificate", "federated"},
	PowerApps:       {"browser", "device-code", "password", "client-secret", "client-certificate", "federated"},
	BusinessCentral: {"browser", "device-code", "password", "client-secret", "client-certificate", "federated"},
}

// wantedRow returns the addresses that a sign-in with flow meets, in the order of the sign-in.
func wantedRow(w wantedTarget, flow Flow) []string {
	row := []string{"login " + w.entra.login, "discovery " + w.entra.discovery}
	switch flow {
	case "browser":
		row = append(row, "authorize "+w.entra.authorize)
	case "device-code":
		row = append(row, "device code "+w.entra.deviceCode)
	}
	row = append(row, "token "+w.entra.token, "scope "+w.scope)
	for _, audience := range w.audiences {
		row = append(row, "audience "+audience)
	}
	return append(row, "probe "+w.probe, "management "+w.management, "graph "+w.graph, "portal "+w.entra.portal, "consent "+w.entra.consent)
}

// catalogueRow returns the same out of the catalogue.
func catalogueRow(target Target, flow Flow) []string {
	row := []string{"login " + target.Login, "discovery " + target.DiscoveryURL(someTenant)}
	switch flow {
	case Browser:
		row = append(row, "authorize "+target.AuthorizeURL(someTenant))
	case DeviceCode:
		row = append(row, "device code "+target.DeviceCodeURL(someTenant))
	}
	row = append(row, "token "+target.TokenURL(someTenant), "scope "+target.Scope)
	for _, audience := range target.Audiences {
		row = append(row, "audience "+audience)
	}
	return append(row, "probe "+target.APIURL, "management "+target.ManagementURL, "graph "+target.Graph,
		"portal "+target.Page(PageAuthentication, someTenant, someClient), "consent "+target.AdminConsentURL(someTenant, someClient))
}

// TestMatrix goes through every cloud, API, region and flow. Each combination either has exactly the expected addresses
// or is refused with a reason.
func TestMatrix(t *testing.T) {
	const clouds, regions = 5, 9 + 1 // the regions and none
	apis := []API{"lcs", "power-platform", "power-apps", "business-central"}
	if len(apis) != len(Services()) || len(wantedFlows) != len(apis) {
		t.Errorf("%d APIs are in the matrix, %d in the catalogue", len(apis), len(Services()))
	}
	tried, found := 0, 0
	for _, api := range apis {
		for _, cloud := range []Cloud{"public", "gcc", "gcc-high", "dod", "china"} {
			for _, region := range []Region{"", "us", "eu", "fr", "no", "sa", "ch", "uae", "gov", "china"} {
				for _, flow := range allFlows {
					tried++
					if checkMatrix(t, api, cloud, region, flow) {
						found++
					}
				}
			}
		}
	}
	if tried != len(apis)*clouds*regions*len(allFlows) {
		t.Errorf("%d combinations tried", tried)
	}
	// lcs: 9 regions and the default of each of 2 clouds, by 3 flows; the others by 6 flows: 5, 5 and 1 clouds, each
	// also under the region us, which is the default that may be named.
	if want := (9+2)*3 + 2*(5+5+1)*6; found != want {
		t.Errorf("%d combinations exist, want %d", found, want)
	}
}

// checkMatrix compares one combination and reports whether it exists.
func checkMatrix(t *testing.T, api API, cloud Cloud, region Region, flow Flow) bool {
	t.Helper()
	where := fmt.Sprintf("%s %s %q %s", api, cloud, region, flow)
	wanted := wantedAt(api, cloud, region)
	target, err := Resolve(api, cloud, region)
	if (wanted == nil) != (err != nil) {
		t.Errorf("%s: Resolve says %v", where, err)
		return false
	}
	service, _ := Lookup(api)
	rule := service.Rule(flow)
	if allowed := slices.Contains(wantedFlows[api], flow); rule.Allowed != allowed || !allowed && rule.Reason == "" {
		t.Errorf("%s: allowed = %t, reason %q", where, rule.Allowed, rule.Reason)
		return false
	}
	if err != nil || !rule.Allowed {
		return false
	}
	if diff := cmp.Diff(wantedRow(*wanted, flow), catalogueRow(target, flow)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", where, diff)
	}
	return true
}

// wantedAt finds the expected target, nil where there is none. lcs without a region means the first of the cloud; the
// other APIs have no regions, but the default may be named.
func wantedAt(api API, cloud Cloud, region Region) *wantedTarget {
	if api != LCS && region == "us" {
		region = ""
	}
	for _, w := range wantedTargets {
		if w.api == api && w.cloud == cloud && (w.region == region || api == LCS && region == "") {
			return &w
		}
	}
	return nil
}

// TestGCCIsTheOddCloud: it signs in where the public cloud does, but its Power Apps is another application.
func TestGCCIsTheOddCloud(t *testing.T) {
	public, gcc := resolved(t, PowerApps, Public), resolved(t, PowerApps, GCC)
	if gcc.Login != public.Login || gcc.Portal != public.Portal || gcc.Graph != public.Graph {
		t.Errorf("gcc signs in at %s, its portal is %s, its graph %s", gcc.Login, gcc.Portal, gcc.Graph)
	}
	if gcc.ResourceAppID != "a16afde6-431b-4662-b2b2-e5ee8c05b1f2" || gcc.Scope == public.Scope || gcc.APIURL == public.APIURL {
		t.Errorf("gcc's Power Apps is %s with scope %s at %s", gcc.ResourceAppID, gcc.Scope, gcc.APIURL)
	}
	for _, audience := range public.Audiences {
		if slices.Contains(gcc.Audiences, audience) {
			t.Errorf("gcc takes the public cloud's audience %s", audience)
		}
	}
}
