package lines

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

func TestFinding(t *testing.T) {
	refused := refusedReport().Findings
	tests := map[string]struct {
		finding report.Finding
		want    string
	}{
		"ok": {report.Finding{ID: report.Token, Status: report.OK, Title: "a token was issued", Evidence: "expires in 60 minutes"},
			"ok  Token: a token was issued\n"},
		"skip":                 {refused[2], "skip Claims: not checked: there is no token\n"},
		"fail":                 {refused[1], "FAIL Token: consent is missing\n"},
		"warn without a cause": {report.Finding{ID: report.Expiry, Status: report.Warn, Title: "the secret ends soon"}, "warn Expiry: the secret ends soon\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := printed(78, func(p *printer) { p.finding(test.finding, catalog.BusinessCentral) })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProblemInFull: what it means and what to do; what support asks for comes by the command details.
func TestProblemInFull(t *testing.T) {
	details := func(p *printer, f report.Finding) { p.details(f, catalog.BusinessCentral) }
	refused := refusedReport().Findings[1]
	refused.Raw = "{\"error\":\"invalid_client\"}"
	tests := map[string]struct {
		print func(*printer, report.Finding)
		f     report.Finding
		want  string
	}{
		"problem": {(*printer).problemFinding, refused, `FAIL consent is missing
     Nobody has agreed to the permissions yet.
     Where: API permissions
     1. Open "API permissions".
     2. Select "Grant admin consent".
     Command:
       az ad app permission admin-consent --id 11111111-2222-4333-8444-555566667777
     Page:
       https://portal.azure.com/consent
`},
		"details": {details, refused, `FAIL Token: consent is missing
     Seen: AADSTS65001 in the answer
     Cause: consent_missing (AADSTS65001)
     Also possible: admin_consent_required
     Correlation ID: aaaa-bbbb
     Raw answer, without secrets:
       {"error":"invalid_client"}
`},
		"cause without a code": {details, report.Finding{ID: report.Tenant, Status: report.Fail, Title: "no answer", Cause: "network_dns"},
			"FAIL Tenant: no answer\n     Cause: network_dns\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := printed(78, func(p *printer) { test.print(p, test.f) })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// TestResultIsToldFirst: how many checks hold, then the first problem, before anything is asked; details on demand.
func TestResultIsToldFirst(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport()}
	p, _, err := s.play(t, s.options(), append([]rule{when("What now", "details", "3")}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil {
		t.Fatal(err)
	}
	out := p.out.String()
	at := -1
	for _, want := range []string{"Refused: one thing to fix.\n1 of 2 checks passed.\n", "FAIL consent is missing\n     Nobody has agreed", "What now?\n", "Save anyway: as not ready", "Correlation ID: aaaa-bbbb"} {
		i := strings.Index(out, want)
		if i <= at {
			t.Fatalf("%q does not follow:\n%s", want, out)
		}
		at = i
	}
}

func TestMenuAfterTheTest(t *testing.T) {
	refused, ready := refusedReport(), readyReport()
	tests := map[string]struct {
		reports []report.Report
		menu    []string
		tests   int
		outcome session.Outcome
		verdict report.Verdict
	}{
		"ready, Enter goes on":             {[]report.Report{ready}, []string{""}, 1, session.Saved, report.Ready},
		"refused, Enter does nothing":      {[]report.Report{refused}, []string{"", "", "3"}, 1, session.Saved, report.Refused},
		"try again":                        {[]report.Report{refused, ready}, []string{"1", "3"}, 2, session.Saved, report.Ready},
		"try again by name":                {[]report.Report{refused, ready}, []string{"test", "3"}, 2, session.Saved, report.Ready},
		"saved as not ready":               {[]report.Report{refused}, []string{"3"}, 1, session.Saved, report.Refused},
		"quit":                             {[]report.Report{refused}, []string{"4"}, 1, session.Quit, report.Refused},
		"change an answer, and test again": {[]report.Report{refused, ready}, []string{"2", "3"}, 2, session.Saved, report.Ready},
		"unreachable":                      {[]report.Report{{Verdict: report.Unreachable}}, []string{"3"}, 1, session.Saved, report.Unreachable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			s.reports = test.reports
			p, result, err := s.play(t, s.options(), append([]rule{
				when("What now", test.menu...), when("Step", "99", "3"), // the credential
				when("Client secret [", stageSecret+"2"), when("Save it as not ready", "no"),
			}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != test.outcome || len(s.verified) != test.tests {
				t.Fatalf("%v, %+v, tested %d times\n%s", err, result, len(s.verified), p.out)
			}
			if result.Report.Verdict != test.verdict {
				t.Errorf("the verdict is %s, want %s", result.Report.Verdict, test.verdict)
			}
			if test.outcome == session.Saved && s.saved[0].Report.Verdict != test.verdict {
				t.Errorf("saved with verdict %s, want %s", s.saved[0].Report.Verdict, test.verdict)
			}
			if p.times("Save as not ready?") > 0 {
				t.Error("who chose to save anyway is asked again")
			}
		})
	}
}

func TestOpenAfterAFailureOpensItsPage(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport()}
	_, _, err := s.play(t, s.options(), append([]rule{when("What now", "open", "3")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if diff := cmp.Diff([]string{"https://portal.azure.com/consent"}, s.opened); diff != "" || err != nil {
		t.Errorf("%v, opened (-want +got):\n%s", err, diff)
	}
}

func TestSkipTest(t *testing.T) {
	s := newStage()
	opts := s.options()
	opts.SkipTest = true
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != session.Saved || result.Report == nil || len(s.verified) != 0 {
		t.Fatalf("%v, %+v, tested %d times", err, result, len(s.verified))
	}
	if diff := cmp.Diff(s.saved[0].Report, *result.Report); diff != "" || result.Report.Stored != steps.StoreKeyring ||
		result.Report.ClientID != stageClient || result.Report.Findings == nil {
		t.Errorf("the report that was saved and that of the result differ:\n%s\n%+v", diff, result.Report)
	}
	if got := s.saved[0].Report.Verdict; got != report.Incomplete || p.times("Save as not ready?") != 1 {
		t.Errorf("saved with verdict %s, want incomplete after a question", got)
	}
	s = newStage()
	opts.Services = s.options().Services
	_, result, err = s.play(t, opts, append([]rule{when("Save as not ready", "n"), when("Save it as", "no")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Quit || len(s.saved) != 0 {
		t.Errorf("not saved as not ready: %v, %+v", err, result)
	}
}

func TestTestNeedsTheAnswers(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{when("Tenant: ", "jump 6", "contoso.com")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.verified) != 1 || s.verified[0].Tenant != "contoso.com" {
		t.Fatalf("%v, tested %+v", err, s.verified)
	}
	if !strings.Contains(p.out.String(), "The test needs these answers first.\n\nStep 2 of 7: ") {
		t.Error("the run must say so and go to the first step that lacks an answer")
	}
}

func TestChangedAnswerIsTestedAgain(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport()}
	_, _, err := s.play(t, s.options(), append([]rule{
		when("What now", "jump 7", "3"), when("Save as not ready", "jump 3"), when("Client secret [", stageSecret+"2"),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || len(s.verified) != 2 {
		t.Fatalf("%v, tested %d times, want 2", err, len(s.verified))
	}
	if got := s.saved[0].Registration.Credential.Secret; !got.Equal(secret.New(stageSecret + "2")) {
		t.Error("the new secret must be the one that is saved")
	}
}
