package graph

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/transport"
)

// allPrincipals is the consentType of a grant for everyone in the tenant.
const allPrincipals = "AllPrincipals"

// CreateServicePrincipal creates the enterprise application of a client id, unless there is one.
func (c *Client) CreateServicePrincipal(ctx context.Context, appID string) (ServicePrincipal, error) {
	path := byKey("servicePrincipals", "appId", appID)
	return upsert(ctx, c, CreateServicePrincipal, path, map[string]any{}, wirePrincipal.principal, func() (*ServicePrincipal, error) {
		return c.ServicePrincipal(ctx, appID)
	})
}

// ServicePrincipal returns the enterprise application of a client id with what it offers; nil if there is none.
func (c *Client) ServicePrincipal(ctx context.Context, appID string) (*ServicePrincipal, error) {
	return read(ctx, c, byKey("servicePrincipals", "appId", appID)+selecting(resourceFields), wirePrincipal.principal)
}

// DeleteServicePrincipal deletes the enterprise application with that object id.
func (c *Client) DeleteServicePrincipal(ctx context.Context, id string) error {
	return c.remove(ctx, DeleteServicePrincipal, byID("servicePrincipals", id))
}

// Grants returns the consents to delegated permissions of the enterprise application with that object id.
func (c *Client) Grants(ctx context.Context, principal string) ([]Grant, error) {
	return list(ctx, c, byID("servicePrincipals", principal)+"/oauth2PermissionGrants", wireGrant.grant)
}

// GrantsOn returns the consents to delegated permissions of the API whose enterprise application has that object id, whichever
// apps they are for. The list can be there in part with an error.
func (c *Client) GrantsOn(ctx context.Context, resource string) ([]Grant, error) {
	return list(ctx, c, "/oauth2PermissionGrants?"+filtering("resourceId eq "+quoted(resource)), wireGrant.grant)
}

// GrantEveryone consents for the whole tenant to delegated permissions of an API. There is at most one such grant for an app
// and an API: where there is one already the *Error means Exists, and it is to be updated.
func (c *Client) GrantEveryone(ctx context.Context, clientID, resourceID string, scopes []string) (Grant, error) {
	response, err := c.send(ctx, request{doing: GrantDelegated, method: http.MethodPost, path: "/oauth2PermissionGrants", body: map[string]any{
		"clientId": clientID, "consentType": allPrincipals, "principalId": nil, "resourceId": resourceID, "scope": strings.Join(scopes, " "),
	}})
	if err != nil {
		return Grant{}, err
	}
	found, err := one(response, wireGrant.grant)
	if err != nil {
		return Grant{}, err
	}
	return *found, nil
}

// UpdateGrant replaces the permissions of a grant.
func (c *Client) UpdateGrant(ctx context.Context, id string, scopes []string) error {
	_, err := c.send(ctx, request{
		doing: GrantDelegated, method: http.MethodPatch, path: byID("oauth2PermissionGrants", id), body: map[string]any{"scope": strings.Join(scopes, " ")},
	})
	return err
}

// DeleteGrant takes a grant back.
func (c *Client) DeleteGrant(ctx context.Context, id string) error {
	return c.remove(ctx, RevokeDelegated, byID("oauth2PermissionGrants", id))
}

// Assignments returns the application permissions granted to the enterprise application with that object id.
func (c *Client) Assignments(ctx context.Context, principal string) ([]AppRoleAssignment, error) {
	return list(ctx, c, byID("servicePrincipals", principal)+"/appRoleAssignments", wireAssignment.assignment)
}

// AssignmentsOn returns who has application permissions of the API whose enterprise application has that object id. The list can
// be there in part with an error.
func (c *Client) AssignmentsOn(ctx context.Context, resource string) ([]AppRoleAssignment, error) {
	return list(ctx, c, byID("servicePrincipals", resource)+"/appRoleAssignedTo", wireAssignment.assignment)
}

// AssignRole grants an application permission. Where it is granted already the *Error means Exists.
func (c *Client) AssignRole(ctx context.Context, principal, resource, role string) (AppRoleAssignment, error) {
	response, err := c.send(ctx, request{doing: AssignRole, method: http.MethodPost, path: byID("servicePrincipals", resource) + "/appRoleAssignedTo", body: map[string]any{
		"principalId": principal, "resourceId": resource, "appRoleId": role,
	}})
	if err != nil {
		return AppRoleAssignment{}, err
	}
	return assignment(response)
}

func assignment(response *transport.Response) (AppRoleAssignment, error) {
	found, err := one(response, wireAssignment.assignment)
	if err != nil {
		return AppRoleAssignment{}, err
	}
	return *found, nil
}

// Assigned is what came of one of several application permissions.
type Assigned struct {
	Assignment AppRoleAssignment
	Err        error // as that of AssignRole
}

// AssignRoles grants application permissions, at most 20, in one request. What came of each is in the order of roles; an error
// says that nothing is known of any.
func (c *Client) AssignRoles(ctx context.Context, principal, resource string, roles []string) ([]Assigned, error) {
	var parts []batchPart
	for _, role := range roles {
		parts = append(parts, batchPart{
			Method: http.MethodPost, URL: byID("servicePrincipals", resource) + "/appRoleAssignedTo", Headers: map[string]string{"Content-Type": "application/json"},
			Body: map[string]any{"principalId": principal, "resourceId": resource, "appRoleId": role},
		})
	}
	all, err := c.assignParts(ctx, parts)
	if err != nil || !slices.ContainsFunc(all, Assigned.outdated) {
		return all, err
	}
	if _, err := c.Token.Token(ctx, true); err != nil { // nothing was done with the old one
		return nil, err
	}
	var again []batchPart
	for i, a := range all {
		if a.outdated() {
			again = append(again, parts[i])
		}
	}
	renewed, err := c.assignParts(ctx, again)
	if err != nil {
		return nil, err
	}
	for i, a := range all {
		if a.outdated() {
			all[i], renewed = renewed[0], renewed[1:]
		}
	}
	return all, nil
}

func (c *Client) assignParts(ctx context.Context, parts []batchPart) ([]Assigned, error) {
	answers, err := c.sendBatch(ctx, request{doing: AssignRole}, parts)
	if err != nil {
		return nil, err
	}
	all := make([]Assigned, len(parts))
	for i, answer := range answers {
		if all[i].Err = judge(AssignRole, answer); all[i].Err == nil {
			all[i].Assignment, all[i].Err = assignment(answer)
		}
	}
	return all, nil
}

// outdated reports whether nothing was done because a policy or a session changed after the token was issued.
func (a Assigned) outdated() bool {
	var refusal *Error
	return errors.As(a.Err, &refusal) && refusal.Means() == Outdated
}

// UnassignRole takes an application permission back.
func (c *Client) UnassignRole(ctx context.Context, resource, id string) error {
	return c.remove(ctx, UnassignRole, byID("servicePrincipals", resource)+"/appRoleAssignedTo/"+segment(id))
}
