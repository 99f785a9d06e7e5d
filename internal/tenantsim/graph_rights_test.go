package tenantsim

import (
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestWhoMayDoWhat: the scopes of the token and the directory role of the person, each alone, are not enough.
func TestWhoMayDoWhat(t *testing.T) {
	h := newGraphHarness(t)
	people := map[string][]string{
		"global": {GlobalAdministrator}, "cloud": {CloudApplicationAdministrator}, "app": {ApplicationAdministrator}, "developer": {ApplicationDeveloper},
		"privileged": {PrivilegedRoleAdministrator}, "hybrid": {HybridIdentityAdministrator}, "platform": {PowerPlatformAdministrator}, "plain": nil,
	}
	tokens := map[string]string{}
	for name, roles := range people {
		h.addUser(User{UPN: name + "@" + testDomain, Name: name, DirectoryRoles: roles})
		tokens[name] = h.adminToken(name + "@" + testDomain)
	}
	bc, gone := h.resource(bcResource)["id"].(string), h.create(nil)
	h.wants(http.StatusNoContent, "DELETE /applications/"+gone.object, nil)
	graphSP := servicePrincipalID(testTenant, graphResource().appID)
	actions := map[string]struct {
		do   func(*graphHarness) answer
		may  string // who else gets 403
		undo func()
	}{
		"read an app":   {do: func(h *graphHarness) answer { return h.ask("GET /applications(appId='"+testClient+"')", nil) }, may: "global cloud app developer privileged hybrid platform plain"},
		"create an app": {do: func(h *graphHarness) answer { return h.ask("POST /applications", `{"displayName":"x"}`) }, may: "global cloud app developer privileged hybrid platform plain"},
		"change an app": {do: func(h *graphHarness) answer {
			return h.ask("PATCH /applications(appId='"+testClient+"')", `{"notes":"x"}`)
		}, may: "global cloud app"},
		"add a secret": {do: func(h *graphHarness) answer {
			return h.ask("POST /applications(appId='"+testClient+"')/addPassword", `{}`)
		}, may: "global cloud app"},
		"consent": {do: func(h *graphHarness) answer {
			return h.ask("POST /oauth2PermissionGrants", map[string]any{"clientId": servicePrincipalID(testTenant, testClient), "consentType": "AllPrincipals", "resourceId": bc, "scope": "user_impersonation"})
		}, may: "global cloud app privileged", undo: func() { h.app(func(a *App) { a.Consents = nil }) }},
		"app role": {do: func(h *graphHarness) answer {
			return h.ask("POST /servicePrincipals/"+bc+"/appRoleAssignedTo", map[string]string{"principalId": servicePrincipalID(testTenant, testClient), "resourceId": bc, "appRoleId": "d365bc00-a990-0000-00bc-160000000001"})
		}, may: "global cloud app privileged", undo: func() { h.app(func(a *App) { a.Roles = nil }) }},
		"app role of Graph": {do: func(h *graphHarness) answer {
			return h.ask("POST /servicePrincipals/"+graphSP+"/appRoleAssignedTo", map[string]string{"principalId": servicePrincipalID(testTenant, testClient), "resourceId": graphSP, "appRoleId": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"})
		}, may: "global privileged", undo: func() { h.app(func(a *App) { a.Roles = nil }) }},
		"missing API": {do: func(h *graphHarness) answer {
			return h.ask("PATCH /servicePrincipals(appId='"+ppResource()+"')", `{}`, "Prefer", "create-if-missing")
		}, may: "global cloud app", undo: func() { h.tenant(func(t *Tenant) { t.MissingAPIs = []catalog.API{catalog.PowerPlatform} }) }},
		"restore": {do: func(h *graphHarness) answer {
			return h.ask("POST /directory/deletedItems/"+gone.object+"/restore", nil)
		}, may: "global cloud app hybrid",
			undo: func() { _ = h.sim.DeleteApp(testTenant, gone.client) }},
		"policies": {do: func(h *graphHarness) answer { return h.ask("GET /policies/authorizationPolicy", nil) }, may: "global cloud app developer privileged hybrid platform plain"},
	}
	h.tenant(func(t *Tenant) { t.MissingAPIs = []catalog.API{catalog.PowerPlatform} })
	for action, test := range actions {
		for name, token := range tokens {
			a := test.do(h.as(token))
			if may := containsWord(test.may, name); may != (a.status < 300) || !may && (a.status != 403 || apiCode(a) != "Authorization_RequestDenied") {
				t.Errorf("%s by %s: %d %s", action, name, a.status, a.raw)
			}
			if test.undo != nil {
				test.undo()
			}
		}
		weak := h.adminToken(adminUser, "User.Read")
		if a := test.do(h.as(weak)); a.status != http.StatusForbidden {
			t.Errorf("%s without the scope: %d", action, a.status)
		}
	}
}

func containsWord(words, word string) bool {
	return len(word) > 0 && containsFold(strings.Fields(words), word)
}

// TestRegisteringIsForbidden: the tenant's setting stops ordinary users alone, and owners keep what they have.
func TestRegisteringIsForbidden(t *testing.T) {
	h := newGraphHarness(t)
	h.addUser(User{UPN: "plain@" + testDomain, Name: "Plain"})
	plain := h.as(h.adminToken("plain@" + testDomain))
	mine := plain.create(nil) // its service principal too
	h.tenant(func(t *Tenant) { t.Rules.UsersMayNotRegister = true })
	plain.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "POST /applications", `{"displayName":"x"}`)
	plain.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "PATCH /applications(uniqueName='x')", `{"displayName":"x"}`, "Prefer", "create-if-missing")
	plain.wants(http.StatusOK, "POST /applications/"+mine.object+"/addPassword", `{}`)
	h.as(h.adminToken(developerUser)).create(nil)
	read := h.wants(http.StatusOK, "GET /policies/authorizationPolicy?$select=defaultUserRolePermissions", nil)
	if permissions, _ := read.body["defaultUserRolePermissions"].(map[string]any); permissions["allowedToCreateApps"] != false {
		t.Errorf("got %s", read.raw)
	}
}

// TestAnApplicationsRights: its roles in Graph count, or that it owns what it changes.
func TestAnApplicationsRights(t *testing.T) {
	h := newGraphHarness(t)
	const graphScope = "https://graph.microsoft.com/.default"
	h.app(func(a *App) { a.Roles[graph] = []string{ownedBy} })
	self := h.as(h.appToken(graphScope))
	mine := self.create(nil)
	self.wants(http.StatusOK, "POST /applications/"+mine.object+"/addPassword", `{}`)
	other := h.create(nil)
	self.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "POST /applications/"+other.object+"/addPassword", `{}`)
	self.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "POST /oauth2PermissionGrants", `{}`)
	self.refuses(http.StatusBadRequest, "BadRequest", "delegated", "GET /me", nil)
	h.app(func(a *App) { a.Roles[graph] = []string{readWriteAll} })
	h.as(h.appToken(graphScope)).wants(http.StatusOK, "POST /applications/"+other.object+"/addPassword", `{}`)
	h.app(func(a *App) { delete(a.Roles, graph) })
	h.as(h.appToken(graphScope)).refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "GET /applications/"+other.object, nil)
}

