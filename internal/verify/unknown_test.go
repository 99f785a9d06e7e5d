package verify_test

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/verify"
)

// TestUnknownNames: a profile of another version may name an API or a flow that this one lacks. The report says which, and
// nothing is sent: neither a password nor a secret belongs to it.
func TestUnknownNames(t *testing.T) {
	tests := map[string]struct {
		change func(*registration.Registration)
		says   string
	}{
		"flow":    {func(r *registration.Registration) { r.Flow = "carrier-pigeon" }, `unknown sign-in method "carrier-pigeon"; valid: browser,`},
		"no flow": {func(r *registration.Registration) { r.Flow = "" }, `unknown sign-in method ""; valid: browser,`},
		"api":     {func(r *registration.Registration) { r.API = "power-bi" }, `unknown API "power-bi"; valid: lcs,`},
	}
	for name, test := range tests {
		reg, fake := working(catalog.PowerPlatform, catalog.Password)
		test.change(&reg)
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		input := finding(t, rep, report.Input)
		if input.Status != report.Fail || !strings.Contains(input.Evidence, test.says) || rep.Verdict != report.Refused {
			t.Errorf("%s: verdict %s, %+v", name, rep.Verdict, input)
		}
		for _, f := range rep.Findings {
			if f.Status == report.OK && f.ID != report.Tenant {
				t.Errorf("%s: %s is ok", name, f.ID)
			}
		}
		if len(fake.requests)+len(fake.probes) > 0 {
			t.Errorf("%s: %d tokens were asked for", name, len(fake.requests))
		}
	}
}
