package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// guid is the shape of a GUID. Version bits are not looked at: Microsoft has ids without them (d365bc00-a990-0000-…).
var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

var allFlows = []Flow{Browser, DeviceCode, Password, ClientSecret, ClientCertificate, Federated}

// TestIdentities holds what the documents print about each API, written out.
func TestIdentities(t *testing.T) {
	tests := map[API]struct {
		portalName, tab, appID, document string
	}{
		LCS:             {"Dynamics Lifecycle services", "APIs my organization uses", "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "Database movement API - Authentication"},
		PowerPlatform:   {"Power Platform API", "APIs my organization uses", "8578e004-a5c6-46e7-913e-12f58912df43", "Power Platform API - Authentication"},
		PowerApps:       {"PowerApps Service", "APIs my organization uses", "475226c6-020e-4fb2-8a90-7a972cbfc1d4", "Authentication (legacy)"},
		BusinessCentral: {"Dynamics 365 Business Central", "Microsoft APIs", "996def3d-b36c-4153-8607-a6fd3c01b89f", "Using Service-to-Service (S2S) Authentication"},
	}
	if len(Services()) != len(tests) {
		t.Fatalf("%d services, want %d", len(Services()), len(tests))
	}
	for _, s := range Services() {
		want := tests[s.API]
		got := []string{s.PortalName, s.PortalTab, s.ResourceAppID, s.Document.Title}
		if diff := cmp.Diff([]string{want.portalName, want.tab, want.appID, want.document}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.API, diff)
		}
		if looked, ok := Lookup(s.API); !ok || cmp.Diff(s, looked) != "" {
			t.Errorf("Lookup(%s) is not the service that Services lists", s.API)
		}
	}
	if _, ok := Lookup("graph"); ok {
		t.Error("Lookup found an API that does not exist")
	}
}

func TestEveryServiceIsComplete(t *testing.T) {
	for _, s := range Services() {
		if s.Title == "" || s.Source == "" || len(s.Delegated) == 0 {
			t.Errorf("%s: title, source or delegated permissions missing", s.API)
		}
		if !guid.MatchString(s.ResourceAppID) {
			t.Errorf("%s: %q is not a GUID", s.API, s.ResourceAppID)
		}
		if !strings.HasPrefix(s.Document.URL, "https://learn.microsoft.com/en-us/") {
			t.Errorf("%s: document link %q", s.API, s.Document.URL)
		}
		for _, name := range s.Suggested {
			known := func(p Permission) bool { return p.Name == name }
			if !slices.ContainsFunc(slices.Concat(s.Delegated, s.Application), known) {
				t.Errorf("%s suggests %s, which it does not have", s.API, name)
			}
		}
	}
}

// TestTriedOn: the row says what the calls are about.
func TestTriedOn(t *testing.T) {
	for _, s := range Services() {
		for _, c := range TrialOf(s.API).Calls {
			if c.About != AboutTenant && c.About != s.TriedOn {
				t.Errorf("%s: a call about %d, the row says %d", s.API, c.About, s.TriedOn)
			}
		}
		about := func(c Call) bool { return c.About == s.TriedOn }
		if !slices.ContainsFunc(TrialOf(s.API).Calls, about) {
			t.Errorf("%s: no call about %d", s.API, s.TriedOn)
		}
	}
}

func TestNoFlowWithoutReason(t *testing.T) {
	for _, s := range Services() {
		if len(s.Flows) != len(allFlows) {
			t.Errorf("%s has %d flow rules, want %d", s.API, len(s.Flows), len(allFlows))
		}
		for _, f := range allFlows {
			rule := s.Rule(f)
			if rule.Flow != f || rule.Source == "" {
				t.Errorf("%s %s: rule or source missing: %+v", s.API, f, rule)
			}
			if !rule.Allowed && rule.Reason == "" {
				t.Errorf("%s refuses %s without a reason", s.API, f)
			}
			if rule.Allowed != slices.Contains(wantedFlows[s.API], f) {
				t.Errorf("%s %s: allowed = %t", s.API, f, rule.Allowed)
			}
		}
		if rule := s.Rule("implicit"); rule.Allowed || rule.Reason == "" {
			t.Errorf("%s: unknown flow gives %+v", s.API, rule)
		}
	}
}

func TestFlowsOffered(t *testing.T) {
	var got []Flow
	for _, f := range Flows() {
		if f.Title == "" || f.Hint == "" {
			t.Errorf("%s has no title or hint", f.Flow)
		}
		got = append(got, f.Flow)
	}
	if diff := cmp.Diff(allFlows, got); diff != "" {
		t.Errorf("flows (-want +got):\n%s", diff)
	}
}

