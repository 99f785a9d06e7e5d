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
	"appreg/internal/cause"
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
	for _, cause := range cause.All() {
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

func TestRealIDsAreFilledIn(t *testing.T) {
	c := fullContext()
	for cause, want := range map[cause.Label][]string{
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
		forApp := strings.Contains(steps, "**Application permissions**") && !strings.Contains(steps, "User.Read") && !strings.Contains(steps, "common")
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
		for _, cause := range []cause.Label{"secret_wrong", "user_disabled", "security_defaults", "app_disabled"} {
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
	for _, cause := range []cause.Label{"api_bc_app_not_set_up", "api_bc_admin_app_not_authorized"} {
		if online := ForCause(cause, Context{API: catalog.BusinessCentral}).Fix.URL; !strings.HasPrefix(online, "https://businesscentral.dynamics.com") {
			t.Errorf("%s online: %q", cause, online)
		}
		if got := ForCause(cause, Context{API: catalog.BusinessCentral, OnPremises: true}).Fix.URL; got != "" {
			t.Errorf("%s on-premises: %q", cause, got)
		}
	}
}

func TestAdministratorIsNamedWhereNeeded(t *testing.T) {
	for _, cause := range []cause.Label{"consent_missing", "admin_consent_required", "conditional_access", "api_sp_not_management_app", "app_disabled"} {
		steps := ForCause(cause, fullContext()).Fix.Steps
		if !strings.HasPrefix(steps[len(steps)-1], report.AskAdmin) {
			t.Errorf("%s: no text for an administrator in %q", cause, steps)
		}
	}
	for _, step := range ForCause("secret_encoding", Context{}).Fix.Steps {
		if strings.HasPrefix(step, report.AskAdmin) {
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

// TestUnlistedNumbersBorrowNoLabel: neither the numbers near it nor a wide error name say what a number means.
func TestUnlistedNumbersBorrowNoLabel(t *testing.T) {
	for _, number := range []int{5300399, 7000299, 9000299, 5001299, 16009, 5002799, 90999, 650099, 1002099, 135099, 500179, 5099999, 31337, 99999999} {
		for _, text := range []string{
			fmt.Sprintf("AADSTS%d: Something new.", number),
			fmt.Sprintf(`{"error":"invalid_client","error_description":"AADSTS%d: Something new.","error_codes":[%d]}`, number, number),
			fmt.Sprintf(`{"error":"invalid_grant","error_codes":[%d]}`, number),
			fmt.Sprint(number),
		} {
			d := ExplainText(text, Context{})
			all := allText(d)
			if d.Cause != cause.Unknown || d.Confidence != report.None || len(d.Others) != 0 {
				t.Errorf("%s: %s (%s), others %v", text, d.Cause, d.Confidence, d.Others)
			}
			if !slices.Equal(d.Codes, []int{number}) || !strings.HasPrefix(d.Title, fmt.Sprintf("AADSTS%d", number)) || !strings.Contains(all, "Sign-in logs") || !strings.Contains(all, fmt.Sprintf("error?code=%d", number)) {
				t.Errorf("%s: not useful:\n%s", text, all)
			}
		}
	}
}

// TestTextOfUnlistedNumbersIsRead: what stands behind the number counts, and the number is named as unknown.
func TestTextOfUnlistedNumbersIsRead(t *testing.T) {
	for text, want := range map[string]cause.Label{
		"AADSTS7009999: Application with identifier '11112222-bbbb-3333-cccc-4444dddd5555' was not found in the directory 'Contoso'.": "app_not_in_tenant",
		`{"error":"invalid_resource","error_description":"AADSTS5099999: x","error_codes":[5099999]}`:                                 "resource_uri_wrong",
		"AADSTS5399999: Access has been blocked by Conditional Access policies.":                                                      "conditional_access",
	} {
		d := ExplainText(text, Context{})
		if d.Cause != want || d.Confidence != report.Likely || !strings.Contains(d.Meaning, "appreg doesn't know AADSTS") {
			t.Errorf("%s: %s (%s): %s", text, d.Cause, d.Confidence, d.Meaning)
		}
	}
}

// TestRangesAreOnlyAHint: the words for numbers near an unlisted one stand in the meaning, and where nothing is known of
// them, nothing is said.
func TestRangesAreOnlyAHint(t *testing.T) {
	if near := ExplainText("5300399", Context{}).Meaning; !strings.Contains(near, "Conditional Access") || !strings.Contains(near, "only a hint") {
		t.Errorf("no hint: %s", near)
	}
	if far := ExplainText("99999999", Context{}).Meaning; strings.Contains(far, "hint") {
		t.Errorf("a hint from nothing: %s", far)
	}
}

// TestUnknownSubjects: without a code and a known wording the words give a guess, named as one.
func TestUnknownSubjects(t *testing.T) {
	for text, want := range map[string]struct {
		c     Context
		cause cause.Label
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
		if d.Cause != want.cause || d.Title != ForCause(want.cause, want.c).Title || d.Confidence != report.Guess || !strings.Contains(d.Meaning, "only a hint") || !strings.Contains(allText(d), "If the guess is right") {
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
		if d.Cause != cause.Unknown || d.Confidence != report.None || d.Fix.IsZero() || !strings.Contains(d.Title+d.Meaning, "Not") {
			t.Errorf("%q: %+v", text, d)
		}
	}
}
