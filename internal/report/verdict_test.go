package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/cause"
	"appreg/internal/report"
)

func TestJudge(t *testing.T) {
	fail := func(cause cause.Label) report.Finding { return report.Finding{Status: report.Fail, Cause: cause} }
	tests := map[string]struct {
		findings []report.Finding
		tested   bool
		want     report.Verdict
		code     int
	}{
		"nothing failed":                    {[]report.Finding{{Status: report.OK}, {Status: report.Skip}}, true, report.Ready, 0},
		"a warning changes nothing":         {[]report.Finding{{Status: report.Warn, Cause: "api_role_missing"}}, true, report.Ready, 0},
		"no token asked for":                {[]report.Finding{{Status: report.OK}}, false, report.Incomplete, 0},
		"refused":                           {[]report.Finding{fail("secret_wrong")}, true, report.Refused, 3},
		"refused without a token":           {[]report.Finding{fail("tenant_malformed")}, false, report.Refused, 3},
		"a check that was not made":         {[]report.Finding{{Status: report.Skip, Untested: true}}, true, report.Incomplete, 3},
		"one that told nothing":             {[]report.Finding{{Status: report.Warn, Untested: true}}, true, report.Incomplete, 3},
		"refused counts more":               {[]report.Finding{{Status: report.Skip, Untested: true}, fail("secret_wrong")}, true, report.Refused, 3},
		"unreachable counts more":           {[]report.Finding{{Status: report.Skip, Untested: true}, fail("network_dns")}, true, report.Unreachable, 4},
		"no answer":                         {[]report.Finding{fail("network_dns")}, true, report.Unreachable, 4},
		"no answer counts more, either way": {[]report.Finding{fail("secret_wrong"), fail("network_tls")}, true, report.Unreachable, 4},
		"no answer first":                   {[]report.Finding{fail("network_tls"), fail("secret_wrong")}, true, report.Unreachable, 4},
		"a proxy's page":                    {[]report.Finding{fail("answer_not_json")}, true, report.Unreachable, 4},
		"a redirect":                        {[]report.Finding{fail("redirected")}, true, report.Unreachable, 4},
		"throttled":                         {[]report.Finding{fail("throttled")}, true, report.Unreachable, 4},
		"out of service":                    {[]report.Finding{fail("service_unavailable")}, true, report.Unreachable, 4},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := report.Judge(tt.findings, tt.tested)
			if got != tt.want {
				t.Errorf("verdict %q, want %q", got, tt.want)
			}
			if code := (report.Report{Verdict: got, Findings: tt.findings}).ExitCode(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
		})
	}
}

// TestTelling: what makes the verdict is told, wherever it stands.
func TestTelling(t *testing.T) {
	good, untested := report.Finding{ID: report.Tenant, Status: report.OK}, report.Finding{ID: report.Duty, Status: report.Skip, Untested: true}
	warned, failed := report.Finding{ID: report.Input, Status: report.Warn}, report.Finding{ID: report.Expiry, Status: report.Fail}
	for name, tt := range map[string]struct {
		findings []report.Finding
		want     report.ID
	}{
		"all is well":             {[]report.Finding{good, warned}, ""},
		"one was not made":        {[]report.Finding{good, warned, untested}, report.Duty},
		"a failure counts more":   {[]report.Finding{untested, failed}, report.Expiry},
		"the first of two counts": {[]report.Finding{failed, {ID: report.API, Status: report.Fail}}, report.Expiry},
	} {
		if got := (report.Report{Findings: tt.findings}).Telling(); got.ID != tt.want {
			t.Errorf("%s: %q", name, got.ID)
		}
	}
}

// TestFixIsPlainForScripts: the marks around the portal's labels are the screen's; JSON has none, escapes nothing of its own
// accord, and has a list of steps even where there are none.
func TestFixIsPlainForScripts(t *testing.T) {
	fix := report.Fix{Where: "a > b", Steps: []string{"Select **Add a permission** > **Graph**."}}
	for want, fix := range map[string]report.Fix{
		`{"where":"a > b","steps":["Select Add a permission > Graph."],"command":"","url":""}` + "\n": fix,
		`{"where":"","steps":[],"command":"","url":""}` + "\n":                                        {},
	} {
		var out strings.Builder
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(fix); err != nil || out.String() != want {
			t.Errorf("%v, %s, want %s", err, out.String(), want)
		}
	}
	if fix.Plain(); !strings.Contains(fix.Steps[0], "**") {
		t.Error("the fix itself was changed")
	}
}

// TestKeysAreTheContract: scripts rely on these keys, and on no others being missing.
func TestKeysAreTheContract(t *testing.T) {
	want := map[string][]string{
		"report": {"profile", "api", "cloud", "region", "environment", "project", "tenant", "tenant_id", "client_id", "flow",
			"username", "authority", "api_url", "graph_url", "verdict", "stored", "findings", "token", "checked_at"},
		"finding": {"id", "status", "title", "evidence", "cause", "confidence", "fix", "aadsts", "correlation_id", "trace_id"},
		"fix":     {"where", "steps", "command", "url"},
		"token":   {"expires_on", "audience", "scopes", "roles"},
	}
	for name, value := range map[string]any{
		"report": report.Report{}, "finding": report.Finding{}, "fix": report.Fix{}, "token": report.TokenFacts{},
	} {
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		var object map[string]any
		if err := json.Unmarshal(data, &object); err != nil {
			t.Fatal(err)
		}
		var keys []string
		for key := range object {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		slices.Sort(want[name])
		if diff := cmp.Diff(want[name], keys); diff != "" {
			t.Errorf("keys of %s (-want +got):\n%s", name, diff)
		}
	}
}

// TestSentence: each verdict has words of its own.
func TestSentence(t *testing.T) {
	seen := map[string]bool{}
	for _, tested := range []report.Report{
		{Verdict: report.Ready}, {Verdict: report.Refused}, {Verdict: report.Unreachable}, {Verdict: report.Incomplete},
		{Verdict: report.Incomplete, Findings: []report.Finding{{ID: report.Duty, Status: report.Skip, Untested: true}}},
	} {
		if text := tested.Sentence(); seen[text] || text == "" {
			t.Errorf("%s: %q is no text of its own", tested.Verdict, text)
		} else {
			seen[text] = true
		}
	}
}
