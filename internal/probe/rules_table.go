package probe

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// rule leads from a complaint to a cause. Every condition that is set must hold; within one, any of its values will do.
type rule struct {
	api    catalog.API
	who    caller
	about  []subject
	status []int
	codes  []string // lower case; one that ends in * is a beginning
	text   []string // parts of the squeezed wording

	cause  report.Cause
	others []report.Cause
	token  bool // about the token, whatever the status
	sure   bool // holds even if the token lacks a right
}

func (r rule) matches(c call, p complaint) bool {
	return (r.api == "" || r.api == c.api) &&
		(r.who == 0 || r.who == c.who) &&
		(len(r.about) == 0 || slices.Contains(r.about, c.about)) &&
		(len(r.status) == 0 || slices.Contains(r.status, p.status)) &&
		(len(r.codes) == 0 || slices.ContainsFunc(p.codes, r.names)) &&
		(len(r.text) == 0 || slices.ContainsFunc(r.text, func(part string) bool { return strings.Contains(p.whole, part) }))
}

// names reports whether code is one of the rule's.
func (r rule) names(code string) bool {
	code = strings.ToLower(code)
	return slices.ContainsFunc(r.codes, func(want string) bool {
		start, any := strings.CutSuffix(want, "*")
		return code == want || any && strings.HasPrefix(code, start)
	})
}

// ruleFor gives the first rule that matches; the last ones match everything.
func ruleFor(c call, p complaint) rule {
	for _, group := range [][]rule{tokenRules(), powerPlatformRules(), businessCentralRules(), lcsRules(), statusRules()} {
		for _, r := range group {
			if r.matches(c, p) {
				return r
			}
		}
	}
	return rule{cause: "api_operation_unsupported"}
}

// tokenRules are what any of the APIs says of a token or an identity. Wordings: facts/errors-dev.jsonl.
func tokenRules() []rule {
	return []rule{
		{codes: []string{"invalidauthenticationaudience", "invalidauthenticationtokenaudience"}, cause: "api_wrong_audience", token: true, sure: true},
		{text: []string{"wrong audience", "invalid audience", "audience validation failed", "audience is invalid"}, cause: "api_wrong_audience", token: true, sure: true},
		{text: []string{"insufficient_claims", "authentication strength"}, cause: "api_auth_strength", token: true, sure: true},
		{codes: []string{"expiredauthenticationtoken", "invalidauthenticationtoken", "missingauthenticationtoken", "authenticationrequired"}, cause: "api_token_missing", token: true, sure: true},
		{text: []string{"token is expired", "token expired", "lifetime validation failed"}, cause: "api_token_missing", others: []report.Cause{"clock_wrong"}, token: true, sure: true},
		{codes: []string{"0x80072560"}, cause: "api_user_not_in_org", sure: true},
		{text: []string{"not a member of the organization"}, cause: "api_user_not_in_org", sure: true},
		{codes: []string{"0x80095ffc"}, cause: "api_app_restricted", sure: true},
		{text: []string{"restricted for this application"}, cause: "api_app_restricted", sure: true},
	}
}

// powerPlatformRules: the wording about the path is stable, the address in it is a node of the service's own
// (facts/entra.md 0, item 5). The codes with "Insufficient" come inside innererror.
func powerPlatformRules() []rule {
	const pp, pa = catalog.PowerPlatform, catalog.PowerApps
	return []rule{
		{who: application, text: []string{"does not have permission to access the path"}, cause: "api_sp_not_management_app"},
		{api: pp, codes: []string{"insufficientdelegatedpermissions"}, cause: "api_role_missing"},
		{api: pp, who: application, status: []int{403}, cause: "api_rbac_role_missing", others: []report.Cause{"api_sp_not_management_app"}},
		{api: pp, who: user, status: []int{403}, cause: "api_rbac_role_missing", others: []report.Cause{"api_role_missing"}},
		{api: pa, who: application, status: []int{403}, cause: "api_sp_not_management_app", others: []report.Cause{"api_rbac_role_missing"}},
		{api: pa, who: user, status: []int{403}, cause: "api_role_missing", others: []report.Cause{"api_user_not_in_org"}},
	}
}

// businessCentralRules: the beginnings of the codes are documented (Business Central, Error codes), their ends vary.
// A missing permission can come as 400 Internal_ServerError.
func businessCentralRules() []rule {
	const bc = catalog.BusinessCentral
	whole, one := []subject{everything}, []subject{environment}
	return []rule{
		{api: bc, text: []string{"do not have the following permissions"}, cause: "api_bc_permission_set_missing", others: []report.Cause{"api_bc_user_not_entitled"}},
		{api: bc, codes: []string{"internal_companynotfound", "internal_tenantnotfound", "noenvironment"}, cause: "api_env_id_wrong", sure: true},
		{api: bc, about: one, status: []int{404}, cause: "api_env_id_wrong", sure: true},
		{api: bc, who: application, about: whole, status: []int{401, 403}, cause: "api_operation_unsupported", others: []report.Cause{"api_bc_app_not_set_up", "api_role_missing"}},
		{api: bc, codes: []string{"authorization_*"}, cause: "api_bc_permission_set_missing", others: []report.Cause{"api_bc_user_not_entitled"}},
		{api: bc, status: []int{403}, cause: "api_bc_permission_set_missing", others: []report.Cause{"api_bc_user_not_entitled"}},
		{api: bc, who: application, status: []int{401}, cause: "api_bc_app_not_set_up", others: []report.Cause{"api_role_missing", "api_wrong_audience"}},
		{api: bc, who: user, status: []int{401}, cause: "api_bc_user_not_entitled", others: []report.Cause{"api_wrong_audience"}},
		{api: bc, codes: []string{"internal_*"}, cause: "api_server_defect", sure: true},
	}
}

// lcsRules: every logical error comes with 200; another status means that the token was not taken (facts/entra.md 1.2).
func lcsRules() []rule {
	const lcs = catalog.LCS
	return []rule{
		{api: lcs, status: []int{200}, text: []string{"unexpected error", "internal error", "internal server error", "try again later"}, cause: "api_server_defect", others: []report.Cause{"api_lcs_access"}, sure: true},
		{api: lcs, status: []int{200, 403}, cause: "api_lcs_access"},
		{api: lcs, about: []subject{project}, status: []int{404}, cause: "api_lcs_access", others: []report.Cause{"api_operation_unsupported"}},
		{api: lcs, status: []int{401}, cause: "api_token_missing", others: []report.Cause{"api_wrong_audience", "api_lcs_access"}},
	}
}

// statusRules are for answers that say nothing else.
func statusRules() []rule {
	return []rule{
		{status: []int{401}, cause: "api_token_missing", others: []report.Cause{"api_wrong_audience"}},
		{cause: "api_operation_unsupported", others: []report.Cause{"api_server_defect"}, sure: true},
	}
}