// TestWhoAmI: the roles come from the directory as it is now.
func TestWhoAmI(t *testing.T) {
	h := newGraphHarness(t)
	if me := h.wants(http.StatusOK, "GET /me?$select=id,userPrincipalName", nil); me.text("userPrincipalName") != adminUser {
		t.Errorf("got %s", me.raw)
	}
	const roles = "GET /me/memberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId"
	if all := values(h.wants(http.StatusOK, roles, nil)); len(all) != 1 || all[0]["roleTemplateId"] != "62e90394-69f5-4237-9190-012177145e10" {
		t.Errorf("got %v", all)
	}
	must(t, h.sim.UpdateUser(testTenant, adminUser, func(u *User) { u.DirectoryRoles = nil }))
	if all := values(h.wants(http.StatusOK, roles, nil)); len(all) != 0 {
		t.Errorf("got %v", all)
	}
	if all := values(h.wants(http.StatusOK, "GET /organization?$select=id,displayName,verifiedDomains", nil)); len(all) != 1 || all[0]["id"] != testTenant {
		t.Errorf("got %v", all)
	}
	if _, err := h.sim.AdminToken(testTenant, "nobody@x", AdminTokenOptions{}); err == nil {
		t.Error("a token of nobody")
	}
	if _, err := h.sim.AdminToken(testTenant, adminUser, AdminTokenOptions{Resources: []string{"https://nothing.example"}}); err == nil {
		t.Error("a token for nothing")
	}
}

// TestAzureCLISignsInForGraph: as a person does, with what it may read there.
func TestAzureCLISignsInForGraph(t *testing.T) {
	h := newGraphHarness(t)
	h.user(func(u *User) { u.DirectoryRoles = []string{CloudApplicationAdministrator} })
	cli := h.as(h.tokenOf(passwordForm("client_id", cliID, "scope", "https://graph.microsoft.com//.default")))
	cli.create(nil)
	cli.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "GET /policies/authorizationPolicy", nil)
	if wids, _ := claimsOf(t, cli.token)["wids"].([]any); len(wids) != 2 {
		t.Errorf("wids %v", wids)
	}
}
