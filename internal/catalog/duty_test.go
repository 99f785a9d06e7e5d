package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDutiesPerAPIAndFlow(t *testing.T) {
	tests := []struct {
		api  API
		flow Flow
		want []DutyID
	}{
		{LCS, Password, []DutyID{DutyProjectMembership}},
		{PowerPlatform, Password, []DutyID{DutyUserRights}},
		{PowerPlatform, ClientSecret, []DutyID{DutyRoleAssignment, DutyManagementApp}},
		{PowerPlatform, ClientCertificate, []DutyID{DutyRoleAssignment, DutyManagementApp}},
		{LCS, Browser, []DutyID{DutyProjectMembership}},
		{PowerPlatform, DeviceCode, []DutyID{DutyUserRights}},
		{PowerApps, Browser, []DutyID{DutyUserRights}},
		{BusinessCentral, DeviceCode, []DutyID{DutyUserRights}},
		{PowerApps, Password, []DutyID{DutyUserRights}},
		{PowerApps, ClientSecret, []DutyID{DutyManagementApp}},
		{BusinessCentral, Password, []DutyID{DutyUserRights}},
		{BusinessCentral, ClientCertificate, []DutyID{DutyAppCard}},
	}
	for _, test := range tests {
		var got []DutyID
		for _, d := range resolved(t, test.api, Public).Duties(test.flow, DutyIDs{}) {
			got = append(got, d.ID)
			if d.Title == "" || d.Who == "" || len(d.Steps) == 0 || d.Effect == "" || d.Source == "" {
				t.Errorf("%s %s %s is incomplete", test.api, test.flow, d.ID)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.api, test.flow, diff)
		}
	}
}

func TestRoleAssignment(t *testing.T) {
	ids := DutyIDs{TenantID: someTenant, ObjectID: someClient, RoleID: PowerPlatformRoles()[0].ID}
	got := resolved(t, PowerPlatform, Public).Duties(ClientSecret, ids)[0].Request
	if got.Method != "POST" || got.URL != "https://api.powerplatform.com/authorization/roleAssignments?api-version=2024-10-01" {
		t.Errorf("%s %s", got.Method, got.URL)
	}
	var body map[string]string
	if err := json.Unmarshal([]byte(got.Body), &body); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"roleDefinitionId":  "c886ad2e-27f7-4874-8381-5849b8d8a090",
		"principalObjectId": someClient,
		"principalType":     "ApplicationUser",
		"scope":             "/tenants/" + someTenant,
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	empty := resolved(t, PowerPlatform, Public).Duties(ClientSecret, DutyIDs{})[0].Request.Body
	for _, placeholder := range []string{"{roleDefinitionId}", "{enterpriseApplicationObjectId}", "/tenants/{tenantId}"} {
		if !strings.Contains(empty, placeholder) {
			t.Errorf("body without ids lacks %s:\n%s", placeholder, empty)
		}
	}
}

func TestManagementApp(t *testing.T) {
	const path = "/providers/Microsoft.BusinessAppPlatform/adminApplications/"
	got := resolved(t, PowerApps, Public).Duties(ClientSecret, DutyIDs{ClientID: someClient})[0]
	want := &DutyRequest{
		Method: "PUT",
		URL:    "https://api.bap.microsoft.com" + path + someClient + "?api-version=2020-10-01",
	}
	if diff := cmp.Diff(want, got.Request); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	commands := []Command{
		{"Power Apps administration PowerShell", "Add-PowerAppsAccount -Endpoint prod"},
		{"Power Apps administration PowerShell", "New-PowerAppManagementApp -ApplicationId " + someClient},
		{"Power Platform CLI", "pac auth create --cloud Public"},
		{"Power Platform CLI", "pac admin application register --application-id " + someClient},
		{"CLI for Microsoft 365", "m365 pp managementapp add --appId " + someClient},
	}
	if diff := cmp.Diff(commands, got.Commands); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	empty := resolved(t, PowerApps, Public).Duties(ClientSecret, DutyIDs{})[0].Request.URL
	if !strings.Contains(empty, path+"{clientId}?") {
		t.Errorf("address without a client id: %s", empty)
	}
}

