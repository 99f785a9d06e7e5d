package diagnose

import (
	"fmt"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// TestGraphByCode: an answer of Graph's to a request of our own is read by its status, its codes and what was asked for. Its
// wording is in no language that anybody reads here, but for the shapes that have no code.
func TestGraphByCode(t *testing.T) {
	no := func(doing graph.Operation, status int, code string, details ...string) *graph.Error {
		return &graph.Error{Doing: doing, HTTPStatus: status, Code: code, Message: "Lorem ipsum dolor sit amet", Details: details}
	}
	said := func(e *graph.Error, message string) *graph.Error { e.Message = message; return e }
	tests := []struct {
		err  *graph.Error
		want cause.Label
		sure report.Confidence
	}{
		{no(graph.AddPassword, 400, "CredentialTypeNotAllowedAsPerAppPolicy"), cause.SecretForbiddenByPolicy, report.Certain},
		{no(graph.AddPassword, 400, "CredentialInvalidLifetimeAsPerAppPolicy", "InvalidKeyEndDate"), cause.SecretLifetimeTooLong, report.Certain},
		{no(graph.AddKey, 400, "Request_BadRequest", "InvalidKeyEndDate"), cause.SecretLifetimeTooLong, report.Certain},
		{no(graph.CreateApplication, 400, "SignInAudienceNotAllowedAsPerAppPolicy"), cause.AudienceForbiddenByPolicy, report.Certain},
		{no(graph.CreateApplication, 400, "ServiceTreeNullValueError"), cause.ServiceManagementReferenceMissing, report.Certain},
		{no(graph.CreateApplication, 400, "ServiceTreeInvalid"), cause.ServiceManagementReferenceMissing, report.Certain},
		{no(graph.CreateApplication, 403, "Directory_QuotaExceeded"), cause.DirectoryQuotaExceeded, report.Certain},
		{no(graph.CreateApplication, 403, "Authorization_RequestDenied"), cause.AppCreationForbidden, report.Likely},
		{no(graph.CreateServicePrincipal, 403, "Authorization_RequestDenied"), cause.SPCreationDenied, report.Likely},
		{no(graph.GrantDelegated, 403, "Authorization_RequestDenied"), cause.GraphRightMissing, report.Certain},
		{no(graph.AssignRole, 403, "authorization_requestdenied"), cause.GraphRightMissing, report.Certain},
		{no(graph.CreateServicePrincipal, 400, "Request_BadRequest", "NoBackingApplicationObject"), cause.GraphNotReplicated, report.Likely},
		{said(no(graph.CreateServicePrincipal, 403, "Authorization_RequestDenied"), "the backing application must be in the local tenant"), cause.GraphNotReplicated, report.Likely},
		{no(graph.GrantDelegated, 404, "Directory_ObjectNotFound"), cause.GraphNotReplicated, report.Likely},
		{no(graph.AssignRole, 404, "Request_ResourceNotFound"), cause.GraphNotReplicated, report.Likely},
		{no(graph.ReadRegistration, 404, "Request_ResourceNotFound"), cause.AppNotInTenant, report.Likely},
		{no(graph.GrantDelegated, 409, "Request_MultipleObjectsWithSameKeyValue"), cause.AlreadyExists, report.Certain},
		{no(graph.ReadRegistration, 401, "TokenCreatedWithOutdatedPolicies"), cause.GraphSessionOutdated, report.Certain},
		{no(graph.ReadRegistration, 401, "InvalidAuthenticationToken"), cause.GraphSessionOutdated, report.Likely},
		{no(graph.ReadRegistration, 403, "Authorization_IdentityNotFound"), cause.AppSPMissing, report.Likely},
		{no(graph.AddPassword, 429, "TooManyRequests"), cause.Throttled, report.Certain},
		{no(graph.AddPassword, 503, "serviceNotAvailable"), cause.ServiceUnavailable, report.Certain},
		{no(graph.UpdateApplication, 400, "HostNameNotOnVerifiedDomain"), cause.APIRequestWrong, report.Likely},
		{no(graph.UpdateApplication, 418, ""), cause.Unknown, report.None},
	}
	call := catalog.TrialOf(catalog.BusinessCentral).Calls[0]
	for _, test := range tests {
		for _, c := range []Context{{}, {API: catalog.BusinessCentral, Flow: catalog.ClientSecret, Call: &call, TenantID: "t", ClientID: "c"}} {
			d := Explain(fmt.Errorf("couldn't do it: %w", test.err), c)
			if d.Cause != test.want || d.Confidence != test.sure || d.Title == "" || d.Fix.IsZero() && d.Cause != cause.Unknown {
				t.Errorf("%v: %s, %s, want %s, %s", test.err, d.Cause, d.Confidence, test.want, test.sure)
			}
		}
	}
}

// TestGraphFinding: a refusal becomes a finding on the one road, with the ids that support asks for and the raw answer.
func TestGraphFinding(t *testing.T) {
	f := Failed(&graph.Error{
		Doing: graph.AddPassword, HTTPStatus: 400, Code: "CredentialTypeNotAllowedAsPerAppPolicy", Message: "no", RequestID: "r", ClientRequestID: "c", Raw: []byte(`{"error":{}}`),
	}, Context{})
	if f.Status != report.Fail || f.Evidence != "add the client secret: HTTP 400, CredentialTypeNotAllowedAsPerAppPolicy: no" || f.TraceID != "r" || f.CorrelationID != "c" || f.Raw == "" {
		t.Errorf("%+v", f)
	}
}
