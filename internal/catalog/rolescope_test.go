package catalog

import (
	"errors"
	"testing"
)

// TestRoleScopes: what is none is never taken for the whole tenant.
func TestRoleScopes(t *testing.T) {
	for text, want := range map[string][3]string{
		"":                  {"tenant", "/tenants/t", "in the whole tenant"},
		"tenant":            {"tenant", "/tenants/t", "in the whole tenant"},
		"environment:ABC-1": {"environment:ABC-1", "/tenants/t/environments/abc-1", "in environment ABC-1 alone"},
		"group: 9":          {"group:9", "/tenants/t/environmentGroups/9", "in the environments of group 9 alone"},
	} {
		scope, err := ParseRoleScope(text)
		if got := [3]string{scope.String(), scope.In("t"), scope.Words()}; err != nil || got != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
	for _, text := range []string{
		"everywhere", "environment", "environment:", "environment: ", "environment:My Sandbox", "environment:{9}", "group:../x", "group:é",
		"tenant:x", "planet:earth", " ",
	} {
		scope, err := ParseRoleScope(text)
		if unknown := (*UnknownError)(nil); !errors.As(err, &unknown) || unknown.Name != text {
			t.Errorf("%q: %q %v", text, scope, err)
		}
	}
}
