package cases

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// ask sends a request to Graph as an admin, and returns status and body.
func (h *harness) ask(token, method, path, body string) (int, map[string]any) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, h.url+"/v1.0"+path, strings.NewReader(body))
	must(h.t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	must(h.t, err)
	defer response.Body.Close()
	answer := map[string]any{}
	_ = json.NewDecoder(response.Body).Decode(&answer) // a 204 has none
	return response.StatusCode, answer
}

// TestAdmins: their tokens are good for Graph and for the APIs, and their roles are in the directory.
func TestAdmins(t *testing.T) {
	h := newHarness(t)
	_, err := Load(h.sim, t.TempDir(), headlessFlows()...)
	must(t, err)
	admins, err := LoadAdmins(h.sim)
	must(t, err)
	for _, admin := range admins {
		line, err := json.Marshal(admin)
		must(t, err)
		keys := map[string]any{}
		must(t, json.Unmarshal(line, &keys))
		if len(keys) != 4 || keys["roles"] == nil {
			t.Errorf("%s: keys %v", admin.Name, keys)
		}
		status, held := h.ask(admin.GraphToken, "GET", "/me/memberOf/microsoft.graph.directoryRole", "")
		if all, _ := held["value"].([]any); status != http.StatusOK || len(all) != len(admin.Roles) {
			t.Errorf("%s: %d %v", admin.Name, status, held)
		}
		if claims := claimsOf(t, admin.APIToken); len(claims["aud"].([]any)) != len(catalog.Services()) || claims["upn"] != admin.Username {
			t.Errorf("%s: %v", admin.Name, claims)
		}
	}
	if admins[0].Roles[0] != tenantsim.GlobalAdministrator || len(admins[3].Roles) != 0 {
		t.Errorf("the order is %v", admins)
	}
	status, gone := h.ask(admins[0].GraphToken, "GET", "/directory/deletedItems/microsoft.graph.application", "")
	if all, _ := gone["value"].([]any); status != http.StatusOK || len(all) != 1 {
		t.Errorf("deleted: %d %v", status, gone)
	}
}

// TestCreateStory: consent needs a higher role, and a policy forbids what the flow needs; each is fixed once.
func TestCreateStory(t *testing.T) {
	h := newHarness(t)
	st, err := LoadCreateStory(h.sim)
	must(t, err)
	status, app := h.ask(st.Admin.GraphToken, "POST", "/applications", `{"displayName":"appreg demo"}`)
	id, _ := app["id"].(string)
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, app)
	}
	secret := func() int {
		status, _ := h.ask(st.Admin.GraphToken, "POST", "/applications/"+id+"/addPassword", `{}`)
		return status
	}
	consent := func() int {
		status, _ := h.ask(st.Admin.GraphToken, "POST", "/oauth2PermissionGrants", `{}`)
		return status
	}
	steps := []struct {
		flow            catalog.Flow
		fixes           bool
		secret, consent int
	}{{catalog.Browser, true, 400, 400}, {catalog.Browser, false, 400, 400}, {catalog.ClientSecret, true, 200, 400}, {catalog.ClientSecret, false, 200, 400}}
	if got := [2]int{secret(), consent()}; got != [2]int{400, 403} {
		t.Errorf("before: %v", got)
	}
	for i, step := range steps {
		if st.Fixable(step.flow) != step.fixes {
			t.Errorf("%d: fixable %t", i, !step.fixes)
		}
		if done, ok := st.Fix(step.flow); ok != step.fixes || ok != (done != "") {
			t.Errorf("%d: fixed %t %q", i, ok, done)
		}
		if got := [2]int{secret(), consent()}; got != [2]int{step.secret, step.consent} {
			t.Errorf("%d: %v", i, got)
		}
	}
	for _, service := range catalog.Services() {
		for _, flow := range orAll(nil) {
			v := st.Values(service.API, flow)
			if v.ClientID != "" || v.Secret != "" || v.Certificate != "" || v.Tenant == "" || v.Profile == "" || flow.SignsInUser() != (v.Username != "") {
				t.Errorf("%s %s: %+v", service.API, flow, v)
			}
		}
	}
}
