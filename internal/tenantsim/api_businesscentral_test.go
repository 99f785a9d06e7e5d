package tenantsim

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// sampled is a harness whose application may call Business Central, with its token and the address of a company.
func sampled(t *testing.T) (h *harness, token, company string) {
	t.Helper()
	h = apiHarness(t)
	h.app(func(a *App) {
		a.Cards = []Card{{Environment: "Production", PermissionSets: []string{"D365 AUTOMATION"}}}
	})
	token = h.appToken(bcScope)
	const base = "/v2.0/production/api/v2.0/companies"
	companies, _ := h.call(token, "GET "+base).body["value"].([]any)
	if len(companies) != 1 {
		t.Fatalf("companies %v", companies)
	}
	return h, token, base + "(" + companies[0].(map[string]any)["id"].(string) + ")"
}

// sendWith is call with a header.
func (h *harness) sendWith(token, what, body, name, value string) answer {
	h.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	must(h.t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(name, value)
	return h.send(r)
}

// TestTheDocumentsSample walks the sample's requests in its order: list, create, filter, modify, delete.
func TestTheDocumentsSample(t *testing.T) {
	h, token, company := sampled(t)
	for _, kind := range []string{"customers", "items", "vendors"} {
		all := company + "/" + kind
		if a := h.call(token, "GET "+all); a.status != http.StatusOK || !strings.Contains(a.raw, `"value":[]`) || !strings.Contains(a.raw, "/"+kind+`"`) {
			t.Fatalf("%s: list: %d %s", kind, a.status, a.raw)
		}
		created := h.call(token, "POST "+all, `{"displayName" : "MyItemDisplayName2"}`)
		h.call(token, "POST "+all, `{"displayName" : "It's another"}`)
		if created.status != http.StatusCreated || !isGUID(created.text("id")) || created.text("displayName") != "MyItemDisplayName2" {
			t.Fatalf("%s: create: %d %s", kind, created.status, created.raw)
		}
		for text, want := range map[string]int{"MyItemDisplayName2": 1, "It''s another": 1, "nobody": 0} {
			filtered, _ := h.call(token, "GET "+all+"/?$filter="+url.QueryEscape("displayName eq '"+text+"'")).body["value"].([]any)
			if len(filtered) != want || want == 1 && filtered[0].(map[string]any)["displayName"] != strings.ReplaceAll(text, "''", "'") {
				t.Errorf("%s: filter %s: %v", kind, text, filtered)
			}
		}
		one := all + "(" + created.text("id") + ")"
		modified := h.sendWith(token, "PATCH "+one, `{"displayName" : "DeleteMe-MyItemDisplayName2"}`, "If-Match", "*")
		if modified.status != http.StatusOK || modified.text("displayName") != "DeleteMe-MyItemDisplayName2" || modified.text("id") != created.text("id") {
			t.Errorf("%s: modify: %d %s", kind, modified.status, modified.raw)
		}
		if a := h.call(token, "GET "+one); a.raw != modified.raw || modified.text("@odata.etag") == created.text("@odata.etag") {
			t.Errorf("%s: get: %s", kind, a.raw)
		}
		if a := h.call(token, "DELETE "+one); a.status != http.StatusNoContent || a.raw != "" {
			t.Errorf("%s: delete: %d %s", kind, a.status, a.raw)
		}
		if a := h.call(token, "GET "+one); a.status != http.StatusNotFound {
			t.Errorf("%s: after: %d %s", kind, a.status, a.raw)
		}
	}
}

// TestRecordsRefuse: what else a client may meet.
func TestRecordsRefuse(t *testing.T) {
	h, token, company := sampled(t)
	made := h.call(token, "POST "+company+"/customers", `{"displayName":"x"}`)
	one := company + "/customers(" + made.text("id") + ")"
	for name, test := range map[string]struct {
		token, what, body, match string
		status                   int
		code                     string
	}{
		"no etag":           {token, "PATCH " + one, `{}`, "", 400, "BadRequest_InvalidToken"},
		"old etag":          {token, "PATCH " + one, `{}`, `W/"old"`, 409, "Request_EntityChanged"},
		"no JSON, create":   {token, "POST " + company + "/customers", `x`, "", 400, "BadRequest"},
		"no JSON, modify":   {token, "PATCH " + one, `[]`, "*", 400, "BadRequest"},
		"unknown filter":    {token, "GET " + company + "/customers?$filter=startswith(displayName,'x')", "", "", 400, "BadRequest"},
		"unknown record":    {token, "GET " + company + "/customers(" + testTenant + ")", "", "", 404, "Internal_RecordNotFound"},
		"unknown kind":      {token, "GET " + company + "/pigeons", "", "", 404, "BadRequest_NotFound"},
		"unknown company":   {token, "GET /v2.0/Production/api/v2.0/companies(" + testTenant + ")/customers", "", "", 404, "Internal_CompanyNotFound"},
		"other environment": {token, "GET " + strings.Replace(company, "production", "sandbox", 1) + "/customers", "", "", 401, "Authentication_InvalidCredentials"},
		"no token":          {"", "DELETE " + one, "", "", 401, "Authentication_InvalidCredentials"},
		"another API":       {h.appToken(appsScope), "DELETE " + one, "", "", 401, "Authentication_InvalidCredentials"},
	} {
		a := h.sendWith(test.token, test.what, test.body, "If-Match", test.match)
		if a.status != test.status || apiCode(a) != test.code || !strings.Contains(a.raw, "CorrelationId") {
			t.Errorf("%s: got %d %s", name, a.status, a.raw)
		}
	}
	if a := h.sendWith(token, "PATCH "+one, `{"displayName":"y"}`, "If-Match", made.text("@odata.etag")); a.status != http.StatusOK {
		t.Errorf("its own etag: %d %s", a.status, a.raw)
	}
	if a := h.call(token, "GET "+company+"/customers"); strings.Count(a.raw, `"displayName":"y"`) != 1 || strings.Contains(a.raw, `"x"`) {
		t.Errorf("in the end: %s", a.raw)
	}
}

// TestRecordsAreOfOneEnvironment, and a user of the tenant sees those of an application.
func TestRecordsAreOfOneEnvironment(t *testing.T) {
	h, token, company := sampled(t)
	h.call(token, "POST "+company+"/customers", `{"displayName":"x","number":"7"}`)
	user := h.userToken(bcScope)
	if a := h.call(user, "GET "+company+"/customers"); !strings.Contains(a.raw, `"number":"7"`) {
		t.Errorf("got %s", a.raw)
	}
	sandbox, _ := h.call(user, "GET /v2.0/"+testTenant+"/Sandbox/api/v2.0/companies").body["value"].([]any)
	id := sandbox[0].(map[string]any)["id"].(string)
	if a := h.call(user, "GET /v2.0/"+testTenant+"/Sandbox/api/v2.0/companies("+id+")/customers"); !strings.Contains(a.raw, `"value":[]`) {
		t.Errorf("got %s", a.raw)
	}
}
