package verify_test

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/transport"
	"appreg/internal/verify"
)

// TestLookUpFaults: what goes wrong at a look-up is the look-up's, whatever API the registration is for and however it
// signs in: never a credential's, a permission's or an API's. That nobody answered is told apart from a refusal.
func TestLookUpFaults(t *testing.T) {
	plain := func(status int) error { return &entra.Error{HTTPStatus: status, Raw: []byte(`{"message":"no"}`)} }
	named := func(status int) error { return &entra.Error{HTTPStatus: status, Code: "not_found"} }
	foreign := func(kind transport.AnswerKind, status int) error {
		return &transport.AnswerError{Kind: kind, HTTPStatus: status}
	}
	tests := map[string]struct {
		err     error
		other   bool // another login host than the cloud's own
		cause   cause.Label
		verdict report.Verdict
	}{
		"404":                    {plain(404), false, "tenant_not_found", report.Refused},
		"404 with a name":        {named(404), false, "tenant_not_found", report.Refused},
		"404 of another host":    {plain(404), true, "login_host_unknown", report.Refused},
		"401":                    {plain(401), false, "network_proxy", report.Unreachable},
		"403":                    {plain(403), true, "network_proxy", report.Unreachable},
		"400":                    {plain(400), false, "login_host_unknown", report.Refused},
		"418":                    {plain(418), true, "login_host_unknown", report.Refused},
		"429":                    {plain(429), false, "throttled", report.Unreachable},
		"503":                    {plain(503), false, "service_unavailable", report.Unreachable},
		"a page":                 {foreign(transport.NotJSON, 200), false, "answer_not_json", report.Unreachable},
		"a page with 404":        {foreign(transport.NotJSON, 404), false, "answer_not_json", report.Unreachable},
		"a page with 403":        {foreign(transport.NotJSON, 403), true, "answer_not_json", report.Unreachable},
		"a page with 502":        {foreign(transport.NotJSON, 502), false, "service_unavailable", report.Unreachable},
		"a redirect":             {foreign(transport.Redirected, 302), false, "redirected", report.Unreachable},
		"no such host":           {&transport.NetworkError{Kind: transport.DNS}, false, "network_dns", report.Unreachable},
		"nobody listens":         {&transport.NetworkError{Kind: transport.Refused}, true, "network_refused", report.Unreachable},
		"too late":               {&transport.NetworkError{Kind: transport.Timeout}, false, "network_timeout", report.Unreachable},
		"an unknown authority":   {&transport.NetworkError{Kind: transport.TLS}, false, "network_tls", report.Unreachable},
		"a proxy":                {&transport.NetworkError{Kind: transport.Proxy}, false, "network_proxy", report.Unreachable},
		"a number means itself":  {&entra.Error{HTTPStatus: 400, Code: "invalid_tenant", Codes: []int{90002}}, false, "tenant_not_found", report.Refused},
		"a name means itself":    {&entra.Error{HTTPStatus: 400, Code: "invalid_tenant"}, true, "tenant_not_found", report.Refused},
		"cut off in the middle":  {foreign(transport.CutShort, 200), false, "answer_not_json", report.Unreachable},
		"JSON of something else": {foreign(transport.Incomplete, 200), false, "answer_not_json", report.Unreachable},
	}
	for name, tt := range tests {
		for _, service := range catalog.Services() {
			for _, rule := range service.Flows {
				if !rule.Allowed || rule.Flow == catalog.ClientCertificate { // there is none to read here
					continue
				}
				reg, fake := working(service.API, rule.Flow)
				fake.tenantErr = tt.err
				if tt.other {
					reg.Overrides = registration.Overrides{Authority: "https://login.example", APIURL: "https://api.example"}
				}
				rep, _ := do(t, fake, verify.Input{Registration: reg})
				f := finding(t, rep, report.Tenant)
				if f.Status != report.Fail || f.Cause != tt.cause || rep.Verdict != tt.verdict || len(fake.requests) != 0 {
					t.Errorf("%s, %s with %s: %q (%s), verdict %s", name, service.API, rule.Flow, f.Cause, f.Title, rep.Verdict)
				}
				if strings.Contains(f.Title, "API") || strings.Contains(f.Title, "secret") {
					t.Errorf("%s: %s", name, f.Title)
				}
			}
		}
	}
}

// TestWithoutUserRealm: a login host that has none does not stop a password check; one that cannot be asked does.
func TestWithoutUserRealm(t *testing.T) {
	for name, tt := range map[string]struct {
		err    error
		status report.Status
		cause  cause.Label
		sent   int
	}{
		"not there":           {&entra.Error{HTTPStatus: 404}, report.Warn, "", 1},
		"not there, a name":   {&entra.Error{HTTPStatus: 404, Code: "not_found"}, report.Warn, "", 1},
		"not there, a page":   {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 404}, report.Warn, "", 1},
		"not there, empty":    {&transport.AnswerError{Kind: transport.Empty, HTTPStatus: 404}, report.Warn, "", 1},
		"not allowed":         {&entra.Error{HTTPStatus: 405}, report.Warn, "", 1},
		"gone":                {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 410}, report.Warn, "", 1},
		"not implemented":     {&transport.AnswerError{Kind: transport.Empty, HTTPStatus: 501}, report.Warn, "", 1},
		"says nothing of it":  {&transport.AnswerError{Kind: transport.Incomplete, HTTPStatus: 200}, report.Warn, "", 1},
		"a page":              {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, report.Fail, "answer_not_json", 0},
		"refused by a proxy":  {&entra.Error{HTTPStatus: 403}, report.Fail, "network_proxy", 0},
		"not available":       {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 503}, report.Fail, "service_unavailable", 0},
		"no answer":           {&transport.NetworkError{Kind: transport.Timeout}, report.Fail, "network_timeout", 0},
		"refused by a number": {&entra.Error{HTTPStatus: 404, Codes: []int{90002}}, report.Fail, "tenant_not_found", 0},
	} {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(catalog.LCS, catalog.Password)
			fake.userErr = tt.err
			rep, _ := do(t, fake, verify.Input{Registration: reg})
			f := finding(t, rep, report.Account)
			if f.Status != tt.status || f.Cause != tt.cause || len(fake.requests) != tt.sent || f.Title == "" {
				t.Errorf("%s %q %q, %d token requests", f.Status, f.Cause, f.Title, len(fake.requests))
			}
			if ready := rep.Verdict == report.Ready; ready != (tt.sent == 1) {
				t.Errorf("verdict %s", rep.Verdict)
			}
		})
	}
}
