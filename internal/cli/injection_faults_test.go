//go:build linux

package cli_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
)

// TestBadAnswers: an answer that is none, at whichever endpoint, is told as what it is, and says nothing against the
// registration. What comes late is tested where the clock is a value, in package transport.
func TestBadAnswers(t *testing.T) {
	m := newStrange(t)
	const name = "works-business-central-client-secret"
	m.save(name)
	c := m.cases[name]
	long := `{"access_token":"` + strings.Repeat("x", 1<<20) + `"}`
	tests := map[string]struct {
		fault tenantsim.Fault
		cause cause.Label
	}{
		"HTML":              {tenantsim.Fault{Status: http.StatusOK, Body: tenantsim.ProxyPage}, "answer_not_json"},
		"HTML, 403":         {tenantsim.Fault{Status: http.StatusForbidden, Body: tenantsim.ProxyPage}, "answer_not_json"},
		"empty":             {tenantsim.Fault{Status: http.StatusOK, Type: "application/json"}, "answer_not_json"},
		"a list":            {tenantsim.Fault{Status: http.StatusOK, Type: "application/json", Body: "[]"}, "answer_not_json"},
		"1 MB":              {tenantsim.Fault{Status: http.StatusOK, Type: "application/json", Body: long}, "answer_not_json"},
		"truncated":         {tenantsim.Fault{Status: http.StatusOK, Type: "application/json", Body: `{"access_token":"eyJ`, Truncate: true}, "answer_not_json"},
		"redirecting":       {tenantsim.Fault{Status: http.StatusFound, Location: "https://elsewhere.example/?token=1"}, "redirected"},
		"redirecting, loop": {tenantsim.Fault{Status: http.StatusTemporaryRedirect, Location: m.url}, "redirected"},
		"throttled":         {tenantsim.Fault{Status: http.StatusTooManyRequests, RetryAfter: "3600"}, "throttled"},
	}
	for endpoint, subject := range map[report.ID]string{report.Tenant: c.Tenant, report.Token: c.ClientID, report.API: tenantsim.APIOf(c.ClientID)} {
		for kind, tt := range tests {
			t.Run(string(endpoint)+"/"+kind, func(t *testing.T) {
				m.sim.Inject(subject, tt.fault)
				defer m.sim.Clear(subject)
				stdout, _, code := m.wantsFit(t, "check", name, "--environment", c.Environment, "--json")
				var rep report.Report
				if err := json.Unmarshal([]byte(stdout), &rep); err != nil {
					t.Fatal(err)
				}
				if code != 4 || rep.Verdict != report.Unreachable || firstCause(rep) != tt.cause || firstFailed(rep) != endpoint {
					t.Errorf("ended with %d, %s, cause %q of %q\n%s", code, rep.Verdict, firstCause(rep), firstFailed(rep), stdout)
				}
				text, _, code := m.wantsFit(t, "check", name, "--environment", c.Environment)
				if code != 4 || !strings.Contains(text, "cause: "+string(tt.cause)) {
					t.Errorf("as text: ended with %d\n%s", code, text)
				}
				if endpoint != report.Token || tt.cause == "throttled" { // that would be kept, and no further request made
					return
				}
				stdout, stderr, code := m.wantsFit(t, "token", name, "--refresh")
				if code != 4 || stdout != "" || !strings.Contains(stderr, "["+string(tt.cause)+"]") {
					t.Errorf("token ended with %d: %s%s", code, stdout, stderr)
				}
			})
		}
	}
}

// firstFailed is the finding that failed first.
func firstFailed(rep report.Report) report.ID {
	for _, f := range rep.Findings {
		if f.Status == report.Fail {
			return f.ID
		}
	}
	return ""
}
