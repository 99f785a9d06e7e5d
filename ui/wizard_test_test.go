package ui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
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
		s.send(findingMsg{seq: s.w.test.seq, finding: f})
		s.wants(f.Title)
		bar := s.w.View().ProgressBar
		if bar == nil || bar.Value != 100*(i+1)/len(findingOrder) {
			t.Errorf("after %d findings the bar is %v", i+1, bar)
		}
	}
	s.lacks("REFUSED")
	s.later()
	s.wants("REFUSED", "Entra knows the application", "AADSTS7000222", "Make a New client secret.")
	if s.w.View().ProgressBar != nil {
		t.Error("the bar stays")
	}
}

// TestStaleTestIsDropped lets findings and the report of a cancelled run arrive late.
func TestStaleTestIsDropped(t *testing.T) {
	s := atToken(t, 80, 24)
	s.hold = true
	s.press("ctrl+t")
	old := s.w.test.seq
	s.press("esc")
	s.hold, s.held = false, nil
	if s.w.test.state != testIdle {
		t.Fatalf("state %d after leaving", s.w.test.state)
	}
	s.send(findingMsg{seq: old, finding: s.report.Findings[0]}, testedMsg{old, s.report})
	if s.w.test.state != testIdle || len(s.w.test.findings) != 0 {
		t.Error("an old result was taken")
	}
	s.hold = true
	s.press("ctrl+t")
	s.send(testedMsg{old, s.report})
	if s.w.test.state != testRunning {
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
		s.w.test.cancel = func() { cancelled = true }
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
	if s.w.report().Verdict != report.Ready {
		t.Fatal("not ready")
	}
	s.press("ctrl+s")
	s.typeText("bc-dev")
	s.press("enter")
	if s.w.report().Verdict != report.Ready {
		t.Error("the profile's name made the report void")
	}
	s.answered(catalog.StepCredential, nil)
	s.paste("xyz8Q~" + "Other1Other2Other3Other4Other5Othe")
	s.press("enter")
	if s.w.report().Verdict != report.Incomplete {
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
		at = append(at, s.w.test.at)
	}
	if diff := cmp.Diff([]int{4, 8, 8, 4, 3, 2, 1, 0, 0}, at); diff != "" {
		t.Error(diff)
	}
	s.wants("the answers are well formed")
}

// TestBackFromFindings goes back to the fields of the step, and enter tests again.
func TestBackFromFindings(t *testing.T) {
	s := atToken(t, 80, 24)
	s.press("ctrl+t", "esc")
	s.wants("POST", "Environments")
	s.press("enter")
	if s.verified != 2 {
		t.Errorf("%d tests", s.verified)
	}
	s.press("enter")
	if s.w.machine.At() != catalog.StepSave {
		t.Errorf("at %s", s.w.machine.At())
	}
}

// TestMissingFirst asks for what the test needs before it begins.
func TestMissingFirst(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, lcsPassword())
	s.press("ctrl+t")
	if s.verified != 0 || s.w.form.key() != steps.KeyPassword {
		t.Errorf("%d tests, focus on %s", s.verified, s.w.form.key())
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
	s := newScene(t, func(_ *scene, o *WizardOptions) { o.SkipTest = true }).answered(catalog.StepToken, bcSecret())
	s.press("ctrl+t", "enter")
	if s.verified != 0 || s.w.machine.At() != catalog.StepSave {
		t.Errorf("%d tests, at %s", s.verified, s.w.machine.At())
	}
}

// causes are the vocabulary of facts/causes.md.
const causes = `
	app_not_in_tenant app_sp_missing app_disabled client_id_malformed client_id_wrong public_client_disabled
	public_client_sent_secret secret_wrong secret_is_id_not_value secret_expired secret_missing secret_encoding
	secret_not_replicated cert_not_registered cert_expired cert_unreadable cert_key_mismatch
	cert_thumbprint_header cert_algorithm assertion_audience assertion_subject assertion_expired_clock_skew
	first_party_client tenant_not_found tenant_malformed tenant_missing authority_wrong_tenant
	common_endpoint_unsupported multi_tenant_disabled wrong_cloud login_host_unknown tenant_restricted
	consent_missing admin_consent_required consent_declined resource_not_in_required_access resource_sp_missing
	resource_uri_wrong resource_not_subscribed resource_disabled user_not_assigned app_role_not_assigned
	scope_not_on_resource scope_malformed scope_not_default scope_mixed scope_empty request_malformed
	request_not_form_encoded request_param_missing unsupported_grant_type redirect_uri_mismatch
	redirect_uri_missing redirect_platform_wrong origin_header_sent pkce_missing pkce_mismatch code_expired
	code_redeemed authorization_pending authorization_declined device_code_expired device_code_invalid
	device_flow_blocked wrong_password password_encoding password_expired user_not_found user_disabled
	account_locked ip_blocked guest_or_msa_account federated_user session_revoked refresh_token_expired
	sign_in_frequency mfa_required mfa_enrollment_required external_mfa conditional_access device_not_compliant
	security_defaults service_unavailable network_dns network_refused network_timeout network_tls network_proxy
	answer_not_json clock_wrong api_wrong_audience api_role_missing api_rbac_role_missing api_token_missing
	api_sp_not_management_app api_user_not_in_org api_app_restricted api_auth_strength api_env_id_wrong
	api_operation_unsupported api_server_defect api_lcs_access api_bc_app_not_set_up
	api_bc_permission_set_missing api_bc_user_not_entitled api_bc_valid_audiences
	api_bc_admin_app_not_authorized
`

// TestEveryCauseHasAPlace leads each cause of the vocabulary to a step that exists, and to a field of it if it names one.
func TestEveryCauseHasAPlace(t *testing.T) {
	known := map[catalog.StepID]bool{
		catalog.StepStart: true, catalog.StepApplication: true, catalog.StepPermissions: true, catalog.StepPublicClient: true,
		catalog.StepCredential: true, catalog.StepDuty: true, catalog.StepToken: true,
	}
	for _, known2 := range findingOrder {
		if at := blame(report.Finding{ID: known2.id}); !known[at.step] {
			t.Errorf("%s leads to %q", known2.id, at.step)
		}
	}
	for _, cause := range strings.Fields(causes) {
		if at := blame(report.Finding{ID: report.Token, Cause: report.Cause(cause)}); !known[at.step] {
			t.Errorf("%s leads to %q", cause, at.step)
		}
	}
}

var blameRows = []struct {
	finding report.ID
	cause   report.Cause
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
			s.w.machine = s.w.machine.WithAnswers(s.w.machine.Answers().WithSecret(key, secret.New(canary)))
		}
		s.report = readyTest()
		s.report.Findings[7].Status, s.report.Findings[7].Give = report.Skip, give
		s.press("ctrl+t", "end", "down", "down", "down", "down", "down", "down", "down", "down", "g")
		if s.w.machine.At() != catalog.StepToken || s.w.form.key() != row.key || s.w.onResult() {
			t.Errorf("%s leads to %s, %q", give, s.w.machine.At(), s.w.form.key())
		}
	}
}

func TestBlame(t *testing.T) {
	for _, row := range blameRows {
		want := place{row.step, row.key}
		if got := blame(report.Finding{ID: row.finding, Cause: row.cause}); got != want {
			t.Errorf("%s: %v, want %v", row.cause, got, want)
		}
	}
}
