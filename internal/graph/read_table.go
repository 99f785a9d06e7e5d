package graph

import (
	"net/url"
	"strings"

	"appreg/internal/transport"
)

// What is asked of each object. Source: Microsoft Graph v1.0, application, servicePrincipal.
const (
	applicationFields = "id,appId,uniqueName,displayName,signInAudience,isFallbackPublicClient,publicClient,web,spa,requiredResourceAccess,passwordCredentials,keyCredentials,createdDateTime,serviceManagementReference,disabledByMicrosoftStatus"
	principalFields   = "id,appId,displayName,accountEnabled,appRoleAssignmentRequired,disabledByMicrosoftStatus"
	resourceFields    = "id,appId,displayName,accountEnabled,appRoles,oauth2PermissionScopes"
	nameFields        = "id,appId,uniqueName,displayName,createdDateTime"
	deletedFields     = "id,appId,uniqueName,displayName,deletedDateTime"
)

const deletedApplications = "/directory/deletedItems/microsoft.graph.application"

func selecting(fields string) string { return "?$select=" + fields }

func filtered(fields, condition string) string { return selecting(fields) + "&" + filtering(condition) }

func filtering(condition string) string {
	return "$filter=" + strings.ReplaceAll(url.QueryEscape(condition), "+", "%20")
}

// quoted is a value as a filter's text.
func quoted(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }

func applicationsNamed(displayName string) string {
	return "/applications" + filtered(nameFields, "displayName eq "+quoted(displayName))
}

// general is what is read whether or not the registration is known.
func general(q Query) []part {
	var parts []part
	switch {
	case q.ResourceAppID != "":
		parts = append(parts, part{partResource, byKey("servicePrincipals", "appId", q.ResourceAppID) + selecting(resourceFields), takeResource, true})
	case q.Resource != "":
		parts = append(parts, part{partResource, "/servicePrincipals" + filtered(resourceFields, "servicePrincipalNames/any(n:n eq "+quoted(q.Resource)+")"), takeResources, true})
	}
	if q.DisplayName != "" {
		parts = append(parts,
			part{PartSameName, applicationsNamed(q.DisplayName), takeSameName, false},
			part{PartDeleted, deletedApplications + filtered(deletedFields, "displayName eq "+quoted(q.DisplayName)), takeDeleted, false})
	}
	if q.Actor {
		parts = append(parts,
			part{PartCreation, "/policies/authorizationPolicy" + selecting("defaultUserRolePermissions"), takeCreation, false},
			part{PartPolicies, "/policies/defaultAppManagementPolicy", takePolicy, false},
			part{PartUser, "/me" + selecting("id,userPrincipalName"), takeUser, false},
			part{PartRoles, "/me/memberOf/microsoft.graph.directoryRole" + selecting("displayName,roleTemplateId"), takeRoles, false})
	}
	return parts
}

// ofRegistration is what is read of one registration. Its enterprise application and what hangs on it are addressed by the
// client id too, so that one batch is enough.
func ofRegistration(clientID string) []part {
	app, principal := byKey("applications", "appId", clientID), byKey("servicePrincipals", "appId", clientID)
	return []part{
		{partApplication, app + selecting(applicationFields), takeApplication, true},
		{PartDisabled, app + selecting("isDisabled"), takeDisabled, false},
		{PartOwners, app + "/owners" + selecting("id,userPrincipalName,displayName"), takeOwners, false},
		{PartFederated, app + "/federatedIdentityCredentials", takeFederated, false},
		{PartOwnPolicies, app + "/appManagementPolicies", takeOwnPolicy, false},
		{partPrincipal, principal + selecting(principalFields), takePrincipal, true},
		{PartGrants, principal + "/oauth2PermissionGrants", takeGrants, false},
		{PartAssignments, principal + "/appRoleAssignments", takeAssignments, false},
	}
}

func takeApplication(a *Actual, r *transport.Response) error {
	app, err := one(r, wireApplication.application)
	a.Application = app
	return err
}

func takeDisabled(a *Actual, r *transport.Response) error {
	w, err := one(r, func(w wireApplication) bool { return w.IsDisabled != nil && *w.IsDisabled })
	a.disabled = w != nil && *w
	return err
}

func takePrincipal(a *Actual, r *transport.Response) error {
	p, err := one(r, wirePrincipal.principal)
	a.ServicePrincipal = p
	return err
}

func takeResource(a *Actual, r *transport.Response) error {
	p, err := one(r, wirePrincipal.principal)
	a.Resource = p
	return err
}

func takeResources(a *Actual, r *transport.Response) error {
	list, err := many(r, wirePrincipal.principal)
	if len(list) > 0 {
		a.Resource = &list[0]
	}
	return err
}

func takeSameName(a *Actual, r *transport.Response) (err error) {
	a.SameName, err = many(r, wireApplication.application)
	return err
}

// takeDeleted keeps them all: which one is asked for is judged when the rest is read.
func takeDeleted(a *Actual, r *transport.Response) (err error) {
	a.deleted, err = many(r, wireApplication.application)
	return err
}

func takeOwners(a *Actual, r *transport.Response) (err error) {
	a.Owners, err = many(r, wireMember.owner)
	return err
}

func takeFederated(a *Actual, r *transport.Response) (err error) {
	a.Federated, err = many(r, wireFederated.federated)
	return err
}

func takeGrants(a *Actual, r *transport.Response) (err error) {
	a.Grants, err = many(r, wireGrant.grant)
	return err
}

func takeAssignments(a *Actual, r *transport.Response) (err error) {
	a.Assignments, err = many(r, wireAssignment.assignment)
	return err
}

func takeUser(a *Actual, r *transport.Response) error {
	w, err := one(r, func(w wireMember) User { return User{ID: w.ID, Name: w.UserPrincipalName} })
	a.User = w
	return err
}

func takeRoles(a *Actual, r *transport.Response) (err error) {
	a.Roles, err = many(r, func(w wireMember) DirectoryRole {
		return DirectoryRole{Name: w.DisplayName, TemplateID: w.RoleTemplateID}
	})
	return err
}
