package diagnose

import (
	"net/http"

	"appreg/internal/cause"
	"appreg/internal/graph"
)

// graphAnswers are the answers of Graph to requests of our own, the most telling first. Sources: Microsoft Graph v1.0, and
// the answers in public issues that docs/sources.md names under "Microsoft Graph".
var graphAnswers = []graphRow{
	// What the tenant's policies forbid.
	{codes: []string{"CredentialTypeNotAllowedAsPerAppPolicy"}, cause: cause.SecretForbiddenByPolicy, sure: certain},
	{codes: []string{"CredentialInvalidLifetimeAsPerAppPolicy", "InvalidKeyEndDate"}, cause: cause.SecretLifetimeTooLong, sure: certain},
	{codes: []string{"SignInAudienceNotAllowedAsPerAppPolicy"}, cause: cause.AudienceForbiddenByPolicy, sure: certain},
	{codes: []string{"ServiceTreeNullValueError", "ServiceTreeValueMissing", "ServiceTreeInvalid"}, cause: cause.ServiceManagementReferenceMissing, sure: certain},
	{codes: []string{"Directory_QuotaExceeded"}, cause: cause.DirectoryQuotaExceeded, sure: certain},

	// The token.
	{means: graph.Outdated, codes: []string{"TokenCreatedWithOutdatedPolicies"}, cause: cause.GraphSessionOutdated, others: causes{cause.ConditionalAccess}, sure: certain},
	{means: graph.Outdated, cause: cause.GraphSessionOutdated, others: causes{cause.AuthorityWrongTenant, cause.ConditionalAccess}, sure: likely},

	// What is there already, and what isn't there yet.
	{means: graph.Exists, cause: cause.AlreadyExists, sure: certain},
	{codes: []string{"NoBackingApplicationObject"}, cause: cause.GraphNotReplicated, others: causes{cause.AppNotInTenant, cause.ClientIDWrong}, sure: likely},
	{status: http.StatusForbidden, means: graph.NotYet, cause: cause.GraphNotReplicated, others: causes{cause.SPCreationDenied, cause.GraphRightMissing}, sure: likely},
	{means: graph.NotYet, cause: cause.GraphNotReplicated, others: causes{cause.AppNotInTenant, cause.AppSPMissing}, sure: likely},
	{means: graph.Doubtful, cause: cause.GraphNotReplicated, others: causes{cause.AuthorityWrongTenant, cause.AppSPMissing}, sure: likely},

	// A right is missing: which one depends on what was asked for.
	{codes: []string{"Authorization_RequestDenied"}, doing: []graph.Operation{graph.CreateApplication}, cause: cause.AppCreationForbidden, others: causes{cause.GraphRightMissing}, sure: likely},
	{codes: []string{"Authorization_RequestDenied"}, doing: []graph.Operation{graph.CreateServicePrincipal}, cause: cause.SPCreationDenied, others: causes{cause.GraphNotReplicated, cause.GraphRightMissing}, sure: likely},
	{codes: []string{"Authorization_RequestDenied"}, cause: cause.GraphRightMissing, sure: certain},
	{codes: []string{"Authorization_IdentityNotFound"}, cause: cause.AppSPMissing, others: causes{cause.AuthorityWrongTenant, cause.GraphNotReplicated}, sure: likely},

	{status: http.StatusTooManyRequests, cause: cause.Throttled, sure: certain},
	{means: graph.Busy, cause: cause.ServiceUnavailable, others: causes{cause.Throttled}, sure: certain},
	{means: graph.Missing, doing: []graph.Operation{graph.CreateApplication, graph.CreateServicePrincipal, graph.GrantDelegated, graph.AssignRole, graph.UpdateApplication, graph.AddPassword, graph.AddKey}, cause: cause.GraphNotReplicated, others: causes{cause.AppNotInTenant, cause.AppSPMissing}, sure: likely},
	{means: graph.Missing, cause: cause.AppNotInTenant, others: causes{cause.AppSPMissing, cause.AuthorityWrongTenant}, sure: likely},
}
