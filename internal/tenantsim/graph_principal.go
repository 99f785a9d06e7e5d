package tenantsim

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

func principalEndpoints() []graphEndpoint {
	return []graphEndpoint{
		{"GET /servicePrincipals", guarded(readDirectory(), listPrincipals)},
		{"POST /servicePrincipals", createPrincipal},
		{"GET {principal}", ofPrincipal(readDirectory(), getPrincipal)},
		{"PATCH {principal}", patchPrincipal},
		{"DELETE {principal}", ofPrincipal(changeApp(), deletePrincipal)},
	}
}

// principal is a service principal of a tenant: an app's or that of an API.
type principal struct {
	id  string
	app *App     // nil for an API
	api resource // zero for an app
}

func (p principal) appID() string {
	if p.app != nil {
		return p.app.ClientID
	}
	return p.api.appID
}

func (p principal) name() string {
	if p.app != nil {
		return p.app.Name
	}
	if service, ok := catalog.Lookup(p.api.api); ok {
		return service.PortalName
	}
	return map[catalog.API]string{graph: "Microsoft Graph", azure: "Windows Azure Service Management API"}[p.api.api]
}

// principals returns all service principals of the tenant, those of the apps first.
func (c graphCall) principals() []principal {
	var all []principal
	for _, a := range c.tenant.Apps {
		if !a.NoServicePrincipal {
			all = append(all, principal{id: c.tenant.principalID(a), app: a})
		}
	}
	for _, r := range c.resources {
		if !slices.Contains(c.tenant.MissingAPIs, r.api) {
			all = append(all, principal{id: servicePrincipalID(c.tenant.ID, r.appID), api: r})
		}
	}
	return all
}

// principalOf finds a service principal by object id or client id; false if there is none.
func (c graphCall) principalOf(id, appID string) (principal, bool) {
	all := c.principals()
	at := slices.IndexFunc(all, func(p principal) bool { return strings.EqualFold(p.id, id) || strings.EqualFold(p.appID(), appID) })
	if at < 0 {
		return principal{}, false
	}
	return all[at], true
}

// appOfPrincipal returns the app of a service principal; nil if there is none.
func (t *Tenant) appOfPrincipal(id string) *App {
	return found(t.Apps, func(a *App) bool { return !a.NoServicePrincipal && strings.EqualFold(t.principalID(a), id) })
}

// seen counts one look at a service principal.
func (p principal) seen() bool { return p.app == nil || p.app.hidden.seen() }

func (c graphCall) principalObject(p principal) object {
	o := object{
		"id": p.id, "appId": p.appID(), "displayName": p.name(), "appDisplayName": p.name(), "accountEnabled": true, "appRoleAssignmentRequired": false,
		"appOwnerOrganizationId": c.tenant.ID, "servicePrincipalType": "Application", "servicePrincipalNames": []string{p.appID()}, "deletedDateTime": nil,
		"disabledByMicrosoftStatus": nil, "preferredTokenSigningKeyThumbprint": nil, "tags": []string{}, "signInAudience": "AzureADMultipleOrgs",
		"appRoles": []any{}, "oauth2PermissionScopes": []any{}, "keyCredentials": []object{}, "passwordCredentials": []object{}, "notes": nil,
	}
	if p.app == nil {
		o["accountEnabled"], o["servicePrincipalNames"] = !slices.Contains(c.tenant.DisabledAPIs, p.api.api), p.api.identifiers
		o["appOwnerOrganizationId"] = "f8cdef31-a31e-4b4a-93e4-5f571e91255a" // Microsoft's own tenant
		o["appRoles"], o["oauth2PermissionScopes"] = rolesOf(p.api), scopesOf(p.api)
		return o
	}
	o["accountEnabled"], o["appRoleAssignmentRequired"] = !p.app.Disabled, p.app.AssignmentRequired
	o["signInAudience"], o["tags"] = cmp.Or(p.app.Audience, "AzureADMyOrg"), append([]string{}, p.app.Tags...)
	if p.app.foreign {
		o["appOwnerOrganizationId"] = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
	}
	return o
}

func rolesOf(r resource) []object {
	all := []object{}
	for _, p := range r.roles {
		all = append(all, object{"id": p.ID, "value": p.Name, "displayName": p.Purpose, "description": p.Purpose, "isEnabled": true,
			"allowedMemberTypes": []string{"Application"}, "origin": "Application"})
	}
	return all
}

func scopesOf(r resource) []object {
	all := []object{}
	for _, p := range r.delegated {
		all = append(all, object{"id": p.ID, "value": p.Name, "type": "User", "isEnabled": true, "adminConsentDisplayName": p.Purpose,
			"adminConsentDescription": p.Purpose, "userConsentDisplayName": p.Purpose, "userConsentDescription": p.Purpose})
	}
	return all
}

// ofPrincipal finds the service principal that the path names and judges the right to it.
func ofPrincipal(r right, answer func(graphCall, principal) reply) func(graphCall) reply {
	return func(c graphCall) reply {
		p, no := c.findPrincipal(r)
		if no != nil {
			return c.refuseWith(no)
		}
		return answer(c, p)
	}
}

