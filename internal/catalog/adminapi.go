package catalog

import (
	"net/url"
	"strings"
)

// The addresses at which an administrator, as a user, gives an application what it needs in the product.

// ManagementAppURL returns the address that registers an application as a management application (PUT), tells whether it is
// one (GET) and takes it back (DELETE). Source: Power Platform, Create a service principal application using API.
func (t Target) ManagementAppURL(clientID string) string {
	return t.managementAppRequest(DutyIDs{ClientID: clientID}).URL
}

// RoleAssignmentsURL returns the address of the role assignments at a scope: empty for the tenant, or as ParseScope returns
// it. Source: Power Platform, Tutorial: Assign RBAC roles to service principals.
func (t Target) RoleAssignmentsURL(scope string) string {
	return strings.TrimRight(t.APIURL, "/") + "/authorization" + behind(scope) + "/roleAssignments" + roleAssignmentVersion
}

// RoleAssignmentURL returns the address of one role assignment.
func (t Target) RoleAssignmentURL(scope, id string) string {
	return strings.TrimSuffix(t.RoleAssignmentsURL(scope), roleAssignmentVersion) + "/" + url.PathEscape(id) + roleAssignmentVersion
}

const roleAssignmentVersion = "?api-version=2024-10-01"

// AssignmentScope returns a scope as a role assignment holds it.
func AssignmentScope(tenantID, scope string) string { return "/tenants/" + tenantID + behind(scope) }

func behind(scope string) string {
	if scope == "" {
		return ""
	}
	return "/" + scope
}

// ParseScope reads where in Power Platform a role counts: tenant, group:ID or environment:ID; empty is tenant. It returns
// the scope's path behind the tenant, and false for what is none of these.
func ParseScope(text string) (scope string, ok bool) {
	kind, id, named := strings.Cut(text, ":")
	id = strings.TrimSpace(id)
	switch {
	case !named && (text == "" || kind == "tenant"):
		return "", true
	case !named || id == "" || strings.Trim(id, "0123456789abcdefABCDEFghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ-") != "":
		return "", false
	case kind == "group":
		return "environmentGroups/" + strings.ToLower(id), true
	case kind == "environment":
		return "environments/" + strings.ToLower(id), true
	}
	return "", false
}

// AuthorizedAppURL returns the address that authorizes an application in Business Central's admin center (PUT) and takes it
// back (DELETE). Source: Business Central administration center API, Authorized Microsoft Entra apps.
func (t Target) AuthorizedAppURL(clientID string) string {
	return strings.TrimRight(t.APIURL, "/") + "/admin/v2.29/authorizedAadApps/" + url.PathEscape(clientID)
}

// AutomationURL returns the address behind which an environment's automation API is. Source: Business Central, Introduction
// to automation APIs.
func (t Target) AutomationURL(tenantID, environment string) string {
	return strings.TrimRight(t.APIURL, "/") + "/v2.0/" + url.PathEscape(tenantID) + "/" + url.PathEscape(environment) + "/api/microsoft/automation/v2.0"
}

// AppCardURL returns the page of an environment on which an application's card is added: no API does. Source: the base
// application, page 9860.
func (t Target) AppCardURL(tenantID, environment string) string {
	return strings.TrimRight(t.ProductPortal, "/") + "/" + url.PathEscape(tenantID) + "/" + url.PathEscape(environment) + "?page=9860"
}
