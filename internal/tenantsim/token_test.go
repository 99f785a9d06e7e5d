package tenantsim

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnswerFields(t *testing.T) {
	user := []string{"access_token", "expires_in", "ext_expires_in", "scope", "token_type"}
	tests := map[string]struct {
		form url.Values
		keys []string
	}{
		"application":             {secretForm(), []string{"access_token", "expires_in", "ext_expires_in", "token_type"}},
		"application, as MSAL":    {secretForm("scope", bcScope+" openid offline_access profile", "client_info", "1"), []string{"access_token", "expires_in", "ext_expires_in", "token_type"}},
		"user":                    {passwordForm(), user},
		"user, offline_access":    {passwordForm("scope", lcsScope+" offline_access"), []string{"access_token", "expires_in", "ext_expires_in", "refresh_token", "scope", "token_type"}},
		"user, openid":            {passwordForm("scope", "openid "+lcsScope), []string{"access_token", "client_info", "expires_in", "ext_expires_in", "id_token", "scope", "token_type"}},
		"user, all, as MSAL":      {passwordForm("scope", lcsScope+" openid offline_access profile", "client_info", "1"), []string{"access_token", "client_info", "expires_in", "ext_expires_in", "id_token", "refresh_token", "scope", "token_type"}},
		"user, scope by its name": {passwordForm("scope", "https://lcsapi.lcs.dynamics.com//user_impersonation"), user},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newHarness(t).post(testDomain, test.form, "x-client-SKU", "MSAL.Go", "x-client-Ver", "1.10.1")
			if a.status != http.StatusOK {
				t.Fatalf("got %d: %s", a.status, a.raw)
			}
			if diff := cmp.Diff(test.keys, a.keys()); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			if a.text("token_type") != "Bearer" || a.body["expires_in"] != 4228.0 || a.body["ext_expires_in"] != 4228.0 {
				t.Errorf("token_type %q, expires_in %v, ext_expires_in %v", a.text("token_type"), a.body["expires_in"], a.body["ext_expires_in"])
			}
			if got := a.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("Content-Type %q", got)
			}
			if got := a.header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
}

// TestScopeEcho: the answer repeats the form that was asked for, double slash included.
func TestScopeEcho(t *testing.T) {
	tests := map[string]string{
		lcsScope: "https://lcsapi.lcs.dynamics.com//user_impersonation https://lcsapi.lcs.dynamics.com//.default",
		"https://lcsapi.lcs.dynamics.com/.default":     "https://lcsapi.lcs.dynamics.com/user_impersonation https://lcsapi.lcs.dynamics.com/.default",
		"https://lcsapi.eu.lcs.dynamics.com//.default": "https://lcsapi.eu.lcs.dynamics.com//user_impersonation https://lcsapi.eu.lcs.dynamics.com//.default",
		appsScope:                                             "https://service.powerapps.com//User https://service.powerapps.com//.default",
		appsScope + " offline_access openid":                  "https://service.powerapps.com//User https://service.powerapps.com//.default",
		"https://service.powerapps.com//User":                 "https://service.powerapps.com//User",
		"475226c6-020e-4fb2-8a90-7a972cbfc1d4/.default":       "475226c6-020e-4fb2-8a90-7a972cbfc1d4/User 475226c6-020e-4fb2-8a90-7a972cbfc1d4/.default",
		"https://lcsapi.lcs.dynamics.com//user_impersonation": "https://lcsapi.lcs.dynamics.com//user_impersonation",
	}
	h := newHarness(t)
	for scope, want := range tests {
		a := h.post(testTenant, passwordForm("scope", scope))
		if got := a.text("scope"); got != want {
			t.Errorf("%s: got %q, want %q (%s)", scope, got, want, a.raw)
		}
	}
}

// TestSlashesAreForgivenOnce: an identifier with two slashes too many is another resource.
func TestSlashesAreForgivenOnce(t *testing.T) {
	a := newHarness(t).post(testTenant, passwordForm("scope", "https://lcsapi.lcs.dynamics.com///.default"))
	if a.code() != 500011 {
		t.Errorf("got %d: %s", a.code(), a.raw)
	}
}

func TestTenantForms(t *testing.T) {
	h := newHarness(t)
	for _, tenant := range []string{testTenant, strings.ToUpper(testTenant), testDomain, "Contoso.OnMicrosoft.com", "organizations"} {
		if a := h.post(tenant, passwordForm()); a.status != http.StatusOK {
			t.Errorf("%s: got %d: %s", tenant, a.status, a.raw)
		}
	}
	if a := h.post("organizations", secretForm()); a.code() != 50059 {
		t.Errorf("organizations without a user: got %d", a.code())
	}
	if a := h.post("consumers", passwordForm()); a.code() != 9001023 {
		t.Errorf("consumers: got %d", a.code())
	}
}

func TestOrderOfParametersDoesNotMatter(t *testing.T) {
	h := newHarness(t)
	body := "password=" + url.QueryEscape(testPassword) + "&username=" + url.QueryEscape(testUser) +
		"&scope=" + url.QueryEscape(lcsScope) + "&unknown=1&client_id=" + testClient + "&grant_type=password"
	if a := h.send(h.request(testTenant, body)); a.status != http.StatusOK {
		t.Errorf("got %d: %s", a.status, a.raw)
	}
}

// TestPasswordMustBeEncoded: the password's + and % reach the simulator only from an encoded form.
func TestPasswordMustBeEncoded(t *testing.T) {
	h := newHarness(t)
	body := "grant_type=password&client_id=" + testClient + "&scope=" + lcsScope + "&username=" + testUser + "&password=Oak+Lamp&River=7%25"
	if a := h.send(h.request(testTenant, body)); a.code() != 50126 {
		t.Errorf("got %d: %s", a.code(), a.raw)
	}
}

