package wizard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/steps"
)

// TestFindingsStream shows each finding as it comes, in order, and the rest as still to come.
func TestFindingsStream(t *testing.T) {
	s := atToken(t, 80, 40)
	s.hold = true
	s.press("ctrl+t")
	for i, f := range s.report.Findings[:4] {
		s.send(findingMsg{seq: s.testSeq(), finding: f})
		s.wants(f.Title)
		bar := s.w.View().ProgressBar
		if bar == nil || bar.Value != 100*(i+1)/len(report.Order) {
			t.Errorf("after %d findings the bar is %v", i+1, bar)
		}
	}
	s.lacks("One thing to fix")
	s.later()
	s.wants("✗ One thing to fix", "2 of 4 checks passed", "Entra knows the application", "Make a New client secret.")
	s.press("r")
	s.wants("AADSTS7000222", "8f14e45f-ceea-467e-bd6c-0f5e1a2b3c4d", "invalid_client")
	s.press("esc")
	if s.w.View().ProgressBar != nil {
		t.Error("the bar stays")
	}
}

// TestStaleTestIsDropped lets findings and the report of a cancelled run arrive late.
func TestStaleTestIsDropped(t *testing.T) {
	s := atToken(t, 80, 24)
	s.hold = true
	s.press("ctrl+t")
	old := s.testSeq()
	s.press("esc")
	s.hold, s.held = false, nil
	if s.onTest() {
		t.Fatal("the test is on the screen after leaving")
	}
	s.send(findingMsg{seq: old, finding: s.report.Findings[0]}, testedMsg{old, s.report})
	if s.onTest() {
		t.Error("an old result was taken")
	}
	s.hold = true
	s.press("ctrl+t")
	s.send(testedMsg{old, s.report})
	if !s.testing() {
		t.Error("an old report ended a new test")
	}
}

// TestTestIsCancelledOnLeave ends the context of the test.
func TestTestIsCancelledOnLeave(t *testing.T) {
	for _, leave := range []string{"esc", "alt+2", "ctrl+s", "f10"} {
		s := atToken(t, 80, 24)
		s.hold = true
		s.press("ctrl+t")
		cancelled := false
		s.test().cancel = func() { cancelled = true }
		s.press(leave)
		if leave == "f10" {
			s.press("down", "down", "enter")
		}
		if !cancelled {
			t.Errorf("%s leaves the test running", leave)
		}
	}
}

// TestOneTestAtATime: a password is sent once for each test that was asked for.
func TestOneTestAtATime(t *testing.T) {
	s := atToken(t, 80, 24)
	s.hold = true
	s.press("ctrl+t", "ctrl+t", "enter", "t")
	s.later()
	if s.verified != 1 {
		t.Errorf("%d tests", s.verified)
	}
}

// TestChangedAnswerForgetsTheReport: a report tells of the answers that were tested, no others.
func TestChangedAnswerForgetsTheReport(t *testing.T) {
	s := atToken(t, 80, 24)
	s.report = readyTest()
	s.press("ctrl+t")
	if s.w.session.Report().Verdict != report.Ready {
		t.Fatal("not ready")
	}
	s.press("ctrl+s")
	s.typeText("bc-dev")
	s.press("enter")
	if s.w.session.Report().Verdict != report.Ready {
		t.Error("the profile's name made the report void")
	}
	s.answered(catalog.StepCredential, nil)
	s.paste("xyz8Q~" + "Other1Other2Other3Other4Other5Othe")
	s.press("enter")
	if s.w.session.Report().Verdict != report.Incomplete {
		t.Error("another secret left the report standing")
	}
}

// TestSelection moves by rows and shows the selected finding.
func TestSelection(t *testing.T) {
	s := atToken(t, 80, 24)
	s.press("ctrl+t")
	var at []int
	for _, name := range []string{"down", "down", "down", "up", "up", "up", "up", "up", "up"} {
		s.press(name)
		at = append(at, s.test().at)
	}
	if diff := cmp.Diff([]int{4, 5, 6, 5, 4, 3, 2, 1, 0}, at); diff != "" {
		t.Error(diff)
	}
	s.wants("the answers are well formed")
}

// TestBackFromFindings goes back to the fields of the step, and enter tests again.
func TestBackFromFindings(t *testing.T) {
	s := atToken(t, 80, 24)
	s.press("ctrl+t", "esc")
	s.wants("Test it", "Press Enter.")
	s.press("f12")
	s.wants("Environments")
	s.press("enter")
	if s.verified != 2 {
		t.Errorf("%d tests", s.verified)
	}
}

