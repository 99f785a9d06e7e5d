package tenantsim

import (
	"slices"
	"strings"
)

func ownerEndpoints() []graphEndpoint {
	return []graphEndpoint{
		{"GET {app}/owners", ofApp(readDirectory(), listOwners)},
		{"POST {app}/owners/$ref", ofApp(changeApp(), addOwner)},
		{"DELETE {app}/owners/{owner}/$ref", ofApp(changeApp(), removeOwner)},
	}
}

// ownerOf is how the state names the user or application with an object id; empty if there is none.
func (c graphCall) ownerOf(id string) string {
	if u := found(c.tenant.Users, func(u *User) bool { return strings.EqualFold(c.tenant.userID(u), id) }); u != nil {
		return u.UPN
	}
	if a := c.tenant.appOfPrincipal(id); a != nil {
		return a.ClientID
	}
	return ""
}

func listOwners(c graphCall, a *App) reply {
	all := []object{}
	for _, owner := range a.Owners {
		if u := c.tenant.User(owner); u != nil {
			all = append(all, c.userObject(u))
		} else if owning := c.tenant.App(owner); owning != nil {
			all = append(all, object{"@odata.type": "#microsoft.graph.servicePrincipal", "id": c.tenant.principalID(owning),
				"displayName": owning.Name, "userPrincipalName": nil, "appId": owning.ClientID})
		}
	}
	return c.many("directoryObjects", all, nil)
}

func addOwner(c graphCall, a *App) reply {
	owner := c.ownerOf(c.readReference())
	switch {
	case owner == "":
		return c.refuseWith(resourceNotFound("owner"))
	case containsFold(a.Owners, owner):
		return c.refuseWith(badRequest("One or more added object references already exist for the following modified properties: 'owners'."))
	}
	a.Owners = append(slices.Clone(a.Owners), owner)
	return empty()
}

func removeOwner(c graphCall, a *App) reply {
	owner := c.ownerOf(c.words["owner"])
	if owner == "" || !containsFold(a.Owners, owner) {
		return c.refuseWith(resourceNotFound(c.words["owner"]))
	}
	a.Owners = slices.DeleteFunc(slices.Clone(a.Owners), func(other string) bool { return strings.EqualFold(other, owner) })
	return empty()
}

func (c graphCall) userObject(u *User) object {
	given, family, _ := strings.Cut(u.Name, " ")
	return object{"@odata.type": "#microsoft.graph.user", "id": c.tenant.userID(u), "displayName": u.Name, "givenName": given, "surname": family,
		"userPrincipalName": u.UPN, "mail": u.UPN, "accountEnabled": !u.Disabled, "userType": "Member"}
}