func TestBasicHeader(t *testing.T) {
	basic := func(id, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
	}
	tests := map[string]struct {
		form   url.Values
		header string
		code   int
	}{
		"both in the header":     {secretForm("client_id", "", "client_secret", ""), basic(testClient, testSecret), 0},
		"id in both":             {secretForm("client_secret", ""), basic(testClient, testSecret), 0},
		"wrong secret":           {secretForm("client_id", "", "client_secret", ""), basic(testClient, "another"), 7000215},
		"form wins":              {secretForm(), basic(testClient, "another"), 0},
		"no base64":              {secretForm("client_secret", ""), "Basic ***", 7000216},
		"another scheme":         {secretForm("client_secret", ""), "Bearer x", 7000216},
		"not percent-encoded id": {secretForm("client_id", "", "client_secret", ""), "Basic " + base64.StdEncoding.EncodeToString([]byte("%zz:x")), 700016},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newHarness(t).post(testTenant, test.form, "Authorization", test.header)
			if a.code() != test.code {
				t.Errorf("got %d, want %d: %s", a.code(), test.code, a.raw)
			}
		})
	}
}

// TestBodyMustBeAForm: JSON or multipart has no grant_type for Entra (AADSTS900144).
func TestBodyMustBeAForm(t *testing.T) {
	h := newHarness(t)
	for contentType, body := range map[string]string{
		"application/json":                  `{"grant_type":"client_credentials"}`,
		"multipart/form-data; boundary=x":   "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\npassword\r\n--x--\r\n",
		"text/plain":                        secretForm().Encode(),
		"application/x-www-form-urlencoded": "",
	} {
		a := h.send(h.request(testTenant, body, "Content-Type", contentType))
		if a.status != http.StatusBadRequest || a.code() != 900144 || !strings.Contains(a.text("error_description"), "'grant_type'") {
			t.Errorf("%s: got %d %s", contentType, a.status, a.raw)
		}
	}
}

func TestGrantInTheURLDoesNotCount(t *testing.T) {
	h := newHarness(t)
	r := h.request(testTenant, "")
	r.URL.RawQuery = secretForm().Encode()
	if a := h.send(r); a.code() != 900144 {
		t.Errorf("got %d: %s", a.code(), a.raw)
	}
}

func TestOnlyPost(t *testing.T) {
	h := newHarness(t)
	a := h.get("/" + testTenant + "/oauth2/v2.0/token")
	if a.code() != 900561 || !strings.Contains(a.text("error_description"), "Received a GET request") {
		t.Errorf("got %s", a.raw)
	}
}

func TestOversizedBodyIsNotRead(t *testing.T) {
	h := newHarness(t)
	a := h.send(h.request(testTenant, "junk="+strings.Repeat("x", maxBody)+"&"+secretForm().Encode()))
	if a.code() != 900144 {
		t.Errorf("got %d %d", a.status, a.code())
	}
}

func TestLifetimeIsRandomAsEntras(t *testing.T) {
	opts := testOptions()
	opts.Lifetime = nil
	h := newHarnessWith(t, opts)
	seen := map[any]bool{}
	for range 8 {
		seconds, _ := h.post(testTenant, secretForm()).body["expires_in"].(float64)
		if seconds < 3600 || seconds > 5400 {
			t.Fatalf("expires_in %v", seconds)
		}
		seen[seconds] = true
	}
	if len(seen) < 2 {
		t.Errorf("eight tokens of the same lifetime: %v", seen)
	}
}

// TestConfidentialClientSignsAUserIn: a client that is not public may use the password grant with its secret.
func TestConfidentialClientSignsAUserIn(t *testing.T) {
	h := newHarness(t)
	h.app(func(a *App) { a.Public = false })
	a := h.post(testTenant, passwordForm("client_secret", testSecret))
	if a.status != http.StatusOK || claimsOf(t, a.text("access_token"))["appidacr"] != "1" {
		t.Errorf("got %d: %s", a.status, a.raw)
	}
}

func TestAssignedUserIsLetIn(t *testing.T) {
	h := newHarness(t)
	h.app(func(a *App) { a.AssignmentRequired, a.Assigned = true, []string{strings.ToUpper(testUser)} })
	if a := h.post(testTenant, passwordForm()); a.status != http.StatusOK {
		t.Errorf("got %d: %s", a.status, a.raw)
	}
}

func TestKeyThatCannotBeMadeIsSeen(t *testing.T) {
	opts := testOptions()
	opts.Key = brokenKey
	h := newHarnessWith(t, opts)
	if a := h.post(testTenant, secretForm()); a.status != http.StatusInternalServerError {
		t.Errorf("token: got %d", a.status)
	}
	if a := h.get("/common/discovery/v2.0/keys"); a.status != http.StatusInternalServerError {
		t.Errorf("keys: got %d", a.status)
	}
}

// TestOneRequestAfterAnotherOnOneConnection: nothing of one request stays for the next.
func TestOneRequestAfterAnotherOnOneConnection(t *testing.T) {
	h := newHarness(t)
	c := client()
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized, http.StatusOK} {
		secret := testSecret
		if want != http.StatusOK {
			secret = "another"
		}
		a, err := send(c, h.request(testTenant, secretForm("client_secret", secret).Encode()).WithContext(context.Background()))
		must(t, err)
		if a.status != want {
			t.Errorf("got %d, want %d", a.status, want)
		}
	}
}
