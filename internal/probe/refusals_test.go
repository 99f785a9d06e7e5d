package probe

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
)

// refusalTest is one answer of an API to a call that is documented, with a token that holds what the call needs,
// unless the row says otherwise.
type refusalTest struct {
	name  string
	api   catalog.API
	flow  catalog.Flow
	with  func(*Request)
	reply reply

	cause  cause.Label
	id     report.ID     // the finding that bears it
	status report.Status // empty: fail
	says   string        // part of the evidence
}

const (
	node      = `The service principal with id 'a7975179' for application '02f21106' does not have permission to access the path \n'https://10.0.1.32:20029/providers/x' in tenant 81343d6e.`
	principal = `{"code":"Forbidden","message":"The caller is not authorized.","innererror":{"code":"InsufficientPrincipalPermissions","message":"Principal missing required permissions: [X]"}}`
	delegated = `{"code":"Forbidden","message":"The caller is not authorized.","innererror":{"code":"InsufficientDelegatedPermissions","message":"missing"}}`
	bcLogin   = `{"error":{"code":"Authentication_InvalidCredentials","message":"The server has rejected the client credentials.  CorrelationId:  10b4585f."}}`
)

func withoutRights(r *Request) { r.Scopes, r.Roles = nil, nil }

// refusalTests has the answers of the documents and of real services, and what is said where an answer says nothing.
func refusalTests() []refusalTest {
	const (
		lcs, pp, pa, bc   = catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral
		password, secret  = catalog.Password, catalog.ClientSecret
		api, duty         = report.API, report.Duty
		warn              = report.Warn
		audience          = `{"error":{"code":"InvalidAuthenticationAudience","message":"wrong"}}`
		audienceText      = `{"error":{"code":"Nope","message":"The access token has been obtained from wrong audience or resource 'https://x'."}}`
		notMember         = `{"error":{"code":"0x80072560","message":"The user is not a member of the organization."}}`
		notMemberText     = `{"error":{"message":"The user is not a member of the organization."}}`
		restricted        = `{"error":{"code":"0x80095ffc","message":"no"}}`
		restrictedText    = `{"error":{"message":"Access is restricted for this application Id"}}`
		permissions       = `{"error":{"code":"Internal_ServerError","message":"You do not have the following permissions on Page APIV2 - Customers: Execute.\r\n"}}`
		authorization     = `{"error":{"code":"Authorization_RequestDenied","message":"no"}}`
		lcsRefusal        = `{"IsSuccess":false,"ErrorMessage":"Sie haben keinen Zugriff.","DatabaseAssets":null}`
		lcsDefect         = `{"IsSuccess":false,"ErrorMessage":"An unexpected error occurred."}`
		noBusinessAccount = `{"error":{"code":"Internal_CompanyNotFound","message":"none"}}`
	)
	return []refusalTest{
		{"wrong audience, code", pa, secret, nil, reply{401, nil, audience}, "api_wrong_audience", api, "", "HTTP 401, InvalidAuthenticationAudience"},
		{"wrong audience, 403", pa, secret, nil, reply{403, nil, audience}, "api_wrong_audience", api, "", "HTTP 403"},
		{"wrong audience, text", pp, secret, nil, reply{401, nil, audienceText}, "api_wrong_audience", api, "", "https://x"},
		{"wrong audience, right missing too", pp, password, withoutRights, reply{401, nil, audience}, "api_wrong_audience", api, warn, ""},
		{"stronger sign-in", pp, password, nil, reply{401, map[string]string{"WWW-Authenticate": `Bearer error="insufficient_claims", claims="e30="`}, ""}, "api_auth_strength", api, "", "HTTP 401"},
		{"token expired, code", pp, secret, nil, reply{401, nil, `{"code":"ExpiredAuthenticationToken"}`}, "api_token_missing", api, "", ""},
		{"token expired, text", lcs, password, namedProject, reply{401, map[string]string{"WWW-Authenticate": `Bearer error="invalid_token", error_description="The token is expired"`}, ""}, "api_token_missing", api, "", ""},
		{"not a member, code", pp, password, nil, reply{403, nil, notMember}, "api_user_not_in_org", duty, "", "0x80072560"},
		{"not a member, text", pp, secret, nil, reply{403, nil, notMemberText}, "api_user_not_in_org", duty, "", ""},
		{"restricted, code", pp, secret, nil, reply{403, nil, restricted}, "api_app_restricted", duty, "", ""},
		{"restricted, text", pp, secret, nil, reply{403, nil, restrictedText}, "api_app_restricted", duty, "", ""},

		{"power apps, not registered", pa, secret, nil, reply{403, nil, `{"error":{"code":"Forbidden","message":"` + node + `"}}`}, "api_sp_not_management_app", duty, "", "Forbidden: The service principal"},
		{"power platform, not registered", pp, secret, nil, reply{403, nil, `{"error":{"code":"Forbidden","message":"` + node + `"}}`}, "api_sp_not_management_app", duty, "", ""},
		{"power apps, 403", pa, secret, nil, reply{403, nil, ""}, "api_sp_not_management_app", duty, "", "HTTP 403"},
		{"power platform, no role", pp, secret, nil, reply{403, nil, principal}, "api_rbac_role_missing", duty, "", "Forbidden, InsufficientPrincipalPermissions"},
		{"power platform, 403", pp, secret, nil, reply{403, nil, "{}"}, "api_rbac_role_missing", duty, "", ""},
		{"power platform, user without a role", pp, password, nil, reply{403, nil, principal}, "api_rbac_role_missing", duty, "", ""},
		{"power platform, scope refused", pp, password, nil, reply{403, nil, delegated}, "api_role_missing", duty, "", ""},
		{"power platform, scope missing", pp, password, withoutRights, reply{403, nil, delegated}, "api_role_missing", duty, warn, ""},
		{"power platform, scope missing, nothing said", pp, password, withoutRights, reply{403, nil, ""}, "api_role_missing", duty, warn, ""},
		{"power platform, token unreadable", pp, password, func(r *Request) { withoutRights(r); r.Opaque = true }, reply{403, nil, principal}, "api_rbac_role_missing", duty, warn, ""},
		{"power apps, user", pa, password, nil, reply{403, nil, "{}"}, "api_role_missing", duty, warn, ""},
		{"power apps, user without scope", pa, password, withoutRights, reply{403, nil, "{}"}, "api_role_missing", duty, warn, ""},
		{"power apps, user, 401", pa, password, nil, reply{401, nil, "{}"}, "api_token_missing", api, warn, ""},

		{"business central, no card", bc, secret, named1, reply{401, nil, bcLogin}, "api_bc_app_not_set_up", api, "", "Authentication_InvalidCredentials"},
		{"business central, empty 401", bc, secret, named1, reply{401, nil, ""}, "api_bc_app_not_set_up", api, "", ""},
		{"business central, no role", bc, secret, func(r *Request) { named1(r); withoutRights(r) }, reply{401, nil, bcLogin}, "api_role_missing", api, warn, ""},
		{"business central, user", bc, password, named1, reply{401, nil, bcLogin}, "api_bc_user_not_entitled", api, "", ""},
		{"business central, permission set", bc, secret, named1, reply{403, nil, authorization}, "api_bc_permission_set_missing", duty, "", "Authorization_RequestDenied"},
		{"business central, permission set, 400", bc, secret, named1, reply{400, nil, permissions}, "api_bc_permission_set_missing", duty, "", "Customers: Execute"},
		{"business central, 403", bc, password, named1, reply{403, nil, ""}, "api_bc_permission_set_missing", duty, "", ""},
		{"business central, authorization with 400", bc, secret, named1, reply{400, nil, authorization}, "api_bc_permission_set_missing", duty, "", ""},
		{"business central, no such environment", bc, secret, named1, reply{404, nil, ""}, "api_env_id_wrong", api, "", "Production"},
		{"business central, company", bc, secret, named1, reply{400, nil, noBusinessAccount}, "api_request_wrong", api, "", ""},
		{"business central, no environment", bc, secret, named1, reply{400, nil, `{"error":{"code":"NoEnvironment","message":"none"}}`}, "api_env_id_wrong", api, "", ""},
		{"business central, defect", bc, secret, named1, reply{400, nil, `{"error":{"code":"Internal_DataNotFound"}}`}, "api_server_defect", api, "", ""},
		{"business central, environments by an application", bc, secret, nil, reply{401, nil, bcLogin}, "api_operation_unsupported", api, warn, ""},
		{"business central, environments, 403", bc, secret, nil, reply{403, nil, ""}, "api_operation_unsupported", duty, warn, ""},
		{"business central, environments by a user", bc, password, nil, reply{401, nil, bcLogin}, "api_bc_user_not_entitled", api, "", ""},

		{"lcs, refused with 200", lcs, password, namedProject, reply{200, nil, lcsRefusal}, "api_lcs_access", duty, "", "HTTP 200, IsSuccess false, keys: DatabaseAssets, ErrorMessage, IsSuccess"},
		{"lcs, refused without project", lcs, password, nil, reply{200, nil, lcsRefusal}, "api_lcs_access", duty, warn, ""},
		{"lcs, defect", lcs, password, namedProject, reply{200, nil, lcsDefect}, "api_server_defect", api, "", ""},
		{"lcs, 403", lcs, password, namedProject, reply{403, nil, ""}, "api_lcs_access", duty, "", ""},
		{"lcs, no such project", lcs, password, namedProject, reply{404, nil, `{"Message":"gone"}`}, "api_lcs_access", api, "", "HTTP 404: gone"},
		{"lcs, token not taken", lcs, password, namedProject, reply{401, nil, `{"Message":"Authorization has been denied for this request."}`}, "api_token_missing", api, "", "denied"},
		{"lcs, undocumented call gone", lcs, password, nil, reply{404, nil, ""}, "api_operation_unsupported", api, warn, ""},
		{"lcs, scope missing", lcs, password, func(r *Request) { namedProject(r); withoutRights(r) }, reply{200, nil, lcsRefusal}, "api_role_missing", duty, warn, ""},

		{"401 and nothing else", pp, secret, nil, reply{401, nil, ""}, "api_token_missing", api, "", "HTTP 401"},
		{"401 as the web server's page", pp, secret, nil, reply{401, map[string]string{"Content-Type": "text/html", "WWW-Authenticate": "Bearer"}, "<html>401</html>"}, "api_token_missing", api, "", ""},
		{"401 as text", pa, secret, nil, reply{401, map[string]string{"Content-Type": "text/plain"}, "no"}, "api_token_missing", api, "", ""},
		{"400", pp, secret, nil, reply{400, nil, `{"error":{"code":"ApiVersionInvalid","message":"old"}}`}, "api_operation_unsupported", api, "", "ApiVersionInvalid: old"},
		{"405", pa, secret, nil, reply{405, nil, ""}, "api_operation_unsupported", api, "", ""},
		{"error with 200", pp, secret, nil, reply{200, nil, `{"error":{"code":"0x80072560","message":"x"}}`}, "api_user_not_in_org", duty, "", "HTTP 200, keys: error"},
	}
}

