package graph

// shapes are the ways in which Graph answers about what was just made, about what is there already, and about the token.
// The first that matches counts. Sources: Microsoft Graph v1.0 (application, servicePrincipal, oAuth2PermissionGrant,
// appRoleAssignment), answers in public issues, and what HashiCorp's provider azuread repeats.
var shapes = []shape{
	// The token.
	{status: 401, codes: []string{"TokenCreatedWithOutdatedPolicies", "InvalidAuthenticationToken"}, means: Outdated},

	// It is there already. Both statuses were seen for a grant; an assignment has no code of its own.
	{codes: []string{"Request_MultipleObjectsWithSameKeyValue", "ObjectConflict"}, means: Exists},
	{message: "permission entry already exists", means: Exists},
	{message: "permission being assigned already exists", means: Exists},
	{status: 409, doing: []Operation{AddFederated, CreateServicePrincipal}, means: Exists},

	// Not known everywhere yet. A detail tells the new application apart from a wrong id only for whoever made it.
	{status: 400, codes: []string{"NoBackingApplicationObject"}, means: NotYet},
	{status: 403, message: "backing application", means: NotYet}, // the code is that of a missing right
	{status: 404, codes: []string{"Directory_ObjectNotFound"}, means: Doubtful},
	{status: 400, message: "queried reference-property objects", means: NotYet},
	{status: 400, message: "not a valid reference update", means: NotYet},
	{status: 409, codes: []string{"Directory_ConcurrencyViolation"}, means: Busy}, // two writers at once
	{status: 409, doing: []Operation{UpdateApplication, AddKey, AddPassword, RemovePassword, RemoveKey}, means: NotYet},

	// Not there. Of what is being removed that is as good as done.
	{status: 400, doing: []Operation{RemovePassword, RemoveKey}, message: "credential found with keyid", means: Missing},
}