// TestDutyHostsFollowTheCloud: nothing is fixed to the public cloud, nor to a host that a caller replaced.
func TestDutyHostsFollowTheCloud(t *testing.T) {
	for _, api := range []API{PowerPlatform, PowerApps} {
		for _, c := range Clouds() {
			target := resolved(t, api, c.Cloud)
			for _, d := range target.Duties(ClientSecret, DutyIDs{}) {
				base := target.ManagementURL
				if d.ID == DutyRoleAssignment {
					base = target.APIURL
				}
				if !strings.HasPrefix(d.Request.URL, base+"/") {
					t.Errorf("%s %s %s goes to %s", api, c.Cloud, d.ID, d.Request.URL)
				}
				if c.Cloud != Public && (strings.Contains(d.Request.URL, "api.powerplatform.com") || strings.Contains(d.Request.URL, "//api.bap.microsoft.com")) {
					t.Errorf("%s %s %s goes to the public cloud: %s", api, c.Cloud, d.ID, d.Request.URL)
				}
			}
		}
	}
	simulated := resolved(t, PowerApps, Public)
	simulated.ManagementURL = "http://127.0.0.1:8080/"
	if got := simulated.Duties(ClientSecret, DutyIDs{})[0].Request.URL; !strings.HasPrefix(got, "http://127.0.0.1:8080/providers/") {
		t.Errorf("a replaced host is not used: %s", got)
	}
}

func TestAppCardNamesEveryStepOfTheDocument(t *testing.T) {
	text := strings.Join(resolved(t, BusinessCentral, Public).Duties(ClientSecret, DutyIDs{})[0].Steps, "\n")
	words := []string{"Microsoft Entra Applications", "New", "Client ID", "Description", "Enabled", ForbiddenPermissionSet}
	for _, set := range PermissionSets() {
		words = append(words, set.Name)
	}
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("the card's steps do not mention %s", word)
		}
	}
}

func TestRoles(t *testing.T) {
	tests := map[string]struct {
		roles []Role
		want  []string
	}{
		"registration":   {RegistrationRoles(), []string{"Application Developer", "Cloud Application Administrator", "Application Administrator", "Global Administrator"}},
		"consent":        {ConsentRoles(), []string{"Cloud Application Administrator", "Application Administrator", "Privileged Role Administrator", "Global Administrator"}},
		"power platform": {PowerPlatformRoles(), []string{"Power Platform reader", "Power Platform contributor", "Power Platform owner", "Power Platform role-based access control administrator"}},
	}
	ids := map[string]string{}
	for name, test := range tests {
		var got []string
		for _, r := range test.roles {
			got = append(got, r.Name)
			if !guid.MatchString(r.ID) || r.Purpose == "" {
				t.Errorf("%s: %+v", name, r)
			}
			if other, ok := ids[r.ID]; ok && other != r.Name {
				t.Errorf("%s and %s have the same id", r.Name, other)
			}
			ids[r.ID] = r.Name
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if ids["62e90394-69f5-4237-9190-012177145e10"] != "Global Administrator" {
		t.Error("the id of Global Administrator is not the well-known one")
	}
}

func TestBusinessCentralTables(t *testing.T) {
	want := []VersionRow{
		{"Business Central automation APIs", "version 17.0", "versions 18.11 and 19.5"},
		{"Business Central APIs v1.0", "version 18.3", "versions 18.11 and 19.5"},
		{"Business Central APIs v2.0", "version 18.3", "versions 18.11 and 19.5"},
		{"Business Central custom APIs", "version 18.3", "versions 18.11 and 19.5"},
		{"Business Central web services", "version 18.3", "versions 18.11 and 19.5"},
	}
	if diff := cmp.Diff(want, BusinessCentralVersions()); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	former := PermissionSets()[1].Formerly
	if !slices.Contains(former, "D365 EXTENSION MGT") || !slices.Contains(former, "EXTEND. MGT. - ADMIN") {
		t.Errorf("former names: %v", former)
	}
	central, _ := Lookup(BusinessCentral)
	for _, p := range central.Wanted(ClientSecret) {
		if !strings.HasSuffix(p.Without, "won't work") {
			t.Errorf("%s does not say what fails without it: %q", p.Name, p.Without)
		}
	}
}
