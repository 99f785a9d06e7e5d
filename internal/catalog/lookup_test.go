package catalog

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestByResource(t *testing.T) {
	tests := map[string]API{
		"913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0":       LCS,
		"https://lcsapi.eu.lcs.dynamics.com//":       LCS,
		"https://lcsapi.lcs.dynamics.com//.default":  LCS,
		"8578E004-A5C6-46E7-913E-12F58912DF43":       PowerPlatform,
		"https://api.gov.powerplatform.microsoft.us": PowerPlatform,
		" {475226c6-020e-4fb2-8a90-7a972cbfc1d4} ":   PowerApps,
		"a16afde6-431b-4662-b2b2-e5ee8c05b1f2":       PowerApps, // GCC's own
		"https://api.powerapps.com/":                 PowerApps,
		"https://service.powerapps.cn/":              PowerApps,
		"996def3d-b36c-4153-8607-a6fd3c01b89f":       BusinessCentral,
		"https://api.businesscentral.dynamics.com":   BusinessCentral,
		"":                                     "",
		"{}":                                   "",
		"https://graph.microsoft.com":          "",
		"04b07795-8ddb-461a-bbee-02f9e1bf7b46": "",
	}
	for given, want := range tests {
		if got, ok := ByResource(given); got.API != want || ok != (want != "") {
			t.Errorf("ByResource(%q) = %q, %t, want %q", given, got.API, ok, want)
		}
	}
}

func TestFirstPartyClients(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range FirstPartyClients() {
		if !guid.MatchString(c.ID) || c.Name == "" || seen[c.ID] {
			t.Errorf("%+v: bad or doubled", c)
		}
		seen[c.ID] = true
		if got, ok := LookupFirstParty(" {" + strings.ToUpper(c.ID) + "}"); !ok || got != c {
			t.Errorf("LookupFirstParty(%s) = %+v, %t", c.ID, got, ok)
		}
		if s, ok := ByResource(c.ID); ok {
			t.Errorf("%s is also %s", c.Name, s.API)
		}
	}
	if _, ok := LookupFirstParty(someClient); ok {
		t.Error("an ordinary client id was taken for a first-party client")
	}
}

func TestParse(t *testing.T) {
	parsers := map[string]func(string) (string, error){
		"API":            func(s string) (string, error) { v, err := ParseAPI(s); return string(v), err },
		"sign-in method": func(s string) (string, error) { v, err := ParseFlow(s); return string(v), err },
		"cloud":          func(s string) (string, error) { v, err := ParseCloud(s); return string(v), err },
		"region":         func(s string) (string, error) { v, err := ParseRegion(s); return string(v), err },
	}
	valid := map[string][]string{
		"API":            {"lcs", "power-platform", "power-apps", "business-central"},
		"sign-in method": {"browser", "device-code", "password", "client-secret", "client-certificate", "federated"},
		"cloud":          {"public", "gcc", "gcc-high", "dod", "china"},
		"region":         {"us", "eu", "fr", "no", "ch", "sa", "uae", "gov", "china"},
	}
	for kind, parse := range parsers {
		for _, name := range valid[kind] {
			if got, err := parse(" " + strings.ToUpper(name)); got != name || err != nil {
				t.Errorf("%s %q = %q, %v", kind, name, got, err)
			}
		}
		for _, name := range []string{"", "nonsense", "lcs,power-apps"} {
			got, err := parse(name)
			var unknown *UnknownError
			if !errors.As(err, &unknown) || got != "" {
				t.Errorf("%s %q = %q, %v", kind, name, got, err)
				continue
			}
			if diff := cmp.Diff(&UnknownError{Kind: kind, Name: name, Valid: valid[kind]}, unknown); diff != "" {
				t.Errorf("%s %q (-want +got):\n%s", kind, name, diff)
			}
		}
	}
}
