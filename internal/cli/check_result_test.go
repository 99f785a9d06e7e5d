package cli

import (
	"strings"
	"testing"

	"appreg/internal/report"
	"appreg/steps"
)

// TestCheckResult: beside a field, that nobody answered is told apart from a refusal: it says nothing against the value.
func TestCheckResult(t *testing.T) {
	for name, tt := range map[string]struct {
		finding report.Finding
		state   steps.CheckState
		text    string
	}{
		"found":        {report.Finding{Status: report.OK, Title: "The tenant exists", Evidence: "tenant x"}, steps.CheckOK, "tenant x"},
		"refused":      {report.Finding{Status: report.Fail, Title: "No such tenant", Cause: "tenant_not_found"}, steps.CheckFailed, "No such tenant"},
		"no answer":    {report.Finding{Status: report.Fail, Title: "No such host", Cause: "network_dns"}, steps.CheckWarn, "Not checked: No such host"},
		"a proxy page": {report.Finding{Status: report.Fail, Title: "Something else", Cause: "answer_not_json"}, steps.CheckWarn, "Not checked: "},
		"throttled":    {report.Finding{Status: report.Fail, Title: "Too many", Cause: "throttled"}, steps.CheckWarn, "Not checked: "},
		"doubtful":     {report.Finding{Status: report.Warn, Title: "Unknown domain"}, steps.CheckWarn, "Unknown domain"},
	} {
		if got := checkResult(tt.finding); got.State != tt.state || !strings.HasPrefix(got.Text, tt.text) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
