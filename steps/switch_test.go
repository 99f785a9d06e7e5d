package steps

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

func TestSwitchFlowAddsPortalSteps(t *testing.T) {
	const permissions, client, credential, duty = catalog.StepPermissions, catalog.StepPublicClient, catalog.StepCredential, catalog.StepDuty
	tests := map[string]struct {
		api      catalog.API
		from, to catalog.Flow
		want     []catalog.StepID
	}{
		"browser after password":         {catalog.LCS, byPassword, byBrowser, []catalog.StepID{client}},
		"device code after password":     {catalog.LCS, byPassword, byDeviceCode, nil},
		"password after device code":     {catalog.PowerApps, byDeviceCode, byPassword, nil},
		"browser after device code":      {catalog.PowerPlatform, byDeviceCode, byBrowser, []catalog.StepID{client}},
		"device code after browser":      {catalog.BusinessCentral, byBrowser, byDeviceCode, []catalog.StepID{client}},
		"browser after a secret":         {catalog.BusinessCentral, bySecret, byBrowser, []catalog.StepID{permissions, client}},
		"device code after a secret":     {catalog.PowerApps, bySecret, byDeviceCode, nil}, // the switch and the permission are there
		"the person's own, in the order": {catalog.PowerApps, bySecret, byBrowser, []catalog.StepID{client}},
		"secret after password":          {catalog.BusinessCentral, byPassword, bySecret, []catalog.StepID{credential, permissions, duty}},
		"certificate after secret":       {catalog.PowerPlatform, bySecret, byCertificate, []catalog.StepID{credential}},
		"secret after browser":           {catalog.PowerPlatform, byBrowser, bySecret, []catalog.StepID{credential, duty}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, added := New(testEnv(nil), registered(tt.api, tt.from)).SwitchFlow(tt.to)
			if diff := cmp.Diff(tt.want, added); diff != "" {
				t.Error(diff)
			}
			if m.Answers().Flow() != tt.to {
				t.Errorf("flow %s", m.Answers().Flow())
			}
			for _, id := range added {
				if _, ok := m.Jump(id); !ok {
					t.Errorf("step %s is added and does not apply", id)
				}
			}
		})
	}
}

// TestSwitchFlowKeepsAllAnswers goes from every combination to every other flow of its API and back.
func TestSwitchFlowKeepsAllAnswers(t *testing.T) {
	for _, c := range combinations() {
		a := registered(c.api, c.flow).With(KeyUsername, "jan@contoso.com").With(KeyEnvironments, "Production").With(KeyProject, "1234567").
			With(KeyPermissions, "AppManagement.ApplicationPackages.Read").With(KeyProfile, "p")
		before := withSecret(t, New(testEnv(certificates()), a))
		for _, other := range combinations() {
			if other.api != c.api || other.flow == c.flow {
				continue
			}
			after, _ := before.SwitchFlow(other.flow)
			reg := after.Answers().Registration()
			if reg.Flow != other.flow || reg.Tenant != tenantName || reg.ClientID != clientGUID {
				t.Errorf("%s to %s: %+v", c, other.flow, reg)
			}
			if other.flow.SignsInUser() != (reg.Username == "jan@contoso.com") {
				t.Errorf("%s to %s: user name %q", c, other.flow, reg.Username)
			}
			back, _ := after.SwitchFlow(c.flow)
			if diff := cmp.Diff(before.Answers().Draft(), back.Answers().Draft()); diff != "" {
				t.Errorf("%s to %s and back: %s", c, other.flow, diff)
			}
			if diff := cmp.Diff(before.Answers().Registration(), back.Answers().Registration(), sameSecrets); diff != "" {
				t.Errorf("%s to %s and back: %s", c, other.flow, diff)
			}
		}
	}
}

// TestSwitchFlowAtTheTest: after a failed test nothing has to be entered again, and only what is new is still to do.
func TestSwitchFlowAtTheTest(t *testing.T) {
	m := withSecret(t, New(testEnv(nil), registered(catalog.LCS, catalog.Password)))
	for m.At() != catalog.StepToken {
		next, ok := m.Next()
		if !ok {
			t.Fatalf("stuck on %s", m.At())
		}
		m = next
	}
	browser, _ := m.SwitchFlow(catalog.Browser)
	if browser.At() != catalog.StepToken || len(browser.Missing(catalog.StepToken)) > 0 {
		t.Errorf("stands on %s, missing %v", browser.At(), keysOf(browser.Missing(catalog.StepToken)))
	}
	if browser.StateOf(catalog.StepPublicClient) != Todo || browser.StateOf(catalog.StepPermissions) != Done {
		t.Error("what the browser adds must be to do, and nothing else")
	}
	if m.StateOf(catalog.StepPublicClient) != Done || m.Answers().Flow() != catalog.Password {
		t.Error("SwitchFlow changed the machine it was called on")
	}
	if device, _ := m.SwitchFlow(catalog.DeviceCode); device.StateOf(catalog.StepPublicClient) != Done {
		t.Error("the switch was set for the password already")
	}
	shown := fmt.Sprintf("%+v %v", browser, browser.Answers().Registration()) + TokenRequest(browser.Answers()) + textOf(browser.Current())
	if strings.Contains(shown, "Pa55 word!") {
		t.Error("the password is shown after the switch")
	}
	if !browser.Answers().Registration().Credential.IsZero() {
		t.Error("the password goes along with a sign-in in the browser")
	}
}