// TestMissingFirst asks for what the test needs before it begins.
func TestMissingFirst(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, lcsPassword())
	s.press("ctrl+t")
	if s.verified != 0 || s.pane().form.key() != steps.KeyPassword {
		t.Errorf("%d tests, focus on %s", s.verified, s.pane().form.key())
	}
	s.wants("Password is needed here.")
	s.typeText("Passw0rd")
	s.press("ctrl+t")
	if s.verified != 1 {
		t.Errorf("%d tests:\n%s", s.verified, s.screen())
	}
}

// TestWizardSkipsTheTest goes on without a token.
func TestWizardSkipsTheTest(t *testing.T) {
	s := newScene(t, func(_ *scene, o *Options) { o.SkipTest = true }).answered(catalog.StepToken, bcSecret())
	s.press("ctrl+t", "enter")
	if s.verified != 0 || s.at() != catalog.StepSave {
		t.Errorf("%d tests, at %s", s.verified, s.at())
	}
}

// placeRows are findings with the step and field where they are put right.
var placeRows = []struct {
	finding report.ID
	cause   cause.Label
	step    catalog.StepID
	key     steps.Key
}{
	{report.Token, "secret_expired", catalog.StepCredential, steps.KeySecret},
	{report.Token, "cert_not_registered", catalog.StepCredential, steps.KeyCertificate},
	{report.Token, "app_not_in_tenant", catalog.StepApplication, steps.KeyClientID},
	{report.Tenant, "tenant_not_found", catalog.StepApplication, steps.KeyTenant},
	{report.Token, "consent_missing", catalog.StepPermissions, ""},
	{report.API, "api_role_missing", catalog.StepPermissions, ""},
	{report.Duty, "api_bc_app_not_set_up", catalog.StepDuty, ""},
	{report.Duty, "api_sp_not_management_app", catalog.StepDuty, ""},
	{report.Token, "public_client_disabled", catalog.StepPublicClient, ""},
	{report.Token, "wrong_password", catalog.StepToken, steps.KeyPassword},
	{report.Account, "federated_user", catalog.StepStart, steps.KeyFlow},
	{report.Token, "app_role_not_assigned", catalog.StepPermissions, ""},
	{report.Token, "network_dns", catalog.StepCredential, ""},
}

// TestGoToWhatIsLacking leads from a finding that needs a further answer to the field that asks for it.
func TestGoToWhatIsLacking(t *testing.T) {
	for give, row := range map[string]struct {
		answers map[steps.Key]string
		key     steps.Key
	}{"--environment": {bcSecret(), steps.KeyEnvironments}, "--project": {lcsPassword(), steps.KeyProject}} {
		s := newScene(t, nil).answered(catalog.StepToken, row.answers)
		for _, key := range []steps.Key{steps.KeySecret, steps.KeyPassword} {
			s.set(s.answers().WithSecret(key, secret.New(canary)))
		}
		s.report = readyTest()
		s.report.Findings[7].Status, s.report.Findings[7].Give = report.Skip, give
		s.press("ctrl+t", "end", "down", "down", "down", "down", "down", "down", "down", "down", "g")
		if s.at() != catalog.StepToken || s.pane().form.key() != row.key || s.onResult() {
			t.Errorf("%s leads to %s, %q", give, s.at(), s.pane().form.key())
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, row := range placeRows {
		if step, key := placeOf(report.Finding{ID: row.finding, Cause: row.cause}); step != row.step || key != row.key {
			t.Errorf("%s: %s, %q, want %s, %q", row.cause, step, key, row.step, row.key)
		}
	}
}

// TestRequestAboutAProblem asks for what fixes it; where that is one of several things to do in one place, for the others too.
func TestRequestAboutAProblem(t *testing.T) {
	for _, row := range []struct {
		id    report.ID
		whole bool
	}{{report.Permissions, true}, {report.Duty, true}, {report.Token, false}} {
		s := atToken(t, 80, 24)
		s.report = report.Report{Verdict: report.Refused, Findings: []report.Finding{
			{ID: row.id, Status: report.Fail, Title: "refused", Fix: report.Fix{Steps: []string{"Do it.", report.AskAdmin + "please do it."}}},
		}}
		s.press("ctrl+t")
		got, whole := s.test().request(), steps.AdministratorRequest(s.answers())
		if want := map[bool]string{true: "Please do it.\n\n" + whole, false: "Please do it."}[row.whole]; got != want {
			t.Errorf("%s: %q", row.id, got)
		}
	}
}

// TestAFixedProblemIsNamed: what was fixed in the demo's portal stands with its problem's name, also where the edge of the box has no room
// for that.
func TestAFixedProblemIsNamed(t *testing.T) {
	for _, width := range []int{80, 40} {
		s := atToken(t, width, 18)
		s.fixable = true
		for n, f := range s.report.Findings {
			if f.Status == report.Fail {
				s.report.Findings[n].Title = "The app isn't registered as a management app"
			}
		}
		s.press("ctrl+t", "e")
		s.wants("The app isn't registered as a management app", "Test again.")
	}
}
