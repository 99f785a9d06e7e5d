package probe

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"

	"github.com/google/go-cmp/cmp"
)

// TestAnEnvironmentOfTheAnswer: where none is named, one of those that the API itself lists is tested; where one is
// named, that one alone.
func TestAnEnvironmentOfTheAnswer(t *testing.T) {
	const companies = `{"value":[{}]}`
	tests := map[string]struct {
		list    reply
		named   []string
		tested  string // the environment in the request's path; empty: none was
		duty    report.Status
		open    bool // the verdict is open
		evident string
	}{
		"production before others": {list: reply{200, nil, `{"value":[{"name":"Dev","type":"Sandbox"},{"name":"Live","type":"Production"}]}`}, tested: "Live", duty: report.OK, evident: "no environment was named, so Live was tested; known here: Dev, Live"},
		"no production":            {list: reply{200, nil, `{"value":[{"name":"Dev","type":"Sandbox"},{"name":"Test"}]}`}, tested: "Dev", duty: report.OK, evident: "known here: Dev, Test"},
		"case":                     {list: reply{200, nil, `{"value":[{"name":"Dev"},{"name":"P","type":"production"}]}`}, tested: "P", duty: report.OK},
		"one is named":             {list: reply{200, nil, `{"value":[{"name":"Live","type":"Production"}]}`}, named: []string{"Dev"}, tested: "Dev", duty: report.OK},
		"elements without a name":  {list: reply{200, nil, `{"value":[{"name":""},7,{"name":"Dev"}]}`}, tested: "Dev", duty: report.OK},
		"no name at all":           {list: reply{200, nil, `{"value":[{}]}`}, duty: report.Skip, open: true},
		"an empty list":            {list: reply{200, nil, `{"value":[]}`}, duty: report.Warn, open: true},
		"the list is refused":      {list: reply{401, nil, bcLogin}, duty: report.Skip, open: true},
		"refused, one is named":    {list: reply{401, nil, bcLogin}, named: []string{"Dev"}, tested: "Dev", duty: report.OK},
		"empty, one is named":      {list: reply{200, nil, `{"value":[]}`}, named: []string{"Dev"}, tested: "Dev", duty: report.OK},
		"hostile":                  {list: reply{200, nil, `{"value":[{"name":"\u001b[2J../x"}]}`}, tested: "%1B%5B2J..%2Fx", duty: report.OK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, tt.list, reply{200, nil, companies})
			r := request(t, catalog.BusinessCentral, catalog.ClientSecret, f.url)
			r.Environments = tt.named
			o := newProber(t).Do(t.Context(), r)
			want := []string{"GET /environments/v1.2"}
			if tt.tested != "" {
				want = append(want, "GET /v2.0/"+testTenant+"/"+tt.tested+"/api/v2.0/companies")
			}
			if diff := cmp.Diff(want, f.paths()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if o.Duty.Status != tt.duty || (o.API.Untested || o.Duty.Untested) != tt.open {
				t.Errorf("api %+v\nduty %+v", o.API, o.Duty)
			}
			o.Duty = o.Duty.Fit(sanitize.Redactor{})
			if !strings.Contains(o.Duty.Evidence, tt.evident) || strings.ContainsRune(o.Duty.Evidence+o.Duty.Title, '\x1b') {
				t.Errorf("evidence %q lacks %q", o.Duty.Evidence, tt.evident)
			}
			if tt.open && o.API.Give+o.Duty.Give == "" {
				t.Error("nothing says what to give")
			}
		})
	}
}

// TestKnownNamesAreTold: who named an environment that is not there learns those that are.
func TestKnownNamesAreTold(t *testing.T) {
	var many strings.Builder
	for i := range 14 {
		many.WriteString(`{"name":"E` + string(rune('a'+i)) + `"},`)
	}
	for name, tt := range map[string]struct{ list, says string }{
		"two":  {`{"value":[{"name":"Production"},{"name":"Sandbox"}]}`, "known here: Production, Sandbox"},
		"many": {`{"value":[` + strings.TrimSuffix(many.String(), ",") + `]}`, "known here: Ea, Eb, Ec, Ed, Ee, Ef, Eg, Eh, Ei, Ej and 4 more"},
	} {
		f := newFake(t, reply{200, nil, tt.list}, reply{404, nil, `{"error":{"code":"NoEnvironment","message":"none"}}`})
		r := request(t, catalog.BusinessCentral, catalog.ClientSecret, f.url)
		r.Environments = []string{"Prod"}
		o := newProber(t).Do(t.Context(), r)
		if o.API.Status != report.Fail || !strings.HasSuffix(o.API.Evidence, tt.says) || !strings.Contains(o.API.Fix.Steps[0], tt.says[1:]) || o.API.Title != "Environment Prod doesn't exist in this tenant" {
			t.Errorf("%s: %q, %q, %v", name, o.API.Title, o.API.Evidence, o.API.Fix.Steps)
		}
	}
}

// TestEmptyListsProveNothing: an empty list is no refusal and no proof, whatever the API, and says what it usually means.
func TestEmptyListsProveNothing(t *testing.T) {
	for _, c := range calls() {
		if c.Answer != catalog.List {
			continue
		}
		t.Run(c.Path+" "+string(flowOf(c.Who)), func(t *testing.T) {
			f := newFake(t, reply{200, nil, `{"value":[]}`})
			r := request(t, c.api, flowOf(c.Who), f.url)
			if c.About == catalog.AboutEnvironment {
				r.Environments, r.Roles = []string{"Production"}, c.Rights
			}
			o := newProber(t).Do(t.Context(), r)
			d := o.Duty
			if o.API.Status != report.OK || d.Status != report.Warn || !d.Untested || d.Cause != "" {
				t.Errorf("api %+v\nduty %+v", o.API, d)
			}
			if d.Meaning == "" || len(d.Fix.Steps) == 0 || !strings.Contains(d.Title, "empty") || report.Judge([]report.Finding{o.API, d}, true) != report.Incomplete {
				t.Errorf("duty %+v", d)
			}
		})
	}
}
