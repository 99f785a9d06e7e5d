package tenantsim

import (
	"net/http"
	"strings"
	"testing"
)

// TestFaultsOfGraph: an answer of Graph's in place of the right one, for the calls in a tenant.
func TestFaultsOfGraph(t *testing.T) {
	h := newGraphHarness(t)
	once := func(f Fault) {
		f.Times = 1
		h.sim.Inject(CallsIn(testTenant), f)
	}
	once(GraphFault(http.StatusUnauthorized, "TokenCreatedWithOutdatedPolicies", "Continuous access evaluation resulted in challenge."))
	h.refuses(http.StatusUnauthorized, "TokenCreatedWithOutdatedPolicies", "", "GET /me", nil)
	h.wants(http.StatusOK, "GET /me", nil)
	slow := GraphFault(http.StatusTooManyRequests, "TooManyRequests", "Too many requests.")
	slow.RetryAfter = "3"
	once(slow)
	if a := h.ask("GET /me", nil); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "3" {
		t.Errorf("got %d %v", a.status, a.header)
	}
	once(slow)
	a := h.wants(http.StatusTooManyRequests, "POST /$batch", map[string]any{"requests": []any{map[string]string{"id": "1", "method": "GET", "url": "/me"}}})
	if apiCode(a) != "TooManyRequests" {
		t.Errorf("got %s", a.raw)
	}
	slow.Only = func(r Request) bool { return r.Batched }
	once(slow)
	a = h.wants(http.StatusOK, "POST /$batch", map[string]any{"requests": []any{map[string]string{"id": "1", "method": "GET", "url": "/me"}}})
	if !strings.Contains(a.raw, `"status":429`) || !strings.Contains(a.raw, `"Retry-After":"3"`) {
		t.Errorf("of a part: %s", a.raw)
	}
}

// TestAnAnswerThatIsLost: the n-th write of a tenant, cut off before it is carried out or after it.
func TestAnAnswerThatIsLost(t *testing.T) {
	for _, after := range []bool{false, true} {
		h := newGraphHarness(t)
		app := h.create(nil)
		h.sim.Inject(CallsIn(testTenant), Fault{Cut: true, After: after, Only: Writes, Skip: 1, Times: 1})
		h.wants(http.StatusOK, "POST /applications/"+app.object+"/addPassword", `{}`) // the first write passes
		h.wants(http.StatusOK, "GET /applications/"+app.object, nil)                  // reads do not count
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+graphVersion+"/applications/"+app.object+"/addPassword", strings.NewReader("{}"))
		must(t, err)
		r.Header.Set("Authorization", "Bearer "+h.token)
		if a, err := send(client(), r); err == nil {
			t.Errorf("got %d %s", a.status, a.raw)
		}
		secrets, _ := h.wants(http.StatusOK, "GET /applications/"+app.object, nil).body["passwordCredentials"].([]any)
		if want := map[bool]int{false: 1, true: 2}[after]; len(secrets) != want {
			t.Errorf("after %t: %d secrets, want %d", after, len(secrets), want)
		}
		h.wants(http.StatusOK, "POST /applications/"+app.object+"/addPassword", `{}`)
	}
}

// TestAWriteThatIsDenied: applied, and answered with the 404 that hides it.
func TestAWriteThatIsDenied(t *testing.T) {
	h := newGraphHarness(t)
	app, bc := h.create(nil), h.resource(bcResource)
	lost := GraphFault(http.StatusNotFound, "Directory_ObjectNotFound", "Unable to read the company information from the directory.")
	lost.After, lost.Only, lost.Times = true, Writes, 1
	h.sim.Inject(CallsIn(testTenant), lost)
	body := map[string]any{"clientId": app.principal, "consentType": "AllPrincipals", "resourceId": bc["id"], "scope": "user_impersonation"}
	h.refuses(http.StatusNotFound, "Directory_ObjectNotFound", "", "POST /oauth2PermissionGrants", body)
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "already exists", "POST /oauth2PermissionGrants", body)
}

// TestWritesOfTheAPIsAreCounted: a duty's write is one of the tenant's, too.
func TestWritesOfTheAPIsAreCounted(t *testing.T) {
	h, api := dutyHarness(t)
	h.sim.Inject(CallsIn(testTenant), Fault{Status: http.StatusServiceUnavailable, Only: Writes, After: true, Times: 1})
	one := bapPath + "/adminApplications/" + testClient + appsVersion
	if a := h.call(api, "PUT "+one); a.status != http.StatusServiceUnavailable {
		t.Errorf("got %d", a.status)
	}
	if a := h.call(api, "GET "+one); a.status != http.StatusOK {
		t.Errorf("the registration was not carried out: %d", a.status)
	}
}