func (c graphCall) findPrincipal(r right) (principal, *apiRefusal) {
	p, ok := c.principalOf(c.words["id"], c.words["appId"])
	if !ok || !p.seen() {
		return p, resourceNotFound(cmp.Or(c.words["id"], c.words["appId"]))
	}
	return p, c.judge(r, p.app)
}

func getPrincipal(c graphCall, p principal) reply {
	return c.one("servicePrincipals", http.StatusOK, c.principalObject(p))
}

func listPrincipals(c graphCall) reply {
	byID, all := map[any]principal{}, []object{}
	for _, p := range c.principals() {
		byID[p.id] = p
		all = append(all, c.principalObject(p))
	}
	return c.many("servicePrincipals", all, func(o object) bool { return byID[o["id"]].seen() })
}

// principalBody is what can be written of a service principal.
type principalBody struct {
	AppID              *string   `json:"appId"`
	DisplayName        *string   `json:"displayName"`
	AccountEnabled     *bool     `json:"accountEnabled"`
	AssignmentRequired *bool     `json:"appRoleAssignmentRequired"`
	Tags               *[]string `json:"tags"`
	Notes              *string   `json:"notes"`
}

func createPrincipal(c graphCall) reply {
	var body principalBody
	no := c.readBody(&body)
	if no == nil && body.AppID == nil {
		no = badRequest("Property appId is required.", apiDetail{"PropertyRequired", "A value is required.", "appId"})
	}
	if no != nil {
		return c.refuseWith(no)
	}
	if p, ok := c.principalOf("", *body.AppID); ok {
		return c.refuseWith(cmp.Or(c.judge(changeApp(), p.app), alreadyThere("The service principal cannot be created, updated, or restored because "+
			"the service principal name "+p.appID()+" is already in use.")))
	}
	return c.addPrincipal(*body.AppID, body)
}

// addPrincipal makes the service principal of an app of the tenant, or that of an API which the tenant lacks.
func (c graphCall) addPrincipal(appID string, body principalBody) reply {
	if r, ok := c.resourceNamed(appID); ok {
		if no := c.judge(addAPI(), nil); no != nil {
			return c.refuseWith(no)
		}
		c.tenant.MissingAPIs = slices.DeleteFunc(slices.Clone(c.tenant.MissingAPIs), func(api catalog.API) bool { return api == r.api })
		p, _ := c.principalOf("", appID)
		return c.one("servicePrincipals", http.StatusCreated, c.principalObject(p))
	}
	a := c.tenant.App(appID)
	misleading := c.tenant.Rules.Replication.Shape != ShapePlain
	switch no := c.judge(changeApp(), a); {
	case no != nil && (a == nil || a.unseen == 0):
		return c.refuseWith(cmp.Or(c.judge(addAPI(), nil), noBackingApplication(appID)))
	case a == nil || !a.unseen.seen():
		if a != nil && misleading {
			return c.refuseWith(backingNotLocal(appID))
		}
		return c.refuseWith(noBackingApplication(appID))
	}
	a.NoServicePrincipal, a.PrincipalID, a.hidden = false, c.opts.NewID(), unseen(c.tenant.Rules.Replication.Reads)
	c.applyPrincipal(principal{app: a}, body)
	p, _ := c.principalOf("", appID)
	return c.one("servicePrincipals", http.StatusCreated, c.principalObject(p))
}

// patchPrincipal changes a service principal or, by its appId and with the header Prefer, makes it.
func patchPrincipal(c graphCall) reply {
	var body principalBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	appID := c.words["appId"]
	p, ok := c.principalOf("", appID)
	var no *apiRefusal
	switch {
	case !ok && appID != "" && c.createsMissing():
		return c.addPrincipal(appID, body)
	case ok && c.createsMissing():
		no = c.judge(changeApp(), p.app)
	default:
		p, no = c.findPrincipal(changeApp())
	}
	if no != nil {
		return c.refuseWith(no)
	}
	c.applyPrincipal(p, body)
	return empty()
}

func (c graphCall) applyPrincipal(p principal, body principalBody) {
	if body.AccountEnabled != nil {
		c.enable(p, *body.AccountEnabled)
	}
	if p.app == nil {
		return
	}
	if body.AssignmentRequired != nil {
		p.app.AssignmentRequired = *body.AssignmentRequired
	}
	if body.Tags != nil {
		p.app.Tags = *body.Tags
	}
}

func (c graphCall) enable(p principal, enabled bool) {
	if p.app != nil {
		p.app.Disabled = !enabled
		return
	}
	c.tenant.DisabledAPIs = slices.DeleteFunc(slices.Clone(c.tenant.DisabledAPIs), func(api catalog.API) bool { return api == p.api.api })
	if !enabled {
		c.tenant.DisabledAPIs = append(c.tenant.DisabledAPIs, p.api.api)
	}
}

// deletePrincipal takes the consents and roles of the service principal away with it.
func deletePrincipal(c graphCall, p principal) reply {
	if p.app == nil {
		c.tenant.MissingAPIs = append(slices.Clone(c.tenant.MissingAPIs), p.api.api)
		return empty()
	}
	p.app.NoServicePrincipal, p.app.PrincipalID, p.app.AssignmentRequired, p.app.Disabled = true, "", false, false
	p.app.Consents, p.app.Roles, p.app.userConsents, p.app.Assigned = nil, nil, nil, nil
	return empty()
}
