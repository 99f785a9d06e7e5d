package tenantsim

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"

	"github.com/google/go-cmp/cmp"
)

func TestParseScope(t *testing.T) {
	tests := map[string]struct {
		asked       string
		names, oidc []string
		refused     *Situation
	}{
		"https://a.example/.default":                 {asked: "https://a.example", names: []string{".default"}},
		"https://a.example//.default":                {asked: "https://a.example/", names: []string{".default"}},
		"https://a.example///.default":               {asked: "https://a.example//", names: []string{".default"}},
		"openid https://a.example/X offline_access":  {asked: "https://a.example", names: []string{"X"}, oidc: []string{"openid", "offline_access"}},
		"https://a.example/X  https://A.EXAMPLE/Y.Z": {asked: "https://A.EXAMPLE", names: []string{"X", "Y.Z"}},
		lcsResource + "/.default":                    {asked: lcsResource, names: []string{".default"}},
		"api://app/.default":                         {asked: "api://app", names: []string{".default"}},
		"":                                           {refused: ScopeInvalid},
		"openid":                                     {refused: ScopeInvalid},
		"User.Read":                                  {refused: ScopeInvalid},
		"/.default":                                  {refused: ScopeInvalid},
		"https://a.example/.default https://a.example/X": {refused: ScopeInvalid},
		"https://a.example/X https://b.example/X":        {refused: ScopeMixed},
		"https://a.example//X https://a.example/X":       {refused: ScopeMixed},
	}
	for raw, want := range tests {
		got, _, no := parseScope(raw)
		if want.refused != nil {
			if no == nil || no != want.refused {
				t.Errorf("%q: %+v %v, want %s", raw, got, no, want.refused.err)
			}
			continue
		}
		if no != nil {
			t.Errorf("%q: refused: %s", raw, no.err)
			continue
		}
		if got.asked != want.asked {
			t.Errorf("%q: asked %q, want %q", raw, got.asked, want.asked)
		}
		if diff := cmp.Diff([][]string{want.names, want.oidc}, [][]string{got.names, got.oidc}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", raw, diff)
		}
	}
}

// TestEveryTargetHasItsResource: whatever the catalogue lets a person choose, the simulator knows its scope.
func TestEveryTargetHasItsResource(t *testing.T) {
	s := New(testOptions())
	for _, service := range catalog.Services() {
		targets := targetsOf(service.API)
		if len(targets) == 0 {
			t.Errorf("%s has no targets", service.API)
		}
		for _, target := range targets {
			for _, asked := range append([]string{resourceOfScope(target.Scope)}, target.Audiences...) {
				r, ok := s.resourceNamed(asked)
				if !ok || r.api != service.API {
					t.Errorf("%s %s %s: %q names %v %v", target.API, target.Cloud, target.Region, asked, r.api, ok)
				}
			}
		}
	}
}

// TestResourceIDs are those of the documents; GCC's Power Apps has its own.
func TestResourceIDs(t *testing.T) {
	s := New(testOptions())
	for asked, want := range map[string]string{
		"https://lcsapi.lcs.dynamics.com/":         "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0",
		"https://api.powerplatform.com":            "8578e004-a5c6-46e7-913e-12f58912df43",
		"https://service.powerapps.com/":           "475226c6-020e-4fb2-8a90-7a972cbfc1d4",
		"https://gov.service.powerapps.us/":        "a16afde6-431b-4662-b2b2-e5ee8c05b1f2",
		"https://api.businesscentral.dynamics.com": "996def3d-b36c-4153-8607-a6fd3c01b89f",
		"https://API.BusinessCentral.Dynamics.com": "996def3d-b36c-4153-8607-a6fd3c01b89f",
	} {
		if r, ok := s.resourceNamed(asked); !ok || r.appID != want {
			t.Errorf("%s: %s %v", asked, r.appID, ok)
		}
	}
	for _, asked := range []string{"", "/", "https://api.powerplatform.com//", "https://vault.azure.net"} {
		if r, ok := s.resourceNamed(asked); ok {
			t.Errorf("%q names %s", asked, r.api)
		}
	}
}

func TestResourcesKnowTheirPermissions(t *testing.T) {
	s := New(testOptions())
	for _, r := range s.resources {
		service, _ := catalog.Lookup(r.api)
		if r.api != azure && r.api != graph && len(r.delegated) != len(service.Delegated) {
			t.Errorf("%s: %d delegated", r.api, len(r.delegated))
		}
		if !slices.Contains(r.identifiers, r.appID) {
			t.Errorf("%s: its own GUID is no identifier", r.api)
		}
		for _, id := range r.identifiers {
			if strings.HasSuffix(id, "/") {
				t.Errorf("%s: identifier %s ends in a slash", r.api, id)
			}
		}
	}
}
