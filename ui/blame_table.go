package ui

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// place is a step and a field on it.
type place struct {
	step catalog.StepID
	key  steps.Key
}

// faults says where a cause is put right, by the cause's first letters; the first row that fits counts.
var faults = []struct {
	prefix string
	place
}{
	{"secret_", place{catalog.StepCredential, steps.KeySecret}},
	{"cert_", place{catalog.StepCredential, steps.KeyCertificate}},
	{"assertion_", place{catalog.StepCredential, steps.KeyCertificate}},
	{"public_client_", place{catalog.StepPublicClient, ""}},
	{"redirect_", place{catalog.StepPublicClient, ""}},
	{"client_id_", place{catalog.StepApplication, steps.KeyClientID}},
	{"first_party_client", place{catalog.StepApplication, steps.KeyClientID}},
	{"app_role_not_assigned", place{catalog.StepPermissions, ""}},
	{"app_", place{catalog.StepApplication, steps.KeyClientID}},
	{"tenant_", place{catalog.StepApplication, steps.KeyTenant}},
	{"authority_wrong_tenant", place{catalog.StepApplication, steps.KeyTenant}},
	{"multi_tenant_disabled", place{catalog.StepApplication, steps.KeyTenant}},
	{"wrong_cloud", place{catalog.StepStart, steps.KeyCloud}},
	{"consent_", place{catalog.StepPermissions, ""}},
	{"admin_consent_required", place{catalog.StepPermissions, ""}},
	{"resource_", place{catalog.StepPermissions, ""}},
	{"scope_", place{catalog.StepPermissions, ""}},
	{"api_role_missing", place{catalog.StepPermissions, ""}},
	{"api_env_id_wrong", place{catalog.StepToken, steps.KeyEnvironments}},
	{"api_", place{catalog.StepDuty, ""}},
	{"wrong_password", place{catalog.StepToken, steps.KeyPassword}},
	{"password_", place{catalog.StepToken, steps.KeyPassword}},
	{"user_", place{catalog.StepToken, steps.KeyUsername}},
	{"federated_user", place{catalog.StepStart, steps.KeyFlow}},
	{"mfa_", place{catalog.StepStart, steps.KeyFlow}},
}

// findingPlaces says where a finding without a telling cause is put right.
var findingPlaces = map[report.ID]place{
	report.Input:       {catalog.StepApplication, ""},
	report.Tenant:      {catalog.StepApplication, steps.KeyTenant},
	report.Account:     {catalog.StepToken, steps.KeyUsername},
	report.Token:       {catalog.StepCredential, ""},
	report.Claims:      {catalog.StepApplication, steps.KeyClientID},
	report.Permissions: {catalog.StepPermissions, ""},
	report.API:         {catalog.StepPermissions, ""},
	report.Duty:        {catalog.StepDuty, ""},
	report.Expiry:      {catalog.StepCredential, steps.KeySecretExpires},
}

// blame gives the step and field where a finding is put right, or where what it lacks is given.
func blame(f report.Finding) place {
	if f.Give != "" {
		return place{catalog.StepToken, steps.Key(strings.TrimPrefix(f.Give, "--"))} // a key is its flag's name
	}
	for _, fault := range faults {
		if f.Cause != "" && strings.HasPrefix(string(f.Cause), fault.prefix) {
			return fault.place
		}
	}
	return findingPlaces[f.ID]
}

// findingOrder is the contract's order, with a short name for each.
var findingOrder = []struct {
	id   report.ID
	name string
}{
	{report.Input, "Answers"}, {report.Tenant, "Tenant"}, {report.Account, "Account"}, {report.Token, "Token"},
	{report.Claims, "Claims"}, {report.Permissions, "Permissions"}, {report.API, "API call"}, {report.Duty, "Duty"},
	{report.Expiry, "Expiry"},
}
