package diagnose

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// allText is every text of a diagnosis.
func allText(d Diagnosis) string {
	parts := append([]string{d.Title, d.Meaning, d.Fix.Where, d.Fix.Command, d.Fix.URL, d.Error, d.Suberror, string(d.Cause)}, d.Fix.Steps...)
	return strings.Join(parts, "\n")
}

// hostile reports runes that a terminal might carry out or that reorder text.
func hostile(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }

func fullContext() Context {
	target, err := catalog.Resolve(catalog.PowerPlatform, catalog.Public, "")
	if err != nil {
		panic(err)
	}
	return Context{
		API: catalog.PowerPlatform, Flow: catalog.ClientSecret, Target: target,
		Tenant: "contoso.example", TenantID: "aaaabbbb-0000-cccc-1111-dddd2222eeee", ClientID: "00001111-aaaa-2222-bbbb-3333cccc4444",
		Username: "ada@contoso.example", Thumbprint: "AB12", SecretExpires: "2026-05-04", ClockOffset: -7 * time.Minute,
	}
}

func TestEveryCauseIsComplete(t *testing.T) {
	place := regexp.MustCompile(`\{[a-zA-Z]+\}`)
	seen := map[report.Cause]bool{}
	for _, cause := range Causes() {
		if seen[cause] {
			t.Errorf("%s is there twice", cause)
		}
		seen[cause] = true
		for name, c := range map[string]Context{"nothing known": {}, "everything known": fullContext()} {
			d := ForCause(cause, c)
			if d.Cause != cause || d.Title == "" || d.Meaning == "" || d.Fix.Where == "" || len(d.Fix.Steps) == 0 {
				t.Errorf("%s (%s): incomplete: %+v", cause, name, d)
			}
			if left := place.FindString(allText(d)); left != "" {
				t.Errorf("%s (%s): %s is not filled in", cause, name, left)
			}
			if strings.Contains(d.Title, ".") && strings.HasSuffix(d.Title, ".") || len(d.Title) > 80 {
				t.Errorf("%s: title %q is not one short line without a full stop", cause, d.Title)
			}
			if d.Fix.URL != "" && !strings.HasPrefix(d.Fix.URL, "https://") {
				t.Errorf("%s: URL %q", cause, d.Fix.URL)
			}
		}
		if d := ForCause(cause, fullContext()); strings.Contains(d.Title+d.Meaning, "<") {
			t.Errorf("%s: a known value is missing: %s %s", cause, d.Title, d.Meaning)
		}
	}
}

// TestVocabulary compares with the labels of facts/causes.md: all are there, and no others.
func TestVocabulary(t *testing.T) {
	want := strings.Fields(`app_not_in_tenant app_sp_missing app_disabled client_id_malformed client_id_wrong public_client_disabled
		public_client_sent_secret secret_wrong secret_is_id_not_value secret_expired secret_missing secret_encoding secret_not_replicated
		cert_not_registered cert_expired cert_unreadable cert_key_mismatch cert_thumbprint_header cert_algorithm assertion_audience
		assertion_subject assertion_expired_clock_skew first_party_client
		tenant_not_found tenant_malformed tenant_missing authority_wrong_tenant common_endpoint_unsupported multi_tenant_disabled wrong_cloud
		login_host_unknown tenant_restricted
		consent_missing admin_consent_required consent_declined resource_not_in_required_access resource_sp_missing resource_uri_wrong
		resource_not_subscribed resource_disabled user_not_assigned app_role_not_assigned scope_not_on_resource
		scope_malformed scope_not_default scope_mixed scope_empty request_malformed request_not_form_encoded request_param_missing unsupported_grant_type
		redirect_uri_mismatch redirect_uri_missing redirect_platform_wrong origin_header_sent pkce_missing pkce_mismatch code_expired code_redeemed
		authorization_pending authorization_declined device_code_expired device_code_invalid device_flow_blocked
		wrong_password password_encoding password_expired user_not_found user_disabled account_locked ip_blocked guest_or_msa_account federated_user
		session_revoked refresh_token_expired sign_in_frequency
		mfa_required mfa_enrollment_required external_mfa conditional_access device_not_compliant security_defaults
		throttled service_unavailable network_dns network_refused network_timeout network_tls network_proxy answer_not_json redirected clock_wrong
		api_wrong_audience api_role_missing api_rbac_role_missing api_token_missing api_sp_not_management_app api_user_not_in_org api_app_restricted
		api_auth_strength api_env_id_wrong api_operation_unsupported api_server_defect api_lcs_access api_bc_app_not_set_up
		api_bc_permission_set_missing api_bc_user_not_entitled api_bc_valid_audiences api_bc_admin_app_not_authorized`)
	have := Causes()
	for _, label := range want {
		if !slices.Contains(have, report.Cause(label)) {
			t.Errorf("%s is missing", label)
		}
	}
	if len(have) != len(want) {
		t.Errorf("%d causes, want %d", len(have), len(want))
	}
}

