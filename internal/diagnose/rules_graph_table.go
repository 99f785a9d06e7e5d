package diagnose

import (
	"appreg/internal/cause"
)

// Refusals of Microsoft Graph by their names (error.code) and sentences. Sources: Microsoft Graph, application,
// servicePrincipal, appManagementPolicy; real answers.
var graphRules = []rule{
	{text: []string{"credentialtypenotallowedasperapppolicy|credential type not allowed as per assigned policy|client secrets are blocked|secrets are blocked|passwordaddition|password credentials * not allowed|password credentials * blocked"}, cause: cause.SecretForbiddenByPolicy, others: causes{cause.SecretLifetimeTooLong}, sure: certain},
	{text: []string{"credentialinvalidlifetimeasperapppolicy|credential lifetime exceeds|invalidkeyenddate|key * end date * policy"}, cause: cause.SecretLifetimeTooLong, others: causes{cause.SecretForbiddenByPolicy}, sure: certain},
	{text: []string{"signinaudiencenotallowedasperapppolicy|sign-in audience * not allowed"}, cause: cause.AudienceForbiddenByPolicy, sure: certain},
	{text: []string{"servicetreenullvalueerror|servicetreevaluemissing|servicetreeinvalid|servicemanagementreference * required|servicemanagementreference * missing|servicemanagementreference * must"}, cause: cause.ServiceManagementReferenceMissing, sure: certain},
	{text: []string{"tokencreatedwithoutdatedpolicies|continuous access evaluation"}, cause: cause.GraphSessionOutdated, others: causes{cause.ConditionalAccess}, sure: certain},
	{text: []string{"directory_quotaexceeded|directory object quota|object quota limit|quota limit for the"}, cause: cause.DirectoryQuotaExceeded, sure: certain},
	{text: []string{"nobackingapplicationobject|does not reference a valid application object"}, cause: cause.GraphNotReplicated, others: causes{cause.AppNotInTenant, cause.ClientIDWrong}},
	{text: []string{"backing application of the service principal"}, cause: cause.SPCreationDenied, others: causes{cause.GraphNotReplicated, cause.GraphRightMissing}},
	{text: []string{"unable to read the company information|directory_objectnotfound|not a valid reference update|principal * does not exist in the directory|principalnotfound|specified object was not found in the directory"}, cause: cause.GraphNotReplicated, others: causes{cause.AuthorityWrongTenant, cause.AppSPMissing, cause.GraphRightMissing}},
	{text: []string{"permission entry already exists|permission being assigned already exists|request_multipleobjectswithsamekeyvalue|same value for property"}, cause: cause.AlreadyExists, others: causes{cause.GraphNotReplicated}, sure: certain},
	{text: []string{"objectconflict|principal name * already in use|name * is already in use|already exists for|credential * already exists|with the same * already exists|conflicting object|already exists in the directory|already exist in the directory|a conflicting * exists"}, cause: cause.AlreadyExists, others: causes{cause.GraphNotReplicated}},
	{text: []string{"directory permission is needed for the current user to register|permission * register the application|not allowed to register applications|permission to create applications|permission to create an app~|permission to create app~|permission to register applications|users can register applications|do not have permission to create * application"}, cause: cause.AppCreationForbidden, others: causes{cause.GraphRightMissing}},
	{text: []string{"authorization_requestdenied|insufficient privileges"}, api: unnamed, cause: cause.GraphRightMissing, others: causes{cause.APIRoleMissing, cause.AppCreationForbidden, cause.ConsentMissing}},
	{text: []string{"queried reference-property objects are not present|request_resourcenotfound"}, api: unnamed, cause: cause.GraphNotReplicated, others: causes{cause.AppNotInTenant, cause.AppSPMissing, cause.UserNotFound, cause.AlreadyExists}},
	{text: []string{"hostnamenotonverifieddomain|must use a verified domain of the organization"}, cause: cause.APIRequestWrong,
		note: "An application ID URI needs a verified domain of the tenant, its ID or the client ID in it."},
	{text: []string{"authorization_identitynotfound|identity of the calling application could not be established"}, cause: cause.AppSPMissing, others: causes{cause.AuthorityWrongTenant, cause.GraphNotReplicated}},
	{text: []string{"missing scope permissions on the request|missing role permissions on the request|does not have required microsoft graph permission~|guests are not allowed to perform"}, api: unnamed, cause: cause.GraphRightMissing, others: causes{cause.APIRoleMissing, cause.ConsentMissing}},
	{text: []string{"directory_concurrencyviolation"}, cause: cause.GraphNotReplicated, others: causes{cause.Throttled}},
	{text: []string{"request_badrequest|request_unsupportedquery|new password credentials must be generated with service actions"}, cause: cause.APIRequestWrong, others: causes{cause.GraphNotReplicated, cause.AlreadyExists}},
}
