package diagnose

import "appreg/internal/report"

// errors.md part H: multifactor authentication and Conditional Access.
var policyRules = []rule{
	{codes: []int{50079}, text: []string{"is required to use multi-factor"}, cause: "mfa_required", others: []report.Cause{"mfa_enrollment_required", "conditional_access"}},
	{codes: []int{50079, 50072, 500121}, text: []string{"enroll|enrol|register|proofup|registrier"}, cause: "mfa_enrollment_required", others: []report.Cause{"mfa_required", "conditional_access"}},
	{codes: []int{50079, 50072}, cause: "mfa_enrollment_required", others: []report.Cause{"mfa_required", "conditional_access", "security_defaults"}},
	{codes: []int{50076, 50074, 50078, 500121}, cause: "mfa_required", others: []report.Cause{"mfa_enrollment_required", "conditional_access", "security_defaults", "external_mfa"}},
	{codes: []int{50158, 50161, 50170}, cause: "external_mfa", others: []report.Cause{"mfa_required", "conditional_access"}},
	{codes: []int{53003}, flows: deviceFlow, cause: "device_flow_blocked", others: []report.Cause{"conditional_access", "device_not_compliant", "mfa_required"}},
	{codes: []int{53003, 53005}, text: []string{"device code flow|device-code flow|devicelogin|deviceauth"}, cause: "device_flow_blocked", others: []report.Cause{"conditional_access"}},
	{codes: []int{53003, 53005, 53002, 53010, 53009, 53004}, cause: "conditional_access", others: []report.Cause{"device_flow_blocked", "device_not_compliant", "ip_blocked", "mfa_required", "security_defaults"}},
	{codes: []int{53000, 53001, 530003, 50127, 50129, 50155, 50187, 135011, 700003}, cause: "device_not_compliant", others: []report.Cause{"conditional_access"}},
	{codes: []int{50097}, cause: "device_not_compliant", others: []report.Cause{"conditional_access", "device_flow_blocked"}},
	{codes: []int{530035}, cause: "security_defaults", others: []report.Cause{"conditional_access", "mfa_required"}},
	{codes: []int{530032, 530034, 53011, 50131, 50005}, cause: "conditional_access", others: []report.Cause{"security_defaults", "device_not_compliant", "ip_blocked"}},
	{codes: []int{530084}, cause: "conditional_access", others: []report.Cause{"device_not_compliant"}},
}

// errors.md part I: the service.
var serviceRules = []rule{
	{codes: []int{50000}, text: []string{"consent"}, cause: "admin_consent_required", others: []report.Cause{"service_unavailable"}},
	{codes: []int{50000}, cause: "service_unavailable", others: []report.Cause{"admin_consent_required", "consent_missing"}},
	{codes: []int{90033, 90006, 90024, 90036, 90090, 90091, 90012, 50033, 50087, 70012}, cause: "service_unavailable", others: []report.Cause{"throttled"}},
	{codes: []int{1002016}, cause: "network_tls", others: []report.Cause{"network_proxy"}},
	{codes: []int{50196, 50088, 90055}, cause: "throttled", others: []report.Cause{"service_unavailable"}},
}
