package tenantsim

import (
	"bytes"
	"context"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// graphHarness is a harness with an administrator, a developer and a plain user of the directory, and a token of the first.
type graphHarness struct {
	*harness
	token string
}

const (
	adminUser     = "grady@contoso.onmicrosoft.com"
	developerUser = "megan@contoso.onmicrosoft.com"
)

func newGraphHarness(t *testing.T) *graphHarness {
	t.Helper()
	h := &graphHarness{harness: newHarness(t)}
	h.addUser(User{UPN: adminUser, Name: "Grady Archie", DirectoryRoles: []string{GlobalAdministrator}})
	h.addUser(User{UPN: developerUser, Name: "Megan Bowen", DirectoryRoles: []string{ApplicationDeveloper}})
	h.token = h.adminToken(adminUser)
	return h
}

func (h *graphHarness) adminToken(upn string, scopes ...string) string {
	h.t.Helper()
	token, err := h.sim.AdminToken(testTenant, upn, AdminTokenOptions{Scopes: scopes})
	must(h.t, err)
	return token
}

// as is the same harness with another token.
func (h *graphHarness) as(token string) *graphHarness { return &graphHarness{h.harness, token} }

// ask sends a request to Graph: "GET /path", with a body and header pairs.
func (h *graphHarness) ask(what string, body any, headers ...string) answer {
	h.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	var raw []byte
	if text, isText := body.(string); isText {
		raw = []byte(text)
	} else if body != nil {
		encoded, err := json.Marshal(body)
		must(h.t, err)
		raw = encoded
	}
	r, err := http.NewRequestWithContext(context.Background(), method, h.url+graphVersion+strings.ReplaceAll(path, " ", "%20"), bytes.NewReader(raw))
	must(h.t, err)
	r.Header.Set("Content-Type", "application/json")
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.send(r)
}

// wants asks and fails unless the status is as said.
func (h *graphHarness) wants(status int, what string, body any, headers ...string) answer {
	h.t.Helper()
	a := h.ask(what, body, headers...)
	if a.status != status {
		h.t.Fatalf("%s: got %d, want %d: %s", what, a.status, status, a.raw)
	}
	return a
}

// refuses asks and compares status and code, and that the message holds says.
func (h *graphHarness) refuses(status int, code, says, what string, body any, headers ...string) {
	h.t.Helper()
	a := h.ask(what, body, headers...)
	if a.status != status || apiCode(a) != code || !strings.Contains(a.raw, says) {
		h.t.Errorf("%s: got %d %q, want %d %q with %q: %s", what, a.status, apiCode(a), status, code, says, a.raw)
	}
}

// values are the objects of a list.
func values(a answer) []map[string]any {
	var all []map[string]any
	list, _ := a.body["value"].([]any)
	for _, item := range list {
		o, _ := item.(map[string]any)
		all = append(all, o)
	}
	return all
}

// madeApp is an app made through Graph with its service principal.
type madeApp struct{ object, client, principal string }

func (h *graphHarness) create(change map[string]any) madeApp {
	h.t.Helper()
	body := map[string]any{"displayName": "appreg test", "signInAudience": "AzureADMyOrg"}
	for key, value := range change {
		body[key] = value
	}
	app := h.wants(http.StatusCreated, "POST /applications", body)
	sp := h.wants(http.StatusCreated, "POST /servicePrincipals", map[string]string{"appId": app.text("appId")})
	return madeApp{app.text("id"), app.text("appId"), sp.text("id")}
}

// resourceID is the object id of an API's service principal.
func (h *graphHarness) resource(appID string) map[string]any {
	h.t.Helper()
	return h.wants(http.StatusOK, "GET /servicePrincipals(appId='"+appID+"')", nil).body
}

// permissionID reads the id of a scope or role of an API as a client does.
func permissionID(t *testing.T, resource map[string]any, list, name string) string {
	t.Helper()
	all, _ := resource[list].([]any)
	for _, item := range all {
		if p, _ := item.(map[string]any); p["value"] == name {
			return p["id"].(string)
		}
	}
	t.Fatalf("no %s in %s", name, list)
	return ""
}

func ppResource() string {
	service, _ := catalog.Lookup(catalog.PowerPlatform)
	return service.ResourceAppID
}

func mustKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := testKey()
	must(t, err)
	return key
}