// TestWhatFlowsAskOfTheRegistration: the switch for those that name no redirect URI, which is the browser's.
func TestWhatFlowsAskOfTheRegistration(t *testing.T) {
	tests := map[Flow]struct {
		publicClient bool
		redirect     string
	}{
		Browser: {false, "http://localhost"}, DeviceCode: {true, ""}, Password: {true, ""},
		ClientSecret: {}, ClientCertificate: {}, Federated: {},
	}
	for _, flow := range allFlows {
		want := tests[flow]
		got, ok := LookupFlow(flow)
		if !ok || got.Flow != flow || got.PublicClient != want.publicClient || got.RedirectURI != want.redirect {
			t.Errorf("LookupFlow(%s) = %+v, %t", flow, got, ok)
		}
	}
	if _, ok := LookupFlow("implicit"); ok {
		t.Error("LookupFlow knows a flow that does not exist")
	}
}

// TestCautionsAboutUserFlows holds what each document says about signing users in.
func TestCautionsAboutUserFlows(t *testing.T) {
	tests := []struct {
		api   API
		flow  Flow
		words string
	}{
		{LCS, Password, "It fails for accounts with MFA"},
		{LCS, Browser, "recommends it"},
		{LCS, DeviceCode, "doesn't describe it"},
		{PowerPlatform, Password, "federated accounts"},
		{PowerPlatform, Browser, "recommends it"},
		{PowerPlatform, DeviceCode, "Some tenants block it"},
		{PowerApps, Password, "MFA"},
		{PowerApps, Browser, "doesn't describe it"},
		{PowerApps, DeviceCode, "doesn't describe it"},
		{BusinessCentral, Password, "Not recommended"},
		{BusinessCentral, Browser, "where a user signs in"},
		{BusinessCentral, DeviceCode, "doesn't describe it"},
	}
	for _, test := range tests {
		service, _ := Lookup(test.api)
		if rule := service.Rule(test.flow); !rule.Allowed || !strings.Contains(rule.Reason, test.words) {
			t.Errorf("%s %s: %+v does not say %q", test.api, test.flow, rule, test.words)
		}
	}
}

func TestEveryPermission(t *testing.T) {
	seen := map[string]string{}
	for _, s := range Services() {
		for _, p := range slices.Concat(s.Delegated, s.Application) {
			where := string(s.API) + " " + p.Name
			if p.Name == "" || p.Purpose == "" || strings.HasSuffix(p.Purpose, ".") {
				t.Errorf("%s: name missing, or purpose %q is not a phrase", where, p.Purpose)
			}
			if p.ID == "" {
				if s.API != LCS { // the one id that no public source has
					t.Errorf("%s has no id", where)
				}
				continue
			}
			if !guid.MatchString(p.ID) {
				t.Errorf("%s: %q is not a GUID", where, p.ID)
			}
			if other, dup := seen[p.ID]; dup {
				t.Errorf("%s and %s have the same id", where, other)
			}
			seen[p.ID] = where
		}
	}
}

func TestWantedAndToAdd(t *testing.T) {
	environments := []string{"EnvironmentManagement.Environments.Read"}
	tests := []struct {
		api       API
		flow      Flow
		wanted    []string
		toAdd     []string
		delegated bool
	}{
		{LCS, Password, []string{"user_impersonation"}, []string{"user_impersonation"}, true},
		{PowerPlatform, Password, environments, environments, true},
		{PowerPlatform, ClientSecret, nil, nil, false},
		{PowerApps, Browser, []string{"User"}, []string{"User"}, true},
		{PowerApps, ClientCertificate, nil, []string{"User"}, true},
		{BusinessCentral, Password, []string{"Financials.ReadWrite.All"}, []string{"Financials.ReadWrite.All"}, true},
		{BusinessCentral, ClientSecret, []string{"API.ReadWrite.All", "Automation.ReadWrite.All"}, []string{"API.ReadWrite.All", "Automation.ReadWrite.All"}, false},
	}
	for _, test := range tests {
		s, _ := Lookup(test.api)
		if diff := cmp.Diff(test.wanted, names(s.Wanted(test.flow))); diff != "" {
			t.Errorf("%s %s wanted (-want +got):\n%s", test.api, test.flow, diff)
		}
		add, delegated := s.ToAdd(test.flow)
		if diff := cmp.Diff(test.toAdd, names(add)); diff != "" || delegated != test.delegated {
			t.Errorf("%s %s to add: delegated = %t (-want +got):\n%s", test.api, test.flow, delegated, diff)
		}
	}
}

// TestWantedLeavesTheServiceAlone guards against filtering in place.
func TestWantedLeavesTheServiceAlone(t *testing.T) {
	s, _ := Lookup(PowerPlatform)
	before := names(s.Delegated)
	s.Wanted(Password)
	if diff := cmp.Diff(before, names(s.Delegated)); diff != "" {
		t.Errorf("delegated permissions changed:\n%s", diff)
	}
}

func TestPermissionByName(t *testing.T) {
	s, _ := Lookup(BusinessCentral)
	got, ok := s.Permission(ClientSecret, "api.readwrite.all")
	if !ok || got.Name != "API.ReadWrite.All" || got.Without == "" {
		t.Errorf("got %+v, %t", got, ok)
	}
	if _, ok := s.Permission(Password, "API.ReadWrite.All"); ok {
		t.Error("an application permission was found among the delegated ones")
	}
}

func names(permissions []Permission) []string {
	var all []string
	for _, p := range permissions {
		all = append(all, p.Name)
	}
	return all
}
