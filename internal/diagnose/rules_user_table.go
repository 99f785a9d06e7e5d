package diagnose

import "appreg/internal/report"

// errors.md part G: the user and the session.
var userRules = []rule{
	{codes: []int{50126}, account: "federated", cause: "federated_user", others: []report.Cause{"wrong_password", "password_encoding"}},
	{codes: []int{50126}, text: []string{"federated|wstrust|ws-trust"}, cause: "federated_user", others: []report.Cause{"wrong_password", "password_encoding"}},
	{codes: []int{50126, 50064}, cause: "wrong_password", others: []report.Cause{"federated_user", "password_encoding", "guest_or_msa_account", "public_client_disabled", "user_not_found", "password_expired"}},
	{codes: []int{50034, 51004}, text: []string{"@outlook.|@hotmail.|@live.|@gmail.|#ext#|personal microsoft account"}, cause: "guest_or_msa_account", others: []report.Cause{"user_not_found"}},
	{codes: []int{50034, 51004, 500341, 50197, 90125}, cause: "user_not_found", others: []report.Cause{"guest_or_msa_account", "authority_wrong_tenant", "wrong_cloud"}},
	{codes: []int{50020}, cause: "guest_or_msa_account", others: []report.Cause{"authority_wrong_tenant", "multi_tenant_disabled", "user_not_found"}},
	{codes: []int{16000}, text: []string{"identity provider * exist in tenant"}, cause: "guest_or_msa_account", others: []report.Cause{"user_not_found", "authority_wrong_tenant"}},
	{codes: []int{500200, 500201, 500207, 500208, 90027, 90072, 50177, 50178, 50014, 16003, 90084, 9002331, 9002346}, cause: "guest_or_msa_account", others: []report.Cause{"user_not_found", "authority_wrong_tenant"}},
	{codes: []int{50055, 50144, 50135, 120000, 50142, 50125}, cause: "password_expired", others: []report.Cause{"wrong_password"}},
	{codes: []int{50056}, cause: "federated_user", others: []report.Cause{"wrong_password", "guest_or_msa_account"}},
	{codes: []int{50057, 500571}, cause: "user_disabled", others: []report.Cause{"guest_or_msa_account"}},
	{codes: []int{50053}, text: []string{"malicious|ip address|ip-address|suspicious|ip-adresse|adresse ip"}, cause: "ip_blocked", others: []report.Cause{"account_locked"}},
	{codes: []int{50053, 500532}, cause: "account_locked", others: []report.Cause{"ip_blocked", "wrong_password"}},
	{codes: []int{50173, 50132, 50133, 50085}, cause: "session_revoked", others: []report.Cause{"refresh_token_expired", "password_expired"}},
	{codes: []int{50058, 50140, 50089, 16000, 160021}, cause: "session_revoked", others: []report.Cause{"refresh_token_expired", "mfa_required", "guest_or_msa_account"}},
	{codes: []int{700082}, cause: "refresh_token_expired", others: []report.Cause{"session_revoked", "sign_in_frequency"}},
	{codes: []int{70043, 70044}, cause: "sign_in_frequency", others: []report.Cause{"refresh_token_expired", "session_revoked"}},
	{codes: []int{50107, 50008, 20001, 20012, 20033, 40008, 40009}, cause: "federated_user", others: []report.Cause{"wrong_password", "guest_or_msa_account"}},
	{codes: []int{80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80011}, cause: "service_unavailable", others: []report.Cause{"federated_user", "network_timeout"}},
	{codes: []int{80007, 80012, 80010, 80013, 80014}, cause: "service_unavailable", others: []report.Cause{"wrong_password", "federated_user", "password_encoding"}},
	{codes: []int{130004}, cause: "device_not_compliant", others: []report.Cause{"mfa_enrollment_required", "conditional_access"}},
}
