package diagnose

import "appreg/internal/report"

// errors.md part C: consent and assignment.
var consentRules = []rule{
	{codes: []int{65001}, text: []string{"tenant * does not exist|wrong tenant"}, cause: "authority_wrong_tenant", others: []report.Cause{"consent_missing"}},
	{codes: []int{65001}, cause: "consent_missing", others: []report.Cause{"authority_wrong_tenant", "admin_consent_required", "resource_not_in_required_access", "client_id_wrong"}},
	{codes: []int{65004}, cause: "consent_declined", others: []report.Cause{"admin_consent_required"}},
	{codes: []int{90094, 90095, 900941, 90093, 90099}, cause: "admin_consent_required", others: []report.Cause{"consent_missing"}},
	{codes: []int{90008, 9002341}, cause: "consent_missing", others: []report.Cause{"resource_not_in_required_access", "admin_consent_required"}},
	{codes: []int{650056}, cause: "admin_consent_required", others: []report.Cause{"consent_missing", "client_id_wrong", "resource_not_in_required_access", "cert_not_registered"}},
	{codes: []int{50105, 501051}, text: []string{"signed in user|user * is not assigned|benutzer"}, cause: "user_not_assigned", others: []report.Cause{"app_role_not_assigned", "guest_or_msa_account"}},
	{codes: []int{50105, 501051}, text: []string{"application * is not assigned to a role for the application"}, cause: "app_role_not_assigned", others: []report.Cause{"user_not_assigned", "api_role_missing"}},
	{codes: []int{50105}, flows: appFlows, cause: "app_role_not_assigned", others: []report.Cause{"user_not_assigned"}},
	{codes: []int{501051}, cause: "app_role_not_assigned", others: []report.Cause{"user_not_assigned"}},
	{codes: []int{50105}, cause: "user_not_assigned", others: []report.Cause{"app_role_not_assigned"}},
}

// errors.md part C: the API as a resource of the tenant.
var resourceRules = []rule{
	{codes: []int{650057}, cause: "resource_not_in_required_access", others: []report.Cause{"client_id_wrong", "resource_uri_wrong", "resource_sp_missing"}},
	{codes: []int{65005}, text: []string{"subscrib|not enabled|lacks a service principal"}, cause: "resource_not_subscribed", others: []report.Cause{"resource_sp_missing", "resource_not_in_required_access"}},
	{codes: []int{65005}, text: []string{"scope * doesn|scope * does not exist"}, cause: "scope_not_on_resource", others: []report.Cause{"resource_not_in_required_access"}},
	{codes: []int{65005}, cause: "resource_not_in_required_access", others: []report.Cause{"resource_not_subscribed", "client_id_wrong", "scope_not_on_resource", "consent_missing"}},
	{codes: []int{650054}, cause: "resource_sp_missing", others: []report.Cause{"resource_disabled", "resource_not_subscribed"}},
	{codes: []int{90009}, cause: "resource_uri_wrong", others: []report.Cause{"scope_empty", "client_id_wrong", "scope_malformed"}},
	{codes: []int{650052, 650051}, cause: "resource_not_subscribed", others: []report.Cause{"resource_sp_missing", "resource_disabled"}},
	// A permission on the app's list that the API does not have: removed since, or of another cloud.
	{codes: []int{65006}, cause: "scope_not_on_resource", others: []report.Cause{"resource_not_in_required_access", "wrong_cloud", "consent_missing"}},
	{codes: []int{650053}, cause: "scope_not_on_resource", others: []report.Cause{"scope_malformed", "resource_uri_wrong"}},
	{codes: []int{500011, 50001}, text: []string{"is disabled|been disabled"}, cause: "resource_disabled", others: []report.Cause{"resource_sp_missing"}},
	{codes: []int{500011, 50001}, marks: []mark{markKnownResource}, cause: "resource_sp_missing", others: []report.Cause{"authority_wrong_tenant", "resource_uri_wrong", "wrong_cloud"}},
	{codes: []int{500011}, cause: "resource_uri_wrong", others: []report.Cause{"resource_sp_missing", "authority_wrong_tenant", "wrong_cloud"}},
	{codes: []int{50001}, text: []string{"identifier is not provided"}, cause: "request_param_missing", others: []report.Cause{"scope_empty", "request_not_form_encoded"}},
	{codes: []int{50001}, cause: "resource_uri_wrong", others: []report.Cause{"resource_disabled", "resource_sp_missing", "authority_wrong_tenant"}},
	{codes: []int{500014}, cause: "resource_disabled", others: []report.Cause{"resource_not_subscribed"}},
}
