package diagnose

import "appreg/internal/report"

// errors.md part D: scope and the form of the request.
var requestRules = []rule{
	{codes: []int{70011}, text: []string{"combined with|more than one resource|multiple resources|several resources"}, cause: "scope_mixed", others: []report.Cause{"scope_malformed"}},
	{codes: []int{70011}, text: []string{"suffixed with /.default|must be suffixed|must end with /.default"}, cause: "scope_not_default", others: []report.Cause{"scope_malformed"}},
	{codes: []int{70011}, text: []string{"scope format is invalid|valid uri form"}, cause: "scope_malformed", others: []report.Cause{"scope_not_default", "scope_empty", "resource_uri_wrong"}},
	{codes: []int{70011}, text: []string{"scope * doesnt exist|scope * does not exist"}, cause: "scope_not_on_resource", others: []report.Cause{"scope_malformed"}},
	{codes: []int{70011}, flows: appFlows, cause: "scope_not_default", others: []report.Cause{"scope_malformed", "scope_mixed", "scope_empty"}},
	{codes: []int{70011}, cause: "scope_malformed", others: []report.Cause{"scope_not_default", "scope_mixed", "scope_empty", "scope_not_on_resource"}},
	{codes: []int{1002012}, cause: "scope_not_default", others: []report.Cause{"scope_malformed"}},
	{codes: []int{28000, 700022}, cause: "scope_mixed", others: []report.Cause{"scope_malformed"}},
	{codes: []int{28002}, cause: "scope_malformed", others: []report.Cause{"scope_empty", "scope_mixed"}},
	{codes: []int{28003}, cause: "scope_empty", others: []report.Cause{"scope_malformed"}},
	{codes: []int{901002}, cause: "request_malformed", others: []report.Cause{"scope_malformed"}},

	{codes: []int{900144, 90014}, text: []string{"grant_type"}, cause: "request_not_form_encoded", others: []report.Cause{"request_param_missing", "redirected"}},
	{codes: []int{900144, 90014}, text: []string{"parameter: scope"}, cause: "request_param_missing", others: []report.Cause{"scope_empty", "request_not_form_encoded"}},
	{codes: []int{900144, 90014}, text: []string{"code_verifier|code_challenge"}, cause: "pkce_missing", others: []report.Cause{"request_param_missing"}},
	// The sentence of 7000218 under its older number.
	{codes: []int{900144, 90014}, text: []string{"client_secret|client_assertion"}, cause: "request_param_missing", others: []report.Cause{"public_client_disabled", "secret_missing", "redirect_platform_wrong"}},
	{codes: []int{900144, 90014}, cause: "request_param_missing", others: []report.Cause{"request_not_form_encoded", "client_id_malformed"}},

	{codes: []int{90013, 90023}, text: []string{"single-page|cross-origin|spa client|spa redirect"}, cause: "redirect_platform_wrong", others: []report.Cause{"origin_header_sent"}},
	{codes: []int{90013, 90023}, text: []string{"ws-trust|wstrust|username|password"}, cause: "password_encoding", others: []report.Cause{"request_malformed", "federated_user"}},
	{codes: []int{90013, 90023}, flows: passFlow, cause: "password_encoding", others: []report.Cause{"request_malformed", "wrong_password"}},
	{codes: []int{90013, 90023}, cause: "request_malformed", others: []report.Cause{"password_encoding", "redirect_platform_wrong", "request_param_missing"}},
	{codes: []int{9002313}, cause: "request_malformed", others: []report.Cause{"request_not_form_encoded", "password_encoding", "secret_encoding"}},
	{codes: []int{900561, 90117, 90056, 90121}, cause: "request_malformed", others: []report.Cause{"request_not_form_encoded"}},
	{codes: []int{70005, 700051, 700054, 70007}, cause: "request_malformed", others: []report.Cause{"redirect_platform_wrong"}},
	{codes: []int{90004, 90005, 90007, 90015, 50050, 90100, 90102, 9000411}, cause: "request_malformed", others: []report.Cause{"request_param_missing"}},
	{codes: []int{70003}, cause: "unsupported_grant_type", others: []report.Cause{"request_malformed"}},
}
