package diagnose

import "appreg/internal/report"

// errors.md part B: tenant and endpoint.
var tenantRules = []rule{
	{codes: []int{90002, 5000224}, cause: "tenant_not_found", others: []report.Cause{"wrong_cloud", "tenant_malformed", "authority_wrong_tenant"}},
	{codes: []int{900023, 900021}, marks: []mark{markNamedEndpoint}, cause: "common_endpoint_unsupported", others: []report.Cause{"tenant_malformed"}},
	{codes: []int{900023, 900021, 50029}, cause: "tenant_malformed", others: []report.Cause{"tenant_not_found", "common_endpoint_unsupported", "tenant_missing", "wrong_cloud"}},
	{codes: []int{50059}, cause: "tenant_missing", others: []report.Cause{"client_id_malformed", "app_not_in_tenant", "common_endpoint_unsupported", "authority_wrong_tenant"}},
	{codes: []int{50128, 90019, 90126}, cause: "tenant_missing", others: []report.Cause{"tenant_not_found", "client_id_malformed", "user_not_found"}},
	{codes: []int{50049}, cause: "login_host_unknown", others: []report.Cause{"wrong_cloud"}},
	{codes: []int{50194}, cause: "multi_tenant_disabled", others: []report.Cause{"common_endpoint_unsupported", "client_id_wrong"}},
	{codes: []int{9001023, 90010, 90130, 90124, 90133, 9002332}, cause: "common_endpoint_unsupported", others: []report.Cause{"multi_tenant_disabled", "tenant_missing", "guest_or_msa_account"}},
	{codes: []int{90038, 90051, 900382, 900432, 900439, 1000104}, cause: "wrong_cloud", others: []report.Cause{"authority_wrong_tenant", "tenant_not_found"}},
	{codes: []int{500021, 500022, 50002, 500212, 500213, 5000211}, cause: "tenant_restricted", others: []report.Cause{"network_proxy", "authority_wrong_tenant"}},
	{codes: []int{700005, 7000012, 70000121}, cause: "authority_wrong_tenant", others: []report.Cause{"code_expired"}},
}
