package steps

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
)

func TestCommandsOfOneToolAreOneCopy(t *testing.T) {
	got := byTool([]catalog.Command{{Tool: "A", Text: "sign in"}, {Tool: "A", Text: "register"}, {Tool: "B", Text: "both"}})
	want := []catalog.Command{{Tool: "A", Text: "sign in\nregister"}, {Tool: "B", Text: "both"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if byTool(nil) != nil {
		t.Error("commands came from nothing")
	}
}

// TestPowerPlatformHasBothWays: today's way stands before the document's, and each can be copied.
func TestPowerPlatformHasBothWays(t *testing.T) {
	guide := stepOf(t, registered(catalog.PowerPlatform, catalog.ClientSecret), catalog.StepDuty).Guide
	text := guide.text()
	today, document := strings.Index(text, "Choose a role"), strings.Index(text, "Another way: register the app as a management application")
	if today < 0 || document < today {
		t.Errorf("today's way at %d, the document's at %d", today, document)
	}
	var requests int
	for _, c := range guide.Copies {
		if strings.HasPrefix(c.Label, "Request: ") {
			requests++
		}
	}
	if requests != 2 {
		t.Errorf("%d requests can be copied, want 2", requests)
	}
}

// TestDutyWithoutIDsKeepsPlaceholders: nothing half-filled is offered before the ids are known.
func TestDutyWithoutIDsKeepsPlaceholders(t *testing.T) {
	says{text: stepOf(t, chosen(catalog.PowerPlatform, catalog.ClientSecret), catalog.StepDuty).Guide.text(),
		want: []string{"/tenants/{tenantId}", "adminApplications/{clientId}", "-ApplicationId CLIENT_ID"}}.check(t)
}

// TestRolesAreNamed: who can do a duty is said for each API that has one.
func TestRolesAreNamed(t *testing.T) {
	for api, role := range map[catalog.API]string{
		catalog.PowerPlatform: "Power Platform Administrator", catalog.PowerApps: "Power Platform Administrator",
		catalog.BusinessCentral: "Dynamics 365 Business Central Administrator",
	} {
		text := stepOf(t, registered(api, catalog.ClientSecret), catalog.StepDuty).Guide.text()
		if !strings.Contains(text, "Requires one of: "+role) {
			t.Errorf("%s does not name %s", api, role)
		}
	}
}
