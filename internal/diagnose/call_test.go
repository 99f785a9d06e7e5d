package diagnose

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/transport"
)

// callExamples are answers to calls of our own that say more than their status.
var callExamples = []struct {
	api    catalog.API
	who    catalog.Caller
	answer transport.Refusal
	want   cause.Label
	bears  report.ID
}{
	{catalog.PowerPlatform, catalog.User, transport.Refusal{HTTPStatus: 401, Codes: []string{"AuthenticationRequired"}}, cause.APITokenMissing, report.API},
	{catalog.PowerApps, catalog.User, transport.Refusal{HTTPStatus: 403, Codes: []string{"InvalidAuthenticationAudience"}}, cause.APIWrongAudience, report.API},
	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 401, Challenge: `Bearer error="invalid_token", error_description="The token is expired"`}, cause.APITokenMissing, report.API},
	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 401, Message: "The authentication method that is too weak"}, cause.APIAuthStrength, report.API},
	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 401, Challenge: `Bearer error="insufficient_claims", claims="e30="`}, cause.APIAuthStrength, report.API},
	{catalog.PowerPlatform, catalog.Application, transport.Refusal{HTTPStatus: 401, Codes: []string{"0x80072560"}}, cause.APIUserNotInOrg, report.Duty},
	{catalog.PowerPlatform, catalog.Application, transport.Refusal{HTTPStatus: 400, Message: "Access is restricted for this application Id"}, cause.APIAppRestricted, report.Duty},
	{catalog.PowerApps, catalog.Application, transport.Refusal{HTTPStatus: 403, Message: "The service principal with id 'a' for application 'b' does not have permission to access the path 'c'"}, cause.APISPNotManagementApp, report.Duty},

	{catalog.PowerPlatform, catalog.User, transport.Refusal{HTTPStatus: 403, Codes: []string{"Forbidden", "InsufficientDelegatedPermissions"}}, cause.APIRoleMissing, report.Duty},
	{catalog.BusinessCentral, catalog.User, transport.Refusal{HTTPStatus: 400, Codes: []string{"Internal_ServerError"}, Message: "You do not have the following permissions on Page X: Execute."}, cause.APIBCPermissionSetMissing, report.Duty},
	{catalog.BusinessCentral, catalog.User, transport.Refusal{HTTPStatus: 400, Codes: []string{"Internal_CompanyNotFound"}}, cause.APIRequestWrong, report.API},
	{catalog.BusinessCentral, catalog.User, transport.Refusal{HTTPStatus: 400, Codes: []string{"NoEnvironment"}}, cause.APIEnvIDWrong, report.API},
	{catalog.BusinessCentral, catalog.User, transport.Refusal{HTTPStatus: 400, Codes: []string{"Authorization_RequestDenied"}}, cause.APIBCPermissionSetMissing, report.Duty},
	{catalog.BusinessCentral, catalog.User, transport.Refusal{HTTPStatus: 400, Codes: []string{"Internal_DataNotFound"}}, cause.APIServerDefect, report.API},
	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 200, Message: "An unexpected error occurred."}, cause.APIServerDefect, report.API},
	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 200, Message: "Sie haben keinen Zugriff."}, cause.APILCSAccess, report.Duty},

	{catalog.LCS, catalog.User, transport.Refusal{HTTPStatus: 418}, cause.APIOperationUnsupported, report.API},
}

// TestCalls: each example has its cause and its finding, and each row that is about the words of an answer has an example:
// none stands behind one that always matches first.
func TestCalls(t *testing.T) {
	reached := map[string]bool{}
	for _, e := range callExamples {
		c := Context{API: e.api, Call: &catalog.Call{Who: e.who}}
		d := Explain(&e.answer, c)
		if d.Cause != e.want || d.Bears != e.bears || d.Title == "" {
			t.Errorf("%+v: %s on %s, want %s on %s", e.answer, d.Cause, d.Bears, e.want, e.bears)
		}
		if sure := d.Confidence == report.Certain; sure != (d.Firm && len(d.Others) == 0) {
			t.Errorf("%+v: %s, firm %v, others %v", e.answer, d.Confidence, d.Firm, d.Others)
		}
		reached[keyOf(callRule(fromAPI(&e.answer), c))] = true
	}
	for _, service := range catalog.Services() {
		for _, group := range [][]rule{callRules, apiRules, ownRules(catalog.TrialOf(service.API).Refusals)} {
			for _, r := range group {
				if r.call != nil && !reached[keyOf(r)] {
					t.Errorf("%s: no answer reaches %s", service.API, keyOf(r))
				}
			}
		}
	}
}