func named1(r *Request)       { r.Environments = []string{"Production"} }
func namedProject(r *Request) { r.Project = testProject }

func TestRefusals(t *testing.T) {
	for _, tt := range refusalTests() {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t, tt.reply)
			if tt.with != nil && tt.api == catalog.BusinessCentral {
				f.replies = []reply{{200, nil, `{"value":[]}`}, tt.reply} // environments are listed, the companies are not
			}
			r := request(t, tt.api, tt.flow, f.url)
			if tt.with != nil {
				tt.with(&r)
			}
			o := newProber(t).Do(t.Context(), r)
			bears, rest := o.API, o.Duty
			restStatus := report.Skip
			if tt.id == report.Duty {
				bears, rest, restStatus = o.Duty, o.API, report.OK
			}
			want := tt.status
			if want == "" {
				want = report.Fail
			}
			if bears.Cause != tt.cause || bears.Status != want || rest.Cause != "" || rest.Status != restStatus || o.Err != nil {
				t.Errorf("api %s %q, duty %s %q, %v; want %s %s %q", o.API.Status, o.API.Cause, o.Duty.Status, o.Duty.Cause, o.Err, tt.id, want, tt.cause)
			}
			if !strings.Contains(bears.Evidence, tt.says) || bears.Evidence == "" {
				t.Errorf("evidence %q lacks %q", bears.Evidence, tt.says)
			}
			if tt.reply.status == 200 && (bears.Raw != "" || strings.Contains(bears.Evidence, "Zugriff")) {
				t.Errorf("a value of a 2xx is told: %q, raw %q", bears.Evidence, bears.Raw)
			}
			if tt.reply.status != 200 && tt.reply.body != "" && bears.Raw == "" {
				t.Error("the raw answer is not kept")
			}
			if slices.Contains(bears.Others, bears.Cause) {
				t.Errorf("others %v hold the cause", bears.Others)
			}
		})
	}
}
