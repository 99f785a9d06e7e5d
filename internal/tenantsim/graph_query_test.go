package tenantsim

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

func TestFilters(t *testing.T) {
	h := newGraphHarness(t)
	for _, name := range []string{"Bob's app", "appreg one", "appreg two"} {
		h.create(map[string]any{"displayName": name})
	}
	for filter, want := range map[string]int{
		"displayName eq 'Bob''s app'": 1, "displayName eq 'APPREG ONE'": 1, "displayName eq 'x'": 0, "startswith(displayName,'appreg')": 2,
		"displayName in ('appreg one','Bob''s app')": 2, "appId eq '" + testClient + "'": 1, "startswith(displayName,'appreg') and displayName eq 'appreg two'": 1,
	} {
		if got := values(h.wants(http.StatusOK, "GET /applications?$filter="+escaped(filter), nil)); len(got) != want {
			t.Errorf("%s: %d, want %d", filter, len(got), want)
		}
	}
	h.refuses(http.StatusBadRequest, "Request_UnsupportedQuery", "", "GET /applications?$filter="+escaped("contains(displayName,'x')"), nil)
	h.refuses(http.StatusBadRequest, "Request_UnsupportedQuery", "", "GET /applications?$filter="+escaped("displayName eq x"), nil)
	h.refuses(http.StatusBadRequest, "BadRequest", "microsoft.graph.application", "GET /applications?$select=id,clientId", nil)
}

func escaped(s string) string { return strings.NewReplacer(" ", "%20", "'", "%27").Replace(s) }

// TestPages: a list goes on where the link says.
func TestPages(t *testing.T) {
	h := newGraphHarness(t)
	for range 4 {
		h.create(nil)
	}
	next, seen := h.url+graphVersion+"/applications?$top=2&$select=id", map[any]bool{}
	for pages := 0; next != "" && pages < 9; pages++ {
		a := h.wants(http.StatusOK, "GET "+strings.TrimPrefix(next, h.url+graphVersion), nil)
		for _, o := range values(a) {
			seen[o["id"]] = true
		}
		next = a.text("@odata.nextLink")
	}
	if len(seen) != 5 {
		t.Errorf("%d registrations", len(seen))
	}
}

// TestBatch: each part has its own answer, in another order, with the caller's token.
func TestBatch(t *testing.T) {
	h := newGraphHarness(t)
	part := func(id, method, url string) map[string]any {
		return map[string]any{"id": id, "method": method, "url": url}
	}
	create := part("4", "POST", "/applications")
	create["body"], create["headers"] = map[string]string{"displayName": "in a batch"}, map[string]string{"Content-Type": "application/json"}
	a := h.wants(http.StatusOK, "POST /$batch", map[string]any{"requests": []any{
		part("1", "GET", "/applications(appId='"+testClient+"')?$select=id,appId"), part("2", "GET", "/applications(appId='"+testTenant+"')"),
		part("3", "GET", "/me/memberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId"), create,
		part("5", "GET", "/nothing"),
		map[string]any{"id": "6", "method": "GET", "url": "/me", "dependsOn": []string{"5"}}, map[string]any{"id": "7", "method": "GET", "url": "/me", "dependsOn": []string{"1"}},
	}})
	got := map[string]map[string]any{}
	answers, _ := a.body["responses"].([]any)
	for _, item := range answers {
		one, _ := item.(map[string]any)
		got[one["id"].(string)] = one
	}
	for id, status := range map[string]float64{"1": 200, "2": 404, "3": 200, "4": 201, "5": 404, "6": 424, "7": 200} {
		if got[id]["status"] != status {
			t.Errorf("%s: %v", id, got[id])
		}
	}
	if answers[0].(map[string]any)["id"] == "1" {
		t.Error("the order is that of the requests")
	}
	if one := got["1"]["body"].(map[string]any); one["appId"] != testClient {
		t.Errorf("got %v", one)
	}
	var batched, writes int
	for _, r := range h.sim.Requests() {
		if r.Batched {
			batched++
		}
		if Writes(r) {
			writes++
		}
	}
	if batched != 6 || writes != 1 {
		t.Errorf("%d parts and %d writes in the log", batched, writes)
	}
	many := []any{}
	for i := range batchLimit + 1 {
		many = append(many, part(string(rune('a'+i)), "GET", "/me"))
	}
	h.refuses(http.StatusBadRequest, "BadRequest", "maximum value of 20", "POST /$batch", map[string]any{"requests": many})
	h.refuses(http.StatusBadRequest, "BadRequest", "", "POST /$batch", map[string]any{"requests": []any{part("1", "GET", "/me"), part("1", "GET", "/me")}})
	h.refuses(http.StatusBadRequest, "BadRequest", "", "POST /$batch", `{}`)
}

// TestErrorsNameTheRequest: in the header and in the envelope, with the caller's own id.
func TestErrorsNameTheRequest(t *testing.T) {
	h := newGraphHarness(t)
	const mine = "99990000-1111-4222-8333-444455556666"
	a := h.ask("GET /applications/"+testTenant, nil, "client-request-id", mine)
	envelope, _ := a.body["error"].(map[string]any)
	inner, _ := envelope["innerError"].(map[string]any)
	if inner["request-id"] != a.header.Get("request-id") || inner["client-request-id"] != mine || a.header.Get("client-request-id") != mine || inner["date"] == nil {
		t.Errorf("got %s, header %v", a.raw, a.header)
	}
	h.as("").refuses(http.StatusUnauthorized, "InvalidAuthenticationToken", "", "GET /me", nil)
	h.as("nonsense").refuses(http.StatusUnauthorized, "InvalidAuthenticationToken", "", "GET /me", nil)
	h.as(h.appToken(bcScope)).refuses(http.StatusUnauthorized, "InvalidAuthenticationToken", "", "GET /me", nil)
	expired, err := h.sim.AdminToken(testTenant, adminUser, AdminTokenOptions{Lifetime: -1e9})
	must(t, err)
	h.as(expired).refuses(http.StatusUnauthorized, "InvalidAuthenticationToken", "expired", "GET /me", nil)
}

// TestPackedBodies: Microsoft's Graph SDK packs what it sends.
func TestPackedBodies(t *testing.T) {
	h := newGraphHarness(t)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := writer.Write([]byte(`{"displayName":"packed"}`))
	must(t, err)
	must(t, writer.Close())
	if a := h.wants(http.StatusCreated, "POST /applications", packed.String(), "Content-Encoding", "gzip"); a.text("displayName") != "packed" {
		t.Errorf("got %s", a.raw)
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "displayName", "POST /applications", `{"displayName":"plain"}`, "Content-Encoding", "gzip")
}

// TestTheTenantInThePath: as older clients send it.
func TestTheTenantInThePath(t *testing.T) {
	h := newGraphHarness(t)
	for _, prefix := range []string{"/" + testTenant, "/myorganization"} {
		h.wants(http.StatusOK, "GET "+prefix+"/applications(appId='"+testClient+"')", nil)
	}
	h.wants(http.StatusNotFound, "GET /"+testTenant, nil)
}
