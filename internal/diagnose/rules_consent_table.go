package diagnose

import (
	"appreg/internal/cause"
)

// Consent and assignment.
var consentRules = []rule{
	{codes: []int{65001}, text: []string{"tenant * does not exist|wrong tenant"}, cause: cause.AuthorityWrongTenant, others: causes{cause.ConsentMissing}, sure: likely},
	{codes: []int{65001}, cause: cause.ConsentMissing, others: causes{cause.AuthorityWrongTenant, cause.AdminConsentRequired, cause.ResourceNotInRequiredAccess, cause.ClientIDWrong}, sure: likely},
	{codes: []int{65004}, cause: cause.ConsentDeclined, others: causes{cause.AdminConsentRequired}},
	{codes: []int{90094, 90095, 900941}, cause: cause.AdminConsentRequired, others: causes{cause.ConsentMissing}},
	{codes: []int{90093, 90099}, cause: cause.AdminConsentRequired, others: causes{cause.ConsentMissing}, sure: likely},
	{codes: []int{90008, 9002341}, cause: cause.ConsentMissing, others: causes{cause.ResourceNotInRequiredAccess, cause.AdminConsentRequired}},
	{codes: []int{650056}, cause: cause.AdminConsentRequired, others: causes{cause.ConsentMissing, cause.ClientIDWrong, cause.ResourceNotInRequiredAccess, cause.CertNotRegistered}, sure: likely},
	{codes: []int{50105, 501051}, text: []string{"signed in user|user * is not assigned|benutzer~"}, cause: cause.UserNotAssigned, others: causes{cause.AppRoleNotAssigned, cause.GuestOrMSAAccount}},
	{codes: []int{50105, 501051}, text: []string{"application * is not assigned to a role for the application"}, cause: cause.AppRoleNotAssigned, others: causes{cause.UserNotAssigned, cause.APIRoleMissing}},
	{codes: []int{50105}, flows: appFlows, cause: cause.AppRoleNotAssigned, others: causes{cause.UserNotAssigned}, sure: likely},
	{codes: []int{501051}, cause: cause.AppRoleNotAssigned, others: causes{cause.UserNotAssigned}},
	{codes: []int{50105}, cause: cause.UserNotAssigned, others: causes{cause.AppRoleNotAssigned}, sure: likely},
}

// The API as a resource of the tenant.
var resourceRules = []rule{
	{codes: []int{650057}, cause: cause.ResourceNotInRequiredAccess, others: causes{cause.ClientIDWrong, cause.ResourceURIWrong, cause.ResourceSPMissing}},
	{codes: []int{65005}, text: []string{"subscrib~|not enabled|lacks a service principal"}, cause: cause.ResourceNotSubscribed, others: causes{cause.ResourceSPMissing, cause.ResourceNotInRequiredAccess}, sure: likely},
	{codes: []int{65005}, text: []string{"scope * doesn~|scope * does not exist"}, cause: cause.ScopeNotOnResource, others: causes{cause.ResourceNotInRequiredAccess}},
	{codes: []int{65005}, text: []string{"requiredresourceaccess|required resource access|requested permissions"}, cause: cause.ResourceNotInRequiredAccess, others: causes{cause.ClientIDWrong}},
	{codes: []int{65005}, cause: cause.ResourceNotInRequiredAccess, others: causes{cause.ResourceNotSubscribed, cause.ClientIDWrong, cause.ScopeNotOnResource, cause.ConsentMissing}, sure: likely},
	{codes: []int{650054}, cause: cause.ResourceSPMissing, others: causes{cause.ResourceDisabled, cause.ResourceNotSubscribed}, sure: likely},
	{codes: []int{90009}, cause: cause.ResourceURIWrong, others: causes{cause.ScopeEmpty, cause.ClientIDWrong, cause.ScopeMalformed}, sure: likely},
	{codes: []int{650052, 650051}, cause: cause.ResourceNotSubscribed, others: causes{cause.ResourceSPMissing, cause.ResourceDisabled}, sure: likely},
	// A permission on the app's list that the API does not have: removed since, or of another cloud.
	{codes: []int{65006}, cause: cause.ScopeNotOnResource, others: causes{cause.ResourceNotInRequiredAccess, cause.WrongCloud, cause.ConsentMissing}, sure: likely},
	{codes: []int{650053}, cause: cause.ScopeNotOnResource, others: causes{cause.ScopeMalformed, cause.ResourceURIWrong}},
	{codes: []int{500011, 50001}, text: []string{"is disabled|been disabled"}, cause: cause.ResourceDisabled, others: causes{cause.ResourceSPMissing}},
	{codes: []int{500011, 50001}, marks: []mark{markKnownResource}, cause: cause.ResourceSPMissing, others: causes{cause.AuthorityWrongTenant, cause.ResourceURIWrong, cause.WrongCloud}, sure: likely},
	{codes: []int{500011}, cause: cause.ResourceURIWrong, others: causes{cause.ResourceSPMissing, cause.AuthorityWrongTenant, cause.WrongCloud}, sure: likely},
	{codes: []int{50001}, text: []string{"identifier is not provided"}, cause: cause.RequestParamMissing, others: causes{cause.ScopeEmpty, cause.RequestNotFormEncoded}},
	{codes: []int{50001}, cause: cause.ResourceURIWrong, others: causes{cause.ResourceDisabled, cause.ResourceSPMissing, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{500014}, cause: cause.ResourceDisabled, others: causes{cause.ResourceNotSubscribed}},
}
