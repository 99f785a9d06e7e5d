package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	worldLogin = "https://login.microsoftonline.com"
	usLogin    = "https://login.microsoftonline.us"
	chinaLogin = "https://login.partner.microsoftonline.cn"
)

// TestTargets writes every combination out: login host, API host, scope byte for byte and the API's application id.
// The scopes of public and of lcs us and eu are the ones that the documents print.
func TestTargets(t *testing.T) {
	const lcs, pp, pa, gccApp = "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "8578e004-a5c6-46e7-913e-12f58912df43",
		"475226c6-020e-4fb2-8a90-7a972cbfc1d4", "a16afde6-431b-4662-b2b2-e5ee8c05b1f2"
	tests := []struct {
		api                        API
		cloud                      Cloud
		region                     Region
		login, url, scope, appGUID string
	}{
		{LCS, Public, "us", worldLogin, "https://lcsapi.lcs.dynamics.com", "https://lcsapi.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "eu", worldLogin, "https://lcsapi.eu.lcs.dynamics.com", "https://lcsapi.eu.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "fr", worldLogin, "https://lcsapi.fr.lcs.dynamics.com", "https://lcsapi.fr.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "no", worldLogin, "https://lcsapi.no.lcs.dynamics.com", "https://lcsapi.no.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "ch", worldLogin, "https://lcsapi.ch.lcs.dynamics.com", "https://lcsapi.ch.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "sa", worldLogin, "https://lcsapi.sa.lcs.dynamics.com", "https://lcsapi.sa.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "uae", worldLogin, "https://lcsapi.uae.lcs.dynamics.com", "https://lcsapi.uae.lcs.dynamics.com//.default", lcs},
		{LCS, Public, "gov", worldLogin, "https://lcsapi.gov.lcs.microsoftdynamics.us", "https://lcsapi.gov.lcs.microsoftdynamics.us//.default", lcs},
		{LCS, China, "china", chinaLogin, "https://lcsapi.lcs.dynamics.cn", "https://lcsapi.lcs.dynamics.cn//.default", ""},

		{PowerPlatform, Public, "", worldLogin, "https://api.powerplatform.com", "https://api.powerplatform.com/.default", pp},
		{PowerPlatform, GCC, "", worldLogin, "https://api.gov.powerplatform.microsoft.us", "https://api.gov.powerplatform.microsoft.us/.default", pp},
		{PowerPlatform, GCCHigh, "", usLogin, "https://api.high.powerplatform.microsoft.us", "https://api.high.powerplatform.microsoft.us/.default", ""},
		{PowerPlatform, DoD, "", usLogin, "https://api.appsplatform.us", "https://api.appsplatform.us/.default", ""},
		{PowerPlatform, China, "", chinaLogin, "https://api.powerplatform.partner.microsoftonline.cn", "https://api.powerplatform.partner.microsoftonline.cn/.default", ""},

		{PowerApps, Public, "", worldLogin, "https://api.bap.microsoft.com", "https://service.powerapps.com//.default", pa},
		{PowerApps, GCC, "", worldLogin, "https://gov.api.bap.microsoft.us", "https://gov.service.powerapps.us//.default", gccApp},
		{PowerApps, GCCHigh, "", usLogin, "https://high.api.bap.microsoft.us", "https://high.service.powerapps.us//.default", ""},
		{PowerApps, DoD, "", usLogin, "https://api.bap.appsplatform.us", "https://service.apps.appsplatform.us//.default", ""},
		{PowerApps, China, "", chinaLogin, "https://api.bap.partner.microsoftonline.cn", "https://service.powerapps.cn//.default", ""},

		{BusinessCentral, Public, "", worldLogin, "https://api.businesscentral.dynamics.com", "https://api.businesscentral.dynamics.com/.default", "996def3d-b36c-4153-8607-a6fd3c01b89f"},
	}
	if len(tests) != len(hosts()) {
		t.Errorf("%d rows tested, %d rows exist", len(tests), len(hosts()))
	}
	for _, test := range tests {
		got, err := Resolve(test.api, test.cloud, test.region)
		if err != nil {
			t.Errorf("%s %s %s: %v", test.api, test.cloud, test.region, err)
			continue
		}
		want := []string{string(test.api), string(test.cloud), string(test.region), test.login, test.url, test.scope, test.appGUID}
		have := []string{string(got.API), string(got.Cloud), string(got.Region), got.Login, got.APIURL, got.Scope, got.ResourceAppID}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s %s %s (-want +got):\n%s", test.api, test.cloud, test.region, diff)
		}
	}
}

func TestEveryTargetIsComplete(t *testing.T) {
	scopes := map[string]bool{}
	for _, h := range hosts() {
		got := h.target()
		where := string(h.api) + " " + string(h.cloud) + " " + string(h.region)
		for _, address := range []string{got.Login, got.Portal, got.Graph, got.APIURL} {
			if !strings.HasPrefix(address, "https://") || strings.HasSuffix(address, "/") {
				t.Errorf("%s: address %q", where, address)
			}
		}
		if got.Source == "" {
			t.Errorf("%s has no source", where)
		}
		if (got.ResourceAppID == "") != (got.Note != "") {
			t.Errorf("%s: a note must say that the application id is unknown, and only then: %q", where, got.Note)
		}
		if scopes[got.Scope] {
			t.Errorf("%s: scope %s occurs twice", where, got.Scope)
		}
		scopes[got.Scope] = true
		identifier := strings.TrimRight(strings.TrimSuffix(got.Scope, "/.default"), "/")
		if !slices.Contains(got.Audiences, identifier) {
			t.Errorf("%s: audiences %v lack the identifier that the scope asks for", where, got.Audiences)
		}
		if got.ResourceAppID != "" && !slices.Contains(got.Audiences, got.ResourceAppID) {
			t.Errorf("%s: audiences %v lack the application id", where, got.Audiences)
		}
		for _, audience := range got.Audiences {
			if strings.HasSuffix(audience, "/") {
				t.Errorf("%s: audience %q ends in a slash", where, audience)
			}
		}
		managed := h.api == PowerPlatform || h.api == PowerApps
		if managed != strings.HasPrefix(got.ManagementURL, "https://") {
			t.Errorf("%s: management address %q", where, got.ManagementURL)
		}
		if got.ProductPortal == "" && h.cloud != China {
			t.Errorf("%s has no product portal", where)
		}
	}
}

