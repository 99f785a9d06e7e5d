package tenantsim

import (
	"net/http"
	"slices"
)

func directoryEndpoints() []graphEndpoint {
	return []graphEndpoint{
		{"GET /me", asUser(guarded(readSelf(), me))},
		{"GET /me/memberOf", asUser(guarded(readSelf(), myRoles))},
		{"GET /me/memberOf/microsoft.graph.directoryRole", asUser(guarded(readSelf(), myRoles))},
		{"GET /me/transitiveMemberOf/microsoft.graph.directoryRole", asUser(guarded(readSelf(), myRoles))},
		{"GET /organization", guarded(readOrganization(), organization)},
		{"GET /policies/authorizationPolicy", guarded(readPolicies(), authorizationPolicy)},
		{"GET /policies/defaultAppManagementPolicy", guarded(readPolicies(), defaultAppPolicy)},
		{"POST /$batch", batch},
	}
}

func readOrganization() right {
	r := readSelf()
	r.scopes, r.roles = append(r.scopes, "Organization.Read.All", readWriteAll), append(r.roles, "Organization.Read.All")
	return r
}

func me(c graphCall) reply { return c.one("users", http.StatusOK, c.userObject(c.user)) }

// myRoles lists the directory roles of the signed-in user.
func myRoles(c graphCall) reply {
	all := []object{}
	for _, role := range directoryRoles {
		if slices.Contains(c.user.DirectoryRoles, role.name) {
			all = append(all, object{"@odata.type": "#microsoft.graph.directoryRole", "id": StableID("directory role", c.tenant.ID, role.template),
				"displayName": role.name, "description": role.name, "roleTemplateId": role.template})
		}
	}
	return c.many("directoryObjects", all, nil)
}

func organization(c graphCall) reply {
	domains := []object{}
	for i, name := range c.tenant.Domains {
		domains = append(domains, object{"name": name, "isDefault": i == 0, "isInitial": i == 0, "type": "Managed", "capabilities": "Email"})
	}
	return c.many("organization", []object{{"id": c.tenant.ID, "displayName": c.tenant.Name, "tenantType": "AAD", "verifiedDomains": domains}}, nil)
}

func authorizationPolicy(c graphCall) reply {
	if c.tenant.Rules.HiddenPolicies {
		return c.refuseWith(insufficient())
	}
	return c.one("policies/authorizationPolicy", http.StatusOK, object{
		"id": "authorizationPolicy", "displayName": "Authorization Policy", "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
		"defaultUserRolePermissions": object{
			"allowedToCreateApps": !c.tenant.Rules.UsersMayNotRegister, "allowedToCreateSecurityGroups": true, "allowedToReadOtherUsers": true,
			"permissionGrantPoliciesAssigned": []string{"ManagePermissionGrantsForSelf.microsoft-user-default-recommended"},
		},
	})
}

func defaultAppPolicy(c graphCall) reply {
	if c.tenant.Rules.HiddenPolicies {
		return c.refuseWith(insufficient())
	}
	policy := c.tenant.Rules.AppPolicy
	restrictions := policy.restrictions()
	allowed := c.tenant.Rules.Audiences
	if len(allowed) > 0 {
		restrictions["audiences"] = audienceRestrictions(allowed)
	}
	return c.one("policies/defaultAppManagementPolicy", http.StatusOK, object{
		"id": c.policyID(&App{}), "displayName": "Default app management tenant policy", "description": "",
		"isEnabled": policy != AppPolicy{} || len(allowed) > 0, "applicationRestrictions": restrictions, "servicePrincipalRestrictions": policy.restrictions(),
	})
}

// audienceRestrictions are the two that a policy can forbid (Microsoft Graph beta, audiencesConfiguration).
func audienceRestrictions(allowed []string) object {
	forbids := func(audience string) object {
		return object{"state": map[bool]string{true: "disabled", false: "enabled"}[slices.Contains(allowed, audience)], "restrictForAppsCreatedAfterDateTime": nil}
	}
	return object{"azureAdMultipleOrgs": forbids("AzureADMultipleOrgs"), "personalMicrosoftAccount": forbids("AzureADandPersonalMicrosoftAccount")}
}
