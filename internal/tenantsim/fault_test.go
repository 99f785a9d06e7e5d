package tenantsim

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	tests := map[string]struct {
		fault  Fault
		status int
		code   int
		header map[string]string
		raw    string
	}{
		"unavailable": {fault: Fault{Refusal: ServiceUnavailable}, status: 503, code: 90033},
		"throttled":   {fault: Fault{Refusal: Throttled, RetryAfter: "60"}, status: 429, code: 90055, header: map[string]string{"Retry-After": "60"}},
		"proxy page": {fault: Fault{Status: 200, Body: ProxyPage}, status: 200, raw: ProxyPage,
			header: map[string]string{"Content-Type": "text/html; charset=utf-8", "x-ms-request-id": ""}},
		"redirect": {fault: Fault{Status: 302, Location: "https://portal.invalid/"}, status: 302, header: map[string]string{"Location": "https://portal.invalid/"}},
		"raw body": {fault: Fault{Status: 200, Type: "application/json", Body: `{"access_token":`}, status: 200,
			raw: `{"access_token":`, header: map[string]string{"Content-Type": "application/json"}},
		"empty":      {fault: Fault{Status: 502}, status: 502},
		"retry 5":    {fault: Fault{RetryAfter: "5", Status: 429}, status: 429, header: map[string]string{"Retry-After": "5"}},
		"refusal by": {fault: Fault{Refusal: MFARequired}, status: 400, code: 50076},
	}
	for name, test := range tests {
		for _, key := range []string{testTenant, testDomain, testClient, strings.ToUpper(testClient)} {
			t.Run(name+" of "+key, func(t *testing.T) {
				h := newHarness(t)
				h.sim.Inject(key, test.fault)
				a := h.post(testDomain, secretForm())
				if a.status != test.status || a.code() != test.code {
					t.Errorf("got %d %d: %s", a.status, a.code(), a.raw)
				}
				if test.raw != "" && a.raw != test.raw {
					t.Errorf("body %q", a.raw)
				}
				for header, want := range test.header {
					if got := a.header.Get(header); got != want {
						t.Errorf("%s: %q, want %q", header, got, want)
					}
				}
				h.sim.Clear(key)
				if a := h.post(testDomain, secretForm()); a.status != http.StatusOK {
					t.Errorf("after Clear: %d", a.status)
				}
			})
		}
	}
}

func TestLatencyIsWaitedFor(t *testing.T) {
	opts := testOptions()
	var waited time.Duration
	opts.Wait = func(_ context.Context, d time.Duration) { waited = d }
	h := newHarnessWith(t, opts)
	h.sim.Inject(testTenant, Fault{Latency: 50 * time.Millisecond})
	if a := h.post(testTenant, secretForm()); a.status != http.StatusOK || waited != 50*time.Millisecond {
		t.Errorf("got %d after %v", a.status, waited)
	}
}

func TestTruncatedAnswer(t *testing.T) {
	h := newHarness(t)
	h.sim.Inject(testTenant, Fault{Status: 200, Type: "application/json", Body: `{"token_type":"Bearer","acc`, Truncate: true})
	a, err := send(client(), h.request(testTenant, secretForm().Encode()))
	if err == nil || !strings.Contains(err.Error(), "unexpected EOF") {
		t.Errorf("got %v %s", err, a.raw)
	}
	if requests := h.sim.Requests(); len(requests) != 1 || requests[0].Status != 200 {
		t.Errorf("noted %+v", requests)
	}
}

func TestFaultForSomeAnswers(t *testing.T) {
	h := newHarness(t)
	h.sim.Inject(testClient, Fault{Refusal: ServiceUnavailable, Times: 2})
	for i, want := range []int{503, 503, 200, 200} {
		if a := h.post(testTenant, secretForm()); a.status != want {
			t.Errorf("answer %d: got %d, want %d", i+1, a.status, want)
		}
	}
}

// TestFaultHitsItsSubjectAlone: a tenant's fault reaches all its paths, a client's the token endpoint only.
func TestFaultHitsItsSubjectAlone(t *testing.T) {
	h := newHarness(t)
	h.sim.AddTenant(Tenant{ID: StableID("other"), Name: "Other", Domains: []string{"other.example"}})
	discovery, realm := "/"+testDomain+"/v2.0/.well-known/openid-configuration", "/common/UserRealm/"+testUser
	other := "/other.example/v2.0/.well-known/openid-configuration"
	check := func(fault string, want map[string]int) {
		t.Helper()
		for path, status := range want {
			if a := h.get(path); a.status != status {
				t.Errorf("%s: %s got %d, want %d", fault, path, a.status, status)
			}
		}
	}
	h.sim.Inject(testClient, Fault{Status: 502})
	check("client", map[string]int{discovery: 200, realm: 200, other: 200})
	h.sim.Clear(testClient)
	h.sim.Inject(testTenant, Fault{Status: 502})
	check("tenant", map[string]int{discovery: 502, realm: 502, other: 200, "/common/UserRealm/somebody@other.example": 200})
	if a := h.post("other.example", secretForm()); a.status == 502 {
		t.Error("the fault reaches another tenant")
	}
}

func TestNewFaultReplacesTheOld(t *testing.T) {
	h := newHarness(t)
	h.sim.Inject(testTenant, Fault{Status: 502})
	h.sim.Inject(testDomain, Fault{Status: 504})
	if a := h.post(testTenant, secretForm()); a.status != 504 {
		t.Errorf("got %d", a.status)
	}
}
