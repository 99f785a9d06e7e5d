package tenantsim

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestFederatedCredentials(t *testing.T) {
	h := newGraphHarness(t)
	app := h.create(nil)
	all := "/applications/" + app.object + "/federatedIdentityCredentials"
	body := func(name, subject string) map[string]any {
		return map[string]any{"name": name, "issuer": "https://token.actions.githubusercontent.com", "subject": subject, "audiences": []string{"api://AzureADTokenExchange"}}
	}
	made := h.wants(http.StatusCreated, "POST "+all, body("gh-prod", "repo:o/r:environment:prod"))
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "", "POST "+all, body("gh-prod", "repo:o/r:environment:test"))
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "", "POST "+all, body("gh-other", "repo:o/r:environment:prod"))
	for says, change := range map[string]map[string]any{
		"name": {"name": "x"}, "characters": {"subject": strings.Repeat("s", 601)}, "one audience": {"audiences": []string{"a", "b"}}, "Issuer": {"issuer": ""},
	} {
		wrong := body("gh-wrong", "repo:o/r:pull_request")
		for key, value := range change {
			wrong[key] = value
		}
		h.refuses(http.StatusBadRequest, "Request_BadRequest", says, "POST "+all, wrong)
	}
	named := all + "(name='gh-main')"
	update := body("", "repo:o/r:ref:refs/heads/main")
	delete(update, "name")
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "PATCH "+named, update)
	h.wants(http.StatusCreated, "PATCH "+named, update, "Prefer", "create-if-missing")
	update["subject"] = "repo:o/r:ref:refs/heads/next"
	h.wants(http.StatusNoContent, "PATCH "+named, update, "Prefer", "create-if-missing")
	if read := h.wants(http.StatusOK, "GET "+named, nil); read.text("subject") != "repo:o/r:ref:refs/heads/next" {
		t.Errorf("got %s", read.raw)
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "name", "PATCH "+all+"/"+made.text("id"), `{"name":"gh-renamed"}`)
	if list := values(h.wants(http.StatusOK, "GET "+all, nil)); len(list) != 2 {
		t.Errorf("got %v", list)
	}
	h.wants(http.StatusNoContent, "DELETE "+all+"/"+made.text("id"), nil)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET "+all+"/gh-prod", nil)
	for i := range 19 {
		h.wants(http.StatusCreated, "POST "+all, body(fmt.Sprintf("more-%d", i), fmt.Sprintf("s%d", i)))
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "20", "POST "+all, body("one-more", "s"))
}

func TestOwners(t *testing.T) {
	h := newGraphHarness(t)
	megan := h.as(h.adminToken(developerUser))
	mine := megan.create(nil)
	owners := "/applications/" + mine.object + "/owners"
	if all := values(megan.wants(http.StatusOK, "GET "+owners+"?$select=id,userPrincipalName", nil)); len(all) != 1 || all[0]["userPrincipalName"] != developerUser {
		t.Errorf("got %v", all)
	}
	if all := values(h.wants(http.StatusOK, "GET /applications/"+h.create(nil).object+"/owners", nil)); len(all) != 0 {
		t.Errorf("an administrator owns what it made: %v", all)
	}
	reference := map[string]string{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/" + servicePrincipalID(testTenant, testClient)}
	megan.wants(http.StatusNoContent, "POST "+owners+"/$ref", reference)
	megan.refuses(http.StatusBadRequest, "Request_BadRequest", "already exist", "POST "+owners+"/$ref", reference)
	if all := values(megan.wants(http.StatusOK, "GET "+owners, nil)); len(all) != 2 || all[1]["@odata.type"] != "#microsoft.graph.servicePrincipal" {
		t.Errorf("got %v", all)
	}
	id := StableID("user", testTenant, developerUser)
	megan.wants(http.StatusNoContent, "DELETE "+owners+"/"+id+"/$ref", nil)
	megan.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "POST "+owners+"/$ref", reference)
	bound := h.create(map[string]any{"owners@odata.bind": []string{"https://graph.microsoft.com/v1.0/directoryObjects/" + id}})
	megan.wants(http.StatusNoContent, "PATCH /applications/"+bound.object, `{"notes":"mine"}`)
}

func TestDeletedRegistrations(t *testing.T) {
	h := newGraphHarness(t)
	const upsert, prefer = "PATCH /applications(uniqueName='appreg-x')", "create-if-missing"
	old := h.wants(http.StatusCreated, upsert, `{"displayName":"old"}`, "Prefer", prefer)
	h.wants(http.StatusNoContent, "DELETE /applications/"+old.text("id"), nil)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "DELETE /applications/"+old.text("id"), nil)
	const deleted = "/directory/deletedItems/"
	list := func() []map[string]any {
		return values(h.wants(http.StatusOK, "GET "+deleted+"microsoft.graph.application?$filter="+escaped("uniqueName eq 'appreg-x'")+"&$select=id,appId,deletedDateTime", nil))
	}
	if all := list(); len(all) != 1 || all[0]["appId"] != old.text("appId") || all[0]["deletedDateTime"] == nil {
		t.Errorf("got %v", all)
	}
	h.tenant(func(t *Tenant) { t.Rules.ReservedUniqueNames = true })
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "uniqueName", upsert, `{"displayName":"new"}`, "Prefer", prefer)
	h.tenant(func(t *Tenant) { t.Rules.ReservedUniqueNames = false })
	fresh := h.wants(http.StatusCreated, upsert, `{"displayName":"new"}`, "Prefer", prefer)
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "uniqueName", "POST "+deleted+old.text("id")+"/restore", nil)
	h.wants(http.StatusNoContent, "DELETE /applications/"+fresh.text("id"), nil)
	h.wants(http.StatusOK, "POST "+deleted+old.text("id")+"/restore", nil)
	h.wants(http.StatusOK, "GET /applications(appId='"+old.text("appId")+"')", nil)
	h.wants(http.StatusNoContent, "DELETE "+deleted+fresh.text("id"), nil)
	if all := list(); len(all) != 0 {
		t.Errorf("got %v", all)
	}
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "POST "+deleted+fresh.text("id")+"/restore", nil)
}
