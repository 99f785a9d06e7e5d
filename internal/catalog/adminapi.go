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

// RoleAssignmentsURL returns the address of the role assignments at a scope. Source: Power Platform, Tutorial: Assign RBAC
// roles to service principals.
func (t Target) RoleAssignmentsURL(scope RoleScope) string {
	return strings.TrimRight(t.APIURL, "/") + "/authorization" + scope.path() + "/roleAssignments" + roleAssignmentVersion
}

// RoleAssignmentURL returns the address of one role assignment.
func (t Target) RoleAssignmentURL(scope RoleScope, id string) string {
	return strings.TrimSuffix(t.RoleAssignmentsURL(scope), roleAssignmentVersion) + "/" + url.PathEscape(id) + roleAssignmentVersion
}

const roleAssignmentVersion = "?api-version=2024-10-01"

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
