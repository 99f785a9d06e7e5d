package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestPowerPlatformPermissions(t *testing.T) {
	s, _ := Lookup(PowerPlatform)
	if len(s.Delegated) != 53 {
		t.Errorf("%d delegated permissions, want 53", len(s.Delegated))
	}
	all := names(s.Delegated)
	if !slices.IsSorted(all) {
		t.Error("permissions are not sorted, so a namespace may be torn apart")
	}
	if len(slices.Compact(all)) != len(s.Delegated) {
		t.Error("a permission is listed twice")
	}
	for _, name := range all {
		if strings.Count(name, ".") < 2 {
			t.Errorf("%s is not namespace.resource.action", name)
		}
	}
	// Ids that two independent sources agree on.
	for name, id := range map[string]string{
		"EnvironmentManagement.Environments.Read": "177690ed-85f1-41d9-8dbf-2716e60ff46a",
		"AppManagement.ApplicationPackages.Read":  "adef0bc0-3a5b-457a-834c-cabd82f0a6d2",
		"Authorization.RoleAssignments.Write":     "a53c8130-3c33-407c-a1ba-ec806fdc55ca",
		"Security.Recommendations.Read":           "61e3824b-f4d0-4998-95f3-bc021fa3198d",
		"CopilotStudio.Copilots.Invoke":           "204440d3-c1d0-4826-b570-99eb6f5e2aeb",
	} {
		if p, _ := s.Permission(Password, name); p.ID != id {
			t.Errorf("%s has id %q, want %q", name, p.ID, id)
		}
	}
}
