package tenantsim

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// request is one request for a token or a sign-in. Its steps fill it in.
type request struct {
	*call
	form     url.Values
	segment  string // the tenant as the URL has it
	clientID string
	secret   string

	scope    wantedScope
	resource resource
	acr      string   // the claim appidacr: how the client proved itself
	session  session  // of the user
	granted  []string // delegated permissions, or roles
	platform platform // of the redirect URI
	device   bool     // the page is that of device codes
	nonce    string   // for the ID token; empty if none was sent
	spend    func()   // uses up the code that is redeemed; nil: there is none
}

// session is one sign-in that a user went through. Refresh tokens carry it on, so that what was proven once stays proven.
type session struct {
	at     time.Time // when the user signed in
	mfa    bool      // with a second factor, as every sign-in in a browser here
	native bool      // its code came through a redirect URI of "Mobile and desktop applications"
}

// step is one question that Entra asks before it issues a token. What it returns is why not; nil leads to the next.
type step = func(*request) *Situation

// grants are the kinds of grants, each with its questions in Entra's order.
func grants() map[string][]step {
	return map[string][]step{
		"password": {needs("scope", "username", "password"), (*request).readScope, (*request).proveUserClient,
			(*request).findResource, (*request).provePassword, (*request).admit},
		"client_credentials": {needs("scope"), (*request).readScope, (*request).proveApplication, (*request).findResource, (*request).grantRoles},
		"refresh_token":      {needs("refresh_token", "scope"), (*request).readScope, (*request).proveRefresh, (*request).findResource, (*request).admit},
		"authorization_code": {needs("code", "redirect_uri"), (*request).proveCode, (*request).findResource, (*request).admit},
		"device_code":        deviceSteps(),
		"urn:ietf:params:oauth:grant-type:device_code": deviceSteps(),
	}
}

func deviceSteps() []step {
	return []step{needs("device_code"), (*request).proveUserClient, (*request).proveDevice, (*request).findResource, (*request).admit}
}

func tokenRoutes() []route {
	return []route{{pattern: "/{tenant}/oauth2/v2.0/token", answer: token}, {pattern: "/{tenant}/oauth2/token", answer: token}}
}

// token is the token endpoint.
func token(c *call) reply {
	q := newRequest(c, c.http.PostForm)
	if no := q.run(onlyPost, needs("grant_type"), (*request).decide); no != nil {
		return c.refused(no)
	}
	return reply{body: q.issue()}
}

func newRequest(c *call, form url.Values) *request {
	q := &request{call: c, form: form, segment: c.words["tenant"]}
	q.clientID, q.secret = clientCredentialsOf(c.http)
	q.clientID = cmp.Or(q.clientID, form.Get("client_id")) // of a query
	c.tell("{client}", q.clientID, "{tenant}", q.segment, "{verb}", c.http.Method, "{grant}", form.Get("grant_type"), "{scope}", form.Get("scope"),
		"{redirect}", form.Get("redirect_uri"), "{origin}", c.http.Header.Get("Origin"))
	return q
}

// run takes the steps until one refuses.
func (q *request) run(steps ...step) *Situation {
	for _, next := range steps {
		if no := next(q); no != nil {
			return no
		}
	}
	return nil
}

func (q *request) decide() *Situation {
	steps, known := grants()[q.form.Get("grant_type")]
	if !known {
		return GrantUnknown
	}
	no := q.run(append([]step{(*request).findTenant, (*request).findApp}, steps...)...)
	if no == nil && q.spend != nil {
		q.spend()
	}
	return no
}

func onlyPost(q *request) *Situation { return when(q.http.Method != http.MethodPost, WrongVerb) }

// needs refuses a request that lacks one of the parameters. The v1 endpoint's resource stands for a scope.
func needs(parameters ...string) step {
	return func(q *request) *Situation {
		missing := slices.IndexFunc(parameters, func(name string) bool {
			return q.form.Get(name) == "" && (name != "scope" || q.form.Get("resource") == "")
		})
		if missing < 0 {
			return nil
		}
		q.tell("{parameter}", parameters[missing])
		return ParameterMissing
	}
}

func (q *request) readScope() (no *Situation) {
	var why string
	q.scope, why, no = parseScope(cmp.Or(q.form.Get("scope"), q.form.Get("resource")+"/.default"))
	q.tell("{why}", why, "{resourceasked}", q.scope.asked)
	return no
}

// shared reports whether the request came to an endpoint of all tenants.
func (q *request) shared() bool {
	return slices.Contains([]string{"common", "organizations", "consumers"}, strings.ToLower(q.segment))
}

// findTenant takes the tenant from the URL or, at /organizations, from the user name.
func (q *request) findTenant() *Situation {
	name := q.segment
	if q.shared() {
		name = domainOf(q.form.Get("username"))
		elsewhere := !strings.EqualFold(q.segment, "organizations")
		if no := cmp.Or(when(elsewhere && q.form.Get("grant_type") == "password", CommonEndpoint), when(elsewhere || name == "", TenantMissing)); no != nil {
			return no
		}
	}
	if q.tenant = q.tenantNamed(name); q.tenant == nil {
		return cmp.Or(judgeTenant(name), TenantUnknown)
	}
	q.tell("{tenantname}", q.tenant.Name, "{tenantid}", q.tenant.ID)
	return nil
}

// findApp finds the app registration and judges its service principal.
func (q *request) findApp() *Situation {
	if q.app = q.tenant.App(q.clientID); q.app == nil || !q.app.absent.seen() {
		q.tell("{parameter}", "client_id")
		return cmp.Or(when(q.clientID == "", ParameterMissing), when(q.clientID == uuid.Nil.String(), ClientZero), ClientUnknown)
	}
	q.tell("{app}", q.app.Name)
	return cmp.Or(when(q.app.NoServicePrincipal, ClientWithoutSP), when(q.app.Disabled || q.app.Deactivated, ClientDisabled))
}

// findResource finds the resource asked for in the tenant, present and enabled.
func (q *request) findResource() *Situation {
	r, ok := q.resourceNamed(q.scope.asked)
	q.resource = r
	q.tell("{resource}", r.appID)
	return cmp.Or(when(!ok || slices.Contains(q.tenant.MissingAPIs, r.api), ResourceMissing), when(slices.Contains(q.tenant.DisabledAPIs, r.api), ResourceDisabled))
}

// clientCredentialsOf reads client id and secret from the form or, as Entra also takes them, from the Basic header,
// where both are percent-encoded first (RFC 6749 section 2.3.1). The form wins.
func clientCredentialsOf(r *http.Request) (id, secret string) {
	encoded, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Basic ")
	plain, _ := base64.StdEncoding.DecodeString(encoded) // what is none names no client
	id, secret, _ = strings.Cut(string(plain), ":")
	return cmp.Or(r.PostForm.Get("client_id"), unescaped(id)), cmp.Or(r.PostForm.Get("client_secret"), unescaped(secret))
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
