package diagnose

import (
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/secret"
)

// TestContextDecides asks the same code with different knowledge.
func TestContextDecides(t *testing.T) {
	for _, tc := range []struct {
		code string
		c    Context
		want cause.Label
	}{
		{"7000218", flow(catalog.Password), "public_client_disabled"},
		{"7000218", flow(catalog.DeviceCode), "public_client_disabled"},
		{"7000218", flow(catalog.Browser), "redirect_platform_wrong"},
		{"7000218", flow(catalog.ClientSecret), "secret_missing"},
		{"7000218", flow(catalog.ClientCertificate), "secret_missing"},
		{"50126", Context{AccountType: "managed"}, "wrong_password"},
		{"50126", Context{AccountType: "federated"}, "federated_user"},
		{"50126", Context{AccountType: "unknown"}, "wrong_password"},
		{"7000215", Context{SecretShape: secret.ShapeGUID}, "secret_is_id_not_value"},
		{"7000215", Context{SecretShape: secret.ShapeShort}, "secret_wrong"},
		{"7000215", Context{SecretShape: secret.ShapeHint}, "secret_wrong"},
		{"700024", Context{ClockOffset: 4 * time.Minute}, "assertion_expired_clock_skew"},
		{"700024", Context{ClockOffset: 6 * time.Minute}, "clock_wrong"},
		{"700024", Context{ClockOffset: -6 * time.Minute}, "clock_wrong"},
		{"53003", flow(catalog.ClientSecret), "conditional_access"},
		{"53003", flow(catalog.DeviceCode), "device_flow_blocked"},
		{"70011", flow(catalog.Password), "scope_malformed"},
		{"70011", flow(catalog.ClientSecret), "scope_not_default"},
		{"HTTP 403", api(catalog.LCS), "api_lcs_access"},
		{"HTTP 403", api(catalog.PowerPlatform), "api_rbac_role_missing"},
		{"HTTP 403", api(catalog.PowerApps), "api_sp_not_management_app"},
		{"HTTP 403", api(catalog.BusinessCentral), "api_bc_admin_app_not_authorized"},
	} {
		if d := ExplainText(tc.code, tc.c); d.Cause != tc.want {
			t.Errorf("%s with %+v: %s, want %s", tc.code, tc.c, d.Cause, tc.want)
		}
	}
}

// TestOthersAreTrueAlternatives keeps what people most often mix up within reach.
func TestOthersAreTrueAlternatives(t *testing.T) {
	for code, want := range map[string][]cause.Label{
		"7000218": {"redirect_platform_wrong", "secret_missing", "client_id_wrong"},
		"7000215": {"secret_is_id_not_value", "secret_encoding", "secret_not_replicated"},
		"700027":  {"client_id_wrong", "cert_thumbprint_header"},
		"50126":   {"federated_user", "password_encoding", "guest_or_msa_account"},
		"500011":  {"resource_sp_missing", "authority_wrong_tenant"},
		"65001":   {"authority_wrong_tenant", "admin_consent_required"},
		"50076":   {"conditional_access", "mfa_enrollment_required"},
	} {
		d := ExplainText(code, Context{})
		for _, cause := range want {
			if !slices.Contains(d.Others, cause) {
				t.Errorf("%s: %s is not among %v", code, cause, d.Others)
			}
		}
	}
}

// TestWordsForUnknownValues: nothing known gives words that say what belongs there.
func TestWordsForUnknownValues(t *testing.T) {
	for template, want := range map[string]string{
		"{tenant}|{tenantID}":     "<tenant id>|<tenant id>",
		"{clientID}":              "<client id>",
		"{username}":              "<user>",
		"{portalName}, {apiName}": "the API, the API",
		"{resource}":              "<application id of the API>",
		"{scope}":                 "<address of the API>/.default",
		"{login}":                 "https://login.microsoftonline.com",
		"{askedHost}":             "login.microsoftonline.com",
		"{askedName}:{askedPort}": "login.microsoftonline.com:443",
		"{askedPage}":             "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
		"{consentURL}":            "<consent address>",
		"{expiresNote}":           "",
		"{clockNote}":             "",
		"as it is":                "as it is",

		"{TheUser}, {theUser}, {TheAccount}":     "The user, the user, The account",
		"{TheTenant}, {theTenant}":               "The tenant, the tenant",
		"{TheEnvironment}, {theEnvironment}":     "The environment, the environment",
		"{theProject}, {ThePortalName}":          "this project, The API",
		"{permissionMissing}, add {permissions}": "A permission is missing from the token, add the permission of the API",
	} {
		if got := fill(template, Context{}); got != want {
			t.Errorf("%s: %q, want %q", template, got, want)
		}
	}
}

// TestFilledOnce: a value that looks like a place is not filled in again.
func TestFilledOnce(t *testing.T) {
	if got := fill("{tenant}", Context{Tenant: "{clientID}", ClientID: "x"}); got != "{clientID}" {
		t.Errorf("%q", got)
	}
}

func TestOverridesShowInLinks(t *testing.T) {
	c := fullContext()
	c.Target.Login = "https://127.0.0.1:8443"
	text := allText(ForCause("consent_missing", c))
	if !strings.Contains(text, "https://127.0.0.1:8443/"+c.TenantID+"/adminconsent") {
		t.Errorf("the consent address is not at the named authority:\n%s", text)
	}
	for _, cause := range []cause.Label{"network_refused", "network_timeout"} {
		if text := allText(ForCause(cause, c)); !strings.Contains(text, "127.0.0.1 on port 8443") {
			t.Errorf("%s: the port is not the named authority's:\n%s", cause, text)
		}
	}
	if got := fill("{askedHost} {askedName}:{askedPort}", Context{Target: catalog.Target{Login: "::"}}); got != "<host> <host>:443" {
		t.Errorf("an address that is none: %q", got)
	}
}

// TestTheHostThatWasAskedIsNamed: a firewall that stops an API's host is not fixed at the login host.
func TestTheHostThatWasAskedIsNamed(t *testing.T) {
	c := fullContext()
	c.Asked = "https://api.bap.example:8443"
	for _, cause := range []cause.Label{"network_dns", "network_refused", "network_timeout", "network_tls", "network_proxy", "answer_not_json", "redirected"} {
		if text := allText(ForCause(cause, c)); !strings.Contains(text, "api.bap.example") || strings.Contains(text, "login.microsoftonline.com") {
			t.Errorf("%s:\n%s", cause, text)
		}
	}
}

func TestSecretOver(t *testing.T) {
	at := func(date, now string) Context {
		when, err := time.Parse(time.DateTime, now)
		if err != nil {
			t.Fatal(err)
		}
		return Context{SecretExpires: date, Now: when}
	}
	for _, tc := range []struct {
		c    Context
		want bool
	}{
		{at("2026-03-01", "2026-03-01 23:59:59"), false},
		{at("2026-03-01", "2026-03-02 00:00:00"), true},
		{at("", "2026-03-02 00:00:00"), false},
		{at("soon", "2026-03-02 00:00:00"), false},
		{Context{SecretExpires: "2026-03-01"}, false},
	} {
		if got := secretOver(tc.c); got != tc.want {
			t.Errorf("%q at %s: %t", tc.c.SecretExpires, tc.c.Now, got)
		}
	}
}