func TestRealIDsAreFilledIn(t *testing.T) {
	c := fullContext()
	for cause, want := range map[report.Cause][]string{
		"secret_expired":            {c.ClientID, "2026-05-04", "Credentials/appId/" + c.ClientID, "portal.azure.com/" + c.TenantID},
		"consent_missing":           {"adminconsent?client_id=" + c.ClientID, "Power Platform API", "CallAnAPI"},
		"resource_sp_missing":       {"az ad sp create --id 8578e004-a5c6-46e7-913e-12f58912df43"},
		"scope_malformed":           {"https://api.powerplatform.com/.default"},
		"api_rbac_role_missing":     {"https://api.powerplatform.com/authorization/roleAssignments", "/tenants/" + c.TenantID, "principalObjectId"},
		"api_sp_not_management_app": {"New-PowerAppManagementApp -ApplicationId " + c.ClientID},
		"clock_wrong":               {"7m0s behind the server's"},
		"wrong_password":            {c.Username},
		"user_disabled":             {`--id "` + c.Username + `"`}, // it may hold an apostrophe
		"redirect_uri_mismatch":     {"replaces the list"},
		"cert_not_registered":       {"AB12"},
		"conditional_access":        {"portal.azure.com/" + c.TenantID + "/#view/Microsoft_AAD_IAM"},
	} {
		text := allText(ForCause(cause, c))
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q is not in\n%s", cause, part, text)
			}
		}
	}
}

// TestConsentFollowsTheFlow: what only a user's sign-in needs is not told to an application.
func TestConsentFollowsTheFlow(t *testing.T) {
	for _, info := range catalog.Flows() {
		flow := info.Flow
		steps := strings.Join(ExplainText("65001", Context{Flow: flow}).Fix.Steps, "\n")
		forUser := strings.Contains(steps, "User.Read") && strings.Contains(steps, "through common")
		forApp := strings.Contains(steps, "application permissions") && !strings.Contains(steps, "User.Read") && !strings.Contains(steps, "common")
		if user := flow.SignsInUser(); forUser != user || forApp == user {
			t.Errorf("%s:\n%s", flow, steps)
		}
	}
}

// TestScopesStayAsTheyAre: a double slash is meant.
func TestScopesStayAsTheyAre(t *testing.T) {
	d := ForCause("scope_malformed", api(catalog.LCS))
	if !strings.Contains(allText(d), "https://lcsapi.lcs.dynamics.com//.default") {
		t.Errorf("the scope is not there byte for byte:\n%s", allText(d))
	}
}

func TestLinksFollowTheCloud(t *testing.T) {
	for cloud, want := range map[catalog.Cloud]string{catalog.Public: "https://portal.azure.com/", catalog.GCCHigh: "https://portal.azure.us/", catalog.China: "https://portal.azure.cn/"} {
		c := Context{Cloud: cloud}
		for _, cause := range []report.Cause{"secret_wrong", "user_disabled", "security_defaults", "app_disabled"} {
			if got := ForCause(cause, c).Fix.URL; !strings.HasPrefix(got, want) {
				t.Errorf("%s in %s: %q", cause, cloud, got)
			}
		}
		if got := ForCause("api_lcs_access", Context{Cloud: catalog.China}).Fix.URL; got != "" {
			t.Errorf("a page of the public cloud is given for China: %q", got)
		}
	}
	if got := ForCause("api_lcs_access", api(catalog.LCS)).Fix.URL; !strings.Contains(got, "lcs.dynamics.com") {
		t.Errorf("LCS: %q", got)
	}
}

func TestNoOnlinePagesOnPremises(t *testing.T) {
	for _, cause := range []report.Cause{"api_bc_app_not_set_up", "api_bc_admin_app_not_authorized"} {
		if online := ForCause(cause, Context{API: catalog.BusinessCentral}).Fix.URL; !strings.HasPrefix(online, "https://businesscentral.dynamics.com") {
			t.Errorf("%s online: %q", cause, online)
		}
		if got := ForCause(cause, Context{API: catalog.BusinessCentral, OnPremises: true}).Fix.URL; got != "" {
			t.Errorf("%s on-premises: %q", cause, got)
		}
	}
}

func TestAdministratorIsNamedWhereNeeded(t *testing.T) {
	for _, cause := range []report.Cause{"consent_missing", "admin_consent_required", "conditional_access", "api_sp_not_management_app", "app_disabled"} {
		steps := ForCause(cause, fullContext()).Fix.Steps
		if !strings.HasPrefix(steps[len(steps)-1], adminStep) {
			t.Errorf("%s: no text for an administrator in %q", cause, steps)
		}
	}
	for _, step := range ForCause("secret_encoding", Context{}).Fix.Steps {
		if strings.HasPrefix(step, adminStep) {
			t.Errorf("an administrator for nothing: %q", step)
		}
	}
}

func TestUnknownCause(t *testing.T) {
	d := ForCause("no_such_cause", Context{})
	if d.Title == "" || d.Fix.IsZero() {
		t.Errorf("%+v", d)
	}
}

