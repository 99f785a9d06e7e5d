package diagnose

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// oneKind are causes that only one kind of sign-in can have: their advice needs no other.
var oneKind = []cause.Label{
	"app_role_not_assigned", "api_sp_not_management_app", "api_bc_app_not_set_up", "scope_not_default", "consent_missing", "interaction_required",
	"user_confirmation_required", "graph_right_missing", "assertion_source_missing", "api_token_missing",
}

// TestAdviceFitsTheFlow: where the flow is known, nothing is said that is only for the other kind of sign-in, and no step
// asks the reader which kind it is.
func TestAdviceFitsTheFlow(t *testing.T) {
	forApp := regexp.MustCompile(`(?i)under application permissions|service principal sign-ins|ApplicationUser|--application-user|application users|new app user`)
	forUser := regexp.MustCompile(`(?i)delegated permissions\.|user\.read\b|under users\.|manage security roles|through common`)
	for _, cause := range cause.All() {
		for _, info := range catalog.Flows() {
			d := ForCause(cause, Context{Flow: info.Flow, Username: "ada@contoso.example"})
			text := strings.Join(append([]string{d.Fix.Where, d.Fix.Command}, d.Fix.Steps...), "\n")
			if strings.Contains(text, "If the app signs in as itself") || strings.Contains(text, "If a user signs in") {
				t.Errorf("%s, %s: asks for the kind of sign-in:\n%s", cause, info.Flow, text)
			}
			wrong := forApp
			if !info.Flow.SignsInUser() {
				wrong = forUser
			}
			if found := wrong.FindString(text); found != "" && !slices.Contains(oneKind, cause) {
				t.Errorf("%s, %s: advice for the other kind of sign-in: %q in\n%s", cause, info.Flow, found, text)
			}
			if d.Fix.Where == "" || len(d.Fix.Steps) == 0 {
				t.Errorf("%s, %s: nothing to do", cause, info.Flow)
			}
		}
	}
}

// TestAdviceWithoutAFlowSaysForWhom: both kinds are told, each with the words that say which it is.
func TestAdviceWithoutAFlowSaysForWhom(t *testing.T) {
	for _, label := range []cause.Label{"consent_missing", "api_role_missing", "api_rbac_role_missing", "api_bc_admin_app_not_authorized", "public_client_sent_secret"} {
		steps := strings.Join(ForCause(label, Context{}).Fix.Steps, "\n")
		if !strings.Contains(steps, "If the app signs in as itself: ") || !strings.Contains(steps, "If a user signs in: ") || strings.Contains(steps, cause.ForApps) || strings.Contains(steps, cause.ForUsers) {
			t.Errorf("%s:\n%s", label, steps)
		}
	}
}

// TestPlacesUnderTodaysNames: one name for the portal that the links open, and the labels that it shows.
func TestPlacesUnderTodaysNames(t *testing.T) {
	old := regexp.MustCompile(`Azure AD\b|Azure Active Directory|Entra admin center|Advanced settings|Add a platform\b(?:[^)*])|> Roles >|Application users \(preview\)`)
	british := regexp.MustCompile(`(?i)organis|licence|authoris|recognis|synchronis`)
	for _, cause := range cause.All() {
		for _, flow := range []catalog.Flow{"", catalog.Password, catalog.ClientSecret} {
			text := allText(ForCause(cause, Context{Flow: flow}))
			if found := old.FindString(text); found != "" {
				t.Errorf("%s: %q is not today's name", cause, found)
			}
			if found := british.FindString(text); found != "" {
				t.Errorf("%s: %q is not American", cause, found)
			}
		}
	}
}

// TestAppsAreOfferedWhereTheAPITakesThem: an app that signs in as itself is no advice for an API that takes users only.
func TestAppsAreOfferedWhereTheAPITakesThem(t *testing.T) {
	for _, label := range []cause.Label{"mfa_required", "federated_user", "external_mfa", "device_not_compliant", "security_defaults", "sign_in_frequency", "refresh_token_expired"} {
		offered := func(api catalog.API) string { return strings.Join(ForCause(label, Context{API: api}).Fix.Steps, "\n") }
		for _, s := range catalog.Services() {
			takes := slices.ContainsFunc(s.Flows, func(r catalog.FlowRule) bool { return r.Allowed && !r.Flow.SignsInUser() })
			if steps := offered(s.API); strings.Contains(steps, "as the app itself") != takes || strings.Contains(steps, "allows it") {
				t.Errorf("%s, %s:\n%s", label, s.API, steps)
			}
		}
		if steps := offered(""); !strings.Contains(steps, "as the app itself where the API allows it") {
			t.Errorf("%s:\n%s", label, steps)
		}
	}
}

// TestNoLinkToATenantThatIsNone: the page doesn't carry the tenant that was just said not to exist.
func TestNoLinkToATenantThatIsNone(t *testing.T) {
	if d := ForCause("tenant_not_found", Context{Tenant: "no-such-tenant.com", ClientID: "11111111-2222-4333-8444-555555555555"}); d.Fix.URL == "" || strings.Contains(d.Fix.URL, "no-such") {
		t.Errorf("%+v", d.Fix)
	}
}
