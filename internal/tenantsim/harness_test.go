package tenantsim

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
)

// testNow is the simulator's time in tests.
var testNow = time.Date(2026, 11, 20, 12, 30, 15, 0, time.UTC)

// testKey signs the tokens of all tests: making one takes a while, and a short one signs faster.
var testKey = sync.OnceValues(newRSAKey)

func newRSAKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) }

const (
	testTenant   = "6f890000-1111-4222-8333-444455556666"
	testDomain   = "contoso.onmicrosoft.com"
	testClient   = "11112222-3333-4444-8555-666677778888"
	testUser     = "adele@contoso.onmicrosoft.com"
	testSecret   = "simulated secret value"
	testPassword = "Oak+Lamp&River=7%" // characters that a form must encode
	testKeyID    = "99990000-3333-4444-8555-666677778888"
	lcsScope     = "https://lcsapi.lcs.dynamics.com//.default"
	appsScope    = "https://service.powerapps.com//.default"
	bcScope      = "https://api.businesscentral.dynamics.com/.default"
	lcsResource  = "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"
	bcResource   = "996def3d-b36c-4153-8607-a6fd3c01b89f"
)

// harness is a simulator behind a real listener, with one tenant, user and app registration in which all is right.
type harness struct {
	t   *testing.T
	sim *Sim
	url string
}

// testOptions hold clock, ids, lifetime and key still.
func testOptions() Options {
	var mu sync.Mutex
	count := 0
	return Options{
		Now: func() time.Time { return testNow },
		NewID: func() string {
			mu.Lock()
			defer mu.Unlock()
			count++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", count)
		},
		Lifetime: func() int { return 4228 },
		Key:      func() (*rsa.PrivateKey, error) { return testKey() },
	}
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	return newHarnessWith(t, testOptions())
}

func newHarnessWith(t *testing.T, opts Options) *harness {
	t.Helper()
	h := newBareHarness(t, opts)
	h.sim.AddTenant(Tenant{ID: testTenant, Name: "Contoso", Domains: []string{testDomain}})
	h.addUser(User{UPN: testUser, Name: "Adele Vance", Password: testPassword})
	h.addApp(App{
		ClientID: testClient, Name: "Test app", Public: true,
		Secrets:  []Secret{{ID: testKeyID, Value: testSecret, Expires: testNow.Add(time.Hour)}},
		Requires: map[catalog.API][]string{catalog.LCS: {"user_impersonation"}, catalog.PowerApps: {"User"}, catalog.BusinessCentral: {"Financials.ReadWrite.All"}},
		Consents: map[catalog.API][]string{catalog.LCS: {"user_impersonation"}, catalog.PowerApps: {"User"}},
		Roles:    map[catalog.API][]string{catalog.BusinessCentral: {"API.ReadWrite.All"}},
	})
	return h
}

// newBareHarness has no tenant.
func newBareHarness(t *testing.T, opts Options) *harness {
	t.Helper()
	sim := New(opts)
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	return &harness{t: t, sim: sim, url: server.URL}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *harness) addUser(u User) { h.sim.AddTenant(Tenant{ID: testTenant, Users: []*User{&u}}) }
func (h *harness) addApp(a App)   { h.sim.AddTenant(Tenant{ID: testTenant, Apps: []*App{&a}}) }

func (h *harness) tenant(change func(*Tenant)) {
	h.t.Helper()
	must(h.t, h.sim.UpdateTenant(testTenant, change))
}

// app changes the app registration.
func (h *harness) app(change func(*App)) {
	h.t.Helper()
	must(h.t, h.sim.UpdateApp(testTenant, testClient, change))
}

// user changes the user.
func (h *harness) user(change func(*User)) {
	h.t.Helper()
	must(h.t, h.sim.UpdateUser(testTenant, testUser, change))
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any // nil if it was no JSON object
}

func (a answer) text(key string) string {
	text, _ := a.body[key].(string)
	return text
}

// code is the first of error_codes, 0 without any.
func (a answer) code() int {
	codes, _ := a.body["error_codes"].([]any)
	if len(codes) == 0 {
		return 0
	}
	number, _ := codes[0].(float64)
	return int(number)
}

func (a answer) keys() []string { return slices.Sorted(maps.Keys(a.body)) }

// client follows no redirects.
func client() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (h *harness) send(r *http.Request) answer {
	h.t.Helper()
	a, err := send(client(), r)
	must(h.t, err)
	return a
}

func send(c *http.Client, r *http.Request) (answer, error) {
	response, err := c.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: response.StatusCode, header: response.Header, raw: string(raw)}
	if json.Unmarshal(raw, &a.body) != nil {
		a.body = nil
	}
	return a, nil
}

func (h *harness) get(path string) answer {
	h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, h.url+path, nil)
	must(h.t, err)
	return h.send(r)
}

// post sends a form to the tenant's token endpoint, with header pairs.
func (h *harness) post(tenant string, form url.Values, headers ...string) answer {
	h.t.Helper()
	return h.send(h.request(tenant, form.Encode(), headers...))
}

func (h *harness) request(tenant, body string, headers ...string) *http.Request {
	h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, h.url+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(body))
	must(h.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// form makes a form of pairs.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// passwordForm is the documents' POST for a user, with changes: an empty value takes the parameter away.
func passwordForm(changes ...string) url.Values {
	return changed(form("grant_type", "password", "client_id", testClient, "scope", lcsScope,
		"username", testUser, "password", testPassword), changes)
}

// secretForm is the documents' POST for an application, with changes.
func secretForm(changes ...string) url.Values {
	return changed(form("grant_type", "client_credentials", "client_id", testClient, "scope", bcScope,
		"client_secret", testSecret), changes)
}

func changed(values url.Values, changes []string) url.Values {
	for key, value := range form(changes...) {
		if value[0] == "" {
			values.Del(key)
			continue
		}
		values[key] = value
	}
	return values
}