// TestEveryCombinationResolvesOrSaysWhy goes through all names, the empty ones included.
func TestEveryCombinationResolvesOrSaysWhy(t *testing.T) {
	clouds, regions := []Cloud{""}, []Region{""}
	for _, c := range Clouds() {
		clouds = append(clouds, c.Cloud)
	}
	for _, r := range Regions() {
		regions = append(regions, r.Region)
	}
	for _, s := range Services() {
		for _, cloud := range clouds {
			for _, region := range regions {
				got, err := Resolve(s.API, cloud, region)
				var unknown *UnknownError
				switch {
				case err == nil && (got.Scope == "" || got.Login == ""):
					t.Errorf("%s %s %s: empty target", s.API, cloud, region)
				case err == nil && cloud != "" && got.Cloud != cloud:
					t.Errorf("%s %s %s: resolved in cloud %s", s.API, cloud, region, got.Cloud)
				case err != nil && (!errors.As(err, &unknown) || unknown.Why == ""):
					t.Errorf("%s %s %s: error without a reason: %v", s.API, cloud, region, err)
				}
				if reason := s.CloudReason(cloud); cloud != "" && region == "" && (err == nil) != (reason == "") {
					t.Errorf("%s %s: Resolve says %v, CloudReason %q", s.API, cloud, err, reason)
				}
			}
		}
	}
}

func TestResolveDefaults(t *testing.T) {
	tests := []struct {
		api        API
		cloud      Cloud
		region     Region
		wantCloud  Cloud
		wantRegion Region
	}{
		{LCS, "", "", Public, RegionUS},
		{LCS, "", "china", China, RegionChina}, // the region decides the cloud
		{LCS, China, "", China, RegionChina},
		{LCS, "", "gov", Public, RegionGovernment}, // registered in the public cloud
		{PowerApps, "", "", Public, ""},
		{BusinessCentral, "", RegionUS, Public, ""}, // the default may be named
		{"Power-Platform ", " GCC", "", GCC, ""},
	}
	for _, test := range tests {
		got, err := Resolve(test.api, test.cloud, test.region)
		if err != nil || got.Cloud != test.wantCloud || got.Region != test.wantRegion {
			t.Errorf("Resolve(%q, %q, %q) = %q %q, %v", test.api, test.cloud, test.region, got.Cloud, got.Region, err)
		}
	}
}

func TestResolveRefusals(t *testing.T) {
	tests := map[string]struct {
		api    API
		cloud  Cloud
		region Region
		want   string
	}{
		"unknown api":       {"crm", "", "", `unknown API "crm"; valid: lcs, power-platform, power-apps, business-central`},
		"unknown cloud":     {PowerApps, "moon", "", `unknown cloud "moon"; valid: public, gcc, gcc-high, dod, china`},
		"unknown region":    {LCS, "", "mars", `unknown region "mars"; valid: us, eu, fr, no, ch, sa, uae, gov, china`},
		"bc public only":    {BusinessCentral, GCC, "", `cloud "gcc" can't be used: Business Central is documented for the public cloud only; valid: public`},
		"lcs in gcc":        {LCS, GCC, "", `cloud "gcc" can't be used: Lifecycle Services for the US government signs in at the public cloud: choose cloud public and region gov; valid: public, china`},
		"lcs in dod":        {LCS, DoD, "gov", `cloud "dod" can't be used: no Lifecycle Services geography is documented for this cloud; valid: public, china`},
		"region, other api": {PowerApps, "", "eu", `region "eu" can't be used: power-apps has no regions: leave it out`},
		"region and cloud":  {LCS, China, "eu", `region "eu" can't be used: it belongs to cloud public, not china; valid: china`},
	}
	for name, test := range tests {
		_, err := Resolve(test.api, test.cloud, test.region)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if diff := cmp.Diff(test.want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCloudsAndRegions(t *testing.T) {
	var clouds []Cloud
	for _, c := range Clouds() {
		clouds = append(clouds, c.Cloud)
		if c.Title == "" || c.Source == "" {
			t.Errorf("%s: title or source missing: %+v", c.Cloud, c)
		}
		if got, ok := LookupCloud(c.Cloud); !ok || got != c {
			t.Errorf("LookupCloud(%s) = %+v, %t", c.Cloud, got, ok)
		}
	}
	if diff := cmp.Diff([]Cloud{Public, GCC, GCCHigh, DoD, China}, clouds); diff != "" {
		t.Errorf("clouds (-want +got):\n%s", diff)
	}
	for _, r := range Regions() {
		if r.Title == "" || r.Source == "" || strings.TrimPrefix(r.APIHost, "lcsapi.") != strings.TrimPrefix(r.ProductPortal, "https://") {
			t.Errorf("%s: %+v", r.Region, r)
		}
	}
}