func TestUnknownCodes(t *testing.T) {
	for code, want := range map[int]report.Cause{
		5300399: "conditional_access", 7000299: "secret_wrong", 9000299: "tenant_malformed", 5001299: "wrong_password", 16009: "session_revoked",
		5002799: "cert_thumbprint_header", 90999: "request_malformed", 650099: "consent_missing", 1002099: "scope_malformed", 135010: "device_not_compliant",
		50017: "conditional_access", 500179: "session_revoked", // a range is about longer numbers than itself
	} {
		d := ExplainText(fmt.Sprintf("AADSTS%d: Something new.", code), Context{})
		if d.Cause != want {
			t.Errorf("%d: %s, want %s", code, d.Cause, want)
		}
		text := allText(d)
		if !slices.Contains(d.Codes, code) || !strings.Contains(text, fmt.Sprint(code)) || !strings.Contains(text, "Sign-in logs") {
			t.Errorf("%d: not useful:\n%s", code, text)
		}
	}
	for _, code := range []string{"AADSTS99999", "AADSTS31337"} {
		d := ExplainText(code, Context{})
		if d.Cause == "" || !strings.HasPrefix(d.Title, code) || len(d.Others) == 0 {
			t.Errorf("%s: %+v", code, d)
		}
	}
	d := ExplainText(`{"error":"invalid_resource","error_description":"AADSTS5099999: x","error_codes":[5099999]}`, Context{})
	if d.Cause != "resource_uri_wrong" || !slices.Contains(d.Others, "conditional_access") {
		t.Errorf("the error name must sharpen an unknown code: %s %v", d.Cause, d.Others)
	}
}

// TestRangeOfWhichNothingIsKnown: no guess is made from it, and what helps is given all the same.
func TestRangeOfWhichNothingIsKnown(t *testing.T) {
	d := ExplainText("99999999", Context{})
	text := d.Title + "\n" + d.Meaning + "\n" + strings.Join(d.Fix.Steps, "\n")
	for _, want := range []string{"nothing is known of numbers in its range", "sign-in logs", "error?code=99999999"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "guess") || strings.Contains(text, "are about") {
		t.Errorf("a guess from nothing:\n%s", text)
	}
	named := ExplainText(`{"error":"invalid_resource","error_description":"AADSTS99999999: x","error_codes":[99999999]}`, Context{})
	if named.Cause != "resource_uri_wrong" || !strings.Contains(named.Meaning, "only a guess from the answer's error name") {
		t.Errorf("the answer's name of the error: %s, %s", named.Cause, named.Meaning)
	}
}

// TestUnknownSubjects: without a code and a known wording the words give a guess, named as one.
func TestUnknownSubjects(t *testing.T) {
	for text, want := range map[string]struct {
		c     Context
		cause report.Cause
	}{
		"The redirectUri option has a bad value.":                     {none, "redirect_uri_mismatch"},
		"Something is odd with the audience.":                         {pa, "api_wrong_audience"},
		"Consent is a matter of trust.":                               {none, "consent_missing"},
		"The thumbprint has 39 digits.":                               {none, "cert_unreadable"},
		"Error: clientSecret must be a string":                        {none, "secret_wrong"},
		"You are not permitted to make flows in this 'Default-1'.":    {pa, "api_role_missing"},
		"Sie haben keine Berechtigung.":                               {lcs, "api_lcs_access"},
		"You may do this only with another privilege.":                {pp, "api_rbac_role_missing"},
		"The operation 'read' is disallowed.":                         {bc, "api_bc_permission_set_missing"},
		"Error: password is a required argument":                      {none, "wrong_password"},
		"The environment is being moved.":                             {pa, "api_env_id_wrong"},
		"The project is archived.":                                    {lcs, "api_lcs_access"},
		"No scope given.":                                             {none, "scope_malformed"},
		"Option tenant needs a value.":                                {none, "tenant_not_found"},
		"Error Message: The credentials you sent are not to my taste": {none, "api_token_missing"},
	} {
		d := ExplainText(text, want.c)
		if d.Cause != want.cause || !strings.HasPrefix(d.Title, "Not recognised; ") || !strings.Contains(allText(d), "guess") {
			t.Errorf("%q: %s, want %s, titled %q", text, d.Cause, want.cause, d.Title)
		}
	}
	if d := ExplainText(`{"error":"invalid_grant","error_description":"permission"}`, none); strings.HasPrefix(d.Title, "Not") {
		t.Errorf("an error name counts before words: %q", d.Title)
	}
}

func TestWhollyUnknown(t *testing.T) {
	for _, text := range []string{"hello", "AADSTS", "", "  \n", "12"} {
		d := ExplainText(text, Context{})
		if d.Cause == "" || d.Fix.IsZero() || !strings.Contains(d.Title+d.Meaning, "Not") {
			t.Errorf("%q: %+v", text, d)
		}
	}
}
