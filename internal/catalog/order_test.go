package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOrder writes the documents' order and numbers out.
func TestOrder(t *testing.T) {
	powerPlatformApp := []string{"Step 1 application", "Step 2 permissions", "Step 4 credential", "Before step 5 duty", "Step 5 token"}
	powerAppsApp := []string{"Step 1 application", "Step 2 public-client", "Step 3 permissions", "Step 4 credential", "Step 5 duty", "Step 6 token"}
	centralApp := []string{"Task 1, step 2 application", "Task 1, step 3 credential", "Task 1, step 4 permissions", "Task 2 duty", "After task 2 token"}
	tests := map[API]map[Flow][]string{
		LCS: {
			Password:     {"Step 1 application", "Step 2 permissions", "Step 3 public-client", "Step 4 token"},
			ClientSecret: nil, ClientCertificate: nil, Federated: nil,
		},
		PowerPlatform: {
			Password:     {"Step 1 application", "Step 2 permissions", "Step 3 public-client", "Step 5 token"},
			ClientSecret: powerPlatformApp, ClientCertificate: powerPlatformApp, Federated: powerPlatformApp,
		},
		PowerApps: {
			Password:     {"Step 1 application", "Step 2 public-client", "Step 3 permissions", "Step 4 token"},
			ClientSecret: powerAppsApp, ClientCertificate: powerAppsApp, Federated: powerAppsApp,
		},
		BusinessCentral: {
			Password:     {"Task 1, step 2 application", "Task 1, step 4 permissions", "Addition to task 1 public-client", "After task 1 token"},
			ClientSecret: centralApp, ClientCertificate: centralApp, Federated: centralApp,
		},
	}
	for _, s := range Services() {
		if len(tests[s.API]) == 0 {
			t.Errorf("the order of %s isn't here", s.API)
		}
	}
	for api, flows := range tests {
		for flow, want := range flows {
			var got []string
			for _, row := range Order(api, flow) {
				got = append(got, row.Number+" "+string(row.Step))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", api, flow, diff)
			}
		}
	}
}

func TestEveryOrderRow(t *testing.T) {
	for _, s := range Services() {
		for _, flow := range allFlows {
			rows := Order(s.API, flow)
			if (len(rows) > 0) != s.Rule(flow).Allowed {
				t.Errorf("%s %s: %d rows, allowed = %t", s.API, flow, len(rows), s.Rule(flow).Allowed)
				continue
			}
			if len(rows) > 0 && (rows[0].Step != StepApplication || rows[len(rows)-1].Step != StepToken) {
				t.Errorf("%s %s does not lead from the application to the token", s.API, flow)
			}
			var seen []StepID
			for _, row := range rows {
				if row.Number == "" || row.Title == "" {
					t.Errorf("%s %s %s: number or title missing", s.API, flow, row.Step)
				}
				if row.Step == StepStart || row.Step == StepSave || slices.Contains(seen, row.Step) {
					t.Errorf("%s %s: step %s is ours or occurs twice", s.API, flow, row.Step)
				}
				seen = append(seen, row.Step)
			}
			if !flow.SignsInUser() && len(rows) > 0 && !slices.Contains(seen, StepDuty) {
				t.Errorf("%s %s lacks the duty", s.API, flow)
			}
			if flow.SignsInUser() && slices.Contains(seen, StepCredential) {
				t.Errorf("%s %s asks a public client for a credential", s.API, flow)
			}
		}
	}
	if Order("crm", Password) != nil {
		t.Error("an unknown API has steps")
	}
}

// TestInteractiveOrder: the steps, numbers and place are those of the password; title and note fit the flow.
func TestInteractiveOrder(t *testing.T) {
	const redirect, allow, request = "Add the redirect URI", "Allow public client flows", "Test it"
	tests := []struct {
		api                API
		flow               Flow
		client, clientNote string
		token, tokenNote   string
	}{
		{LCS, Browser, redirect, "needs a redirect URI instead", request, "gets the same token"},
		{LCS, DeviceCode, allow, "needs it too", request, "gets the same token"},
		{PowerPlatform, Browser, redirect, "/nativeclient", request, ""},
		{PowerPlatform, DeviceCode, allow, "AADSTS7000218", request, ""},
		{PowerApps, Browser, redirect, "needs a redirect URI instead", request, "gets the same token"},
		{PowerApps, DeviceCode, allow, "needs it too", request, "gets the same token"},
		{BusinessCentral, Browser, redirect, "needs this too", request, "license"},
		{BusinessCentral, DeviceCode, allow, "needs this too", request, "license"},
	}
	for _, test := range tests {
		byPassword, rows := Order(test.api, Password), Order(test.api, test.flow)
		if len(rows) != len(byPassword) {
			t.Fatalf("%s %s: %d steps, %d by password", test.api, test.flow, len(rows), len(byPassword))
		}
		for i, row := range rows {
			if row.Step != byPassword[i].Step || row.Number != byPassword[i].Number {
				t.Errorf("%s %s: %s %s, by password %s %s", test.api, test.flow, row.Number, row.Step, byPassword[i].Number, byPassword[i].Step)
			}
			title, note := byPassword[i].Title, ""
			switch row.Step {
			case StepPublicClient:
				title, note = test.client, test.clientNote
			case StepToken:
				title, note = test.token, test.tokenNote
			}
			if row.Title != title || !strings.Contains(row.Note, note) || note == "" && row.Note != "" {
				t.Errorf("%s %s: %q, note %q; want %q, %q", test.api, test.flow, row.Title, row.Note, title, note)
			}
		}
	}
}