func TestSwitchFlowThatCannotBe(t *testing.T) {
	m, _ := New(testEnv(nil), registered(catalog.LCS, catalog.Password)).Jump(catalog.StepPermissions)
	for _, flow := range []catalog.Flow{catalog.ClientSecret, "implicit", "", catalog.Password} {
		same, added := m.SwitchFlow(flow)
		if same.Answers().Flow() != catalog.Password || same.At() != catalog.StepPermissions || added != nil {
			t.Errorf("%q: flow %s, at %s, added %v", flow, same.Answers().Flow(), same.At(), added)
		}
	}
	m, _ = New(testEnv(nil), registered(catalog.PowerPlatform, catalog.ClientSecret)).Jump(catalog.StepDuty)
	if got, _ := m.SwitchFlow(catalog.Browser); got.At() != catalog.StepStart {
		t.Errorf("stands on %s, which does not apply", got.At())
	}
}

func TestAlternatives(t *testing.T) {
	type flows = []catalog.Flow
	both := flows{byBrowser, byDeviceCode}
	browserOnly, deviceOnly := flows{byBrowser}, flows{byDeviceCode}
	tests := []struct {
		flow  catalog.Flow
		cause cause.Label
		want  flows
	}{
		{byPassword, "mfa_required", both},
		{byPassword, "mfa_enrollment_required", both},
		{byPassword, "external_mfa", both},
		{byPassword, "federated_user", both},
		{byPassword, "conditional_access", both},
		{byPassword, "security_defaults", both},
		{byPassword, "password_expired", both},
		{byPassword, "guest_or_msa_account", both},
		{byPassword, "consent_missing", both},
		{byPassword, "device_not_compliant", browserOnly},
		{byPassword, "public_client_disabled", browserOnly},
		{byPassword, "device_flow_blocked", nil},
		{byPassword, "wrong_password", nil},
		{byPassword, "account_locked", nil},
		{byPassword, "user_disabled", nil},
		{byPassword, "admin_consent_required", nil},
		{byPassword, "api_lcs_access", nil},
		{byPassword, "", nil},
		{byDeviceCode, "device_flow_blocked", browserOnly},
		{byDeviceCode, "user_confirmation_required", browserOnly},
		{byDeviceCode, "device_code_expired", browserOnly},
		{byDeviceCode, "conditional_access", browserOnly},
		{byDeviceCode, "device_not_compliant", browserOnly},
		{byDeviceCode, "security_defaults", browserOnly},
		{byDeviceCode, "external_mfa", browserOnly},
		{byDeviceCode, "public_client_disabled", browserOnly},
		{byDeviceCode, "authorization_declined", browserOnly},
		{byDeviceCode, SignInCancelled, browserOnly},
		{byDeviceCode, "mfa_required", nil},
		{byBrowser, "redirect_uri_mismatch", deviceOnly},
		{byBrowser, "redirect_uri_missing", deviceOnly},
		{byBrowser, "redirect_platform_wrong", deviceOnly},
		{byBrowser, "conditional_access", nil},
		{byBrowser, "device_not_compliant", nil},
		{byBrowser, "consent_declined", deviceOnly},
		{byBrowser, SignInCancelled, deviceOnly},
		{byPassword, SignInCancelled, nil},
		{bySecret, "conditional_access", nil},
		{bySecret, "secret_expired", nil},
		{byCertificate, "public_client_disabled", nil},
	}
	for _, tt := range tests {
		for _, service := range catalog.Services() {
			if !service.Rule(tt.flow).Allowed {
				continue
			}
			if diff := cmp.Diff(tt.want, Alternatives(registered(service.API, tt.flow), tt.cause)); diff != "" {
				t.Errorf("%s %s, %s: %s", service.API, tt.flow, tt.cause, diff)
			}
		}
	}
	if got := Alternatives(Answers{}.With(KeyFlow, "password"), "mfa_required"); got != nil {
		t.Errorf("without an API: %v", got)
	}
}

// TestEveryAlternativeCanBeSwitchedTo: what is offered leads to a machine on that flow in which nothing is missing.
func TestEveryAlternativeCanBeSwitchedTo(t *testing.T) {
	for _, row := range alternatives() {
		if len(row.causes) == 0 || len(row.to) == 0 || slices.Contains(row.to, row.from) {
			t.Errorf("row of %s: %+v", row.from, row)
		}
		for _, service := range catalog.Services() {
			if !service.Rule(row.from).Allowed {
				continue
			}
			for _, cause := range row.causes {
				m := withSecret(t, New(testEnv(nil), registered(service.API, row.from)))
				for _, flow := range Alternatives(m.Answers(), cause) {
					after, _ := m.SwitchFlow(flow)
					if after.Answers().Flow() != flow || len(after.Missing(catalog.StepToken)) > 0 {
						t.Errorf("%s: %s to %s: missing %v", service.API, row.from, flow, keysOf(after.Missing(catalog.StepToken)))
					}
				}
			}
		}
	}
}
