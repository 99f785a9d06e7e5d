package diagnose

import (
	"appreg/internal/cause"
)

// Federated credentials. Sources: Azure DevOps, Troubleshoot a workload identity service connection; Microsoft's page of
// codes; real answers.
var federatedRules = []rule{
	{codes: []int{70025}, cause: cause.FederatedCredentialMissing, others: causes{cause.ClientIDWrong, cause.FederatedNotReplicated}},
	{codes: []int{700211}, cause: cause.FederatedIssuerMismatch, others: causes{cause.FederatedNotReplicated, cause.FederatedSubjectMismatch}},
	{codes: []int{700212, 7002121, 700227}, cause: cause.FederatedAudienceMismatch, others: causes{cause.FederatedNotReplicated, cause.WrongCloud}},
	{codes: []int{7002138}, cause: cause.FederatedSubjectMismatch, others: causes{cause.FederatedNotReplicated},
		note: "They differ only in upper and lower case."},
	{codes: []int{700213, 7002137}, cause: cause.FederatedSubjectMismatch, others: causes{cause.FederatedNotReplicated, cause.FederatedIssuerMismatch}},
	{codes: []int{70021}, marks: []mark{markInnerIssuer}, cause: cause.FederatedIssuerMismatch, others: causes{cause.FederatedSubjectMismatch}, sure: likely,
		note: "Only its own network can reach the issuer in the answer."},
	{codes: []int{70021}, marks: []mark{markForeignAudience}, cause: cause.FederatedAudienceMismatch, others: causes{cause.FederatedSubjectMismatch, cause.FederatedIssuerMismatch}, sure: likely},
	{codes: []int{70021}, cause: cause.FederatedSubjectMismatch, others: causes{cause.FederatedNotReplicated, cause.FederatedIssuerMismatch, cause.FederatedCredentialMissing, cause.FederatedAudienceMismatch}, sure: likely,
		note: "This number doesn't say which of issuer, subject and audience differs: compare all three."},
	{codes: []int{700222, 700226}, cause: cause.FederatedIssuerMismatch, others: causes{cause.FederatedForbiddenByTenant, cause.AssertionSubject}, sure: likely,
		note: "Entra accepts its own tokens only from managed identities."},
	{codes: []int{70052}, cause: cause.FederatedIssuerMismatch, others: causes{cause.MultiTenantDisabled, cause.FederatedForbiddenByTenant}, sure: likely,
		note: "With Entra as issuer, the app must be for accounts of this directory only (single tenant)."},
	{codes: []int{700223, 700238, 700236}, cause: cause.FederatedForbiddenByTenant, others: causes{cause.FederatedIssuerMismatch}},
	{codes: []int{700229}, cause: cause.AssertionSubject, others: causes{cause.FederatedIssuerMismatch, cause.FederatedForbiddenByTenant}, sure: likely,
		note: "Only an app's token can replace a secret, not a user's."},
}
