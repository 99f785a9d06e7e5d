package lines

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// lineSwitches are changes of flow from the menu after a failed test.
var lineSwitches = []struct {
	name  string
	from  catalog.Flow
	cause cause.Label
	menu  string // what is typed at "What now"
	to    catalog.Flow
	shown bool // a step of the portal comes first
}{
	{"password to device code, by number", catalog.Password, "mfa_required", "6", catalog.DeviceCode, false},
	{"password to device code, by name", catalog.Password, "federated_user", "device-code", catalog.DeviceCode, false},
	{"password to browser", catalog.Password, "mfa_required", "5", catalog.Browser, true},
	{"device code to browser", catalog.DeviceCode, "device_flow_blocked", "5", catalog.Browser, true},
	{"browser to device code", catalog.Browser, "redirect_uri_missing", "with a device code", catalog.DeviceCode, true},
}

func TestSwitchFlow(t *testing.T) {
	for _, row := range lineSwitches {
		t.Run(row.name, func(t *testing.T) {
			s := newStage()
			refused := refusedReport()
			refused.Findings[1].Cause = row.cause
			s.reports = []report.Report{refused, readyReport()}
			p, result, err := s.play(t, s.options(), append([]rule{when("What now", row.menu, ""), when("Who will sign in", "ada@contoso.com")},
				answering(catalog.LCS, row.from)...)...)
			if err != nil || result.Outcome != session.Saved || len(s.verified) != 2 {
				t.Fatalf("%v, %+v, tested %d times\n%s", err, result, len(s.verified), p.out)
			}
			_, after, _ := strings.Cut(p.out.String(), row.to.Info().Instead+": every answer is kept.\n")
			between, _, _ := strings.Cut(after, "Testing…")
			if shown := strings.Contains(between, "Step "); shown != row.shown {
				t.Errorf("a step came first: %v\n%s", shown, between)
			}
			for _, asked := range []string{"Tenant", "Client ID", "Who will sign in", "User name", "Project ID"} {
				if strings.Contains(between, asked+" ") && strings.Contains(between, asked+" [") || strings.Contains(between, asked+": ") {
					t.Errorf("%s was asked again:\n%s", asked, between)
				}
			}
			want := s.verified[0]
			want.Flow, want.Credential = row.to, s.verified[1].Credential
			if diff := cmp.Diff(want, s.verified[1], equalSecrets); diff != "" || !s.verified[1].Credential.Secret.IsZero() {
				t.Errorf("registration (-want +got):\n%s", diff)
			}
			if s.saved[0].Registration.Flow != row.to || result.Report.Profile != "first" || result.Report.Stored != steps.StoreKeyring {
				t.Errorf("saved %s, report %+v", s.saved[0].Registration.Flow, result.Report)
			}
		})
	}
}

func TestOffersNothingOtherwise(t *testing.T) {
	s := newStage()
	refused := refusedReport()
	refused.Findings[1].Cause = "wrong_password"
	s.reports = []report.Report{refused}
	p, _, err := s.play(t, s.options(), append([]rule{when("What now", "5", "3")}, answering(catalog.LCS, catalog.Password)...)...)
	if err != nil || strings.Contains(p.out.String(), catalog.Browser.Info().Instead) || !strings.Contains(p.out.String(), "choose 1 to 4") {
		t.Errorf("%v\n%s", err, p.out)
	}
}

// TestProblemSaysItsFixOnce: the help of a required field is above its question already.
func TestProblemSaysItsFixOnce(t *testing.T) {
	s := newStage()
	p, _, err := s.play(t, s.options(), append([]rule{when("Client ID", "", stageClient)},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil {
		t.Fatal(err)
	}
	machine := steps.New(s.options().Env, profileAnswers())
	there, _ := machine.Jump(catalog.StepApplication)
	for _, field := range there.Current().Fields {
		if field.Key != steps.KeyClientID {
			continue
		}
		flat, help := strings.Join(strings.Fields(p.out.String()), " "), plainNames(field.Help)
		if n := strings.Count(flat, help); n != 1 || !strings.Contains(flat, "Not taken: ") {
			t.Errorf("%q stands there %d times", help, n)
		}
	}
}
