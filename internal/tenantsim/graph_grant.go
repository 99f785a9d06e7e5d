package tenantsim

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

func grantEndpoints() []graphEndpoint {
	const all = "/oauth2PermissionGrants"
	return []graphEndpoint{
		{"GET " + all, guarded(readGrants(), listGrants)},
		{"POST " + all, guarded(grantScopes(), createGrant)},
		{"GET " + all + "/{grant}", ofGrant(readGrants(), getGrant)},
		{"PATCH " + all + "/{grant}", ofGrant(grantScopes(), changeGrant)},
		{"DELETE " + all + "/{grant}", ofGrant(grantScopes(), deleteGrant)},
		{"GET {principal}/oauth2PermissionGrants", ofPrincipal(readGrants(), listGrantsOf)},
	}
}

// grant is delegated consent to an API: for the whole tenant, or of one user for themselves.
type grant struct {
	app    *App
	api    resource
	user   *User // nil: for the whole tenant
	scopes []string
}

// grants returns all consents of the tenant, in a stable order.
func (c graphCall) grants() []grant {
	var all []grant
	for _, a := range c.tenant.Apps {
		if a.NoServicePrincipal || a.ClientID == azureCLIClient { // the APIs themselves trust that one: no grant says so
			continue
		}
		for _, api := range sortedAPIs(a.Consents) {
			all = append(all, grant{a, c.resourceOf(api), nil, a.Consents[api]})
		}
		for _, u := range c.tenant.Users {
			own := a.userConsents[strings.ToLower(u.UPN)]
			for _, api := range sortedAPIs(own) {
				all = append(all, grant{a, c.resourceOf(api), u, own[api]})
			}
		}
	}
	return all
}

// sortedAPIs returns the APIs of which anything is there.
func sortedAPIs(lists map[catalog.API][]string) []catalog.API {
	var all []catalog.API
	for api, names := range lists {
		if len(names) > 0 {
			all = append(all, api)
		}
	}
	slices.Sort(all)
	return all
}

func (c graphCall) grantObject(g grant) object {
	o := object{"clientId": c.tenant.principalID(g.app), "consentType": "AllPrincipals", "principalId": nil,
		"resourceId": servicePrincipalID(c.tenant.ID, g.api.appID), "scope": strings.Join(g.scopes, " ")}
	who := ""
	if g.user != nil {
		who = c.tenant.userID(g.user)
		o["consentType"], o["principalId"] = "Principal", who
	}
	o["id"] = strings.ReplaceAll(StableID("grant", c.tenant.principalID(g.app), g.api.appID, who), "-", "")
	return o
}

func (c graphCall) grantObjects(keep func(grant) bool) []object {
	all := []object{}
	for _, g := range c.grants() {
		if keep(g) {
			all = append(all, c.grantObject(g))
		}
	}
	return all
}

func listGrants(c graphCall) reply {
	return c.many("oauth2PermissionGrants", c.grantObjects(func(grant) bool { return true }), nil)
}

func listGrantsOf(c graphCall, p principal) reply {
	return c.many("oauth2PermissionGrants", c.grantObjects(func(g grant) bool { return g.app == p.app }), nil)
}

// grantBody is what can be written of a grant.
type grantBody struct {
	ClientID    string  `json:"clientId"`
	ConsentType string  `json:"consentType"`
	PrincipalID string  `json:"principalId"`
	ResourceID  string  `json:"resourceId"`
	Scope       *string `json:"scope"`
	ExpiryTime  string  `json:"expiryTime"`
	StartTime   string  `json:"startTime"`
}

// createGrant consents. There is one grant for a client, a resource and a user: a second one is refused.
func createGrant(c graphCall) reply {
	var body grantBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	client, known := c.principalOf(body.ClientID, "")
	of, there := c.principalOf(body.ResourceID, "")
	late := known && client.app != nil && !client.seen()
	switch shape := c.tenant.Rules.Replication.Shape; {
	case late && shape != ShapePlain && (shape != ShapeApplied || !there):
		return c.refuseWith(companyUnreadable())
	case late && shape == ShapePlain, !known, !there || of.app != nil:
		return c.refuseWith(badRequest(resourceNotFound(cmp.Or(body.ClientID, "clientId")).message))
	}
	user, no := c.judgeGrant(body)
	if no != nil {
		return c.refuseWith(no)
	}
	g := grant{client.app, of.api, user, nil}
	same := c.grantObject(g)["id"]
	if slices.ContainsFunc(c.grants(), func(other grant) bool { return c.grantObject(other)["id"] == same }) {
		return c.refuseWith(alreadyThere("Permission entry already exists."))
	}
	c.write(&g, *body.Scope)
	if late {
		return c.refuseWith(companyUnreadable())
	}
	return c.one("oauth2PermissionGrants", http.StatusCreated, c.grantObject(g))
}

func (c graphCall) judgeGrant(body grantBody) (*User, *apiRefusal) {
	user := found(c.tenant.Users, func(u *User) bool { return strings.EqualFold(c.tenant.userID(u), body.PrincipalID) })
	switch {
	case body.Scope == nil || strings.TrimSpace(*body.Scope) == "":
		return nil, badRequest("Property scope is required.", apiDetail{"PropertyRequired", "A value is required.", "scope"})
	case body.ConsentType == "AllPrincipals" && body.PrincipalID == "":
		return nil, nil
	case body.ConsentType == "Principal" && user != nil:
		return user, nil
	}
	return nil, badRequest("Invalid value specified for property 'consentType' of resource 'OAuth2PermissionGrant'.")
}

// write makes scopes all that a grant consents to; none takes it away.
func (c graphCall) write(g *grant, scopes string) {
	g.app.consentedLate(g.api.api, c.tenant.Rules.Replication.Consents)
	g.scopes = strings.Fields(scopes)
	lists := g.app.Consents
	if g.user != nil {
		lists = g.app.userConsents[strings.ToLower(g.user.UPN)]
	}
	lists = cloned(lists)
	if lists[g.api.api] = g.scopes; len(g.scopes) == 0 {
		delete(lists, g.api.api)
	}
	if g.user == nil {
		g.app.Consents = lists
		return
	}
	all := cloned(g.app.userConsents)
	all[strings.ToLower(g.user.UPN)] = lists
	g.app.userConsents = all
}

// ofGrant finds the grant that the path names.
func ofGrant(r right, answer func(graphCall, grant) reply) func(graphCall) reply {
	return guarded(r, func(c graphCall) reply {
		for _, g := range c.grants() {
			if c.grantObject(g)["id"] == c.words["grant"] {
				return answer(c, g)
			}
		}
		return c.refuseWith(resourceNotFound(c.words["grant"]))
	})
}

func getGrant(c graphCall, g grant) reply {
	return c.one("oauth2PermissionGrants", http.StatusOK, c.grantObject(g))
}

// changeGrant replaces the scopes of a grant.
func changeGrant(c graphCall, g grant) reply {
	var body grantBody
	no := c.readBody(&body)
	if no == nil && body.Scope == nil {
		no = badRequest("Property scope is required.")
	}
	if no != nil {
		return c.refuseWith(no)
	}
	c.write(&g, *body.Scope)
	return empty()
}

func deleteGrant(c graphCall, g grant) reply {
	c.write(&g, "")
	return empty()
}
