package tenantsim

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestAPICasesGetAToken: the fault of each shows only when the API is called.
func TestAPICasesGetAToken(t *testing.T) {
	h := newHarness(t)
	cases, err := h.sim.LoadAPICases(t.TempDir())
	must(t, err)
	seen := map[string]bool{}
	for _, c := range cases {
		if a := h.enter(c); a.status != http.StatusOK || a.text("access_token") == "" {
			t.Errorf("%s: got %d %s", c.Name, a.status, a.raw)
		}
		if seen[c.Name] || c.Cause != strings.TrimSuffix(c.Name, "-2") || c.Cause == "" {
			t.Errorf("%s occurs twice or is not named for its cause %q", c.Name, c.Cause)
		}
		seen[c.Name] = true
	}
}

// TestAPICasesAddCauses: with those that Entra itself shows, the cases cover at least 40 causes.
func TestAPICasesAddCauses(t *testing.T) {
	causes := map[string]bool{}
	for _, rows := range [][]caseRow{faultyCases(), apiCases()} {
		for _, row := range rows {
			causes[strings.TrimSuffix(row.name, "-2")] = true
		}
	}
	if len(causes) < 40 {
		t.Errorf("%d causes", len(causes))
	}
}

func TestAPICasesNeedTheirFolder(t *testing.T) {
	_, err := New(testOptions()).LoadAPICases(t.TempDir() + "/missing")
	if err == nil || !strings.Contains(err.Error(), "api_sp_not_management_app-2") {
		t.Errorf("got %v", err)
	}
}

// isAPICase reports whether only a call to the API shows a case's fault.
func isAPICase(c Case) bool {
	return slices.ContainsFunc(apiCases(), func(row caseRow) bool { return row.name == c.Name })
}
