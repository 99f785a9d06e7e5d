package tenantsim

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// TestNoPathAnswersInGosWords: what is not simulated is told as JSON, whatever the method, with the headers of every answer.
func TestNoPathAnswersInGosWords(t *testing.T) {
	h := newHarness(t)
	for _, what := range []string{
		"GET /", "GET /" + testTenant + "/oauth2/v2.0/nothing", "GET /common", "GET /common/UserRealm/", "GET //common//UserRealm/x",
		"GET /" + testTenant + "/../common/discovery/v2.0/keys", "DELETE /" + testTenant + "/v2.0/.well-known/openid-configuration",
		"POST " + platPath, "PATCH /environments/v1.2", "GET /v2.0/Production/api/v2.0/companies(1", "GET /v1.0/applicationz", "PUT /v1.0/applications", "POST /nothing",
	} {
		a := h.call("", what)
		code := apiCode(a)
		if a.status != http.StatusNotFound || code != "NotFound" || a.header.Get("X-Ms-Request-Id") == "" ||
			!strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: got %d %q", what, a.status, a.raw)
		}
	}
}

// TestPathsAreReadAsEntraReadsThem: case does not matter in the fixed parts, nor does a slash at the end.
func TestPathsAreReadAsEntraReadsThem(t *testing.T) {
	h := newHarness(t)
	for _, path := range []string{
		"/common/userrealm/" + testUser, "/common/UserRealm/" + testUser + "?api-version=1.0", "/COMMON/USERREALM/" + strings.ToUpper(testUser) + "/",
	} {
		if a := h.get(path); a.status != http.StatusOK || a.text("account_type") != "Managed" {
			t.Errorf("%s: got %d %s", path, a.status, a.raw)
		}
	}
	if a := h.submit("/"+testTenant+"/OAuth2/V2.0/Token", secretForm()); a.status != http.StatusOK {
		t.Errorf("got %s", a.raw)
	}
}

func TestMatchingOfAPart(t *testing.T) {
	for _, test := range []struct {
		part, segment string
		words         map[string]string // nil: no match
	}{
		{"token", "TOKEN", map[string]string{}}, {"token", "tokens", nil}, {"token", "toke", nil},
		{"{x}", "a", map[string]string{"x": "a"}}, {"{x}", "", nil},
		{"companies({x})", "Companies(1)", map[string]string{"x": "1"}}, {"companies({x})", "companies()", nil}, {"companies({x})", "companies(1", nil},
		{"companies({x})", "c", nil}, {"companies({x})", "companies(1)2", nil},
		{"{x}({y})", "customers(1)", map[string]string{"x": "customers", "y": "1"}}, {"{x}({y})", "customers", nil}, {"{x}({y})", "(1)", nil},
	} {
		words := map[string]string{}
		if ok := matchPart(test.part, test.segment, words); ok != (test.words != nil) || ok && !maps.Equal(words, test.words) {
			t.Errorf("%s %s: got %v %v", test.part, test.segment, words, ok)
		}
	}
}

// TestRequestIDIsTheTraceID: also in the text, and of a fault's refusal, and there is one on every page.
func TestRequestIDIsTheTraceID(t *testing.T) {
	h := newHarness(t)
	check := func(name string, a answer) {
		t.Helper()
		id := a.header.Get("X-Ms-Request-Id")
		if id == "" || !strings.Contains(a.raw, "Trace ID: "+id) || a.body != nil && a.text("trace_id") != id {
			t.Errorf("%s: x-ms-request-id %q: %s", name, id, a.raw)
		}
	}
	check("token", h.post(testTenant, secretForm("client_secret", "x")))
	check("discovery", h.get("/nosuch.example/v2.0/.well-known/openid-configuration"))
	check("page", h.get(authorizePath()))
	h.sim.Inject(testTenant, Fault{Refusal: Throttled})
	check("fault", h.post(testTenant, secretForm()))
}
