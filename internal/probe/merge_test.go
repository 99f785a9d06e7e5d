package probe

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"

	"github.com/google/go-cmp/cmp"
)

// TestSeveralEnvironments: the worst counts, and the evidence names every environment. A refusal of the general call,
// which is not documented for applications, counts for nothing where environments are named.
func TestSeveralEnvironments(t *testing.T) {
	list := reply{200, nil, `{"value":[{},{}]}`}
	noCard, gone, busy := reply{401, nil, bcLogin}, reply{404, nil, ""}, reply{504, nil, ""}
	tests := map[string]struct {
		flow    catalog.Flow
		replies []reply
		api     report.Status
		duty    report.Status
		cause   cause.Label
		calls   int
	}{
		"all good":                       {catalog.ClientSecret, []reply{list, list, list}, report.OK, report.OK, "", 3},
		"the second has no card":         {catalog.ClientSecret, []reply{list, list, noCard}, report.Fail, report.OK, "api_bc_app_not_set_up", 3},
		"the first has no card":          {catalog.ClientSecret, []reply{list, noCard, list}, report.Fail, report.OK, "api_bc_app_not_set_up", 3},
		"the second does not exist":      {catalog.ClientSecret, []reply{list, list, gone}, report.Fail, report.OK, "api_env_id_wrong", 3},
		"general call refused":           {catalog.ClientSecret, []reply{noCard, list, list}, report.OK, report.OK, "", 3},
		"general call gone":              {catalog.ClientSecret, []reply{gone, list, list}, report.OK, report.OK, "", 3},
		"general call refused to a user": {catalog.Password, []reply{noCard, list, list}, report.Fail, report.Skip, "api_bc_user_not_entitled", 1},
		"the first is not available":     {catalog.ClientSecret, []reply{list, busy, busy, list}, report.Fail, report.Skip, "service_unavailable", 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, tt.replies...)
			r := request(t, catalog.BusinessCentral, tt.flow, f.url)
			r.Environments = []string{"First", "Second"}
			o := newProber(t).Do(t.Context(), r)
			cause := o.API.Cause + o.Duty.Cause
			if o.API.Status != tt.api || o.Duty.Status != tt.duty || cause != tt.cause || len(f.paths()) != tt.calls {
				t.Errorf("api %+v\nduty %+v\nrequests %v", o.API, o.Duty, f.paths())
			}
			if tt.calls == 3 && o.Err == nil && (!strings.Contains(o.API.Evidence, "/First/") || !strings.Contains(o.API.Evidence, "/Second/")) {
				t.Errorf("evidence %q", o.API.Evidence)
			}
		})
	}
}

func TestWorst(t *testing.T) {
	f := func(s report.Status, evidence string) report.Finding {
		return report.Finding{Status: s, Evidence: evidence}
	}
	untested := func(s report.Status, evidence string) report.Finding {
		return report.Finding{Status: s, Evidence: evidence, Untested: true}
	}
	tests := map[string]struct{ in, want []report.Finding }{
		"one":                              {[]report.Finding{f(report.Skip, "")}, []report.Finding{f(report.Skip, "")}},
		"ok counts":                        {[]report.Finding{f(report.Skip, ""), f(report.OK, "a")}, []report.Finding{f(report.OK, "a")}},
		"warn":                             {[]report.Finding{f(report.OK, "a"), f(report.Warn, "b"), f(report.OK, "c")}, []report.Finding{f(report.Warn, "a; b; c")}},
		"told nothing, beside what passed": {[]report.Finding{f(report.OK, "a"), untested(report.Skip, "b")}, []report.Finding{untested(report.Skip, "a; b")}},
		"told nothing, beside a warning":   {[]report.Finding{f(report.Warn, "a"), untested(report.Warn, "b")}, []report.Finding{untested(report.Warn, "a; b")}},
		"told nothing, beside a failure":   {[]report.Finding{untested(report.Warn, "a"), f(report.Fail, "b")}, []report.Finding{f(report.Fail, "a; b")}},
		"fail":                             {[]report.Finding{f(report.Fail, "a"), f(report.Warn, "b"), f(report.Fail, "c")}, []report.Finding{f(report.Fail, "a; b; c")}},
	}
	for name, tt := range tests {
		if diff := cmp.Diff(tt.want, []report.Finding{worst(tt.in)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
