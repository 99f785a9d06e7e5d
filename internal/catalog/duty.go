package catalog

import (
	"encoding/json"
	"net/url"
	"strings"
)

// DutyID names what is left to do in the product after registration.
type DutyID string

// The duties.
const (
	DutyProjectMembership DutyID = "project-membership" // lcs
	DutyRoleAssignment    DutyID = "role-assignment"    // power-platform, today's way
	DutyManagementApp     DutyID = "management-app"     // power-platform (the document's way) and power-apps
	DutyAppCard           DutyID = "app-card"           // business-central, applications
	DutyUserRights        DutyID = "user-rights"        // the user's own licence and rights
)

// Duty is one thing left to do in the product after registration.
type Duty struct {
	ID       DutyID
	Title    string
	Who      string       // who can do it, one sentence
	ByAdmin  bool         // an administrator of the tenant does it, not one of the product's own
	Roles    []Role       // directory roles that suffice; empty where another right decides
	Choices  []Role       // roles of the product, one of which is chosen
	Steps    []string     // what to do, in order
	Request  *DutyRequest // the call that does it, if there is one
	Commands []Command    // commands that do it instead
	Effect   string       // what the application or user can do then, and the limits of that
	Source   string
}

// DutyRequest is a call that an administrator sends with a token of their own.
type DutyRequest struct {
	Method string
	URL    string
	Body   string // JSON, indented; empty if there is none
}

// DutyIDs are the values that a duty's request and commands are filled with. What is empty stays a placeholder.
type DutyIDs struct {
	TenantID string // GUID
	ClientID string
	ObjectID string // of the enterprise application: the oid claim of the application's own token
	RoleID   string // one of PowerPlatformRoles
}

// roleAssignmentRequest is the call of "Tutorial: Assign RBAC roles to service principals" (preview).
func (t Target) roleAssignmentRequest(ids DutyIDs) *DutyRequest {
	body := struct {
		RoleDefinitionID  string `json:"roleDefinitionId"`
		PrincipalObjectID string `json:"principalObjectId"`
		PrincipalType     string `json:"principalType"`
		Scope             string `json:"scope"`
	}{
		RoleDefinitionID:  orPlaceholder(ids.RoleID, "roleDefinitionId"),
		PrincipalObjectID: orPlaceholder(ids.ObjectID, "enterpriseApplicationObjectId"),
		PrincipalType:     "ApplicationUser",
		Scope:             "/tenants/" + orPlaceholder(ids.TenantID, "tenantId"),
	}
	text, _ := json.MarshalIndent(body, "", "  ") // strings only: it cannot fail
	return &DutyRequest{Method: "POST", URL: t.RoleAssignmentsURL(RoleScope{}), Body: string(text)}
}

// managementAppRequest is the call of "Create a service principal application using API".
func (t Target) managementAppRequest(ids DutyIDs) *DutyRequest {
	id := url.PathEscape(ids.ClientID)
	if id == "" {
		id = orPlaceholder("", "clientId")
	}
	address := strings.TrimRight(t.ManagementURL, "/") +
		"/providers/Microsoft.BusinessAppPlatform/adminApplications/" + id + "?api-version=2020-10-01"
	return &DutyRequest{Method: "PUT", URL: address}
}

// orPlaceholder returns value, or the name in braces if it is empty.
func orPlaceholder(value, name string) string {
	if value == "" {
		return "{" + name + "}"
	}
	return value
}
